"""Questions asked of Home tabs: which of them are behind, and which are to be compared again."""

from collections.abc import Sequence
from datetime import datetime

from sqlalchemy import delete, func, or_, select, update
from sqlalchemy.ext.asyncio import AsyncSession

from storage.tables import Home


async def opened(session: AsyncSession, member_id: str, *, at: datetime) -> Home:
    """Record that somebody looks at their Home now; it is drawn in any case, whatever it showed before."""
    home = await session.get(Home, member_id, with_for_update=True)
    if home is None:
        home = Home(member=member_id, opened_at=at, version=0)
        session.add(home)
    home.opened_at, home.looked_at, home.digest = at, at, ""
    home.version += 1
    return home


async def outdate(session: AsyncSession, member_id: str) -> None:
    """Somebody has done something, which their Home is to show, if they have one."""
    await session.execute(update(Home).where(Home.member == member_id).values(version=Home.version + 1))


async def take_back(session: AsyncSession, member_id: str, *, at: datetime) -> None:
    """Somebody may see less than before: their Home is drawn again, however long ago they opened it."""
    await session.execute(
        update(Home).where(Home.member == member_id).values(version=Home.version + 1, opened_at=at, digest="")
    )


async def one(session: AsyncSession, member_id: str) -> Home | None:
    """Somebody's Home; or None."""
    return await session.get(Home, member_id, populate_existing=True)


async def behind(session: AsyncSession, *, opened_since: datetime, limit: int) -> Sequence[str]:
    """Whose Home, opened since then or taken back, does not show what is true, those who opened theirs last first."""
    found = await session.scalars(
        select(Home.member)
        .where(Home.version > Home.shown_version, or_(Home.opened_at >= opened_since, Home.digest == ""))
        .order_by(Home.opened_at.desc(), Home.member)
        .limit(limit)
    )
    return found.all()


async def to_compare(
    session: AsyncSession, *, opened_since: datetime, looked_before: datetime, limit: int
) -> Sequence[str]:
    """Whose Home, opened since then, was last compared at that moment or before, the longest ago first."""
    found = await session.scalars(
        select(Home.member)
        .where(Home.opened_at >= opened_since, or_(Home.looked_at.is_(None), Home.looked_at <= looked_before))
        .order_by(Home.looked_at.asc().nulls_first(), Home.member)
        .limit(limit)
    )
    return found.all()


async def next_to_compare(session: AsyncSession, *, opened_since: datetime) -> datetime | None:
    """When the Home that was compared the longest ago was, of those opened since then; or None."""
    return await session.scalar(select(func.min(Home.looked_at)).where(Home.opened_at >= opened_since))


async def set_shown(session: AsyncSession, member_id: str, *, version: int, digest: str, at: datetime) -> None:
    """Keep what a Home shows, and since when; a version that was drawn later and finished earlier stands."""
    values = {"shown_version": version, "digest": digest, "looked_at": at}
    await session.execute(update(Home).where(Home.member == member_id, Home.shown_version <= version).values(values))


async def set_looked(session: AsyncSession, member_id: str, *, at: datetime) -> None:
    """Keep when a Home was compared and found to show what is true."""
    await session.execute(update(Home).where(Home.member == member_id).values(looked_at=at))


async def put_away(session: AsyncSession, member_id: str, *, version: int) -> None:
    """Nobody's Home any more, until it is opened again; unless something has changed since this version was drawn."""
    await session.execute(delete(Home).where(Home.member == member_id, Home.version == version))
