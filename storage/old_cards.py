"""Questions asked of cards that are no longer their conversation's and become links to the next one."""

from collections.abc import Collection, Sequence
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import and_, case, or_, select, update
from sqlalchemy.ext.asyncio import AsyncSession

from storage import ways_back
from storage.cards import UNFINISHED
from storage.tables import Card, CardState, Conversation


@dataclass(frozen=True)
class Leaving:
    """A card that is to become a link, and where its conversation stands now: its queue, its new card if it is up."""

    card_id: int
    conversation_id: int
    queue: str
    channel: str
    ts: str | None
    wanted_at: datetime
    posted: bool
    way_back: str | None
    closed: bool
    next_channel: str | None
    next_ts: str | None


async def leave(session: AsyncSession, card_id: int) -> None:
    """Note that a card is no longer its conversation's: it becomes a link to the next one."""
    await session.execute(update(Card).where(Card.id == card_id).values(state=CardState.LEAVING))


async def leaving(session: AsyncSession, now: datetime, *, waiting: Collection[int], limit: int) -> Sequence[Leaving]:
    """Cards that are to become links: those that can at once, then those whose successor is not up yet.

    `waiting` are cards that say already that they wait: they come back when they can become links, and keep nobody
    from their turn until then.
    """
    successor = Card.__table__.alias("successor")
    can = or_(Conversation.closed_at.is_not(None), successor.c.ts.is_not(None))
    found = await session.execute(
        select(
            Card.id,
            Conversation.id,
            Conversation.queue,
            Card.channel,
            Card.ts,
            Card.wanted_at,
            Card.tries > 0,
            case((ways_back.lives(now), Card.way_back)),
            Conversation.closed_at.is_not(None),
            successor.c.channel,
            successor.c.ts,
        )
        .join(Conversation, Conversation.id == Card.conversation_id)
        .outerjoin(successor, and_(successor.c.id == Conversation.card_id, successor.c.state == CardState.SHOWN.value))
        .where(UNFINISHED, Card.state == CardState.LEAVING, Card.parked.is_(None), or_(can, Card.id.not_in(waiting)))
        .order_by(case((can, 0), else_=1), Card.id)
        .limit(limit)
    )
    return [Leaving(*row) for row in found]


async def set_link(session: AsyncSession, card_id: int) -> None:
    """A card has become a link, or is gone; nothing more is done with it."""
    await session.execute(update(Card).where(Card.id == card_id).values(state=CardState.LINK))
