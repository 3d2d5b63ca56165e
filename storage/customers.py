"""Questions asked of a customer: how much they have written, since when, and what it was about."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import case, func, select
from sqlalchemy.ext.asyncio import AsyncSession

from storage.tables import Conversation, Message, Side

MOST = 500
"""The newest so many of a customer's conversations are looked at; who has more writes for a living."""


@dataclass(frozen=True)
class Written:
    """What a customer has written: conversations, the first of them, their posts since two moments, and all tags."""

    conversations: int
    first: datetime | None
    lately: int
    just_now: int
    tags: tuple[tuple[str, ...], ...]


async def written_by(
    session: AsyncSession, customer_id: int, *, lately: datetime, just_now: datetime, never_in: Sequence[str]
) -> Written:
    """What a customer has written outside some queues; `lately` reaches back further than `just_now`."""
    found = (
        await session.execute(
            select(Conversation.id, Conversation.opened_at, Conversation.tags)
            .where(Conversation.customer_id == customer_id, Conversation.queue.not_in(never_in))
            .order_by(Conversation.id.desc())
            .limit(MOST)
        )
    ).all()
    posts = (
        await session.execute(
            select(func.count(), func.coalesce(func.sum(case((Message.posted_at >= just_now, 1), else_=0)), 0)).where(
                Message.conversation_id.in_([row[0] for row in found]),
                Message.side == Side.CUSTOMER,
                Message.posted_at >= lately,
                Message.deleted_at.is_(None),
            )
        )
    ).one()
    first = min((row[1] for row in found), default=None)
    return Written(len(found), first, posts[0], posts[1], tuple(tuple(row[2]) for row in found))
