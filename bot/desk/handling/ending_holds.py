"""What the calendar does about holds: they come back on the day, and closing is proposed after a customer's silence."""

from datetime import datetime, timedelta

from sqlalchemy.ext.asyncio import AsyncSession

from bot.desk.due import of_conversations
from bot.desk.events import Event, note
from bot.desk.handling.closing import put_away
from bot.desk.handling.lifting import lift
from bot.desk.handling.releasing import let_go
from bot.desk.notices import tell
from bot.programme import Programme
from storage import conversations
from storage.tables import Conversation, Hold, WaitingOn


async def close(session: AsyncSession, conversation: Conversation, now: datetime, programme: Programme) -> bool:
    """Close what nobody objected to closing."""
    put_away(session, conversation, reason=programme.silence_reason, by=None, now=now)
    return True


async def end(session: AsyncSession, conversation: Conversation, now: datetime, programme: Programme) -> bool:
    """Do what the kind of hold asks for at its end."""
    hold = conversation.hold
    if hold is None:
        return False
    if hold.waiting_on is WaitingOn.INTERNAL:
        come_back(session, conversation, hold, now)
    else:
        propose_closing(session, conversation, hold, now, programme)
    return True


def come_back(session: AsyncSession, conversation: Conversation, hold: Hold, now: datetime) -> None:
    """The day has come for which it was set aside: it stands in its queue again, for anybody."""
    lift(session, conversation, by=None, now=now, why="over")
    let_go(conversation)
    tell(session, hold.by, "hold_ended", now=now, conversation=conversation, whom=hold.whom)


def propose_closing(
    session: AsyncSession, conversation: Conversation, hold: Hold, now: datetime, programme: Programme
) -> None:
    """Ask the owner, or whoever set it aside, whether to close; at the end of its hold the desk does."""
    closes_at = now + timedelta(days=programme.times.close_after_proposal_days)
    conversation.close_proposed_at = now
    conversation.hold = Hold(hold.waiting_on, hold.by, hold.since, closes_at, hold.whom)
    owner = conversation.claim.by if conversation.claim else hold.by
    tell(session, owner, "close_proposed", now=now, conversation=conversation)
    note(session, conversation, Event.CLOSE_PROPOSED, by=None, at=now, reason=programme.silence_reason)


end_holds = of_conversations(
    "the end of the hold of",
    lambda now, programme: conversations.holds_over(now, timeless=programme.escalation.queue),
    end,
)
"""Bring back what was set aside for a colleague until now; propose closing where a customer was silent.

Whoever set it aside is told. What has a reply under way waits for that.
"""

close_proposed = of_conversations(
    "the proposed closing of",
    lambda now, programme: conversations.proposals_over(now, timeless=programme.escalation.queue),
    close,
)
"""Close what closing was proposed for a while ago, and nobody objected; never in the escalation queue.

Source: programme.md, "Life of a conversation".
"""
