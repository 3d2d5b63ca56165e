"""What a private message is about, as it stands when it is delivered or drawn again."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy.ext.asyncio import AsyncSession

from bot.desk.queues import is_moderators_only, sees
from bot.desk.showing.reply_pictures import depict_like, reply_picture
from bot.desk.showing.showing import escalation_picture, pictures_of
from bot.networks.base import Network
from bot.pictures.conversations import CardPicture, EscalationPicture, LikePicture, ReplyPicture
from bot.programme import Programme
from storage import cards, replies
from storage.tables import Conversation, Escalation, Like, Member, Message, Notice, Reply


@dataclass(frozen=True)
class Subject:
    """The pictures a notice is drawn from; `place` is the channel and ts of the conversation's card.

    `hidden` is a conversation that has moved to where its addressee may not see it: nothing of it is told.
    """

    card: CardPicture | None = None
    reply: ReplyPicture | None = None
    like: LikePicture | None = None
    escalation: EscalationPicture | None = None
    place: tuple[str, str] | None = None
    hidden: bool = False


async def subject_of(
    session: AsyncSession, notice: Notice, *, programme: Programme, networks: Mapping[str, Network], now: datetime
) -> Subject:
    """Everything a notice's facts refer to by number; what is no longer there, or not theirs to see, is left out."""
    if await is_hidden(session, notice, programme):
        return Subject(escalation=await answer_in(session, notice), hidden=True)
    card = place = None
    if notice.conversation_id is not None:
        found = await pictures_of(session, [notice.conversation_id], programme=programme, networks=networks, now=now)
        card = found[0] if found else None
        place = await cards.place_of(session, notice.conversation_id)
    return Subject(
        card,
        await reply_in(session, notice, programme, networks),
        await like_in(session, notice, programme, networks),
        await answer_in(session, notice) or await escalation_in(session, notice),
        place,
    )


async def is_hidden(session: AsyncSession, notice: Notice, programme: Programme) -> bool:
    """Whether a notice is about a conversation that its addressee may not see now: by their role, or suspended."""
    conversation = await session.get(Conversation, notice.conversation_id or 0)
    if conversation is None:
        return False
    member = await session.get(Member, notice.to)
    if member is None:
        return is_moderators_only(programme, conversation.queue)
    return member.suspended_at is not None or not sees(member, conversation.queue, programme)


async def reply_in(
    session: AsyncSession, notice: Notice, programme: Programme, networks: Mapping[str, Network]
) -> ReplyPicture | None:
    """The reply a notice names."""
    reply = await session.get(Reply, notice.facts.get("reply", 0))
    return await reply_picture(session, reply, programme=programme, networks=networks) if reply else None


async def like_in(
    session: AsyncSession, notice: Notice, programme: Programme, networks: Mapping[str, Network]
) -> LikePicture | None:
    """The like a notice names."""
    like = await session.get(Like, notice.facts.get("like", 0))
    if like is None:
        return None
    message = await session.get_one(Message, like.message_id)
    stop = await replies.stop_of(session, like.account)
    return depict_like(
        like, post_id=message.external_id, by_hand=False, stop=stop, programme=programme, networks=networks
    )


async def escalation_in(session: AsyncSession, notice: Notice) -> EscalationPicture | None:
    """The escalation a notice names; None once it is settled."""
    escalation = await session.get(Escalation, notice.facts.get("escalation", 0))
    return escalation_picture(escalation) if escalation and escalation.settled_at is None else None


async def answer_in(session: AsyncSession, notice: Notice) -> EscalationPicture | None:
    """The escalation whose answer a notice brings: a colleague's words, which stay when it is settled or moved on."""
    if notice.kind != "escalation_answer":
        return None
    escalation = await session.get(Escalation, notice.facts.get("escalation", 0))
    return escalation_picture(escalation)
