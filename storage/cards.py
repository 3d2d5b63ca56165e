"""Questions asked of cards.

A click locks its conversation, then its card; whatever changes both goes in this order, or two of them could wait for
each other.
"""

from collections.abc import Collection, Sequence
from dataclasses import dataclass
from datetime import datetime
from functools import cache

from sqlalchemy import ColumnElement, Update, bindparam, case, func, or_, select, update
from sqlalchemy.ext.asyncio import AsyncSession

from storage import ways_back
from storage.tables import Card, CardState, Conversation

UNFINISHED = Card.state.in_((CardState.POSTING, CardState.LEAVING))
"""The condition of the index of cards that Slack does not show as they should be yet, in its words."""


@dataclass(frozen=True)
class Behind:
    """A card that shows less than is true; `way_back` is the address that repaints it, while that lives."""

    card_id: int
    conversation_id: int
    channel: str
    ts: str
    way_back: str | None


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
    busy cards could keep the last one waiting for ever (seen with 32 people at once). Closed ones that
    nobody has clicked come last: nobody is at work on them.
    """
    lives = ways_back.lives(now)
    in_turn = Conversation.id <= after, Conversation.id
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
        .order_by(*in_turn if with_way_back else (Conversation.closed_at.is_not(None), *in_turn))
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
    values = {"number": conversation_id, "card": card_id, "drawn": version}
    await (await session.connection()).execute(shown(), values)


@cache
def shown() -> Update:
    """Which version a conversation's card shows; worded once, as every repaint says it."""
    return (
        update(Conversation)
        .where(
            Conversation.id == bindparam("number"),
            Conversation.card_id == bindparam("card"),
            Conversation.shown_version < bindparam("drawn"),
        )
        .values(shown_version=bindparam("drawn"))
    )


async def set_repainted(session: AsyncSession, painted: Sequence[tuple[Behind, int]]) -> None:
    """Keep which versions cards show after repaints through their last clicks, each of which has used up one use.

    All conversations are locked before any card, in the order of their numbers, as clicks do.
    """
    if not painted:
        return
    in_order = sorted(painted, key=lambda one: one[0].conversation_id)
    connection = await session.connection()
    versions = [{"number": each.conversation_id, "card": each.card_id, "drawn": version} for each, version in in_order]
    await connection.execute(shown(), versions)
    await connection.execute(
        ways_back.used(), [{"card": each.card_id, "address": each.way_back} for each, _ in in_order]
    )


async def unposted(session: AsyncSession) -> Sequence[Card]:
    """Cards that were to be posted and are not known to be up, the oldest first."""
    found = await session.scalars(
        select(Card).where(UNFINISHED, Card.state == CardState.POSTING, Card.parked.is_(None)).order_by(Card.id)
    )
    return found.all()


async def is_unposted(session: AsyncSession, card_id: int) -> bool:
    """Whether a card is still to be posted, or may be up already without our knowing."""
    unposted = Card.id == card_id, Card.state == CardState.POSTING, Card.parked.is_(None)
    return await session.scalar(select(Card.id).where(*unposted)) is not None


async def is_being_posted(session: AsyncSession, channel: str) -> bool:
    """Whether a card may stand in this channel already of which it is not known where."""
    coming = UNFINISHED, Card.ts.is_(None), Card.parked.is_(None)
    return await session.scalar(select(Card.id).where(Card.channel == channel, *coming).limit(1)) is not None


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
    """Count one more try to post a card that got no answer."""
    await session.execute(update(Card).where(Card.id == card_id).values(tries=Card.tries + 1))


async def park(session: AsyncSession, card_id: int, why: str) -> None:
    """Give a card up, with the reason."""
    await session.execute(update(Card).where(Card.id == card_id).values(parked=why))


async def unpark(session: AsyncSession, conversation_id: int) -> None:
    """Let a conversation's card be posted, or drawn, after all: as if it had shown nothing yet."""
    mine = select(Conversation.card_id).where(Conversation.id == conversation_id).scalar_subquery()
    await session.execute(update(Card).where(Card.id == mine).values(parked=None, tries=1))
    await session.execute(update(Conversation).where(Conversation.id == conversation_id).values(shown_version=0))


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


async def oldest_in_use(session: AsyncSession, channel: str, *, closed_since: datetime) -> datetime | None:
    """When the oldest card in a channel was posted, present or former, under which somebody may still write; or None.

    Of conversations that are open or were closed since then. Two questions, so that each goes along its partial index.
    """
    posted = (
        select(func.min(Card.posted_at))
        .join(Conversation, Conversation.id == Card.conversation_id)
        .where(Card.channel == channel)
    )
    moments = [
        await session.scalar(posted.where(Conversation.closed_at.is_(None))),
        await session.scalar(posted.where(Conversation.closed_at >= closed_since)),
    ]
    return min((each for each in moments if each is not None), default=None)
