"""Notes, which stay inside: written by command or form, or typed in a card's thread. They never become public."""

from datetime import datetime

from sqlalchemy.ext.asyncio import AsyncSession

from bot.desk.claiming import touch
from bot.desk.conditions import existing
from bot.desk.events import Event, note
from bot.desk.permissions import needs
from bot.errors import Invalid
from bot.programme import Programme
from storage import cards, notes
from storage.tables import Member, Note, Role


@needs(Role.BEGINNER)
async def write(
    session: AsyncSession, conversation_id: int, text: str, *, by: Member, now: datetime, programme: Programme
) -> Note:
    """Add a note to a conversation, whoever owns it, also when it is closed. Raises NotFound, Invalid when empty."""
    return await keep(session, conversation_id, text, by=by, now=now, programme=programme)


@needs(Role.BEGINNER)
async def write_in_thread(
    session: AsyncSession,
    *,
    channel: str,
    thread_ts: str,
    ts: str,
    text: str,
    by: Member,
    now: datetime,
    programme: Programme,
) -> Note | None:
    """Keep what was typed in the thread of a card, present or former, as a note; None when it is no card's thread.

    The same Slack message never becomes a second note.
    """
    known = await notes.typed_as(session, channel=channel, ts=ts)
    if known is not None:
        return known
    conversation_id = await cards.conversation_at(session, channel=channel, ts=thread_ts)
    if conversation_id is None or not text.strip():
        return None
    return await keep(session, conversation_id, text, by=by, now=now, programme=programme, channel=channel, ts=ts)


@needs(Role.BEGINNER)
async def edit(
    session: AsyncSession,
    *,
    channel: str,
    ts: str,
    text: str,
    thread_ts: str | None = None,
    by: Member,
    now: datetime,
    programme: Programme,
) -> Note | None:
    """Follow the edit of a message that is a note; None when it is none.

    With `thread_ts`, what was missed when it was typed becomes a note now.
    """
    known = await notes.typed_as(session, channel=channel, ts=ts)
    if known is None:
        if thread_ts is None:
            return None
        return await write_in_thread(
            session, channel=channel, thread_ts=thread_ts, ts=ts, text=text, by=by, now=now, programme=programme
        )
    if known.deleted_at is None and known.text != text.strip():
        conversation = await existing(session, known.conversation_id, by=by, programme=programme)
        known.text = text.strip()
        known.edited_at = now
        note(session, conversation, Event.NOTE_EDITED, by=by, at=now, note=known.id)
        touch(conversation, by, now=now, programme=programme)
    return known


@needs(Role.BEGINNER)
async def delete(
    session: AsyncSession, *, channel: str, ts: str, by: Member, now: datetime, programme: Programme
) -> Note | None:
    """Follow the deletion of a message that is a note: its words are forgotten. None when it is none."""
    known = await notes.typed_as(session, channel=channel, ts=ts)
    if known is not None and known.deleted_at is None:
        conversation = await existing(session, known.conversation_id, by=by, programme=programme)
        known.text = ""
        known.deleted_at = now
        note(session, conversation, Event.NOTE_DELETED, by=by, at=now, note=known.id)
    return known


async def keep(
    session: AsyncSession,
    conversation_id: int,
    text: str,
    *,
    by: Member,
    now: datetime,
    programme: Programme,
    channel: str | None = None,
    ts: str | None = None,
) -> Note:
    """Store a note; for its writer, if they own the conversation, this is a sign of life."""
    conversation = await existing(session, conversation_id, by=by, programme=programme)
    if not text.strip():
        raise Invalid("Write the note first.", field="note")
    written = Note(conversation_id=conversation.id, by=by.id, at=now, text=text.strip(), channel=channel, ts=ts)
    session.add(written)
    await session.flush()
    note(session, conversation, Event.NOTED, by=by, at=now, note=written.id, typed_here=ts is not None)
    touch(conversation, by, now=now, programme=programme)
    return written
