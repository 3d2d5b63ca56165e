"""Where the channels are that may know the answer already."""

from sqlalchemy.ext.asyncio import AsyncSession

from bot.desk.permissions import needs
from storage import channels
from storage.tables import Member, Role


@needs(Role.BEGINNER)
async def places_to_ask(session: AsyncSession, *, by: Member) -> dict[str, str]:
    """Slack's ids of the product areas' channels, by name; one that is private or was not found is missing."""
    return await channels.named(session)
