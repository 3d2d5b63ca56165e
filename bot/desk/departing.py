"""What becomes of somebody's conversations when they may no longer answer them."""

from datetime import datetime

from sqlalchemy.ext.asyncio import AsyncSession

from bot.desk.events import Event, note
from bot.desk.releasing import let_go
from storage import conversations
from storage.tables import Member


async def free_everything_of(session: AsyncSession, member: Member, *, now: datetime) -> int:
    """Give back all conversations a member has claimed, each to its queue, where it keeps its place; returns how many.

    What they hold stays on hold: its day comes without them.
    """
    owned = await conversations.owned_by(session, member.id)
    for conversation in owned:
        let_go(conversation)
        note(session, conversation, Event.RELEASED, by=None, at=now)
    return len(owned)
