"""Questions asked of conversations, named after their answers."""

from sqlalchemy import select
from sqlalchemy.ext.asyncio import AsyncSession
from sqlalchemy.orm import joinedload

from storage.tables import Conversation


async def locked(session: AsyncSession, conversation_id: int) -> Conversation | None:
    """The conversation, with its customer, locked against everybody else until the transaction ends; or None."""
    return await session.scalar(
        select(Conversation)
        .where(Conversation.id == conversation_id)
        .options(joinedload(Conversation.customer, innerjoin=True))
        .with_for_update(of=Conversation)
    )


async def seen(session: AsyncSession, conversation_id: int) -> Conversation | None:
    """The conversation, with its customer, as it stands; or None."""
    return await session.scalar(
        select(Conversation)
        .where(Conversation.id == conversation_id)
        .options(joinedload(Conversation.customer, innerjoin=True))
    )
