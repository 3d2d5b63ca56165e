"""Finding open conversations by queue, tag, kind, account and language, and counting queues."""

import json
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import ColumnElement, String, case, cast, exists, func, or_, select
from sqlalchemy.ext.asyncio import AsyncSession

from storage.tables import Conversation, Message, Side, WaitingOn


@dataclass(frozen=True)
class Wanted:
    """Which open conversations are asked for: in one of these queues (any when None), and as the rest says, if it does.

    `account` is the one that answers or the one that was mentioned; `language` "pt" also finds "pt-BR".
    """

    queues: tuple[str, ...] | None = None
    tags: tuple[str, ...] = ()
    kind: str | None = None
    account: str | None = None
    language: str | None = None
    owner: str | None = None


@dataclass(frozen=True)
class Figures:
    """An open queue in figures: waiting for somebody to take it, claimed, held, without a card, and since when."""

    queue: str
    waiting: int
    claimed: int
    held: int
    hidden: int
    oldest: datetime | None


async def page_of(session: AsyncSession, wanted: Wanted, *, offset: int, limit: int) -> Sequence[int]:
    """The numbers of one page of what is wanted, as a queue is ordered: by rank, then the longest waiting."""
    found = await session.scalars(
        select(Conversation.id)
        .where(*conditions(wanted))
        .order_by(Conversation.rank.desc(), Conversation.waits_since.asc().nulls_last(), Conversation.id)
        .offset(offset)
        .limit(limit)
    )
    return found.all()


async def total_of(session: AsyncSession, wanted: Wanted) -> int:
    """How many there are in all."""
    return await session.scalar(select(func.count(Conversation.id)).where(*conditions(wanted))) or 0


async def others_of_customer(
    session: AsyncSession, customer_id: int, *, besides: int, never_in: Sequence[str], limit: int
) -> Sequence[int]:
    """The numbers of a customer's other conversations, open and closed, newest first, outside some queues."""
    found = await session.scalars(
        select(Conversation.id)
        .where(
            Conversation.customer_id == customer_id,
            Conversation.id != besides,
            Conversation.queue.not_in(never_in),
        )
        .order_by(Conversation.id.desc())
        .limit(limit)
    )
    return found.all()


async def figures(session: AsyncSession) -> dict[str, Figures]:
    """Every queue that has open conversations, in figures, by its key. Costs by open conversations, not stored ones."""
    claimed, held = Conversation.claimed_by.is_not(None), Conversation.held_at.is_not(None)
    free = ~claimed & ~held
    found = await session.execute(
        select(
            Conversation.queue,
            count_of(free & Conversation.waits_since.is_not(None)),
            count_of(claimed & ~held),
            count_of(held),
            count_of(free & Conversation.card_id.is_(None)),
            func.min(case((~held, Conversation.waits_since))),
        )
        .where(Conversation.closed_at.is_(None))
        .group_by(Conversation.queue)
    )
    return {row[0]: Figures(*row) for row in found}


def count_of(condition: ColumnElement[bool]) -> ColumnElement[int]:
    """How many rows of a group fulfil a condition."""
    return func.coalesce(func.sum(case((condition, 1), else_=0)), 0)


def conditions(wanted: Wanted) -> list[ColumnElement[bool]]:
    """What is wanted, as conditions."""
    asked: list[ColumnElement[bool]] = [Conversation.closed_at.is_(None)]
    if wanted.queues is not None:
        asked.append(Conversation.queue.in_(wanted.queues))
    asked += [has_tag(tag) for tag in wanted.tags]
    if wanted.kind is not None:
        asked.append(Conversation.kind == wanted.kind)
    if wanted.account is not None:
        asked.append(or_(Conversation.account == wanted.account, Conversation.mentioned == wanted.account))
    if wanted.owner is not None:
        asked.append(Conversation.claimed_by == wanted.owner)
    if wanted.language is not None:
        spoken = func.lower(Conversation.language)
        language = wanted.language.lower()
        asked.append(or_(spoken == language, spoken.startswith(f"{language}-", autoescape=True)))
    return asked


def has_tag(tag: str) -> ColumnElement[bool]:
    """Whether a tag is among a conversation's: its JSON text holds the tag in quotation marks, on both databases."""
    return cast(Conversation.tags, String).contains(json.dumps(tag), autoescape=True)


async def old_ones(session: AsyncSession, before: datetime, *, never_in: str, limit: int) -> Sequence[int]:
    """The numbers of open conversations in which nothing came from the customer since then, the oldest first.

    What waits inside for somebody is not old; nor is what stands in the queue `never_in`.
    """
    found = await session.scalars(
        select(Conversation.id)
        .where(*is_old(before, never_in))
        .order_by(Conversation.opened_at, Conversation.id)
        .limit(limit)
    )
    return found.all()


async def count_old(session: AsyncSession, before: datetime, *, never_in: str) -> int:
    """How many there are in all."""
    return await session.scalar(select(func.count(Conversation.id)).where(*is_old(before, never_in))) or 0


def is_old(before: datetime, never_in: str) -> tuple[ColumnElement[bool], ...]:
    """The same as conditions. What the customer wrote last came when it was stored, not when it was written."""
    wrote = exists().where(
        Message.conversation_id == Conversation.id, Message.side == Side.CUSTOMER, Message.stored_at > before
    )
    return (
        Conversation.closed_at.is_(None),
        Conversation.opened_at <= before,
        Conversation.queue != never_in,
        or_(Conversation.held_for.is_(None), Conversation.held_for != WaitingOn.INTERNAL),
        ~wrote,
    )
