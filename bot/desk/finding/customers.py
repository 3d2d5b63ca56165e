"""What is known of a customer on their network: how often they write, what about, and what the team thinks of them."""

from collections import Counter
from datetime import datetime, timedelta

from sqlalchemy.ext.asyncio import AsyncSession

from bot.desk.conditions import visible
from bot.desk.permissions import needs
from bot.desk.queues import sees
from bot.pictures.found import CustomerPicture
from bot.programme import Programme
from storage import customers
from storage.tables import Member, Role


@needs(Role.BEGINNER)
async def known(
    session: AsyncSession, conversation_id: int, *, by: Member, programme: Programme, now: datetime
) -> CustomerPicture:
    """What is known of a conversation's customer, from all their conversations that the member may see.

    Raises NotFound for a conversation that is not there or that the member's role does not show.
    """
    conversation = await visible(session, conversation_id, by=by, programme=programme)
    times = programme.times
    written = await customers.written_by(
        session,
        conversation.customer_id,
        lately=now - timedelta(days=times.history_days),
        just_now=now - timedelta(days=times.history_recent_days),
        never_in=[each.key for each in programme.queues if not sees(by, each.key, programme)],
    )
    tags = Counter(tag for each in written.tags for tag in each)
    return CustomerPicture(
        tags=tuple(conversation.customer.tags),
        conversations=written.conversations,
        since=written.first,
        lately=written.lately,
        just_now=written.just_now,
        lately_days=times.history_days,
        just_now_days=times.history_recent_days,
        about=tuple(sorted(tags.items(), key=lambda each: (-each[1], each[0]))),
    )
