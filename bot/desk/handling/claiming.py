"""Claiming a conversation, and showing a sign of life while owning it."""

from datetime import datetime

from sqlalchemy.ext.asyncio import AsyncSession

from bot.desk.conditions import must_not_be_anothers, workable
from bot.desk.events import Event, note
from bot.desk.handling.lifting import lift
from bot.desk.handling.releasing import let_lapse
from bot.desk.permissions import needs
from bot.programme import Programme
from storage.tables import Claim, Conversation, Member, Role


@needs(Role.VOLUNTEER)
async def claim(
    session: AsyncSession, conversation_id: int, *, by: Member, now: datetime, programme: Programme
) -> Conversation:
    """Take a conversation on: nobody else can answer it until it is released, or 40 minutes pass without activity.

    One that was on hold is taken up again. Claiming one's own only shows a sign of life. Raises NotFound, Closed,
    NotAllowed in the escalation queue, and NotYours with the owner's name. Source: programme.md, "Life of a
    conversation".
    """
    conversation = await workable(session, conversation_id, by=by, programme=programme)
    claim_if_free(session, conversation, by=by, now=now, programme=programme)
    lift(session, conversation, by=by, now=now)
    return conversation


def claim_if_free(
    session: AsyncSession, conversation: Conversation, *, by: Member, now: datetime, programme: Programme
) -> None:
    """Claim for a member who begins to work on it; for the owner this is a sign of life, and no event.

    A claim whose time is over ends here, if the loop has not come to it yet. Raises NotYours with the owner's name.
    """
    let_lapse(session, conversation, now)
    must_not_be_anothers(conversation, by)
    if conversation.claim is None:
        give_to(conversation, by.id, now=now, programme=programme)
        note(session, conversation, Event.CLAIMED, by=by, at=now)
    else:
        touch(conversation, by, now=now, programme=programme)


def give_to(conversation: Conversation, owner: str, *, now: datetime, programme: Programme) -> None:
    """Make somebody the owner, for 40 minutes from now; whoever calls has checked that they may be, and notes it."""
    conversation.claim = Claim(by=owner, since=now, until=now + programme.times.claim)
    conversation.owner_due_at = None


def touch(conversation: Conversation, member: Member, *, now: datetime, programme: Programme) -> None:
    """A sign of life: when the member owns it, their claim lasts another 40 minutes from now; else nothing."""
    if conversation.claim is not None and conversation.claim.by == member.id:
        since = conversation.claim.since
        conversation.claim = Claim(by=member.id, since=since, until=now + programme.times.claim)
        conversation.owner_due_at = None
