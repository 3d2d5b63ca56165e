"""Questions asked of stand-ups, and the figures they report."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime

from sqlalchemy import ColumnElement, case, func, select, text, update
from sqlalchemy.ext.asyncio import AsyncSession

from storage.tables import Conversation, Happened, Standup, StandupLine, WaitingOn


@dataclass(frozen=True)
class Owned:
    """A conversation somebody is on while its customer waits."""

    number: int
    owner: str
    since: datetime


@dataclass(frozen=True)
class Promised:
    """A conversation set aside for a colleague, and when it comes back."""

    number: int
    whom: str
    due_at: datetime


async def of_day(session: AsyncSession, slot: str, day: date) -> Standup | None:
    """The stand-up of a slot on its local date; or None."""
    return await session.scalar(select(Standup).where(Standup.slot == slot, Standup.day == day))


async def last_of(session: AsyncSession, slot: str) -> Standup | None:
    """The newest stand-up of one slot; or None."""
    return await session.scalar(
        select(Standup).where(Standup.slot == slot).order_by(Standup.due_at.desc(), Standup.id.desc()).limit(1)
    )


async def last_before(session: AsyncSession, moment: datetime) -> Standup | None:
    """The newest stand-up of any slot that was due before a moment; or None."""
    return await session.scalar(
        select(Standup).where(Standup.due_at < moment).order_by(Standup.due_at.desc(), Standup.id.desc()).limit(1)
    )


async def locked(session: AsyncSession, standup_id: int) -> Standup | None:
    """A stand-up, locked until the transaction ends; or None."""
    return await session.scalar(select(Standup).where(Standup.id == standup_id).with_for_update())


async def behind(session: AsyncSession) -> Sequence[Standup]:
    """Stand-ups that are not posted yet, or do not show the newest lines and baton."""
    found = await session.scalars(
        select(Standup).where(Standup.version > Standup.shown_version).order_by(Standup.due_at, Standup.id)
    )
    return found.all()


async def set_shown(
    session: AsyncSession, standup_id: int, *, version: int, channel: str | None, ts: str | None, at: datetime
) -> None:
    """Record what was drawn, and where it stands; its first time is kept."""
    await session.execute(
        update(Standup)
        .where(Standup.id == standup_id, Standup.shown_version < version)
        .values(shown_version=version, channel=channel, ts=ts, posted_at=func.coalesce(Standup.posted_at, at))
    )


async def unpark(session: AsyncSession, standup_id: int) -> None:
    """Let a stand-up be posted, or drawn, after all: as if it had shown nothing of its newest version."""
    await session.execute(update(Standup).where(Standup.id == standup_id).values(shown_version=Standup.version - 1))


async def lines(session: AsyncSession, standup_id: int) -> Sequence[StandupLine]:
    """What members added, in the order in which they did."""
    found = await session.scalars(
        select(StandupLine).where(StandupLine.standup_id == standup_id).order_by(StandupLine.at, StandupLine.id)
    )
    return found.all()


async def line_of(session: AsyncSession, standup_id: int, by: str) -> StandupLine | None:
    """The line of one member; or None."""
    return await session.scalar(select(StandupLine).where(StandupLine.standup_id == standup_id, StandupLine.by == by))


async def happened(session: AsyncSession, since: datetime, until: datetime) -> dict[str, int]:
    """In how many conversations each kind of event happened between two moments."""
    found = await session.execute(
        select(Happened.kind, func.count(func.distinct(Happened.conversation_id)))
        .where(Happened.at >= since, Happened.at < until)
        .group_by(Happened.kind)
    )
    return {kind: count for kind, count in found.all()}  # noqa: C416 - rows are no pairs to the type checker


async def active(session: AsyncSession, since: datetime, until: datetime) -> Sequence[str]:
    """Who did anything between two moments, the busiest first."""
    found = await session.scalars(
        select(Happened.by)
        .where(Happened.at >= since, Happened.at < until, Happened.by.is_not(None))
        .group_by(Happened.by)
        .order_by(func.count().desc(), Happened.by)
    )
    return [each for each in found if each is not None]


async def owned(session: AsyncSession, *, limit: int) -> Sequence[Owned]:
    """Open conversations somebody is on while the customer waits, the longest waiting first."""
    found = await session.execute(
        select(Conversation.id, Conversation.claimed_by, Conversation.waits_since)
        .where(
            Conversation.closed_at.is_(None),
            Conversation.claimed_by.is_not(None),
            Conversation.waits_since.is_not(None),
            Conversation.held_at.is_(None),
        )
        .order_by(Conversation.waits_since, Conversation.id)
        .limit(limit)
    )
    return [Owned(number, owner or "", since) for number, owner, since in found.all() if since is not None]


async def promised(
    session: AsyncSession, until: datetime, *, named_in: Sequence[str], limit: int
) -> Sequence[Promised]:
    """Conversations set aside for a colleague that come back before `until`, the first to come back first.

    For whom is said of those in the queues `named_in` only.
    """
    found = await session.execute(
        select(Conversation.id, whom_in(named_in), Conversation.hold_ends_at)
        .where(
            Conversation.closed_at.is_(None),
            Conversation.held_for == WaitingOn.INTERNAL,
            Conversation.hold_ends_at <= until,
        )
        .order_by(Conversation.hold_ends_at, Conversation.id)
        .limit(limit)
    )
    return [Promised(number, whom or "", due_at) for number, whom, due_at in found.all() if due_at is not None]


async def held(session: AsyncSession, *, named_in: Sequence[str]) -> Sequence[tuple[WaitingOn, str, int]]:
    """For whom open conversations are on hold, and how many for each, the most first; named as `promised` does."""
    whom = whom_in(named_in).label("whom")
    found = await session.execute(
        select(Conversation.held_for, whom, func.count().label("many"))
        .where(Conversation.closed_at.is_(None), Conversation.held_for.is_not(None))
        .group_by(Conversation.held_for, text("whom"))
        .order_by(text("many DESC"), text("whom"))
    )
    return [(waiting_on, whom or "", count) for waiting_on, whom, count in found.all() if waiting_on is not None]


def whom_in(queues: Sequence[str]) -> ColumnElement[str | None]:
    """The words for whom a conversation waits, where it is in one of these queues."""
    return case((Conversation.queue.in_(queues), Conversation.held_whom), else_=None)
