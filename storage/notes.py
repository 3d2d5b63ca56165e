"""Questions asked of notes, which only the team sees."""

from collections.abc import Sequence
from datetime import datetime

from sqlalchemy import select, update
from sqlalchemy.ext.asyncio import AsyncSession

from storage.tables import Note


async def typed_as(session: AsyncSession, *, channel: str, ts: str) -> Note | None:
    """The note that was typed as this Slack message; or None."""
    return await session.scalar(select(Note).where(Note.channel == channel, Note.ts == ts))


async def numbered(session: AsyncSession, note_ids: Sequence[int]) -> dict[int, Note]:
    """Notes by their numbers."""
    if not note_ids:
        return {}
    return {each.id: each for each in await session.scalars(select(Note).where(Note.id.in_(note_ids)))}


async def unmarked(session: AsyncSession, *, limit: int = 20) -> Sequence[Note]:
    """Notes typed in a thread that do not carry the mark yet which says that they were kept, oldest first."""
    found = await session.scalars(
        select(Note)
        .where(Note.ts.is_not(None), Note.marked_at.is_(None), Note.deleted_at.is_(None))
        .order_by(Note.id)
        .limit(limit)
    )
    return found.all()


async def set_marked(session: AsyncSession, note_id: int, at: datetime) -> None:
    """Keep that a note's message carries its mark."""
    await session.execute(update(Note).where(Note.id == note_id).values(marked_at=at))
