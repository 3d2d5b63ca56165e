"""Questions asked of the filters that members keep."""

from collections.abc import Sequence

from sqlalchemy import select
from sqlalchemy.ext.asyncio import AsyncSession

from storage.tables import SavedFilter


async def of_member(session: AsyncSession, member_id: str) -> Sequence[SavedFilter]:
    """All of one member, by name."""
    found = await session.scalars(select(SavedFilter).where(SavedFilter.by == member_id))
    return sorted(found, key=lambda each: each.name.casefold())
