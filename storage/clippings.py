"""Questions asked of clippings and of what became of the replies begun from them."""

from collections.abc import Sequence

from sqlalchemy import select
from sqlalchemy.ext.asyncio import AsyncSession

from storage.tables import Clipping, ClippingChange


async def everything(session: AsyncSession, *, retired: bool = False) -> Sequence[Clipping]:
    """All that are offered, or those that are not any more, by category and name."""
    state = Clipping.retired_at.is_not(None) if retired else Clipping.retired_at.is_(None)
    return (await session.scalars(select(Clipping).where(state).order_by(Clipping.category, Clipping.name))).all()


async def locked(session: AsyncSession, clipping_id: int) -> Clipping | None:
    """A clipping's row, locked; or None."""
    return await session.scalar(select(Clipping).where(Clipping.id == clipping_id).with_for_update())


async def named(session: AsyncSession) -> dict[str, Clipping]:
    """Every clipping, retired ones too, by its name in small letters; locked."""
    rows = await session.scalars(select(Clipping).order_by(Clipping.id).with_for_update())
    return {each.name.casefold(): each for each in rows}


async def there_are_any(session: AsyncSession) -> bool:
    """Whether a clipping was ever kept."""
    return await session.scalar(select(Clipping.id).limit(1)) is not None


async def changes_of(session: AsyncSession, clipping_id: int) -> Sequence[ClippingChange]:
    """A clipping's history, the newest first."""
    found = await session.scalars(
        select(ClippingChange).where(ClippingChange.clipping_id == clipping_id).order_by(ClippingChange.id.desc())
    )
    return found.all()
