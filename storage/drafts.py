"""Questions asked of drafts: somebody's own, in one conversation or in all."""

from collections.abc import Sequence

from sqlalchemy import delete, func, select
from sqlalchemy.ext.asyncio import AsyncSession
from sqlalchemy.orm import joinedload

from storage.tables import Conversation, SavedDraft


async def draft_in(session: AsyncSession, conversation_id: int, member_id: str) -> SavedDraft | None:
    """What somebody was writing in a conversation, or None."""
    return await session.get(SavedDraft, (conversation_id, member_id))


async def drafts_of(
    session: AsyncSession, member_id: str, *, limit: int | None = None
) -> Sequence[tuple[SavedDraft, Conversation]]:
    """All that somebody was writing, the newest first, each with its conversation."""
    found = await session.execute(
        select(SavedDraft, Conversation)
        .join(Conversation, Conversation.id == SavedDraft.conversation_id)
        .options(joinedload(Conversation.customer))
        .where(SavedDraft.by == member_id)
        .order_by(SavedDraft.at.desc(), SavedDraft.conversation_id.desc())
        .limit(limit)
    )
    return [(draft, conversation) for draft, conversation in found.all()]


async def count_of(session: AsyncSession, member_id: str) -> int:
    """In how many conversations somebody was writing."""
    counted = select(func.count()).select_from(SavedDraft).where(SavedDraft.by == member_id)
    return (await session.scalars(counted)).one()


async def drop(session: AsyncSession, conversation_id: int, member_id: str) -> None:
    """Forget what somebody was writing in a conversation; there may be nothing."""
    await session.execute(
        delete(SavedDraft).where(SavedDraft.conversation_id == conversation_id, SavedDraft.by == member_id)
    )


async def drop_all_in(session: AsyncSession, conversation_id: int) -> Sequence[str]:
    """Forget what anybody was writing in a conversation; the Slack ids of those who were."""
    dropped = delete(SavedDraft).where(SavedDraft.conversation_id == conversation_id).returning(SavedDraft.by)
    return sorted(await session.scalars(dropped))
