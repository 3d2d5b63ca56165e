"""Writing to the managers without a conversation, which anybody may."""

from datetime import datetime
from typing import Any

from sqlalchemy.ext.asyncio import AsyncSession

from bot.desk.notices import tell
from bot.desk.permissions import needs
from bot.errors import Invalid, Refused
from storage import members
from storage.tables import Member, Role

WHERE_TO_WRITE = (
    "I am the desk's machine and cannot answer here. `/desk` opens the menu, `/desk ask …` writes to the managers, and "
    "what you write in a card's thread becomes a note."
)


@needs(Role.BEGINNER)
async def ask(session: AsyncSession, text: str, *, by: Member, now: datetime) -> int:
    """Send a question to every manager, or to the moderators when there is none; returns to how many.

    Raises Invalid when it is empty, Refused when there is nobody else to ask.
    """
    if not text.strip():
        raise Invalid("Write your question after the command: `/desk ask May I …?`", field="text")
    asked = await somebody_else(session, Role.MANAGER, by) or await somebody_else(session, Role.MODERATOR, by)
    if not asked:
        raise Refused("There is no manager or moderator on the desk yet whom this could reach.")
    question: dict[str, Any] = {"from": by.id, "text": text.strip()}
    for member in asked:
        tell(session, member.id, "ask", now=now, **question)
    return len(asked)


@needs(Role.BEGINNER)
async def point_the_way(session: AsyncSession, *, by: Member, now: datetime) -> None:
    """Answer somebody who writes to the desk itself, which reads nothing there."""
    tell(session, by.id, "text", now=now, text=WHERE_TO_WRITE)


async def somebody_else(session: AsyncSession, role: Role, asker: Member) -> list[Member]:
    """Everybody active with this role, except whoever asks."""
    return [member for member in await members.with_role(session, role) if member.id != asker.id]
