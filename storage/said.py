"""What was said lately: texts of replies that are out, or may yet be."""

from collections.abc import Sequence
from datetime import datetime

from sqlalchemy import Row, func, select
from sqlalchemy.ext.asyncio import AsyncSession

from storage.replies import OVER
from storage.tables import Conversation, Reply


async def lately(
    session: AsyncSession, besides: Conversation, *, since: datetime, most: int
) -> Sequence[Row[str, datetime]]:
    """What people typed as replies in other conversations of a network and when, newest first.

    `most` bounds how many replies are looked at: the network is asked in words that no index answers, or SQLite would
    read all that was ever said there.
    """
    newest = select(func.max(Reply.id)).where(Reply.id > 0).scalar_subquery()
    found = await session.execute(
        select(Reply.typed, Reply.at)
        .where(
            Reply.id > newest - most,
            Reply.network.concat("") == besides.network,
            Reply.conversation_id != besides.id,
            Reply.at >= since,
            Reply.state.not_in(OVER),
        )
        .order_by(Reply.id.desc())
    )
    return found.all()


async def to_customer(session: AsyncSession, customer_id: int, account: str, *, since: datetime) -> Sequence[str]:
    """What one account has said to a customer since then, signatures included."""
    found = await session.scalars(
        select(Reply.text)
        .join(Conversation, Conversation.id == Reply.conversation_id)
        .where(
            Conversation.customer_id == customer_id,
            Reply.account == account,
            Reply.at > since,
            Reply.state.not_in(OVER),
        )
    )
    return found.all()
