"""A look at a conversation before a form about it is opened: whoever may not use the form is told before they type."""

from collections.abc import Mapping
from datetime import datetime

from sqlalchemy.ext.asyncio import AsyncSession

from bot.desk.conditions import must_act_in_queue, must_be_open, must_not_be_anothers, visible
from bot.desk.permissions import needs
from bot.desk.showing import picture_of
from bot.networks.base import Network
from bot.pictures import CardPicture
from bot.programme import Programme
from storage.tables import Member, Role


@needs(Role.VOLUNTEER)
async def open_to_work(
    session: AsyncSession,
    conversation_id: int,
    *,
    by: Member,
    now: datetime,
    programme: Programme,
    networks: Mapping[str, Network],
) -> CardPicture:
    """For closing and holding. Raises NotFound, Closed, NotAllowed, and NotYours with the owner's name."""
    conversation = await visible(session, conversation_id, by=by, programme=programme)
    must_be_open(conversation)
    must_act_in_queue(conversation, by, programme)
    must_not_be_anothers(conversation, by)
    return await picture_of(session, conversation_id, programme=programme, networks=networks, now=now)


@needs(Role.VOLUNTEER)
async def open_to_hand_on(
    session: AsyncSession,
    conversation_id: int,
    *,
    by: Member,
    now: datetime,
    programme: Programme,
    networks: Mapping[str, Network],
) -> CardPicture:
    """For assigning and escalating; moderators also hand on what is another's. Raises as above."""
    conversation = await visible(session, conversation_id, by=by, programme=programme)
    must_be_open(conversation)
    if not by.role.reaches(Role.MODERATOR):
        must_not_be_anothers(conversation, by)
    return await picture_of(session, conversation_id, programme=programme, networks=networks, now=now)


@needs(Role.MODERATOR)
async def open_to_move(
    session: AsyncSession,
    conversation_id: int,
    *,
    by: Member,
    now: datetime,
    programme: Programme,
    networks: Mapping[str, Network],
) -> CardPicture:
    """For moving to another queue. Raises NotFound, Closed and NotAllowed."""
    conversation = await visible(session, conversation_id, by=by, programme=programme)
    must_be_open(conversation)
    return await picture_of(session, conversation_id, programme=programme, networks=networks, now=now)
