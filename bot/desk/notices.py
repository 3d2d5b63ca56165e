"""Owing somebody a private message: what is written here, the pings loop delivers."""

from datetime import datetime
from typing import Any

from sqlalchemy.ext.asyncio import AsyncSession

from storage.members import FORMER
from storage.tables import Conversation, Notice


def tell(
    session: AsyncSession,
    to: str,
    kind: str,
    /,
    *,
    now: datetime,
    conversation: Conversation | None = None,
    channel: str | None = None,
    urgent: bool = False,
    **facts: Any,
) -> Notice | None:
    """Owe a member a private message of this kind; in `channel` only they see it, without one it is a direct message.

    `facts` never hold a customer's text, only numbers to look it up by. Nothing is owed to somebody who has left.
    """
    if to == FORMER:
        return None
    notice = Notice(
        to=to,
        kind=kind,
        facts=facts,
        conversation_id=conversation.id if conversation else None,
        channel=channel,
        urgent=urgent,
        due_at=now,
    )
    session.add(notice)
    return notice
