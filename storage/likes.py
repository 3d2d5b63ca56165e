"""Questions asked of likes."""

from collections.abc import Sequence
from datetime import datetime

from sqlalchemy import ColumnElement, select, update
from sqlalchemy.ext.asyncio import AsyncSession

from storage import conversations
from storage.replies import Lane, halted
from storage.tables import Conversation, Like, LikeState


async def locked(session: AsyncSession, like_id: int) -> tuple[Like, Conversation] | None:
    """A like and its conversation, the conversation locked first; or None."""
    conversation_id = await session.scalar(select(Like.conversation_id).where(Like.id == like_id))
    conversation = await conversations.locked(session, conversation_id) if conversation_id else None
    if conversation is None:
        return None
    like = await session.scalar(
        select(Like).where(Like.id == like_id).with_for_update(of=Like).execution_options(populate_existing=True)
    )
    return (like, conversation) if like else None


async def of_message(session: AsyncSession, message_id: int, account: str) -> Like | None:
    """What was decided about liking this message from this account; or None."""
    return await session.scalar(select(Like).where(Like.message_id == message_id, Like.account == account))


async def next_due(session: AsyncSession, lane: Lane, now: datetime) -> Like | None:
    """The like of this account that is to leave next; or None."""
    return await session.scalar(
        select(Like)
        .where(
            Like.network == lane.network,
            Like.account == lane.account,
            Like.state == LikeState.QUEUED,
            Like.try_at <= now,
            ~halted(Like.account.expression),
        )
        .order_by(Like.try_at, Like.id)
        .limit(1)
    )


async def queued_from(session: AsyncSession, account: str | None) -> Sequence[Like]:
    """Queued likes of one account (of all when None), in the order of their conversations."""
    question = select(Like).where(Like.state == LikeState.QUEUED).order_by(Like.conversation_id, Like.id)
    if account is not None:
        question = question.where(Like.account == account)
    return (await session.scalars(question)).all()


async def lanes_to_look_at(session: AsyncSession, now: datetime) -> Sequence[Lane]:
    """The accounts whose likes are to be read now: a person may have done one by hand."""
    found = await session.execute(select(Like.network, Like.account).where(*looked_for(now)).distinct())
    return [Lane(network, account) for network, account in found]


async def to_look_for(session: AsyncSession, lane: Lane, now: datetime) -> Sequence[Like]:
    """An account's likes that a person may have done by hand and that are to be looked for now."""
    question = select(Like).where(*looked_for(now), Like.network == lane.network, Like.account == lane.account)
    return (await session.scalars(question.order_by(Like.id))).all()


def looked_for(now: datetime) -> tuple[ColumnElement[bool], ...]:
    """Whether a like is to be looked for now, as conditions."""
    return Like.state == LikeState.BY_HAND, Like.look_at <= now


async def hands_over(session: AsyncSession, now: datetime) -> Sequence[Like]:
    """Likes whose keyholder has had their time without saying that it is done, stopped ones left out."""
    found = await session.scalars(
        select(Like)
        .where(Like.state == LikeState.BY_HAND, Like.hand_until <= now, ~halted(Like.account.expression))
        .order_by(Like.hand_until, Like.id)
    )
    return found.all()


async def put_off_look(session: AsyncSession, like_id: int, *, at: datetime) -> None:
    """Let a like be looked for at that moment, whatever else is written in its row."""
    await session.execute(update(Like).where(Like.id == like_id).values(look_at=at))
