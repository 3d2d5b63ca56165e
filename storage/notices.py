"""Questions asked of notices, the private messages the desk owes."""

from collections.abc import Sequence
from datetime import datetime

from sqlalchemy import delete, func, select, update
from sqlalchemy.ext.asyncio import AsyncSession

from storage.tables import Notice

BATCH = 20
"""How many are taken at a time, so that an urgent one never waits behind more than these."""

OWED = (Notice.sent_at.is_(None), Notice.parked.is_(None))


async def owed(session: AsyncSession, now: datetime) -> Sequence[Notice]:
    """What is to be delivered now, urgent ones first, then the longest owed."""
    found = await session.scalars(
        select(Notice)
        .where(*OWED, Notice.due_at <= now)
        .order_by(Notice.urgent.desc(), Notice.due_at, Notice.id)
        .limit(BATCH)
    )
    return found.all()


async def next_owed_at(session: AsyncSession) -> datetime | None:
    """When the next notice is due; or None."""
    return await session.scalar(select(func.min(Notice.due_at)).where(*OWED))


async def to_redraw(session: AsyncSession) -> Sequence[Notice]:
    """Delivered notices that no longer show what is true, oldest first."""
    found = await session.scalars(
        select(Notice).where(Notice.redraw, Notice.sent_at.is_not(None)).order_by(Notice.id).limit(BATCH)
    )
    return found.all()


async def delivered(session: AsyncSession, conversation_id: int, kinds: Sequence[str]) -> Sequence[Notice]:
    """Direct messages of these kinds about a conversation that were delivered, or are about to be."""
    found = await session.scalars(
        select(Notice).where(
            Notice.conversation_id == conversation_id, Notice.kind.in_(kinds), Notice.channel.is_(None)
        )
    )
    return found.all()


async def delivered_about(session: AsyncSession, conversation_id: int) -> Sequence[Notice]:
    """Direct messages about a conversation that somebody has already received."""
    found = await session.scalars(
        select(Notice).where(
            Notice.conversation_id == conversation_id, Notice.channel.is_(None), Notice.ts.is_not(None)
        )
    )
    return found.all()


async def of_kind(session: AsyncSession, kind: str, *, since: datetime | None = None) -> Sequence[Notice]:
    """All notices of a kind of which there are few, or those since a moment, delivered or not, oldest first."""
    found = select(Notice).where(Notice.kind == kind).order_by(Notice.id)
    return (await session.scalars(found.where(Notice.due_at >= since) if since else found)).all()


async def reminders_of(session: AsyncSession, member_id: str) -> Sequence[Notice]:
    """Somebody's reminders that have not come yet, the next first."""
    found = await session.scalars(
        select(Notice)
        .where(*OWED, Notice.kind == "reminder", Notice.to == member_id)
        .order_by(Notice.due_at, Notice.id)
    )
    return found.all()


async def asked_about_old_ones_since(session: AsyncSession, moment: datetime) -> bool:
    """Whether moderators were asked about old conversations after this moment."""
    asked = select(Notice.id).where(Notice.kind == "old_ones", Notice.due_at > moment).limit(1)
    return await session.scalar(asked) is not None


async def take_reminder(session: AsyncSession, notice_id: int, *, of: str) -> bool:
    """Take away somebody's reminder; whether there was one that had not come yet."""
    taken = await session.scalar(
        delete(Notice)
        .where(*OWED, Notice.kind == "reminder", Notice.to == of, Notice.id == notice_id)
        .returning(Notice.id)
    )
    return taken is not None


async def set_sent(session: AsyncSession, notice_id: int, *, channel: str, ts: str | None, at: datetime) -> None:
    """Record where a notice went; `ts` is None for one that only lives on its reader's screen."""
    await session.execute(update(Notice).where(Notice.id == notice_id).values(sent_channel=channel, ts=ts, sent_at=at))


async def put_off(session: AsyncSession, notice_id: int, *, until: datetime) -> None:
    """Let a notice wait."""
    await session.execute(update(Notice).where(Notice.id == notice_id).values(due_at=until))


async def count_try(session: AsyncSession, notice_id: int) -> None:
    """Count one more try that failed over the notice itself."""
    await session.execute(update(Notice).where(Notice.id == notice_id).values(tries=Notice.tries + 1))


async def park(session: AsyncSession, notice_id: int, why: str) -> None:
    """Give a notice up, with the reason."""
    await session.execute(update(Notice).where(Notice.id == notice_id).values(parked=why))


async def unpark(session: AsyncSession, notice_id: int, *, at: datetime) -> None:
    """Let a notice that was given up be delivered after all, as if for the first time."""
    await session.execute(
        update(Notice).where(Notice.id == notice_id, Notice.parked.is_not(None)).values(parked=None, tries=0, due_at=at)
    )


async def set_redraw(session: AsyncSession, notice_id: int, *, redraw: bool) -> None:
    """Ask for a delivered notice to be drawn again, or record that it is being."""
    await session.execute(update(Notice).where(Notice.id == notice_id).values(redraw=redraw))


async def redraw_at(session: AsyncSession, *, channel: str, ts: str) -> None:
    """Ask for the notice that is this Slack message, if any, to be drawn again: something was pressed in it."""
    await session.execute(update(Notice).where(Notice.sent_channel == channel, Notice.ts == ts).values(redraw=True))
