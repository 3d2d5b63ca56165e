"""Questions asked of conversations, named after their answers."""

from collections.abc import Collection, Sequence
from dataclasses import dataclass
from datetime import datetime
from functools import cache

from sqlalchemy import ColumnElement, Select, and_, bindparam, exists, func, select
from sqlalchemy.ext.asyncio import AsyncSession
from sqlalchemy.orm import InstrumentedAttribute, joinedload

from storage.tables import Conversation, Customer, Happened, Reply, ReplyState, WaitingOn

UNDER_WAY = (ReplyState.QUEUED, ReplyState.SENDING, ReplyState.BY_HAND, ReplyState.UNKNOWN)
"""A reply in one of these may yet reach the customer, or already has without our knowing."""

AT_ONCE = 500
"""As many numbers as one statement takes well."""


async def locked(session: AsyncSession, conversation_id: int) -> Conversation | None:
    """The conversation, with its customer, locked against everybody else until the transaction ends; or None."""
    return await session.scalar(one().with_for_update(of=Conversation), {"id": conversation_id})


async def seen(session: AsyncSession, conversation_id: int) -> Conversation | None:
    """The conversation, with its customer, as it stands; or None."""
    return await session.scalar(one(), {"id": conversation_id})


@cache
def one() -> Select[Conversation]:
    """A conversation with its customer, worded once: every click asks it."""
    return (
        select(Conversation)
        .where(Conversation.id == bindparam("id"))
        .options(joinedload(Conversation.customer, innerjoin=True))
    )


async def open_of_customer(session: AsyncSession, customer_id: int, *, besides: int) -> Sequence[Conversation]:
    """All open conversations of a customer and the one named besides, locked in the order of their ids.

    Then the customer is, so that two who tag them add up. All are read afresh: what was seen before may be over.
    """
    found = await session.scalars(
        select(Conversation)
        .where(
            Conversation.customer_id == customer_id,
            Conversation.closed_at.is_(None) | (Conversation.id == besides),
        )
        .options(joinedload(Conversation.customer, innerjoin=True))
        .order_by(Conversation.id)
        .with_for_update(of=Conversation)
        .execution_options(populate_existing=True)
    )
    affected = found.all()
    customer = select(Customer).where(Customer.id == customer_id).with_for_update()
    await session.execute(customer.execution_options(populate_existing=True))
    return affected


async def lock_all(session: AsyncSession, numbers: Collection[int]) -> None:
    """Lock these conversations in the order of their ids, as whoever needs several does."""
    ordered = sorted(set(numbers))
    for begin in range(0, len(ordered), AT_ONCE):
        some = ordered[begin : begin + AT_ONCE]
        await session.execute(
            select(Conversation.id).where(Conversation.id.in_(some)).order_by(Conversation.id).with_for_update()
        )


async def at_work_of(session: AsyncSession, member_id: str) -> set[int]:
    """The numbers of what a member has claimed and not closed, and of where a reply of theirs may be about to leave."""
    claimed = select(Conversation.id).where(Conversation.claimed_by == member_id, Conversation.closed_at.is_(None))
    states = (ReplyState.QUEUED, ReplyState.UNKNOWN)
    leaving = select(Reply.conversation_id).where(Reply.state.in_(states), Reply.by == member_id)
    return {*await session.scalars(claimed), *await session.scalars(leaving)}


async def owned_by(session: AsyncSession, member_id: str) -> Sequence[Conversation]:
    """All open conversations a member has claimed, locked."""
    return (
        await session.scalars(
            select(Conversation)
            .where(Conversation.claimed_by == member_id, Conversation.closed_at.is_(None))
            .options(joinedload(Conversation.customer, innerjoin=True))
            .order_by(Conversation.id)
            .with_for_update(of=Conversation)
        )
    ).all()


@dataclass(frozen=True)
class Over:
    """Conversations for which something is over; `first` is the moment that has passed, and orders them along the
    partial index that holds it.
    """

    conditions: tuple[ColumnElement[bool], ...]
    first: InstrumentedAttribute[datetime | None]


def claims_over(now: datetime) -> Over:
    """Claims without activity until now; those that wait for their owner's answer to a new post are not."""
    conditions = (
        Conversation.claimed_by.is_not(None),
        Conversation.held_at.is_(None),
        Conversation.claim_until <= now,
        Conversation.owner_due_at.is_(None),
    )
    return Over(conditions, Conversation.claim_until)


