"""Questions asked of the catalogue of tags."""

from collections.abc import Sequence

from sqlalchemy import select
from sqlalchemy.ext.asyncio import AsyncSession

from storage.tables import CatalogueTag


async def changed_tags(session: AsyncSession) -> Sequence[CatalogueTag]:
    """Every tag that managers have added or retired, by name."""
    return (await session.scalars(select(CatalogueTag).order_by(CatalogueTag.name))).all()
