"""Escalating a conversation and telling its customer so, in one step: both are decided, or neither."""

from collections.abc import Mapping
from datetime import datetime

from sqlalchemy.ext.asyncio import AsyncSession

from bot.desk.conditions import workable
from bot.desk.escalating.escalation import escalate
from bot.desk.permissions import needs
from bot.desk.writing.composing import answering_account, message_to_answer
from bot.desk.writing.replying import reply
from bot.networks.base import Network
from bot.pictures.conversations import ReplyPicture
from bot.programme import Programme
from storage.tables import Member, Role, Urgency


@needs(Role.VOLUNTEER)
async def escalate_and_tell(
    session: AsyncSession,
    conversation_id: int,
    *,
    to_customer: str,
    reason: str,
    text: str,
    urgency: Urgency,
    by: Member,
    now: datetime,
    programme: Programme,
    networks: Mapping[str, Network],
) -> ReplyPicture:
    """Escalate with a note, and answer the customer's newest message; the answer can be undone like any other.

    `to_customer` is desk.toml's standard text or what was made of it. Raises what replying and escalating raise.
    Source: programme.md, "Escalation".
    """
    conversation = await workable(session, conversation_id, by=by, programme=programme)
    answering_account(conversation, programme, networks)
    message, _ = await message_to_answer(session, conversation, networks[conversation.network].capabilities)
    told = await reply(
        session,
        conversation_id,
        answers=message.id,
        text=to_customer,
        keeps_draft=True,
        by=by,
        now=now,
        programme=programme,
        networks=networks,
    )
    await escalate(
        session, conversation_id, reason=reason, text=text, urgency=urgency, by=by, now=now, programme=programme
    )
    return told
