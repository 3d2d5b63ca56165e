"""Questions asked of notes, which only the team sees."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import and_, select, update
from sqlalchemy.ext.asyncio import AsyncSession

from storage.tables import Card, Conversation, Note


@dataclass(frozen=True)
class Noted:
    """A conversation's notes that were typed in one channel, and the threads there in which they may stand."""

    notes: tuple[Note, ...]
    threads: frozenset[str]


async def typed_as(session: AsyncSession, *, channel: str, ts: str) -> Note | None:
    """The note that was typed as this Slack message; or None."""
    return await session.scalar(select(Note).where(Note.channel == channel, Note.ts == ts))


async def typed_under_cards(
    session: AsyncSession, channel: str, *, since: datetime, closed_since: datetime
) -> Sequence[Noted]:
    """What was typed under the cards in a channel, kept since then and not deleted, by conversation: open, or closed
    since then.

    Two questions, so that each goes along its partial index.
    """
    question = (
        select(Conversation.id, Note, Card.ts)
        .join(Card, and_(Card.conversation_id == Conversation.id, Card.channel == channel))
        .join(Note, and_(Note.conversation_id == Conversation.id, Note.channel == channel))
        .where(Card.ts.is_not(None), Note.ts.is_not(None), Note.at >= since, Note.deleted_at.is_(None))
    )
    found: dict[int, tuple[dict[int, Note], set[str]]] = {}
    for which in (Conversation.closed_at.is_(None), Conversation.closed_at >= closed_since):
        for number, typed, thread in await session.execute(question.where(which)):
            notes, threads = found.setdefault(number, ({}, set()))
            notes[typed.id] = typed
            threads.add(thread or "")
    return [Noted(tuple(notes.values()), frozenset(threads)) for notes, threads in found.values()]


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
