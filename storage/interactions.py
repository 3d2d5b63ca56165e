"""Questions asked of interactions."""

from datetime import datetime

from sqlalchemy import delete
from sqlalchemy.ext.asyncio import AsyncSession

from storage.tables import Interaction


async def was_carried_out(session: AsyncSession, key: str) -> bool:
    """Whether the interaction of this key has had its effect."""
    return await session.get(Interaction, key) is not None


async def forget(session: AsyncSession, *, before: datetime) -> None:
    """Drop the keys of interactions carried out before then."""
    await session.execute(delete(Interaction).where(Interaction.at < before))
