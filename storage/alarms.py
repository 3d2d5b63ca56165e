"""Questions asked of alarms: what managers must know and nobody has cleared yet."""

from collections.abc import Collection, Sequence

from sqlalchemy import select
from sqlalchemy.ext.asyncio import AsyncSession

from storage.tables import Alarm


async def open_one(session: AsyncSession, kind: str, about: str) -> Alarm | None:
    """The open alarm of this kind about this; or None."""
    return await session.scalar(
        select(Alarm).where(Alarm.kind == kind, Alarm.about == about, Alarm.cleared_at.is_(None))
    )


async def open_about(session: AsyncSession, about: str, kinds: Collection[str]) -> Sequence[Alarm]:
    """The open alarms of these kinds about this."""
    asked = select(Alarm).where(Alarm.about == about, Alarm.kind.in_(kinds), Alarm.cleared_at.is_(None))
    return (await session.scalars(asked)).all()


async def locked(session: AsyncSession, alarm_id: int) -> Alarm | None:
    """One alarm, open or not, locked; or None."""
    return await session.scalar(select(Alarm).where(Alarm.id == alarm_id).with_for_update())


async def open_ones(session: AsyncSession) -> Sequence[Alarm]:
    """Every alarm that is open, the oldest first."""
    return (await session.scalars(select(Alarm).where(Alarm.cleared_at.is_(None)).order_by(Alarm.at, Alarm.id))).all()
