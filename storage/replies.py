"""Questions asked of replies and likes, and the one conditional step that lets a reply leave."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import ColumnElement, and_, delete, exists, func, or_, select, update
from sqlalchemy.ext.asyncio import AsyncSession

from storage import conversations
from storage.tables import Conversation, Customer, Like, LikeState, Message, Post, Reply, ReplyState, Side, Stop

EVERYTHING = "*"
"""The account of the stop that halts all of them."""

OVER = (ReplyState.UNDONE, ReplyState.REFUSED)
"""States in which a reply no longer counts as an answer."""


@dataclass(frozen=True)
class Lane:
    """An account on a network: what is sent from it leaves one after the other, beside that of other accounts."""

    network: str
    account: str


async def locked(session: AsyncSession, reply_id: int) -> tuple[Reply, Conversation] | None:
    """A reply and its conversation, the conversation locked first, as every change of a reply does; or None."""
    conversation_id = await session.scalar(select(Reply.conversation_id).where(Reply.id == reply_id))
    conversation = await conversations.locked(session, conversation_id) if conversation_id else None
    if conversation is None:
        return None
    reply = await session.scalar(
        select(Reply).where(Reply.id == reply_id).with_for_update(of=Reply).execution_options(populate_existing=True)
    )
    return (reply, conversation) if reply else None


async def answering(session: AsyncSession, message_id: int) -> Reply | None:
    """The live reply to a customer's message: under way, out or perhaps out; of several editions the last; or None."""
    return await session.scalar(
        select(Reply)
        .where(Reply.answers_id == message_id, Reply.state.not_in(OVER))
        .order_by(Reply.edition.desc())
        .limit(1)
    )


async def waiting_from(session: AsyncSession, account: str | None) -> Sequence[Reply]:
    """Replies of one account (of all when None) that wait to leave or for a hand, in their conversations' order."""
    waits = Reply.state.in_((ReplyState.QUEUED, ReplyState.BY_HAND))
    question = select(Reply).where(waits).order_by(Reply.conversation_id, Reply.id)
    if account is not None:
        question = question.where(Reply.account == account)
    return (await session.scalars(question)).all()


async def decided_by(session: AsyncSession, member_id: str, *, state: ReplyState) -> Sequence[int]:
    """The ids of replies in this state that a member decided to send, in the order of their conversations."""
    found = await session.scalars(
        select(Reply.id).where(Reply.state == state, Reply.by == member_id).order_by(Reply.conversation_id, Reply.id)
    )
    return found.all()


async def unanswered(session: AsyncSession, conversation_id: int) -> Sequence[Message]:
    """Customer messages that still stand and that nobody has answered, newest first."""
    found = await session.scalars(
        select(Message)
        .where(
            Message.conversation_id == conversation_id,
            Message.side == Side.CUSTOMER,
            Message.answered_at.is_(None),
            Message.deleted_at.is_(None),
        )
        .order_by(Message.posted_at.desc(), Message.id.desc())
    )
    return found.all()


async def newest_of_customer(session: AsyncSession, conversation_id: int) -> Message | None:
    """The customer's newest message that still stands, answered or not; or None."""
    return await session.scalar(
        select(Message)
        .where(
            Message.conversation_id == conversation_id,
            Message.side == Side.CUSTOMER,
            Message.deleted_at.is_(None),
        )
        .order_by(Message.posted_at.desc(), Message.id.desc())
        .limit(1)
    )


async def ids_of(session: AsyncSession, message: Message) -> frozenset[str]:
    """Every id under which a message is known on its network: an edited post has several."""
    found = await session.scalars(select(Post.external_id).where(Post.message_id == message.id))
    return frozenset(found) | {message.external_id}


async def stops(session: AsyncSession) -> Sequence[Stop]:
    """What is halted now, everything first."""
    return (await session.scalars(select(Stop).order_by(Stop.account))).all()


