"""Questions asked of cards, and the way back to the card that was clicked.

A click locks its conversation, then its card; whatever changes both goes in this order, or two of them could wait for
each other.
"""

from collections.abc import Collection, Sequence
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import ColumnElement, and_, case, func, or_, select, update
from sqlalchemy.ext.asyncio import AsyncSession

from storage.tables import Card, CardState, Conversation

WAY_BACK_USES = 4
"""Slack allows five uses of a response_url; one is kept for a private message."""


@dataclass(frozen=True)
class Behind:
    """A card that shows less than is true; `way_back` is the address that repaints it, while that lives."""

    card_id: int
    conversation_id: int
    channel: str
    ts: str
    way_back: str | None


async def keep_way_back(session: AsyncSession, *, channel: str, ts: str, address: str, until: datetime) -> None:
    """Remember the address that repaints this card without touching Slack's budgets."""
    await session.execute(
        update(Card)
        .where(Card.channel == channel, Card.ts == ts)
        .values(way_back=address, way_back_uses=WAY_BACK_USES, way_back_until=until)
    )


async def use_way_back(session: AsyncSession, card_id: int, address: str) -> None:
    """Count one use of a card's way back."""
    await session.execute(
        update(Card).where(Card.id == card_id, Card.way_back == address).values(way_back_uses=Card.way_back_uses - 1)
    )


async def close_way_back(session: AsyncSession, card_id: int, address: str) -> None:
    """Forget a way back that no longer works, unless a newer click has brought another."""
    await session.execute(
        update(Card).where(Card.id == card_id, Card.way_back == address).values(way_back=None, way_back_uses=0)
    )


async def card_at(session: AsyncSession, *, channel: str, ts: str) -> Card | None:
    """The card, present or former, that is this Slack message; or None."""
    return await session.scalar(select(Card).where(Card.channel == channel, Card.ts == ts))


async def place_of(session: AsyncSession, conversation_id: int) -> tuple[str, str] | None:
    """Channel and ts of a conversation's present card; None while it has none."""
    found = await session.execute(
        select(Card.channel, Card.ts)
        .join(Conversation, Conversation.card_id == Card.id)
        .where(Conversation.id == conversation_id)
    )
    row = found.first()
    return (row[0], row[1]) if row is not None and row[1] is not None else None


async def behind(
    session: AsyncSession, now: datetime, *, with_way_back: bool, after: int, limit: int
) -> Sequence[Behind]:
    """Cards that show less than is true: those with a way back that lives, or the others.

    Taken in turn: first the conversations numbered above `after`, then the rest. In the order of the numbers alone,
    busy cards could keep the last one waiting for ever (seen with 32 people at once).
    """
    lives = way_back_lives(now)
    found = await session.execute(
        select(Card.id, Conversation.id, Card.channel, Card.ts, case((lives, Card.way_back)))
        .join(Conversation, Conversation.card_id == Card.id)
        .where(
            Conversation.card_id.is_not(None),
            Conversation.version > Conversation.shown_version,
            Card.state == CardState.SHOWN,
            Card.parked.is_(None),
            lives if with_way_back else ~lives,
        )
        .order_by(Conversation.id <= after, Conversation.id)
        .limit(limit)
    )
    return [Behind(*row) for row in found]


async def is_behind(session: AsyncSession, card_id: int) -> bool:
    """Whether a card is its conversation's present one and shows less than is true."""
    found = await session.scalar(
        select(Conversation.id).where(
            Conversation.card_id == card_id,
            Conversation.card_id.is_not(None),
            Conversation.version > Conversation.shown_version,
        )
    )
    return found is not None


async def set_shown(session: AsyncSession, conversation_id: int, card_id: int, version: int) -> None:
    """Keep which version a card shows; one that was drawn later and finished earlier stands."""
    await session.execute(
        update(Conversation)
        .where(
            Conversation.id == conversation_id,
            Conversation.card_id == card_id,
            Conversation.shown_version < version,
        )
        .values(shown_version=version)
    )


async def set_repainted(session: AsyncSession, painted: Sequence[tuple[Behind, int]]) -> None:
    """Keep which versions cards show after repaints through their last clicks, each of which has used up one use.

    All conversations are locked before any card, in the order of their numbers, as clicks do.
    """
    for each, version in sorted(painted, key=lambda one: one[0].conversation_id):
        await set_shown(session, each.conversation_id, each.card_id, version)
    for each, _ in painted:
        await use_way_back(session, each.card_id, each.way_back or "")


async def unposted(session: AsyncSession, *, limit: int) -> Sequence[Card]:
    """Cards that were to be posted and are not known to be up, the oldest first."""
    found = await session.scalars(
        select(Card).where(Card.state == CardState.POSTING, Card.parked.is_(None)).order_by(Card.id).limit(limit)
    )
    return found.all()


