"""What the calendar does about owners who have gone quiet: their claims lapse, what they left untouched comes back."""

from datetime import datetime

from sqlalchemy.ext.asyncio import AsyncSession

from bot.desk.handling.releasing import let_lapse
from bot.programme import Programme
from storage import conversations

BATCH = 100
"""The most conversations changed in one transaction, so that clicks never wait long for the calendar."""


async def lapse_claims(session: AsyncSession, now: datetime, programme: Programme) -> int:
    """End up to 100 claims whose 40 minutes are over; each owner is told. Returns how many; call again at 100."""
    over = await conversations.claims_over(session, now, limit=BATCH)
    return sum(let_lapse(session, conversation, now) for conversation in over)


async def send_back_untouched(session: AsyncSession, now: datetime, programme: Programme) -> int:
    """Put up to 100 conversations at the front of their queues whose owners left a new post untouched for four hours.

    Each owner is told; notes stay. Returns how many; call again at 100.
    """
    untouched = await conversations.left_untouched(session, now, limit=BATCH)
    return sum(let_lapse(session, conversation, now) for conversation in untouched)