async def lift_stops(session: AsyncSession, account: str) -> Sequence[str]:
    """End an account's stop, or every one there is; returns the accounts that were stopped until now."""
    ending = delete(Stop) if account == EVERYTHING else delete(Stop).where(Stop.account == account)
    return (await session.scalars(ending.returning(Stop.account))).all()


async def stop_of(session: AsyncSession, account: str) -> Stop | None:
    """What halts this account: the stop of everything before its own; or None."""
    return await session.scalar(
        select(Stop).where(Stop.account.in_((EVERYTHING, account))).order_by(Stop.account).limit(1)
    )


def halted(account: ColumnElement[str]) -> ColumnElement[bool]:
    """Whether sending from the account is stopped, as a condition."""
    return exists().where(or_(Stop.account == account, Stop.account == EVERYTHING))


async def due_lanes(session: AsyncSession, now: datetime) -> Sequence[Lane]:
    """The accounts that have a reply or like ready to leave, stopped ones left out."""
    due = select(Reply.network, Reply.account).where(
        Reply.state == ReplyState.QUEUED, Reply.send_after <= now, ~halted(Reply.account.expression)
    )
    liking = select(Like.network, Like.account).where(
        Like.state == LikeState.QUEUED, Like.try_at <= now, ~halted(Like.account.expression)
    )
    return [Lane(network, account) for network, account in (await session.execute(due.union(liking))).all()]


async def next_due(session: AsyncSession, lane: Lane, now: datetime) -> Reply | None:
    """The reply of this account that is to leave next: the one that has been ready longest; or None."""
    return await session.scalar(
        select(Reply)
        .where(
            Reply.network == lane.network,
            Reply.account == lane.account,
            Reply.state == ReplyState.QUEUED,
            Reply.send_after <= now,
            ~halted(Reply.account.expression),
        )
        .order_by(Reply.send_after, Reply.id)
        .limit(1)
    )


async def others_due(session: AsyncSession, lane: Lane, now: datetime) -> Sequence[int]:
    """The ids of all replies of this account that are ready to leave."""
    found = await session.scalars(
        select(Reply.id)
        .where(
            Reply.network == lane.network,
            Reply.account == lane.account,
            Reply.state == ReplyState.QUEUED,
            Reply.send_after <= now,
        )
        .order_by(Reply.id)
    )
    return found.all()


async def leave(session: AsyncSession, reply_id: int, *, now: datetime, deadline: datetime) -> int | None:
    """Turn a queued reply into one that is being sent, if nothing speaks against it; the attempt's number, or None.

    One conditional UPDATE: it must still be queued and ready, its account not stopped, its customer's message still
    there and unanswered, unless this is an edit of the answer. Whoever commits this, and nobody else, may make the
    request until `deadline`.
    """
    open_question = exists().where(
        Message.id == Reply.answers_id,
        or_(Message.answered_at.is_(None), Reply.edition > 0),
        Message.deleted_at.is_(None),
    )
    return await session.scalar(
        update(Reply)
        .where(
            Reply.id == reply_id,
            Reply.state == ReplyState.QUEUED,
            Reply.send_after <= now,
            ~halted(Reply.account.expression),
            open_question,
        )
        .values(state=ReplyState.SENDING, sending_at=now, deadline=deadline, why=None)
        .returning(Reply.attempt)
        .execution_options(synchronize_session="fetch")
    )


UNSETTLED = Reply.state.in_((ReplyState.SENDING, ReplyState.UNKNOWN, ReplyState.BY_HAND))
"""The condition of the index of what is under way, in its words: SQLite takes an index only for what says the same."""


async def interrupted(session: AsyncSession, now: datetime) -> Sequence[int]:
    """The ids of replies that were being sent and whose deadline has passed."""
    found = await session.scalars(
        select(Reply.id).where(UNSETTLED, Reply.state == ReplyState.SENDING, Reply.deadline <= now).order_by(Reply.id)
    )
    return found.all()


LOOKED_FOR = (ReplyState.UNKNOWN, ReplyState.BY_HAND)