async def shown_unclaimed(session: AsyncSession) -> dict[str, int]:
    """How many cards that nobody has taken each queue shows, or is about to. Costs by open conversations."""
    found = await session.execute(
        select(Conversation.queue, func.count())
        .where(*waits(), Conversation.card_id.is_not(None))
        .group_by(Conversation.queue)
    )
    return {row[0]: row[1] for row in found}


async def without_card(session: AsyncSession) -> dict[str, int]:
    """How many conversations that nobody has taken wait in each queue without a card."""
    found = await session.execute(
        select(Conversation.queue, func.count())
        .where(*waits(), Conversation.card_id.is_(None))
        .group_by(Conversation.queue)
    )
    return {row[0]: row[1] for row in found}


async def next_without_card(session: AsyncSession, queue: str, *, limit: int) -> Sequence[int]:
    """The numbers of those waiting without a card, in the order in which a queue is worked through."""
    found = await session.scalars(
        select(Conversation.id)
        .where(Conversation.queue == queue, *waits(), Conversation.card_id.is_(None))
        .order_by(Conversation.rank.desc(), Conversation.waits_since.asc().nulls_last(), Conversation.id)
        .limit(limit)
    )
    return found.all()


async def taken_without_card(
    session: AsyncSession, queues: Collection[str], *, limit: int
) -> Sequence[tuple[int, str]]:
    """Numbers and queues of conversations that somebody has taken or set aside and that have no card to work on.

    Only of these queues: what stands where no card can be posted keeps no other from its own.
    """
    found = await session.execute(
        select(Conversation.id, Conversation.queue)
        .where(
            Conversation.closed_at.is_(None),
            Conversation.card_id.is_(None),
            Conversation.queue.in_(queues),
            or_(Conversation.claimed_by.is_not(None), Conversation.held_at.is_not(None)),
        )
        .order_by(Conversation.id)
        .limit(limit)
    )
    return [(row[0], row[1]) for row in found]


async def want(session: AsyncSession, conversation_id: int, *, queue: str, channel: str, now: datetime) -> Card | None:
    """Begin a card for an open conversation of this queue; None when it has one by now, is closed or elsewhere.

    Its first try is counted at once: whoever finds it unfinished looks in Slack before posting again.
    """
    card = Card(conversation_id=conversation_id, queue=queue, channel=channel, wanted_at=now, tries=1)
    session.add(card)
    await session.flush()
    taken = await session.scalar(
        update(Conversation)
        .where(
            Conversation.id == conversation_id,
            Conversation.card_id.is_(None),
            Conversation.closed_at.is_(None),
            Conversation.queue == queue,
        )
        .values(card_id=card.id, shown_version=0, told_version=0)
        .returning(Conversation.id)
        .execution_options(synchronize_session=False)
    )
    if taken is None:
        await session.delete(card)
        return None
    return card


async def set_posted(session: AsyncSession, card_id: int, *, ts: str, version: int, now: datetime) -> None:
    """Keep where a card is up and which version it shows; one that was replaced meanwhile still becomes a link."""
    await session.execute(
        update(Conversation)
        .where(Conversation.card_id == card_id, Conversation.shown_version < version)
        .values(shown_version=version)
    )
    await session.execute(update(Card).where(Card.id == card_id).values(ts=ts, posted_at=now))
    await session.execute(
        update(Card).where(Card.id == card_id, Card.state == CardState.POSTING).values(state=CardState.SHOWN)
    )


async def count_try(session: AsyncSession, card_id: int) -> None:
    """Count one more try to post a card."""
    await session.execute(update(Card).where(Card.id == card_id).values(tries=Card.tries + 1))


async def park(session: AsyncSession, card_id: int, why: str) -> None:
    """Give a card up, with the reason."""
    await session.execute(update(Card).where(Card.id == card_id).values(parked=why))


async def lose(session: AsyncSession, card_id: int) -> None:
    """A card's message is gone from Slack: its conversation gets another one when it is its turn."""
    await session.execute(
        update(Conversation)
        .where(Conversation.card_id == card_id)
        .values(card_id=None, shown_version=0, told_version=0)
    )
    await session.execute(update(Card).where(Card.id == card_id).values(state=CardState.LINK))


def waits() -> tuple[ColumnElement[bool], ...]:
    """Open, and nobody has taken it or set it aside."""
    return (Conversation.closed_at.is_(None), Conversation.claimed_by.is_(None), Conversation.held_at.is_(None))


def way_back_lives(now: datetime) -> ColumnElement[bool]:
    """Whether a card can still be repainted through its last click."""
    return and_(
        Card.way_back.is_not(None), Card.way_back_uses > 0, func.coalesce(Card.way_back_until, Card.wanted_at) > now
    )


async def oldest_open(session: AsyncSession, channel: str) -> datetime | None:
    """When the oldest card of an open conversation was posted in a channel; or None."""
    return await session.scalar(
        select(func.min(Card.posted_at))
        .join(Conversation, Conversation.card_id == Card.id)
        .where(Card.channel == channel, Conversation.closed_at.is_(None))
    )
