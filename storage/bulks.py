"""Questions asked of bulk work."""

from collections.abc import Sequence
from datetime import datetime

from sqlalchemy import delete, exists, select
from sqlalchemy.ext.asyncio import AsyncSession

from storage.conversations import reply_under_way
from storage.tables import Bulk, BulkPart, Conversation


async def locked(session: AsyncSession, bulk_id: int) -> Bulk | None:
    """A piece of bulk work, locked; or None."""
    return await session.scalar(select(Bulk).where(Bulk.id == bulk_id).with_for_update())


async def parts_of(session: AsyncSession, bulk_id: int) -> Sequence[BulkPart]:
    """Its conversations, in the order of the list."""
    found = await session.scalars(select(BulkPart).where(BulkPart.bulk_id == bulk_id).order_by(BulkPart.place))
    return found.all()


async def brought_to(session: AsyncSession, conversation_id: int, version: int) -> Sequence[BulkPart]:
    """The bulk work, taken back or not, after which a conversation had this version."""
    found = await session.scalars(
        select(BulkPart).where(BulkPart.conversation_id == conversation_id, BulkPart.version == version)
    )
    return found.all()


async def last_done_by(session: AsyncSession, member_id: str) -> int | None:
    """The newest one that somebody carried out; or None."""
    return await session.scalar(
        select(Bulk.id).where(Bulk.by == member_id, Bulk.done_at.is_not(None)).order_by(Bulk.id.desc()).limit(1)
    )


async def with_reply_under_way(session: AsyncSession, numbers: Sequence[int]) -> frozenset[int]:
    """Those of these conversations in which a reply may yet go out."""
    found = await session.scalars(select(Conversation.id).where(Conversation.id.in_(numbers), reply_under_way()))
    return frozenset(found)


async def stand(session: AsyncSession, numbers: Sequence[int]) -> dict[int, Conversation]:
    """These conversations as they stand, by their numbers."""
    found = await session.scalars(select(Conversation).where(Conversation.id.in_(numbers)))
    return {each.id: each for each in found}


async def forget(session: AsyncSession, *, undecided_before: datetime, before: datetime) -> None:
    """Drop what nobody carried out, and what was done too long ago to be taken back."""
    over = (Bulk.at < before) | ((Bulk.at < undecided_before) & Bulk.done_at.is_(None))
    await session.execute(delete(BulkPart).where(exists().where(Bulk.id == BulkPart.bulk_id, over)))
    await session.execute(delete(Bulk).where(over))
