"""Like + close: praise is thanked for and done with, in one step; both are decided, or neither."""

from collections.abc import Mapping
from datetime import datetime

from sqlalchemy.ext.asyncio import AsyncSession

from bot.desk.handling.closing import close
from bot.desk.leaving.liking import like
from bot.desk.permissions import needs
from bot.networks.base import Network
from bot.pictures.conversations import LikePicture
from bot.programme import Programme
from storage.tables import Member, Role


@needs(Role.VOLUNTEER)
async def like_and_close(
    session: AsyncSession,
    conversation_id: int,
    *,
    reason: str = "",
    link: str | None = None,
    by: Member,
    now: datetime,
    programme: Programme,
    networks: Mapping[str, Network],
) -> LikePicture:
    """Like the customer's newest message and close its conversation; without a reason with desk.toml's.

    The like leaves although the conversation is closed. Should it be refused later, whoever clicked is told, and the
    conversation stays closed until somebody reopens it. Raises what liking and closing raise; then neither happens.
    """
    liked = await like(session, conversation_id, by=by, now=now, programme=programme, networks=networks)
    chosen = reason or programme.likes.closes_as
    await close(session, conversation_id, reason=chosen, link=link, by=by, now=now, programme=programme)
    return liked
