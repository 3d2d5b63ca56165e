"""What it means that a customer's message has been answered: it and what came before it no longer wait."""

import re
from datetime import datetime

from sqlalchemy.ext.asyncio import AsyncSession

from bot.desk.handling.ranking import back_in_line
from storage import replies
from storage.tables import Conversation, Message

SLACK_ID = re.compile(r"[UW][A-Z0-9]+")


async def mark_answered(
    session: AsyncSession, conversation: Conversation, message: Message, *, at: datetime, by: str
) -> None:
    """Note on a customer's message, and on their earlier ones, that the brand has answered; nothing older waits.

    `by` is a member's Slack id, or the account that answered outside the desk. What was already answered keeps who did.
    """
    await session.flush()
    for each in (message, *await replies.unanswered(session, conversation.id)):
        if each.answered_at is None and (each.posted_at, each.id) <= (message.posted_at, message.id):
            each.answered_at, each.answered_by = at, by
    await session.flush()
    waiting = await replies.unanswered(session, conversation.id)
    conversation.waits_since = min((each.posted_at for each in waiting), default=None)
    if not waiting:
        conversation.owner_due_at = None
        conversation.close_proposed_at = None
        back_in_line(conversation)


def named(who: str | None) -> str:
    """Who answered, as told to a person: a member by their Slack name, an account as @Account."""
    if who is None:
        return "somebody"
    return f"<@{who}>" if SLACK_ID.fullmatch(who) else f"@{who.removeprefix('@')}"
