"""Rows apart: what is one row's own trouble stays with it, and what concerns all of them is raised."""

from collections.abc import Awaitable

import pytest
from sqlalchemy.exc import IntegrityError, OperationalError

from bot.errors import RetryAt, Unauthorised, Unavailable
from bot.loops.apart import Apart, what_broke
from bot.loops.engine import FAILURES_BEFORE_ALARM
from tests.conftest import SetClock
from tests.loops.fates import ProcessDied

KIND = "page"


class Rows:
    """Some break when they are worked on; keeps which were, and what managers were told."""

    def __init__(self, clock: SetClock, *broken: int) -> None:
        self.apart = Apart("pings", clock, self.alarm)
        self.broken = set(broken)
        self.worked: list[int] = []
        self.told: list[str | None] = []

    async def alarm(self, kind: str, about: str, text: str | None) -> None:
        """Keep what managers would be told."""
        self.told.append(text)

    async def work(self, row: int) -> None:
        """Break, or not."""
        self.worked.append(row)
        if row in self.broken:
            raise KeyError(row)


async def raising(error: BaseException) -> None:
    """Work that ends in this way."""
    raise error


async def test_a_broken_row_rests_longer_and_longer_and_the_others_go_on(clock: SetClock) -> None:
    rows = Rows(clock, 1)
    for _ in range(60):
        await rows.apart.each(KIND, (1, 2), rows.work)
        clock.forward(seconds=1)
    assert rows.worked.count(2) == 60
    assert rows.worked.count(1) == 5


async def test_managers_hear_of_it_once_and_that_it_is_over(clock: SetClock) -> None:
    rows = Rows(clock, 1)
    for _ in range(FAILURES_BEFORE_ALARM + 3):
        await rows.apart.each(KIND, (1, 2), rows.work)
        clock.forward(minutes=5)
    before, text = rows.told
    assert before is None
    assert text is not None
    assert "page 1 (KeyError)" in text
    rows.broken.clear()
    await rows.apart.each(KIND, (1, 2), rows.work)
    assert rows.told[2:] == [None]


async def test_a_row_that_is_no_longer_due_is_well(clock: SetClock) -> None:
    rows = Rows(clock, 1)
    for _ in range(FAILURES_BEFORE_ALARM):
        await rows.apart.each(KIND, (1,), rows.work)
        clock.forward(minutes=5)
    assert rows.apart.at_the_earliest(clock.now()) != clock.now()
    await rows.apart.each(KIND, (), rows.work)
    assert rows.told[-1] is None
    assert rows.apart.at_the_earliest(clock.now()) == clock.now()


async def test_one_row_that_meets_trouble_keeps_no_other_back(clock: SetClock) -> None:
    rows = Rows(clock)
    trouble = Unavailable("HTTP 503")
    for _ in range(FAILURES_BEFORE_ALARM):
        await rows.apart.each(KIND, (1, 2), lambda row: raising(trouble) if row == 1 else rows.work(row))
        assert rows.apart.at_the_earliest(None) is not None
        clock.forward(minutes=5)
    assert rows.worked == [2] * FAILURES_BEFORE_ALARM
    assert "page 1 (Unavailable)" in (rows.told[-1] or "")


async def test_trouble_with_three_rows_after_each_other_is_the_platforms(clock: SetClock) -> None:
    rows = Rows(clock)
    with pytest.raises(Unavailable):
        await rows.apart.each(KIND, range(9), lambda row: raising(Unavailable()))
    await rows.apart.each(KIND, range(9), rows.work)
    assert rows.worked == [3, 4, 5, 6, 7, 8]


@pytest.mark.parametrize("error", [RetryAt(SetClock().now()), Unauthorised()], ids=lambda error: type(error).__name__)
async def test_what_a_platform_says_to_everybody_is_raised_at_once(clock: SetClock, error: Exception) -> None:
    rows = Rows(clock)
    with pytest.raises(type(error)):
        await rows.apart.each(KIND, (1, 2), lambda row: raising(error) if row == 1 else rows.work(row))
    assert rows.worked == []


@pytest.mark.parametrize(
    "error",
    [RetryAt(SetClock().now()), Unavailable(), OperationalError("", {}, Exception()), OSError(), ProcessDied()],
    ids=lambda error: type(error).__name__,
)
async def test_what_concerns_all_rows_is_raised(error: BaseException) -> None:
    with pytest.raises(type(error)):
        await what_broke(raising(error))


@pytest.mark.parametrize("error", [KeyError(), IntegrityError("", {}, Exception())], ids=lambda it: type(it).__name__)
async def test_what_concerns_one_row_comes_back(error: Exception) -> None:
    work: Awaitable[None] = raising(error)
    assert await what_broke(work) is error
