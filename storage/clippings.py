"""Questions asked of clippings and of what became of the replies begun from them."""

from collections.abc import Sequence
from dataclasses import dataclass

from sqlalchemy import case, exists, func, select
from sqlalchemy.ext.asyncio import AsyncSession

from storage.tables import Clipping, ClippingChange, ClippingUse, Conversation, Happened, Reply, ReplyState

MOST_USES = 2000
"""Of how many replies it is asked what became of them, the newest ones: what helped last year may not help now."""


@dataclass(frozen=True)
class Outcome:
    """What became of the replies begun from a clipping. `edited` counts those whose author changed its words."""

    used: int = 0
    edited: int = 0
    solved: int = 0
    reopened: int = 0


async def everything(session: AsyncSession, *, retired: bool = False) -> Sequence[Clipping]:
    """All that are offered, or those that are not any more, by category and name."""
    state = Clipping.retired_at.is_not(None) if retired else Clipping.retired_at.is_(None)
    return (await session.scalars(select(Clipping).where(state).order_by(Clipping.category, Clipping.name))).all()


async def locked(session: AsyncSession, clipping_id: int) -> Clipping | None:
    """A clipping's row, locked; or None."""
    return await session.scalar(select(Clipping).where(Clipping.id == clipping_id).with_for_update())


async def named(session: AsyncSession) -> dict[str, Clipping]:
    """Every clipping, retired ones too, by its name in small letters; locked."""
    rows = await session.scalars(select(Clipping).order_by(Clipping.id).with_for_update())
    return {each.name.casefold(): each for each in rows}


async def there_are_any(session: AsyncSession) -> bool:
    """Whether a clipping was ever kept."""
    return await session.scalar(select(Clipping.id).limit(1)) is not None


async def changes_of(session: AsyncSession, clipping_id: int) -> Sequence[ClippingChange]:
    """A clipping's history, the newest first."""
    found = await session.scalars(
        select(ClippingChange).where(ClippingChange.clipping_id == clipping_id).order_by(ClippingChange.id.desc())
    )
    return found.all()


async def outcomes(session: AsyncSession, *, solving: Sequence[str], reopened: str) -> dict[int, Outcome]:
    """What became of the newest replies that were sent, by clipping.

    `solving` are the reasons for closing that say the customer was helped; `reopened` is how the diary calls a
    conversation that came back, which counts when it was after the reply.
    """
    newest = (
        select(ClippingUse.clipping_id, ClippingUse.edited, Reply.conversation_id, Reply.sent_at)
        .join(Reply, Reply.id == ClippingUse.reply_id)
        .where(Reply.state == ReplyState.SENT)
        .order_by(ClippingUse.reply_id.desc())
        .limit(MOST_USES)
        .subquery()
    )
    came_back = exists().where(
        Happened.conversation_id == newest.c.conversation_id,
        Happened.kind == reopened,
        Happened.at > newest.c.sent_at,
    )
    counts = (
        func.count(),
        func.sum(case((newest.c.edited, 1), else_=0)),
        func.sum(case((Conversation.closed_reason.in_(solving), 1), else_=0)),
        func.sum(case((came_back, 1), else_=0)),
    )
    rows = await session.execute(
        select(newest.c.clipping_id, *counts)
        .join(Conversation, Conversation.id == newest.c.conversation_id)
        .group_by(newest.c.clipping_id)
    )
    return {row[0]: Outcome(*map(int, row[1:])) for row in rows}
