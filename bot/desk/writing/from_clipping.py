"""Clippings for one conversation, asked for by its number: those that fit, and a reply that begins with one."""

from collections.abc import Mapping
from dataclasses import dataclass, replace
from datetime import datetime

from sqlalchemy.ext.asyncio import AsyncSession

from bot.clippings import Suggestion
from bot.desk.conditions import visible
from bot.desk.permissions import needs
from bot.desk.writing.composing import counted
from bot.desk.writing.replying import begin
from bot.desk.writing.suggesting import insert, offered
from bot.desk.writing.written import Written, keep, kept_in
from bot.networks.base import Network
from bot.pictures.own import CompositionPicture
from bot.programme import Programme
from storage import drafts
from storage.tables import Member, Role


@dataclass(frozen=True)
class Offer:
    """The clippings for a customer, as they would be said to them, and whether the one who asks may reply."""

    suggestions: tuple[Suggestion, ...]
    may_reply: bool


@needs(Role.BEGINNER)
async def fitting_for(
    session: AsyncSession, conversation_id: int, typed: str, *, by: Member, programme: Programme
) -> Offer:
    """The clippings in which every typed word stands, those that fit the conversation first. Raises NotFound."""
    conversation = await visible(session, conversation_id, by=by, programme=programme)
    found = await offered(session, conversation, typed, by=by, programme=programme)
    return Offer(tuple(found), may_reply=by.role.reaches(Role.VOLUNTEER))


@needs(Role.VOLUNTEER)
async def begin_with_clipping(
    session: AsyncSession,
    conversation_id: int,
    clipping_id: int,
    *,
    by: Member,
    now: datetime,
    programme: Programme,
    networks: Mapping[str, Network],
) -> CompositionPicture:
    """Open a conversation for writing with a clipping below what was begun, kept as a draft that knows of it.

    Nothing is sent by it. Raises what beginning a reply and putting a clipping into it raise.
    """
    picture = await begin(session, conversation_id, by=by, now=now, programme=programme, networks=networks)
    draft = await drafts.draft_in(session, conversation_id, by.id)
    begun = kept_in(draft) if draft is not None else Written()
    text = await insert(session, conversation_id, clipping_id, text=begun.text, by=by, programme=programme)
    await keep(session, conversation_id, replace(begun, text=text, clipping=clipping_id), of=by.id, now=now)
    conversation = await visible(session, conversation_id, by=by, programme=programme)
    return counted(picture, text, conversation, networks[conversation.network].capabilities, programme)
