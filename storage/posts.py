"""Questions asked of posts: under which ids they are known, whose they are, which are to be looked at again."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import ColumnElement, Select, func, literal, select, update
from sqlalchemy.ext.asyncio import AsyncSession
from sqlalchemy.orm import joinedload

from storage.tables import Conversation, Customer, Message, Post, Side, UtcDateTime

SEEN_AT = func.coalesce(Message.checked_at, Message.stored_at)
IS_KEPT = Message.deleted_at.is_(None) & Message.emptied_at.is_(None)


async def message_of(session: AsyncSession, network: str, ids: Iterable[str]) -> Message | None:
    """The message known under any of these ids of one post; or None."""
    return await session.scalar(
        select(Message)
        .join(Post, Post.message_id == Message.id)
        .where(Post.network == network, Post.external_id.in_(tuple(ids)))
        .limit(1)
    )


async def known(session: AsyncSession, network: str, ids: Iterable[str]) -> frozenset[str]:
    """Those of the ids under which a post is known already."""
    found = await session.scalars(
        select(Post.external_id).where(Post.network == network, Post.external_id.in_(tuple(ids)))
    )
    return frozenset(found)


async def customers_of(session: AsyncSession, network: str, external_ids: Iterable[str]) -> Sequence[Customer]:
    """Those who have these ids on the network."""
    return (
        await session.scalars(
            select(Customer).where(Customer.network == network, Customer.external_id.in_(tuple(external_ids)))
        )
    ).all()


async def talks(
    session: AsyncSession, network: str, threads: Iterable[str], customer_ids: Iterable[int]
) -> frozenset[tuple[str, int]]:
    """In which of these threads which of these customers has a conversation."""
    found = await session.execute(
        select(Conversation.thread, Conversation.customer_id).where(
            Conversation.network == network,
            Conversation.thread.in_(tuple(threads)),
            Conversation.customer_id.in_(tuple(customer_ids)),
        )
    )
    return frozenset((row[0], row[1]) for row in found)


async def conversation_of(session: AsyncSession, network: str, thread: str, customer_id: int) -> Conversation | None:
    """A customer's conversation in a public thread, with the customer, locked; or None."""
    return await session.scalar(
        select(Conversation)
        .where(Conversation.network == network, Conversation.thread == thread, Conversation.customer_id == customer_id)
        .options(joinedload(Conversation.customer, innerjoin=True))
        .with_for_update(of=Conversation)
    )


async def newest_in_thread(session: AsyncSession, network: str, thread: str) -> int | None:
    """The number of the newest conversation in a public thread, whoever's it is; or None."""
    return await session.scalar(
        select(Conversation.id)
        .where(Conversation.network == network, Conversation.thread == thread)
        .order_by(Conversation.id.desc())
        .limit(1)
    )


async def still_there(session: AsyncSession, conversation_id: int) -> int | None:
    """The number of a message of the customer's in this conversation that is there; None when none is left."""
    return await session.scalar(
        select(Message.id)
        .where(Message.conversation_id == conversation_id, Message.side == Side.CUSTOMER, IS_KEPT)
        .limit(1)
    )


@dataclass(frozen=True)
class Charge:
    """Whose conversations somebody looks after: those of `account`, and those of nobody in `others` where given."""

    network: str
    account: str
    others: frozenset[str] | None = None


async def open_to_look_up(session: AsyncSession, charge: Charge, *, before: datetime, limit: int) -> Sequence[Message]:
    """Posts in its open conversations that were last seen before this moment, those longest unseen first."""
    question = in_charge(charge).where(Conversation.closed_at.is_(None))
    return (await session.scalars(question.where(last_seen_by(before)).limit(limit))).all()


async def closed_to_look_up(
    session: AsyncSession, charge: Charge, *, before: datetime, limit: int
) -> Sequence[Message]:
    """Posts kept of its closed conversations, last seen before this moment, longest unseen first."""
    question = in_charge(charge).where(Conversation.closed_at.is_not(None), Conversation.emptied_at.is_(None))
    return (await session.scalars(question.where(last_seen_by(before)).limit(limit))).all()


def in_charge(charge: Charge) -> Select[Message]:
    """Posts that are kept in these conversations, those longest unseen first."""
    theirs = Conversation.account == charge.account
    if charge.others is not None:
        theirs = Conversation.account.not_in(charge.others)
    return (
        select(Message)
        .join(Conversation, Conversation.id == Message.conversation_id)
        .where(Conversation.network == charge.network, theirs, IS_KEPT)
        .order_by(SEEN_AT, Message.id)
    )


def last_seen_by(moment: datetime) -> ColumnElement[bool]:
    """Whether a post was last seen at this moment or before."""
    return literal(moment, UtcDateTime()) >= SEEN_AT


async def set_seen(session: AsyncSession, message_ids: Iterable[int], at: datetime) -> None:
    """Keep when these posts were looked at; no event, for nothing happened."""
    await session.execute(update(Message).where(Message.id.in_(tuple(message_ids))).values(checked_at=at))
