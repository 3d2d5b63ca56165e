"""Suggesting the forum: when two exchanges have not solved it, the reply opens with the text that says so."""

from collections.abc import Mapping
from datetime import datetime

from sqlalchemy.ext.asyncio import AsyncSession

from bot.desk.conditions import visible
from bot.desk.permissions import needs
from bot.desk.writing.composing import counted
from bot.desk.writing.replying import begin
from bot.errors import Refused
from bot.networks.base import Network
from bot.pictures.own import CompositionPicture
from bot.programme import Programme
from storage.tables import Member, Role


@needs(Role.VOLUNTEER)
async def begin_with_forum(
    session: AsyncSession,
    conversation_id: int,
    *,
    by: Member,
    now: datetime,
    programme: Programme,
    networks: Mapping[str, Network],
) -> CompositionPicture:
    """Open a conversation for writing with desk.toml's text about the forum, in the customer's language and counted.

    What was given back to be written again stands before it. Nothing is sent by it. Raises what beginning a reply
    raises, and Refused when desk.toml has no such text. Source: programme.md, "Life of a conversation".
    """
    picture = await begin(session, conversation_id, by=by, now=now, programme=programme, networks=networks)
    conversation = await visible(session, conversation_id, by=by, programme=programme)
    text = programme.forum.text_in(conversation.language)
    if not text:
        raise Refused("`desk.toml` has no text that suggests the forum.")
    together = text if picture.edition else f"{picture.text}\n\n{text}".strip()
    can = networks[conversation.network].capabilities
    return counted(picture, together, conversation, can, programme)
