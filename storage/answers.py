"""Questions asked of answers: which stand, which may yet come, and which come too late."""

from collections.abc import Iterable, Sequence

from sqlalchemy import and_, or_, select
from sqlalchemy.ext.asyncio import AsyncSession

from storage.replies import OVER
from storage.tables import Message, Reply, ReplyState, Side


async def answering_since(session: AsyncSession, message: Message) -> Reply | None:
    """The live reply to a customer's message or to a newer one of its conversation, which answers this one too."""
    newer = or_(
        Message.posted_at > message.posted_at, and_(Message.posted_at == message.posted_at, Message.id >= message.id)
    )
    return await session.scalar(
        select(Reply)
        .join(Message, Message.id == Reply.answers_id)
        .where(Message.conversation_id == message.conversation_id, newer, Reply.state.not_in(OVER))
        .order_by(Reply.id)
        .limit(1)
    )


async def overtaken(session: AsyncSession, conversation_id: int) -> Sequence[Reply]:
    """Replies that are certainly not out, or were looked for in vain, and whose message was answered otherwise.

    One that could not be looked for may stand in public, and is left to people.
    """
    is_not_out = or_(
        Reply.state == ReplyState.QUEUED,
        and_(Reply.state == ReplyState.BY_HAND, Reply.said_sent_at.is_(None)),
        and_(Reply.state == ReplyState.UNKNOWN, Reply.look_at.is_(None), Reply.looked_at.is_not(None)),
    )
    found = await session.scalars(
        select(Reply)
        .join(Message, Message.id == Reply.answers_id)
        .where(Reply.conversation_id == conversation_id, is_not_out, Message.answered_at.is_not(None))
        .order_by(Reply.id)
    )
    return found.all()


async def asked_by_hand_before(session: AsyncSession, reply: Reply) -> Sequence[Reply]:
    """Replies to the same message, before this one, that a person was asked to send."""
    found = await session.scalars(
        select(Reply).where(Reply.answers_id == reply.answers_id, Reply.id < reply.id, Reply.hands > 0)
    )
    return found.all()


async def under_way(session: AsyncSession, conversation_id: int) -> Reply | None:
    """A reply of this conversation that is not out for certain and may yet leave or have left; or None."""
    return await session.scalar(
        select(Reply)
        .where(Reply.conversation_id == conversation_id, Reply.state.not_in((*OVER, ReplyState.SENT)))
        .limit(1)
    )


async def answers_in(session: AsyncSession, conversation_id: int) -> Sequence[Message]:
    """What the brand has said in a conversation, newest first."""
    found = await session.scalars(
        select(Message)
        .where(Message.conversation_id == conversation_id, Message.side == Side.BRAND)
        .order_by(Message.posted_at.desc(), Message.id.desc())
    )
    return found.all()


async def ids_answered_by(session: AsyncSession, given: Iterable[Reply]) -> tuple[str, ...]:
    """The network's newest ids of the posts that these replies answer."""
    found = await session.scalars(
        select(Message.external_id).where(Message.id.in_({each.answers_id for each in given})).order_by(Message.id)
    )
    return tuple(found.all())