def still_full(closed_by: datetime) -> Over:
    """Conversations closed at this moment or before that still hold customers' words, the longest closed first."""
    conditions = (
        Conversation.closed_at.is_not(None),
        Conversation.emptied_at.is_(None),
        Conversation.closed_at <= closed_by,
    )
    return Over(conditions, Conversation.closed_at)


def vanished(*, timeless: str) -> Over:
    """Open conversations without any post of the customer's on which nobody is at work any more.

    Nothing closes by itself in the queue `timeless`.
    """
    conditions = (
        Conversation.vanished_at.is_not(None),
        Conversation.claimed_by.is_(None),
        Conversation.queue != timeless,
        ~reply_under_way(),
    )
    return Over(conditions, Conversation.vanished_at)


def left_untouched(now: datetime) -> Over:
    """Owned conversations whose owner has not touched a customer's new post in time."""
    return Over((Conversation.owner_due_at <= now,), Conversation.owner_due_at)


def holds_over(now: datetime, *, timeless: str) -> Over:
    """Holds whose time is over: internal ones, and silent customers for whom closing was not proposed yet.

    In the queue `timeless` silence has no end; nor has it while a reply is under way.
    """
    silent = and_(
        Conversation.held_for == WaitingOn.CUSTOMER,
        Conversation.close_proposed_at.is_(None),
        Conversation.queue != timeless,
        ~reply_under_way(),
    )
    inside = Conversation.held_for == WaitingOn.INTERNAL
    return Over((Conversation.hold_ends_at <= now, inside | silent), Conversation.hold_ends_at)


def proposals_over(now: datetime, *, timeless: str) -> Over:
    """Conversations still silent a day after closing was proposed; with the exceptions of `holds_over`."""
    conditions = (
        Conversation.hold_ends_at <= now,
        Conversation.held_for == WaitingOn.CUSTOMER,
        Conversation.close_proposed_at.is_not(None),
        Conversation.queue != timeless,
        ~reply_under_way(),
    )
    return Over(conditions, Conversation.hold_ends_at)


def in_other_queues(queues: Collection[str]) -> Over:
    """Open conversations that stand in none of these queues, the longest waiting first."""
    return Over((Conversation.closed_at.is_(None), Conversation.queue.not_in(queues)), Conversation.waits_since)


async def queues_besides(session: AsyncSession, queues: Collection[str]) -> dict[str, int]:
    """How many open conversations stand in each queue that is none of these."""
    found = await session.execute(
        select(Conversation.queue, func.count())
        .where(Conversation.closed_at.is_(None), Conversation.queue.not_in(queues))
        .group_by(Conversation.queue)
    )
    return {row[0]: row[1] for row in found}


async def reply_under_way_in(session: AsyncSession, conversation_id: int) -> Reply | None:
    """A reply that may yet go out, or may have gone out without our knowing; or None."""
    return await session.scalar(
        select(Reply)
        .where(Reply.conversation_id == conversation_id, Reply.state.in_(UNDER_WAY))
        .order_by(Reply.id.desc())
        .limit(1)
    )


def reply_under_way() -> ColumnElement[bool]:
    """The condition that a conversation has a reply in a state that is not settled."""
    return exists().where(Reply.conversation_id == Conversation.id, Reply.state.in_(UNDER_WAY))


async def due(session: AsyncSession, over: Over, *, limit: int) -> Sequence[int]:
    """The numbers of conversations on which the desk is to act."""
    asked = select(Conversation.id).where(*over.conditions).order_by(over.first, Conversation.id).limit(limit)
    return (await session.scalars(asked)).all()


async def still_due(session: AsyncSession, over: Over, number: int) -> Conversation | None:
    """One of them, with its customer, locked; None when it is due no more, or busy elsewhere until the next time."""
    return await session.scalar(
        select(Conversation)
        .where(Conversation.id == number, *over.conditions)
        .options(joinedload(Conversation.customer, innerjoin=True))
        .with_for_update(of=Conversation, skip_locked=True)
    )


async def just_handed_out(session: AsyncSession, member_id: str, *, since: datetime) -> Conversation | None:
    """What was handed to this member since then and is theirs, with nothing done to it yet; or None."""
    handed = Happened.conversation_id == Conversation.id, Happened.number == Conversation.version, Happened.at >= since
    return await session.scalar(
        select(Conversation)
        .join(Happened, and_(*handed, Happened.by == member_id, Happened.facts["how"].as_string() == "next"))
        .where(Conversation.claimed_by == member_id, Conversation.closed_at.is_(None))
        .order_by(Happened.at.desc())
        .limit(1)
    )
