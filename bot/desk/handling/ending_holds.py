"""What the calendar does about holds: they come back on the day, and closing is proposed after a customer's silence."""

from datetime import datetime, timedelta

from sqlalchemy.ext.asyncio import AsyncSession

from bot.desk.events import Event, note
from bot.desk.handling.closing import put_away
from bot.desk.handling.lapsing import BATCH
from bot.desk.handling.lifting import lift
from bot.desk.handling.releasing import let_go
from bot.desk.notices import tell
from bot.programme import Programme
from storage import conversations
from storage.tables import Conversation, Hold, WaitingOn


async def end_holds(session: AsyncSession, now: datetime, programme: Programme) -> int:
    """Bring back up to 100 conversations whose internal hold is over; propose closing where a customer was silent.

    Whoever set it aside is told. What has a reply under way waits for that. Returns how many; call again at 100.
    """
    over = await conversations.holds_over(session, now, timeless=programme.escalation.queue, limit=BATCH)
    for conversation in over:
        end(session, conversation, now, programme)
    return len(over)


async def close_proposed(session: AsyncSession, now: datetime, programme: Programme) -> int:
    """Close up to 100 conversations for which closing was proposed a day ago, and nobody objected.

    Never in the escalation queue. Returns how many; call again at 100. Source: programme.md, "Life of a conversation".
    """
    over = await conversations.proposals_over(session, now, timeless=programme.escalation.queue, limit=BATCH)
    for conversation in over:
        put_away(session, conversation, reason=programme.silence_reason, by=None, now=now)
    return len(over)


def end(session: AsyncSession, conversation: Conversation, now: datetime, programme: Programme) -> None:
    """Do what the kind of hold asks for at its end."""
    hold = conversation.hold
    if hold is None:
        return
    if hold.waiting_on is WaitingOn.INTERNAL:
        come_back(session, conversation, hold, now)
    else:
        propose_closing(session, conversation, hold, now, programme)


def come_back(session: AsyncSession, conversation: Conversation, hold: Hold, now: datetime) -> None:
    """The day has come for which it was set aside: it stands in its queue again, for anybody."""
    lift(session, conversation, by=None, now=now, why="over")
    let_go(conversation)
    tell(session, hold.by, "hold_ended", now=now, conversation=conversation, whom=hold.whom)


def propose_closing(
    session: AsyncSession, conversation: Conversation, hold: Hold, now: datetime, programme: Programme
) -> None:
    """Ask the owner, or whoever set it aside, whether to close; in a day the desk does."""
    closes_at = now + timedelta(days=programme.times.close_after_proposal_days)
    conversation.close_proposed_at = now
    conversation.hold = Hold(hold.waiting_on, hold.by, hold.since, closes_at, hold.whom)
    owner = conversation.claim.by if conversation.claim else hold.by
    tell(session, owner, "close_proposed", now=now, conversation=conversation, closes_at=closes_at.isoformat())
    note(session, conversation, Event.CLOSE_PROPOSED, by=None, at=now, reason=programme.silence_reason)
