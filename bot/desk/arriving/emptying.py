"""Letting customers' words go some time after closing: what is not kept need not be looked at to see it deleted."""

from datetime import datetime

from sqlalchemy.ext.asyncio import AsyncSession

from bot.desk.arriving.vanishing import draw_again
from bot.desk.events import Event, note
from bot.desk.handling.lapsing import BATCH
from bot.programme import Programme
from storage import conversations, drafts, messages
from storage.tables import Conversation


async def empty_old(session: AsyncSession, now: datetime, programme: Programme) -> int:
    """Empty up to 100 conversations that were closed so long ago. Returns how many; call again at 100.

    A post that its author deletes must vanish within 24 hours, and each look at a post is paid for: so the desk looks
    as long as it keeps, and keeps as long as it is likely to need. Source: programme.md, "What the networks allow".
    """
    old = await conversations.still_full(session, now - programme.times.kept, limit=BATCH)
    for conversation in old:
        await empty(session, conversation, now=now)
    return len(old)


async def empty(session: AsyncSession, conversation: Conversation, *, now: datetime) -> None:
    """Let the words of customers and other strangers go, wherever they are kept or shown.

    Counts, tags, figures such as stars, links and what the team and the brand have said stay. Drafts may quote what
    goes, so they go as well.
    """
    conversation.emptied_at = now
    full = await messages.words_of_others(session, conversation.id)
    if not full:
        return
    for message in full:
        message.text, message.emptied_at = "", now
        message.about = {name: value for name, value in message.about.items() if isinstance(value, int)}
    await drafts.drop_all_in(session, conversation.id)
    note(session, conversation, Event.EMPTIED, by=None, at=now)
    await session.flush()
    await draw_again(session, conversation)
