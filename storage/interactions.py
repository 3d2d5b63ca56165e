"""Questions asked of interactions."""

from datetime import datetime

from sqlalchemy import delete
from sqlalchemy.ext.asyncio import AsyncSession

from storage.tables import Interaction


async def forget(session: AsyncSession, *, before: datetime) -> None:
    """Drop the keys of interactions carried out before then."""
    await session.execute(delete(Interaction).where(Interaction.at < before))
