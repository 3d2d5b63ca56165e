"""Questions asked of interactions."""

from datetime import datetime
from functools import cache

from sqlalchemy import Insert, delete, insert
from sqlalchemy.ext.asyncio import AsyncSession

from storage.tables import Interaction


async def keep(session: AsyncSession, key: str, *, at: datetime) -> None:
    """Store the key of an interaction. Raises IntegrityError when it is there already."""
    await (await session.connection()).execute(kept(), {"key": key, "at": at})


@cache
def kept() -> Insert:
    """One more key; worded once, as every click says it."""
    return insert(Interaction)


async def was_carried_out(session: AsyncSession, key: str) -> bool:
    """Whether the interaction of this key has had its effect."""
    return await session.get(Interaction, key) is not None


async def forget(session: AsyncSession, *, before: datetime) -> None:
    """Drop the keys of interactions carried out before then."""
    await session.execute(delete(Interaction).where(Interaction.at < before))
