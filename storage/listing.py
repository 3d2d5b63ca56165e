"""Finding open conversations by all that is known of them, and counting queues."""

import json
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import ColumnElement, ScalarSelect, String, case, cast, exists, func, or_, select
from sqlalchemy.ext.asyncio import AsyncSession
from sqlalchemy.orm import InstrumentedAttribute

from storage.tables import Conversation, Customer, Message, Side, WaitingOn


@dataclass(frozen=True)
class Wanted:
    """Which open conversations are asked for: in one of these queues (any when None), and as the rest says, if it does.

    `account` is the one that answers or the one that was mentioned; `language` "pt" also finds "pt-BR". `stars` are the
    lowest and the highest of the customer's newest post. `since_before` and `since_after` are about since when it
    waits, or since when it is there when nobody waits.
    """

    queues: tuple[str, ...] | None = None
    tags: tuple[str, ...] = ()
    kind: str | None = None
    account: str | None = None
    language: str | None = None
    owner: str | None = None
    network: str | None = None
    stars: tuple[int, int] | None = None
    sentiment: str | None = None
    customer_tags: tuple[str, ...] = ()
    since_before: datetime | None = None
    since_after: datetime | None = None


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


async def languages_of(session: AsyncSession, wanted: Wanted) -> Sequence[str]:
    """The languages of what is wanted, each once."""
    return (await session.scalars(select(Conversation.language).where(*conditions(wanted)).distinct())).all()


async def most_urgent(session: AsyncSession, wanted: Wanted, *, besides: Sequence[int], limit: int) -> Sequence[int]:
    """The numbers of the first of what is wanted: those in which a customer waits now before those on hold."""
    found = await session.scalars(
        select(Conversation.id)
        .where(*conditions(wanted), Conversation.id.not_in(besides))
        .order_by(
            Conversation.held_at.is_not(None),
            Conversation.waits_since.is_(None),
            Conversation.rank.desc(),
            Conversation.waits_since,
            Conversation.id,
        )
        .limit(limit)
    )
    return found.all()


async def total_of(session: AsyncSession, wanted: Wanted) -> int:
    """How many there are in all."""
    return await session.scalar(select(func.count(Conversation.id)).where(*conditions(wanted))) or 0


async def others_of_customer(
    session: AsyncSession, customer_id: int, *, besides: int, never_in: Sequence[str], limit: int, offset: int = 0
) -> Sequence[int]:
    """The numbers of a customer's other conversations, open and closed, newest first, outside some queues."""
    found = await session.scalars(
        select(Conversation.id)
        .where(*is_another(customer_id, besides, never_in))
        .order_by(Conversation.id.desc())
        .offset(offset)
        .limit(limit)
    )
    return found.all()


async def count_others(session: AsyncSession, customer_id: int, *, besides: int, never_in: Sequence[str]) -> int:
    """How many there are in all."""
    others = is_another(customer_id, besides, never_in)
    return await session.scalar(select(func.count(Conversation.id)).where(*others)) or 0


def is_another(customer_id: int, besides: int, never_in: Sequence[str]) -> tuple[ColumnElement[bool], ...]:
    """The same as conditions."""
    return (
        Conversation.customer_id == customer_id,
        Conversation.id != besides,
        Conversation.queue.not_in(never_in),
    )


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
    asked += [holds(Conversation.tags, tag) for tag in wanted.tags]
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
    return asked + more_conditions(wanted)


def more_conditions(wanted: Wanted) -> list[ColumnElement[bool]]:
    """The rest of it, which is asked for more rarely."""
    asked: list[ColumnElement[bool]] = []
    if wanted.network is not None:
        asked.append(Conversation.network == wanted.network)
    if wanted.sentiment is not None:
        asked.append(Conversation.sentiment == wanted.sentiment)
    if wanted.stars is not None:
        asked.append(newest_stars().between(*wanted.stars))
    since = func.coalesce(Conversation.waits_since, Conversation.opened_at)
    if wanted.since_before is not None:
        asked.append(since <= wanted.since_before)
    if wanted.since_after is not None:
        asked.append(since > wanted.since_after)
    if wanted.customer_tags:
        tagged = (holds(Customer.tags, tag) for tag in wanted.customer_tags)
        asked.append(exists().where(Customer.id == Conversation.customer_id, *tagged))
    return asked


def newest_stars() -> ScalarSelect[int]:
    """How many stars the customer's newest post gives."""
    return (
        select(Message.about["stars"].as_integer())
        .where(Message.conversation_id == Conversation.id, Message.side == Side.CUSTOMER, Message.deleted_at.is_(None))
        .order_by(Message.posted_at.desc(), Message.id.desc())
        .limit(1)
        .correlate(Conversation)
        .scalar_subquery()
    )


def holds(tags: InstrumentedAttribute[Any], tag: str) -> ColumnElement[bool]:
    """Whether a tag is among several, exactly as it is written: their JSON text holds it in quotation marks.

    By taking it out and seeing whether something changed, as LIKE ignores case on SQLite and does not on PostgreSQL.
    """
    text = cast(tags, String)
    return func.replace(text, json.dumps(tag), "") != text


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
