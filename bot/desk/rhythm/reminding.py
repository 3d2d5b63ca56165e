"""Reminders to oneself: a conversation comes back as a direct message at the moment one chose.

A reminder is a notice that is not due yet: it survives what notices survive and is drawn as things stand by then.
"""

from collections.abc import Sequence
from datetime import UTC, datetime

from sqlalchemy.ext.asyncio import AsyncSession

from bot.desk.conditions import visible
from bot.desk.escalating.duty import zone_of
from bot.desk.notices import tell
from bot.desk.permissions import needs
from bot.desk.rhythm.moments import EXAMPLES, moment_in, must_be_ahead
from bot.errors import Invalid, NotFound, Refused
from bot.pictures.own import ReminderPicture
from bot.programme import Programme
from storage import notices
from storage.tables import Member, Notice, Role

MOST = 50
"""Reminders that one person may have waiting; more are a list nobody reads, and each costs Slack a message."""

LONGEST = 500
"""Characters of the words that come with a reminder."""


@needs(Role.VOLUNTEER)
async def remind(
    session: AsyncSession,
    conversation_id: int,
    when: str,
    words: str | None = None,
    *,
    by: Member,
    now: datetime,
    programme: Programme,
) -> ReminderPicture:
    """Remind a member of a conversation, whoever owns it: `in 2 hours`, `tomorrow 9:00`, by the clock of their zone.

    Without `words`, what stands behind the moment are the words. Raises NotFound for a conversation they do not see,
    and Invalid about `when` or `words`. Source: programme.md, "Life of a conversation".
    """
    due_at, rest = moment_in(when, now=now, zone=zone_of(by))
    if words is not None and rest:
        raise Invalid(f"What is meant by “{rest[:40]}”? {EXAMPLES}", field="when")
    said = rest if words is None else words
    return await keep(session, conversation_id, due_at, said, by=by, now=now, programme=programme)


@needs(Role.VOLUNTEER)
async def remind_at(
    session: AsyncSession,
    conversation_id: int,
    seconds: int,
    words: str,
    *,
    by: Member,
    now: datetime,
    programme: Programme,
) -> ReminderPicture:
    """The same, at a moment that was picked: `seconds` since 1970. Raises as `remind` does."""
    try:
        due_at = datetime.fromtimestamp(seconds, UTC)
    except (OverflowError, ValueError, OSError) as error:
        raise Invalid("That is no moment.", field="at") from error
    return await keep(session, conversation_id, must_be_ahead(due_at, now), words, by=by, now=now, programme=programme)


@needs(Role.VOLUNTEER)
async def reminders(session: AsyncSession, *, by: Member) -> tuple[ReminderPicture, ...]:
    """One's own reminders that have not come yet, the next first."""
    return pictures(await notices.reminders_of(session, by.id), by)


@needs(Role.VOLUNTEER)
async def may_remind(session: AsyncSession, conversation_id: int, *, by: Member, programme: Programme) -> None:
    """Refuse before a form is filled in. Raises NotFound, NotAllowed."""
    await visible(session, conversation_id, by=by, programme=programme)


@needs(Role.VOLUNTEER)
async def take_away(session: AsyncSession, reminder_id: int, *, by: Member) -> None:
    """Take one's own reminder away. Raises NotFound when it has come already, is somebody else's, or never was."""
    if not await notices.take_reminder(session, reminder_id, of=by.id):
        raise NotFound("There is no such reminder any more. `/desk reminders` lists those to come.")


async def keep(
    session: AsyncSession,
    conversation_id: int,
    due_at: datetime,
    words: str,
    *,
    by: Member,
    now: datetime,
    programme: Programme,
) -> ReminderPicture:
    """Store a reminder of a conversation that its member sees."""
    conversation = await visible(session, conversation_id, by=by, programme=programme)
    said = words.strip()
    if len(said) > LONGEST:
        raise Invalid(f"Keep it to {LONGEST} characters; a note on #{conversation_id} holds more.", field="words")
    if len(await notices.reminders_of(session, by.id)) >= MOST:
        raise Refused(f"You have {MOST} reminders waiting. `/desk reminders` takes some away.")
    reminder = tell(
        session, by.id, "reminder", now=due_at, conversation=conversation, text=said, asked_at=now.isoformat()
    )
    assert reminder is not None
    await session.flush()
    return pictures([reminder], by)[0]


def pictures(found: Sequence[Notice], member: Member) -> tuple[ReminderPicture, ...]:
    """Reminders as their member reads them, by the clock of their zone."""
    zone = zone_of(member)
    return tuple(
        ReminderPicture(
            number=each.id,
            conversation=each.conversation_id or 0,
            at=each.due_at.astimezone(zone),
            zone=zone.key,
            text=str(each.facts.get("text", "")),
        )
        for each in found
    )