async def to_look_for(session: AsyncSession, now: datetime) -> Sequence[Reply]:
    """Replies that may be out and are to be looked for on their account's timeline now."""
    found = await session.scalars(
        select(Reply)
        .where(UNSETTLED, Reply.state.in_(LOOKED_FOR), Reply.look_at <= now)
        .order_by(Reply.look_at, Reply.id)
    )
    return found.all()


def handed() -> ColumnElement[bool]:
    """Whether a reply waits for its keyholder, as a condition: not stopped, and not said to be out."""
    waits = and_(Reply.state == ReplyState.BY_HAND, Reply.said_sent_at.is_(None))
    return and_(waits, ~halted(Reply.account.expression))


async def hands_over(session: AsyncSession, now: datetime) -> Sequence[Reply]:
    """Replies whose keyholder has had their time without saying that it is out, stopped ones left out."""
    found = await session.scalars(
        select(Reply).where(UNSETTLED, handed(), Reply.hand_until <= now).order_by(Reply.hand_until, Reply.id)
    )
    return found.all()


def not_found() -> ColumnElement[bool]:
    """Whether a reply was lost, and given back after somebody looked for it in vain, as a condition."""
    return and_(Reply.state == ReplyState.REFUSED, Reply.looked_at.is_not(None))


async def may_be_out_since(session: AsyncSession, reply: Reply) -> datetime | None:
    """Since when an answer to the same message may be out unseen; None when this is certainly the first to leave.

    It may be when this reply was attempted before, or when one before it was handed to a person or taken back late, and
    was not looked for since.
    """
    if reply.attempt > 1:
        return reply.at
    taken_back_late = and_(Reply.state == ReplyState.UNDONE, Reply.sending_at.is_not(None))
    may_be = or_(Reply.hands > 0, Reply.attempt > 1, taken_back_late)
    return await earliest_before(session, reply, and_(may_be, ~not_found()))


async def not_found_since(session: AsyncSession, reply: Reply) -> datetime | None:
    """Since when an answer to the same message has been lost that somebody looked for in vain; None without any."""
    return await earliest_before(session, reply, not_found())


async def earliest_before(session: AsyncSession, reply: Reply, such: ColumnElement[bool]) -> datetime | None:
    """When the first such reply in this one's place was decided on; None when there was none before it."""
    return await session.scalar(
        select(func.min(Reply.at)).where(
            Reply.conversation_id == reply.conversation_id,
            Reply.answers_id == reply.answers_id,
            Reply.edition == reply.edition,
            Reply.id < reply.id,
            such,
        )
    )


async def next_moment(session: AsyncSession, *, sending: bool) -> datetime | None:
    """When a reply or like next asks for something: to leave, to be looked for, to be handed on; or None.

    In a rehearsal (`sending` is False) nothing asks to leave, or to be handed on.
    """
    queued = and_(Reply.state == ReplyState.QUEUED, ~halted(Reply.account.expression))
    liking = and_(Like.state == LikeState.QUEUED, ~halted(Like.account.expression))
    like_handed = and_(Like.state == LikeState.BY_HAND, ~halted(Like.account.expression))
    earliest = [
        select(func.min(Reply.deadline)).where(UNSETTLED, Reply.state == ReplyState.SENDING),
        select(func.min(Reply.look_at)).where(UNSETTLED, Reply.state.in_(LOOKED_FOR)),
        select(func.min(Like.look_at)).where(Like.state == LikeState.BY_HAND),
    ]
    if sending:
        earliest += [
            select(func.min(Reply.send_after)).where(queued),
            select(func.min(Reply.hand_until)).where(UNSETTLED, handed()),
            select(func.min(Like.try_at)).where(liking),
            select(func.min(Like.hand_until)).where(like_handed),
        ]
    moments = (await session.execute(select(*(each.scalar_subquery() for each in earliest)))).one()
    return min((each for each in moments if each is not None), default=None)


async def author_of(session: AsyncSession, message: Message) -> str:
    """The handle of the customer whose conversation a message belongs to."""
    question = select(Customer.handle).join(Conversation).where(Conversation.id == message.conversation_id)
    return (await session.scalars(question)).one()
