"""Stand-ups: when one is due, what it reports, a line from everybody who adds one, and the baton."""

from datetime import UTC, date, datetime, timedelta

from sqlalchemy.ext.asyncio import AsyncSession

from bot.desk.permissions import needs
from bot.desk.rhythm.standup_facts import facts_of
from bot.errors import Invalid, NotFound
from bot.programme import Programme, Slot
from storage import standups
from storage.tables import Member, Role, Standup, StandupLine

LONGEST = 500
"""Characters of a line."""

FIRST_DAY = timedelta(minutes=15)
"""A desk that never had this stand-up begins with the next one, unless it opened just after the hour."""


def latest_due(slot: Slot, programme: Programme, now: datetime) -> tuple[date, datetime]:
    """The local date and the moment at which a slot was due most recently, at or before now.

    An hour that a clock change skips or repeats happens once: a date has one stand-up of a slot.
    """
    zone = programme.zone(slot)
    today = now.astimezone(zone).date()
    for day in (today, today - timedelta(days=1)):
        due_at = datetime.combine(day, slot.at, tzinfo=zone).astimezone(UTC)
        if due_at <= now:
            return day, due_at
    raise AssertionError("yesterday's hour has passed in every zone")


async def begin_due(session: AsyncSession, slot: Slot, *, now: datetime, programme: Programme) -> Standup | None:
    """Write down the stand-up of a slot when it is due and not yet there, with what it reports; None otherwise.

    The row is unique on slot and local date, so restarts, clock changes and second processes make no second one. After
    downtime only the latest is made up for, and says that it is late.
    """
    day, due_at = latest_due(slot, programme, now)
    if await standups.of_day(session, slot.key, day) is not None:
        return None
    if await standups.last_of(session, slot.key) is None and now - due_at > FIRST_DAY:
        session.add(never_posted(slot, day, due_at))
        return None
    before = await standups.last_before(session, due_at)
    since = before.due_at if before else due_at - timedelta(hours=12)
    standup = Standup(slot=slot.key, day=day, due_at=due_at, since=since, facts={})
    standup.facts = await facts_of(session, since=since, due_at=due_at, now=now, programme=programme)
    session.add(standup)
    await session.flush()
    return standup


def never_posted(slot: Slot, day: date, due_at: datetime) -> Standup:
    """The hour that had passed when the desk first opened: only written down, so that the next one comes."""
    return Standup(slot=slot.key, day=day, due_at=due_at, since=due_at, facts={}, version=0, shown_version=0)


@needs(Role.BEGINNER)
async def line_of(session: AsyncSession, standup_id: int, *, by: Member) -> str:
    """What a member has added to a stand-up so far. Raises NotFound."""
    must_be_there(await session.get(Standup, standup_id))
    line = await standups.line_of(session, standup_id, by.id)
    return line.text if line else ""


@needs(Role.BEGINNER)
async def add_line(session: AsyncSession, standup_id: int, text: str, *, by: Member, now: datetime) -> Standup:
    """Add one's line to a stand-up; writing again replaces it. Raises Invalid about `text` and NotFound."""
    said = text.strip()
    if not said:
        raise Invalid("Write a line, or close the form.", field="text")
    if len(said) > LONGEST:
        raise Invalid(f"That is {len(said)} characters; {LONGEST} fit.", field="text")
    standup = await existing(session, standup_id)
    line = await standups.line_of(session, standup_id, by.id)
    if line is None:
        session.add(StandupLine(standup_id=standup_id, by=by.id, at=now, text=said))
    else:
        line.text, line.at = said, now
    standup.version += 1
    return standup


@needs(Role.VOLUNTEER)
async def take_baton(session: AsyncSession, standup_id: int, *, by: Member, now: datetime) -> Standup:
    """Take the baton of a stand-up: its bearer looks after the desk until the next. Taking it twice changes nothing.

    Raises NotFound, and Invalid with the name when somebody else has it.
    """
    standup = await existing(session, standup_id)
    if standup.baton is not None and standup.baton != by.id:
        raise Invalid(f"<@{standup.baton}> has taken the baton.")
    if standup.baton is None:
        standup.baton, standup.baton_at = by.id, now
        standup.version += 1
    return standup


async def existing(session: AsyncSession, standup_id: int) -> Standup:
    """A stand-up, locked. Raises NotFound."""
    return must_be_there(await standups.locked(session, standup_id))


def must_be_there(standup: Standup | None) -> Standup:
    """Raises NotFound for an hour that was only written down too: it has nothing to show, whoever names it."""
    if standup is None or not standup.facts:
        raise NotFound("There is no such stand-up.")
    return standup
