"""Giving a conversation back to its queue: by a person, or because its owner's time is over."""

from datetime import datetime

from sqlalchemy.ext.asyncio import AsyncSession

from bot.desk.conditions import existing, must_not_be_anothers
from bot.desk.events import Event, note
from bot.desk.handling.ranking import to_the_front
from bot.desk.notices import tell
from bot.desk.permissions import needs
from bot.programme import Programme
from storage.tables import Conversation, Member, Role


@needs(Role.VOLUNTEER)
async def release(
    session: AsyncSession, conversation_id: int, *, by: Member, now: datetime, programme: Programme
) -> Conversation:
    """Give a conversation back to its queue, where it keeps its place. Releasing one that nobody owns changes nothing.

    A moderator may release somebody else's, who is told. Raises NotFound, and NotYours with the owner's name.
    """
    conversation = await existing(session, conversation_id, by=by, programme=programme)
    if conversation.claim is None:
        return conversation
    if not by.role.reaches(Role.MODERATOR):
        must_not_be_anothers(conversation, by)
    if conversation.claim.by != by.id:
        sentence = f"<@{by.id}> released #{conversation.id}, which you had claimed."
        tell(session, conversation.claim.by, "text", now=now, conversation=conversation, text=sentence)
    let_go(conversation)
    note(session, conversation, Event.RELEASED, by=by, at=now)
    return conversation


def let_go(conversation: Conversation) -> None:
    """Leave a conversation without an owner; whoever calls notes why."""
    conversation.claim = None
    conversation.owner_due_at = None


def let_lapse(session: AsyncSession, conversation: Conversation, now: datetime) -> bool:
    """End a claim whose time is over and tell its owner; returns whether it was.

    What its owner left untouched after a customer's new post goes to the front of its queue, with its notes.
    """
    claim = conversation.claim
    if claim is None or conversation.hold is not None:
        return False
    if conversation.owner_due_at is not None and conversation.owner_due_at <= now:
        to_the_front(conversation, now)
        event, kind = Event.SENT_BACK, "sent_back"
    elif conversation.owner_due_at is None and claim.until <= now:
        event, kind = Event.LAPSED, "lapsed"
    else:
        return False
    let_go(conversation)
    tell(session, claim.by, kind, now=now, conversation=conversation)
    note(session, conversation, event, by=None, at=now, owner=claim.by)
    return True
