"""When a reminder is due, read out of the words in which people say so: `in 2 hours`, `tomorrow 9:00`, `Monday`."""

import re
from datetime import UTC, date, datetime, time, timedelta
from zoneinfo import ZoneInfo

from bot.errors import Invalid

EXAMPLES = "Write it like `in 2 hours`, `tomorrow 9:00`, `Monday` or `2026-12-24 15:30`."
MORNING = time(9)
"""What is meant by a day without a time."""

FARTHEST = timedelta(days=366)

DAYS = ("mon", "tue", "wed", "thu", "fri", "sat", "sun")
FLAGS = re.IGNORECASE | re.ASCII
SPAN = re.compile(
    r"(?:in\s+)?(?:(?P<many>\d{1,4})|(?<=in )an?)\s*"
    r"(?P<unit>m(?:in(?:ute)?s?)?|h(?:(?:ou)?rs?)?|d(?:ays?)?|w(?:eeks?)?)\b",
    FLAGS,
)
DAY = re.compile(
    r"(?:on\s+)?(?:next\s+)?(?P<day>today|tomorrow|\d{4}-\d\d-\d\d|"
    r"mon(?:day)?|tue(?:s(?:day)?)?|wed(?:nesday)?|thu(?:rs(?:day)?)?|fri(?:day)?|sat(?:urday)?|sun(?:day)?)\b",
    FLAGS,
)
CLOCK = re.compile(
    r"(?P<at>at\s+)?(?P<hour>\d{1,2})(?::(?P<minute>\d\d))?(?:\s*(?P<half>am|pm))?(?!\w|:\d)",
    FLAGS,
)
BETWEEN = " \t\r\n,;:-–—"


def moment_in(words: str, *, now: datetime, zone: ZoneInfo) -> tuple[datetime, str]:
    """The moment that words begin with, in UTC, and the words behind it.

    `zone` is that of whoever wrote them: hours of the day are its hours, and a day later is the same hour there. A day
    without a time is its morning, a time without a day the next such time. A bare number is a time behind `at` or at
    the end: `tomorrow 9`, but not `tomorrow 9 people wrote`. Raises Invalid about `when`, with examples, for words that
    begin with no moment, for one that has passed and for one more than a year away.
    """
    typed = words.strip()
    span = SPAN.match(typed)
    if span is not None:
        due_at, rest = later(span, now.astimezone(zone)), typed[span.end() :]
    else:
        due_at, rest = on_the_clock(typed, now.astimezone(zone))
    return must_be_ahead(due_at.astimezone(UTC), now), rest.strip(BETWEEN)


def must_be_ahead(due_at: datetime, now: datetime) -> datetime:
    """The same moment. Raises Invalid when it has passed, or is too far away."""
    if due_at <= now:
        raise Invalid(f"That has passed already. {EXAMPLES}", field="when")
    if due_at > now + FARTHEST:
        raise Invalid(f"That is more than a year away. {EXAMPLES}", field="when")
    return due_at


def later(span: re.Match[str], here: datetime) -> datetime:
    """So long from now; days and weeks go by the wall clock, over changes of the hour."""
    many, unit = int(span["many"] or 1), span["unit"][0].lower()
    if unit in "dw":
        return here + timedelta(days=many * (7 if unit == "w" else 1))
    return here.astimezone(UTC) + timedelta(minutes=many * (60 if unit == "h" else 1))


def on_the_clock(typed: str, here: datetime) -> tuple[datetime, str]:
    """The moment that a day, a time or both name, and the words behind them."""
    day = DAY.match(typed)
    rest = typed[day.end() :].lstrip(BETWEEN) if day else typed
    clock = clock_in(rest)
    if day is None and clock is None:
        raise Invalid(f"When shall I remind you? {EXAMPLES}", field="when")
    hour, rest = clock or (MORNING, rest)
    if day is not None:
        return at_hour(day_named(day["day"].lower(), hour, here), hour, here), rest
    today = at_hour(here.date(), hour, here)
    return (today if is_ahead(today, here) else at_hour(here.date() + timedelta(days=1), hour, here)), rest


def clock_in(words: str) -> tuple[time, str] | None:
    """The time of day that words begin with, and the words behind it; None when they begin with none."""
    found = CLOCK.match(words)
    if found is None or not (found["at"] or found["minute"] or found["half"] or found.end() == len(words)):
        return None
    hour, half = int(found["hour"]), (found["half"] or "").lower()
    if half and not 1 <= hour <= 12:
        raise Invalid(f"“{found[0].strip()}” is no time of day. {EXAMPLES}", field="when")
    try:
        chosen = time(hour % 12 + 12 * (half == "pm") if half else hour, int(found["minute"] or 0))
    except ValueError as error:
        raise Invalid(f"“{found[0].strip()}” is no time of day. {EXAMPLES}", field="when") from error
    return chosen, words[found.end() :]


def day_named(name: str, hour: time, here: datetime) -> date:
    """The day of this name; of a weekday the next one on which that hour is still ahead."""
    today = here.date()
    if name in {"today", "tomorrow"}:
        return today + timedelta(days=name == "tomorrow")
    if name[:3] in DAYS:
        ahead = (DAYS.index(name[:3]) - today.weekday()) % 7
        return today + timedelta(days=ahead or (0 if is_ahead(at_hour(today, hour, here), here) else 7))
    try:
        named = date.fromisoformat(name)
    except ValueError as error:
        raise Invalid(f"There is no day {name}. {EXAMPLES}", field="when") from error
    return max(min(named, today + 2 * FARTHEST), today - FARTHEST)


def at_hour(day: date, hour: time, here: datetime) -> datetime:
    """An hour of a day on the wall clock of `here`; of one that a clock change repeats the first that is ahead."""
    first = datetime.combine(day, hour, tzinfo=here.tzinfo)
    return first if is_ahead(first, here) else first.replace(fold=1)


def is_ahead(moment: datetime, here: datetime) -> bool:
    """Whether a moment comes after another; Python compares two of one zone by their wall clocks alone."""
    return moment.astimezone(UTC) > here.astimezone(UTC)
