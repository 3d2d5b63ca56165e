"""Questions asked of sources: how far each has been read and when it is to be read next."""

from collections.abc import Iterable, Sequence
from datetime import datetime

from sqlalchemy import select, update
from sqlalchemy.ext.asyncio import AsyncSession

from storage.tables import Source


async def all_of(session: AsyncSession) -> dict[str, Source]:
    """Every source ever read, by its key."""
    return {each.key: each for each in await session.scalars(select(Source).order_by(Source.key))}


async def locked(session: AsyncSession, key: str) -> Source | None:
    """One source, locked; or None."""
    return await session.get(Source, key, with_for_update=True)


async def begin(session: AsyncSession, keys: Iterable[str], *, since: datetime) -> Sequence[str]:
    """Begin to read sources that are new, at this moment and no earlier; returns their keys."""
    there = await all_of(session)
    new = [key for key in keys if key not in there]
    session.add_all(Source(key=key, since=since) for key in new)
    await session.flush()
    return new


async def wake(session: AsyncSession, keys: Iterable[str], *, at: datetime) -> None:
    """Read these at this moment, now; what is being written about one is waited for, whatever stood there before."""
    await session.execute(update(Source).where(Source.key.in_(tuple(keys))).values(next_at=at))
