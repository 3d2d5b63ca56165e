"""Whether the articles that clippings link to are still there: one that vanished marks its clipping for its keepers."""

from datetime import datetime

from sqlalchemy.ext.asyncio import AsyncSession

from bot.desk import alarms
from storage import clippings
from storage.tables import Clipping


async def looked_for(session: AsyncSession, clipping_id: int, slug: str, *, is_there: bool, now: datetime) -> None:
    """Note that a clipping's article is there, or gone: then managers, who keep the clippings, are told once.

    Nothing is noted when the clipping names another article by now.
    """
    clipping = await clippings.locked(session, clipping_id)
    if clipping is None or clipping.article != slug:
        return
    clipping.article_seen_at = now
    if is_there:
        clipping.article_gone_at = None
        await settle(session, clipping, now=now)
    elif clipping.article_gone_at is None:
        clipping.article_gone_at = now
        text = (
            f"The clipping “{clipping.name}” links to an article that is gone from the knowledge base ({slug}). It is "
            "offered last, without its link, until somebody names another article with `/desk clippings`."
        )
        await alarms.sound(session, alarms.ARTICLES, about(clipping), text, now=now)


async def settle(session: AsyncSession, clipping: Clipping, *, now: datetime) -> None:
    """Clear the alarm about a clipping whose article is there, or that links to none, or is offered no more."""
    if clipping.article_gone_at is None or clipping.retired_at is not None:
        await alarms.clear(session, about(clipping), alarms.ARTICLES, now=now)


def about(clipping: Clipping) -> str:
    """What the alarm is about."""
    return f"clipping {clipping.id}"
