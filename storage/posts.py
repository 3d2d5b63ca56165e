"""Questions asked of posts: under which ids they are known, whose they are, which are to be looked at again."""

from collections.abc import Iterable, Sequence
from datetime import datetime

from sqlalchemy import select, update
from sqlalchemy.ext.asyncio import AsyncSession
from sqlalchemy.orm import joinedload

from storage.tables import Conversation, Customer, Message, Post, Side


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


async def customer_of(session: AsyncSession, network: str, external_id: str) -> Customer | None:
    """Who has this id on the network; or None."""
    return await session.scalar(
        select(Customer).where(Customer.network == network, Customer.external_id == external_id)
    )


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
    """The number of a customer's message in this conversation that has not been deleted; None when none is left."""
    return await session.scalar(
        select(Message.id)
        .where(Message.conversation_id == conversation_id, Message.side == Side.CUSTOMER, Message.deleted_at.is_(None))
        .limit(1)
    )


async def to_look_up(
    session: AsyncSession, *, network: str, before: datetime, closed_before: datetime, since: datetime, limit: int
) -> Sequence[tuple[Message, str]]:
    """Posts to be looked at again, with the account that answers their conversation, those longest unseen first.

    Of open conversations those not seen since `before`, of those closed after `since` those not since `closed_before`.
    """
    seen_at = Message.checked_at
    is_open = Conversation.closed_at.is_(None) & (seen_at.is_(None) | (seen_at <= before))
    was_open = (Conversation.closed_at >= since) & (seen_at.is_(None) | (seen_at <= closed_before))
    found = await session.execute(
        select(Message, Conversation.account)
        .join(Conversation, Conversation.id == Message.conversation_id)
        .where(Message.network == network, Message.deleted_at.is_(None), is_open | was_open)
        .where(Message.stored_at <= before)
        .order_by(Conversation.account, seen_at, Message.id)
        .limit(limit)
    )
    return [(row[0], row[1]) for row in found]


async def set_seen(session: AsyncSession, message_ids: Iterable[int], at: datetime) -> None:
    """Keep when these posts were looked at; no event, for nothing happened."""
    await session.execute(update(Message).where(Message.id.in_(tuple(message_ids))).values(checked_at=at))
