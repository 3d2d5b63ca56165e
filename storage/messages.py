"""Questions asked of what customers, the brand and others wrote."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from functools import cache

from sqlalchemy import Select, bindparam, case, func, select
from sqlalchemy.ext.asyncio import AsyncSession

from storage.tables import Message, Side


@dataclass(frozen=True)
class Latest:
    """The last messages of a conversation, oldest first, how many there are in all, and to how many of our answers
    its customer came back.
    """

    messages: tuple[Message, ...]
    count: int
    exchanges: int = 0


async def waiting_since(session: AsyncSession, conversation_id: int) -> datetime | None:
    """When the oldest message of the customer that nobody has answered was written; None when none waits."""
    return await session.scalar(
        select(func.min(Message.posted_at)).where(
            Message.conversation_id == conversation_id,
            Message.side == Side.CUSTOMER,
            Message.answered_at.is_(None),
            Message.deleted_at.is_(None),
        )
    )


async def latest_of(session: AsyncSession, conversation_ids: Sequence[int], *, most: int) -> dict[int, Latest]:
    """The last messages of each of these conversations, at most so many of each."""
    found = await session.execute(last_ones(), {"ids": list(conversation_ids), "most": most})
    latest: dict[int, Latest] = {}
    for message, total, exchanges in found:
        earlier = latest.get(message.conversation_id, Latest((), total))
        latest[message.conversation_id] = Latest((*earlier.messages, message), total, exchanges)
    return latest


async def words_of_others(session: AsyncSession, conversation_id: int) -> Sequence[Message]:
    """What is there of what customers and other strangers wrote in a conversation."""
    found = await session.scalars(
        select(Message).where(
            Message.conversation_id == conversation_id,
            Message.side != Side.BRAND,
            Message.deleted_at.is_(None),
            Message.emptied_at.is_(None),
        )
    )
    return found.all()


@cache
def last_ones() -> Select[Message, int, int]:
    """The question behind `latest_of`, worded once. Others in the thread do not come between an answer and its echo."""
    newest_first = (Message.posted_at.desc(), Message.id.desc())
    talk = (Message.conversation_id, Message.side == Side.COMMUNITY)
    before = func.lag(Message.side).over(partition_by=talk, order_by=(Message.posted_at, Message.id))
    ranked = (
        select(
            Message.id,
            Message.conversation_id,
            func.row_number().over(partition_by=Message.conversation_id, order_by=newest_first).label("place"),
            func.count().over(partition_by=Message.conversation_id).label("total"),
            case(((Message.side == Side.CUSTOMER) & (before == Side.BRAND), 1), else_=0).label("came_back"),
        )
        .where(Message.conversation_id.in_(bindparam("ids", expanding=True)))
        .subquery()
    )
    exchanges = func.sum(ranked.c.came_back).over(partition_by=ranked.c.conversation_id)
    summed = select(ranked.c.id, ranked.c.place, ranked.c.total, exchanges.label("exchanges")).subquery()
    return (
        select(Message, summed.c.total, summed.c.exchanges)
        .join(summed, summed.c.id == Message.id)
        .where(summed.c.place <= bindparam("most"))
        .order_by(Message.posted_at, Message.id)
    )


async def numbered(session: AsyncSession, message_ids: Sequence[int]) -> dict[int, Message]:
    """Messages by their numbers."""
    if not message_ids:
        return {}
    return {each.id: each for each in await session.scalars(select(Message).where(Message.id.in_(message_ids)))}
