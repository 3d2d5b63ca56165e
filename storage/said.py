"""What was said lately: texts of replies that are out, or may yet be, and of answers given outside the desk."""

from collections.abc import Sequence
from datetime import datetime

from sqlalchemy import Row, exists, select
from sqlalchemy.ext.asyncio import AsyncSession

from storage.replies import OVER
from storage.tables import Conversation, Message, Reply, Side


async def lately(
    session: AsyncSession, besides: Conversation, *, since: datetime, most: int
) -> Sequence[Row[str, datetime]]:
    """What was said in other conversations of a network and when, newest first: replies, as their authors typed them,
    and what our accounts have posted outside the desk or by hand.

    `most` bounds how many are looked at, the newest ones; each half comes along an index of its own.
    """
    replied = (
        select(Reply.typed, Reply.at)
        .where(
            Reply.network == besides.network,
            Reply.at >= since,
            Reply.state.not_in(OVER),
            Reply.conversation_id != besides.id,
        )
        .order_by(Reply.at.desc())
        .limit(most)
    )
    left_as_typed = exists().where(
        Reply.network == Message.network, Reply.sent_id == Message.external_id, Reply.hands == 0
    )
    posted = (
        select(Message.text.label("typed"), Message.posted_at.label("at"))
        .where(
            Message.network == besides.network,
            Message.posted_at >= since,
            Message.side == Side.BRAND,
            Message.conversation_id != besides.id,
            Message.text != "",
            ~left_as_typed,
        )
        .order_by(Message.posted_at.desc())
        .limit(most)
    )
    both = [*(await session.execute(replied)).all(), *(await session.execute(posted)).all()]
    return sorted(both, key=lambda each: each.at, reverse=True)[:most]


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
