"""Notes, which stay inside: written by command or form, or typed in a card's thread. They never become public."""

from datetime import datetime, timedelta

from sqlalchemy.ext.asyncio import AsyncSession

from bot.desk.conditions import existing
from bot.desk.events import Event, note
from bot.desk.handling.claiming import touch
from bot.desk.permissions import needs
from bot.desk.queues import sees
from bot.errors import Invalid, NotFound
from bot.programme import Programme
from storage import cards, channels, conversations, notes
from storage.tables import Conversation, Member, Note, Role

HEARD_AGAIN = timedelta(minutes=30)
"""How often the threads of a channel are read for what nobody was told of."""


@needs(Role.BEGINNER)
async def write(
    session: AsyncSession, conversation_id: int, text: str, *, by: Member, now: datetime, programme: Programme
) -> Note:
    """Add a note to a conversation, whoever owns it, also when it is closed. Raises NotFound, Invalid when empty."""
    conversation = await existing(session, conversation_id, by=by, programme=programme)
    return await keep(session, conversation, text, by=by, now=now, programme=programme)


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

    The same Slack message never becomes a second note. It is kept also when the conversation has gone on to a queue
    that its writer does not see. Raises NotFound for a card of such a queue. People see a card a moment before the desk
    knows where it stands: what they type under it then is read from the channel right afterwards.
    """
    known = await notes.typed_as(session, channel=channel, ts=ts)
    if known is not None:
        return known
    coming = await cards.is_being_posted(session, channel)
    card = await cards.card_at(session, channel=channel, ts=thread_ts)
    if card is None and coming:
        await channels.hear_again(session, channel, since=now - HEARD_AGAIN)
    if card is None or not text.strip():
        return None
    if not sees(by, card.queue, programme):
        raise NotFound
    conversation = await conversations.locked(session, card.conversation_id)
    if conversation is None:
        return None
    return await keep(session, conversation, text, by=by, now=now, programme=programme, channel=channel, ts=ts)


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
    """Follow the edit of a message that is the writer's note, wherever its conversation is; None when it is none.

    With `thread_ts`, what was missed when it was typed becomes a note now.
    """
    known = await notes.typed_as(session, channel=channel, ts=ts)
    if known is None:
        if thread_ts is None:
            return None
        return await write_in_thread(
            session, channel=channel, thread_ts=thread_ts, ts=ts, text=text, by=by, now=now, programme=programme
        )
    conversation = await conversations.locked(session, known.conversation_id)
    if conversation is not None and known.by == by.id and known.deleted_at is None and known.text != text.strip():
        known.text = text.strip()
        known.edited_at = now
        note(session, conversation, Event.NOTE_EDITED, by=by, at=now, note=known.id)
        touch(conversation, by, now=now, programme=programme)
    return known


@needs(Role.BEGINNER)
async def delete(session: AsyncSession, *, channel: str, ts: str, by: Member, now: datetime) -> Note | None:
    """Follow the deletion of a message that is the writer's note: its words are forgotten. None when it is none."""
    known = await notes.typed_as(session, channel=channel, ts=ts)
    conversation = await conversations.locked(session, known.conversation_id) if known is not None else None
    if known is not None and conversation is not None and known.by == by.id:
        forget(session, conversation, known, by=by, now=now)
    return known


async def follow_deletion(session: AsyncSession, conversation_id: int, note_id: int, *, now: datetime) -> None:
    """Forget a note whose message is gone and of whose deletion nobody told; its writer may be off the desk by now."""
    conversation = await conversations.locked(session, conversation_id)
    known = await session.get(Note, note_id, populate_existing=True)
    if conversation is not None and known is not None:
        forget(session, conversation, known, by=None, now=now)


def forget(session: AsyncSession, conversation: Conversation, known: Note, *, by: Member | None, now: datetime) -> None:
    """Let a note's words go; twice changes nothing."""
    if known.deleted_at is not None:
        return
    known.text = ""
    known.deleted_at = now
    note(session, conversation, Event.NOTE_DELETED, by=by, at=now, note=known.id)


async def keep(
    session: AsyncSession,
    conversation: Conversation,
    text: str,
    *,
    by: Member,
    now: datetime,
    programme: Programme,
    channel: str | None = None,
    ts: str | None = None,
) -> Note:
    """Store a note on a locked conversation; for its writer, if they own it, this is a sign of life."""
    if not text.strip():
        raise Invalid("Write the note first.", field="note")
    written = Note(conversation_id=conversation.id, by=by.id, at=now, text=text.strip(), channel=channel, ts=ts)
    session.add(written)
    await session.flush()
    note(session, conversation, Event.NOTED, by=by, at=now, note=written.id, typed_here=ts is not None)
    touch(conversation, by, now=now, programme=programme)
    return written
