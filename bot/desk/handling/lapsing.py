"""What the calendar does about owners who have gone quiet: their claims lapse, what they left untouched comes back."""

from datetime import datetime

from sqlalchemy.ext.asyncio import AsyncSession

from bot.desk.due import of_conversations
from bot.desk.handling.releasing import let_lapse
from bot.programme import Programme
from storage import conversations
from storage.tables import Conversation


async def lapse(session: AsyncSession, conversation: Conversation, now: datetime, programme: Programme) -> bool:
    """End a claim whose time is over; its owner is told."""
    return let_lapse(session, conversation, now)


lapse_claims = of_conversations("the end of the claim of", lambda now, _: conversations.claims_over(now), lapse)
"""End claims whose 40 minutes are over."""

send_back_untouched = of_conversations(
    "the way back of the untouched", lambda now, _: conversations.left_untouched(now), lapse
)
"""Put at the front of their queues what their owners left untouched for four hours after a new post; notes stay."""
