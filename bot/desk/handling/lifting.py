"""Ending a hold: whoever works on a conversation again, or hears from its customer, lifts it."""

from datetime import datetime
from typing import Any

from sqlalchemy.ext.asyncio import AsyncSession

from bot.desk.events import Event, note
from storage.tables import Conversation, Member


def lift(session: AsyncSession, conversation: Conversation, *, by: Member | None, now: datetime, **why: Any) -> None:
    """End a hold and whatever it had proposed; `why` goes into the diary. Without a hold nothing happens."""
    if conversation.hold is None:
        return
    conversation.hold = None
    conversation.close_proposed_at = None
    note(session, conversation, Event.UNHELD, by=by, at=now, **why)
