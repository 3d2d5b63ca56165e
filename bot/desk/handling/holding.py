"""Setting a conversation aside: until its customer answers, or until somebody inside has."""

import re
from datetime import UTC, date, datetime, time, timedelta

from sqlalchemy.ext.asyncio import AsyncSession

from bot.desk.conditions import workable
from bot.desk.escalating.duty import zone_of
from bot.desk.events import Event, note
from bot.desk.handling.claiming import claim_if_free
from bot.desk.handling.ranking import back_in_line
from bot.desk.permissions import needs
from bot.desk.queues import is_escalation
from bot.desk.rhythm.moments import moment_in
from bot.errors import Invalid
from bot.programme import Programme
from storage.tables import Conversation, Hold, Member, Role, WaitingOn

UNTIL = re.compile(r"(?:(.*)\s)?until\s+(.+)", re.IGNORECASE | re.DOTALL)


@needs(Role.VOLUNTEER)
async def hold(
    session: AsyncSession,
    conversation_id: int,
    *,
    waiting_on: WaitingOn,
    whom: str | None = None,
    until: datetime | None = None,
    until_day: date | None = None,
    by: Member,
    now: datetime,
    programme: Programme,
) -> Conversation:
    """Set a conversation aside until someone answers; for a customer, the three-day clock starts.

    Claims it when nobody owns it. Waiting inside needs `whom` (any words) and `until`, when it comes back, or
    `until_day`, in the morning by the member's own clock; all are ignored for a customer. Holding in the same way
    twice changes nothing, unless closing was proposed meanwhile: then the customer gets another three days.
    Raises Invalid, NotFound, NotYours, Closed.
    Source: programme.md, "Life of a conversation".
    """
    conversation = await workable(session, conversation_id, by=by, programme=programme)
    until = until or (morning_of(until_day, by) if until_day else None)
    if waiting_on is WaitingOn.INTERNAL:
        must_say_whom_and_until(whom, until, now)
    claim_if_free(session, conversation, by=by, now=now, programme=programme)
    set_aside(session, conversation, waiting_on=waiting_on, whom=whom, until=until, by=by, now=now, programme=programme)
    return conversation


@needs(Role.VOLUNTEER)
async def whom_and_until(_session: AsyncSession, words: str, *, by: Member, now: datetime) -> tuple[str, date | None]:
    """For whom, and until which day to come by the member's clock, in `the desktop team until Monday`.

    What is no such day stays among the words.
    """
    found = UNTIL.fullmatch(words.strip())
    if found is None:
        return words, None
    zone = zone_of(by)
    try:
        comes_back_at, rest = moment_in(found[2], now=now, zone=zone)
    except Invalid:
        return words, None
    day = comes_back_at.astimezone(zone).date()
    return (words, None) if rest or day <= now.astimezone(zone).date() else (clean(found[1]), day)


def set_aside(
    session: AsyncSession,
    conversation: Conversation,
    *,
    waiting_on: WaitingOn,
    whom: str | None = None,
    until: datetime | None = None,
    by: Member,
    now: datetime,
    programme: Programme,
) -> None:
    """Hold a conversation that has been checked: for *hold* itself, and for a reply that holds once it is out."""
    inside = waiting_on is WaitingOn.INTERNAL
    ends_at = until if inside else end_of_silence(conversation.queue, now, programme)
    wanted = Hold(waiting_on=waiting_on, by=by.id, since=now, ends_at=ends_at, whom=clean(whom) if inside else None)
    if conversation.close_proposed_at is None and same_hold(conversation.hold, wanted):
        return
    conversation.hold = wanted
    conversation.close_proposed_at = None
    back_in_line(conversation)
    note(
        session,
        conversation,
        Event.HELD,
        by=by,
        at=now,
        waiting_on=waiting_on.value,
        whom=wanted.whom,
        until=ends_at.isoformat() if ends_at else None,
    )


def end_of_silence(queue: str, now: datetime, programme: Programme) -> datetime | None:
    """When closing is proposed if a customer stays silent: after three days, and never in the escalation queue."""
    return None if is_escalation(programme, queue) else now + timedelta(days=programme.times.customer_hold_days)


def same_hold(held: Hold | None, wanted: Hold) -> bool:
    """Whether holding again would change nothing; for a customer the clock is not started anew."""
    if held is None or held.waiting_on is not wanted.waiting_on:
        return False
    inside = wanted.waiting_on is WaitingOn.INTERNAL
    return not inside or (held.whom, held.ends_at) == (wanted.whom, wanted.ends_at)


def must_say_whom_and_until(whom: str | None, until: datetime | None, now: datetime) -> None:
    """Raise Invalid unless an internal hold says for whom it waits, in 200 characters, and when it comes back."""
    if not clean(whom):
        raise Invalid("Say for whom this waits: a person, a team, a bug.", field="whom")
    must_fit(whom)
    if until is None:
        raise Invalid("Say when this should come back.", field="until")
    if until <= now:
        raise Invalid("That moment has passed; choose a later one.", field="until")


def must_fit(whom: str | None) -> None:
    """Raise Invalid for more than 200 characters about whom it waits for."""
    if len(clean(whom)) > 200:
        raise Invalid("Keep it under 200 characters; the rest can go into a note.", field="whom")


def morning_of(day: date, member: Member) -> datetime:
    """Nine in the morning of a day, by the member's own clock."""
    return datetime.combine(day, time(9), tzinfo=zone_of(member)).astimezone(UTC)


def clean(whom: str | None) -> str:
    """The words without white space around them."""
    return (whom or "").strip()
