"""A look at a conversation before a form about it is opened: whoever may not use the form is told before they type."""

from collections.abc import Mapping
from datetime import datetime
from enum import StrEnum

from sqlalchemy.ext.asyncio import AsyncSession

from bot.desk.conditions import must_act_in_queue, must_be_open, must_not_be_anothers, visible
from bot.desk.permissions import A_MODERATOR, needs
from bot.desk.showing.showing import picture_of
from bot.errors import NotAllowed
from bot.networks.base import Network
from bot.pictures.conversations import CardPicture
from bot.programme import Programme
from storage.tables import Member, Role


class Purpose(StrEnum):
    """What a form is for: closing and holding, assigning and escalating, or moving to another queue."""

    WORK = "work"
    HAND_ON = "hand_on"
    MOVE = "move"


@needs(Role.VOLUNTEER)
async def open_to(
    session: AsyncSession,
    conversation_id: int,
    *,
    purpose: Purpose,
    by: Member,
    now: datetime,
    programme: Programme,
    networks: Mapping[str, Network],
) -> CardPicture:
    """An open conversation as its card shows it, for a form. Moderators also hand on what is another's.

    Raises NotFound, Closed, NotAllowed, and NotYours with the owner's name.
    """
    moderates = by.role.reaches(Role.MODERATOR)
    if purpose is Purpose.MOVE and not moderates:
        raise NotAllowed(A_MODERATOR)
    conversation = await visible(session, conversation_id, by=by, programme=programme)
    must_be_open(conversation)
    if purpose is Purpose.WORK:
        must_act_in_queue(conversation, by, programme)
    if purpose is Purpose.WORK or not moderates:
        must_not_be_anothers(conversation, by)
    return await picture_of(session, conversation_id, programme=programme, networks=networks, now=now)
