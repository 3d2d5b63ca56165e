"""Questions asked of posts that people want on the desk."""

from collections.abc import Sequence
from datetime import datetime

from sqlalchemy import func, select, update
from sqlalchemy.ext.asyncio import AsyncSession

from storage.tables import WantedPost

OPEN = WantedPost.done_at.is_(None)


async def due(session: AsyncSession, now: datetime, *, limit: int) -> Sequence[WantedPost]:
    """Those to be read now, the longest due first."""
    found = await session.scalars(
        select(WantedPost).where(OPEN, WantedPost.try_at <= now).order_by(WantedPost.try_at, WantedPost.id).limit(limit)
    )
    return found.all()


async def next_due_at(session: AsyncSession) -> datetime | None:
    """When the next one is to be read; or None."""
    return await session.scalar(select(func.min(WantedPost.try_at)).where(OPEN))


async def open_of(session: AsyncSession, member_id: str) -> Sequence[WantedPost]:
    """Those that somebody wants and that are not there yet, the first asked for first."""
    found = await session.scalars(select(WantedPost).where(OPEN, WantedPost.by == member_id).order_by(WantedPost.id))
    return found.all()


async def locked(session: AsyncSession, wanted_id: int) -> WantedPost | None:
    """One that is still wanted, locked; or None."""
    return await session.scalar(select(WantedPost).where(OPEN, WantedPost.id == wanted_id).with_for_update())


async def put_off(session: AsyncSession, wanted_id: int, *, until: datetime) -> None:
    """Let one wait, and count the failed try."""
    await session.execute(
        update(WantedPost).where(OPEN, WantedPost.id == wanted_id).values(try_at=until, tries=WantedPost.tries + 1)
    )
