"""When a reminder is due: the words in which people say so, by the clock of their own zone."""

from datetime import UTC, datetime, timedelta
from zoneinfo import ZoneInfo

import pytest

from bot.desk.rhythm.moments import moment_in
from bot.errors import Invalid
from tests.conftest import MONDAY

BERLIN = ZoneInfo("Europe/Berlin")


def due(words: str, *, now: datetime = MONDAY, zone: ZoneInfo = BERLIN) -> tuple[str, str]:
    """The moment by the clock of the zone, and the words that are left. It is 11:00 in Berlin on Monday, 2 March."""
    at, rest = moment_in(words, now=now, zone=zone)
    assert at.tzinfo is UTC
    return f"{at.astimezone(zone):%a %d %b %H:%M}", rest


@pytest.mark.parametrize(
    ("words", "expected"),
    [
        ("in 2 hours", ("Mon 02 Mar 13:00", "")),
        ("in an hour, ask again", ("Mon 02 Mar 12:00", "ask again")),
        ("90 min", ("Mon 02 Mar 12:30", "")),
        ("in 3 days write", ("Thu 05 Mar 11:00", "write")),
        ("in 1 week", ("Mon 09 Mar 11:00", "")),
        ("tomorrow 9:00 words", ("Tue 03 Mar 09:00", "words")),
        ("Tomorrow", ("Tue 03 Mar 09:00", "")),
        ("tomorrow at 7 pm: call her", ("Tue 03 Mar 19:00", "call her")),
        ("tomorrow at 15", ("Tue 03 Mar 15:00", "")),
        ("tomorrow 15", ("Tue 03 Mar 15:00", "")),
        ("tomorrow 9 people wrote", ("Tue 03 Mar 09:00", "9 people wrote")),
        ("today 12:00", ("Mon 02 Mar 12:00", "")),
        ("15:30", ("Mon 02 Mar 15:30", "")),
        ("10:30", ("Tue 03 Mar 10:30", "")),
        ("12am", ("Tue 03 Mar 00:00", "")),
        ("Monday", ("Mon 09 Mar 09:00", "")),
        ("mon 14:00", ("Mon 02 Mar 14:00", "")),
        ("on Wednesday – the nightly", ("Wed 04 Mar 09:00", "the nightly")),
        ("next fri 8am", ("Fri 06 Mar 08:00", "")),
        ("2026-12-24 15:30", ("Thu 24 Dec 15:30", "")),
    ],
)
def test_moments_are_read_by_the_clock_of_the_zone(words: str, expected: tuple[str, str]) -> None:
    assert due(words) == expected


def test_the_day_is_that_of_the_zone() -> None:
    late = datetime(2026, 3, 2, 23, 30, tzinfo=UTC)
    assert due("tomorrow", now=late, zone=ZoneInfo("Asia/Tokyo"))[0] == "Wed 04 Mar 09:00"
    assert due("tomorrow", now=late, zone=ZoneInfo("America/Sao_Paulo"))[0] == "Tue 03 Mar 09:00"


def test_a_day_later_is_the_same_hour_when_the_clocks_change() -> None:
    saturday = datetime(2026, 3, 28, 10, 0, tzinfo=UTC)
    assert due("in 1 day", now=saturday)[0] == "Sun 29 Mar 11:00"
    assert due("in 24 hours", now=saturday)[0] == "Sun 29 Mar 12:00"


@pytest.mark.parametrize("words", ["2:30", "today 2:30", "Sunday 2:30"])
@pytest.mark.parametrize(("hour", "minute", "expected"), [(0, 10, 20), (0, 40, 50), (1, 10, 20)])
def test_an_hour_that_comes_twice_is_the_one_that_is_ahead(words: str, hour: int, minute: int, expected: int) -> None:
    """In the night of 25 October two o'clock comes at 0:00 and again at 1:00 UTC."""
    now = datetime(2026, 10, 25, hour, minute, tzinfo=UTC)
    at, _ = moment_in(words, now=now, zone=BERLIN)
    assert at - now == timedelta(minutes=expected)


@pytest.mark.parametrize(
    ("words", "said"),
    [
        ("", "When shall I"),
        ("soon", "When shall I"),
        ("9 people", "When shall I"),
        ("2 moz bugs", "When shall I"),
        ("today 9:00", "passed"),
        ("in 0 minutes", "passed"),
        ("2020-01-01", "passed"),
        ("0001-01-01 0:00", "passed"),
        ("2026-02-30", "no day"),
        ("tomorrow 25:00", "no time of day"),
        ("tomorrow 13 pm", "no time of day"),
        ("in 400 days", "more than a year"),
        ("in 9999 weeks", "more than a year"),
        ("9999-12-31", "more than a year"),
    ],
)
def test_what_is_no_moment_to_come_is_refused_with_examples(words: str, said: str) -> None:
    with pytest.raises(Invalid, match=said) as refused:
        due(words)
    assert "`tomorrow 9:00`" in str(refused.value)
    assert refused.value.field == "when"
