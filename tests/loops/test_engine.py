"""The engine: one worker at a time, woken by nudges, slower after failures, and never in the middle of a round."""

import asyncio
from collections.abc import Awaitable, Callable
from datetime import datetime, timedelta, tzinfo

import pytest
from apscheduler.schedulers import base

from bot.errors import RetryAt
from bot.loops import engine as module
from bot.loops.engine import Engine, Loop
from bot.nudge import LocalNudge
from storage import leases
from storage.db import Database
from tests.conftest import SetClock

pytestmark = pytest.mark.both_databases


class Counting:
    """A loop that counts its rounds and does what it is told in each."""

    name = "counting"
    rest = 0.0

    def __init__(self, act: Callable[[int], Awaitable[datetime | None]] | None = None, tick: float = 3600.0) -> None:
        self.tick = tick
        self.rounds = 0
        self.changed = asyncio.Condition()
        self._act = act

    async def round(self) -> datetime | None:
        """One more."""
        async with self.changed:
            self.rounds += 1
            self.changed.notify_all()
        return await self._act(self.rounds) if self._act else None

    async def reached(self, rounds: int) -> None:
        """Wait for so many rounds."""
        async with self.changed, asyncio.timeout(10):
            await self.changed.wait_for(lambda: self.rounds >= rounds)


class Told:
    """Keeps what the managers were told."""

    def __init__(self) -> None:
        self.words: list[tuple[str, str | None]] = []

    async def __call__(self, loop: str, why: str | None) -> None:
        """Keep it."""
        self.words.append((loop, why))


def engine_of(database: Database, clock: SetClock, *loops: Loop) -> tuple[Engine, LocalNudge, Told]:
    """An engine around these loops."""
    nudge, told = LocalNudge(), Told()
    return Engine(loops, database=database, clock=clock, nudge=nudge, parked=told), nudge, told


async def test_a_nudge_wakes_a_loop(database: Database, clock: SetClock) -> None:
    loop = Counting()
    engine, nudge, _ = engine_of(database, clock, loop)
    engine.start()
    await loop.reached(1)
    nudge()
    await loop.reached(2)
    await engine.stop()


async def test_nudges_within_a_loops_rest_gather_to_one_round(database: Database, clock: SetClock) -> None:
    loop, begun = Counting(), asyncio.get_running_loop().time()
    loop.rest = 0.3
    engine, nudge, _ = engine_of(database, clock, loop)
    engine.start()
    await loop.reached(1)
    for _ in range(20):
        nudge()
        await asyncio.sleep(0.005)
    assert loop.rounds == 1
    await loop.reached(2)
    assert asyncio.get_running_loop().time() - begun >= loop.rest
    await engine.stop()
    assert loop.rounds == 2


async def test_a_loop_with_more_to_do_does_not_rest(database: Database, clock: SetClock) -> None:
    async def at_once(number: int) -> datetime | None:
        return clock.now() if number < 5 else None

    loop, begun = Counting(at_once), asyncio.get_running_loop().time()
    loop.rest = 60.0
    engine, _, _ = engine_of(database, clock, loop)
    engine.start()
    await loop.reached(5)
    assert asyncio.get_running_loop().time() - begun < loop.rest
    await engine.stop()


async def test_a_clock_set_back_stops_no_tick(
    database: Database, clock: SetClock, monkeypatch: pytest.MonkeyPatch
) -> None:
    class SetBack(datetime):
        @classmethod
        def now(cls, tz: tzinfo | None = None) -> datetime:  # type: ignore[override]
            return datetime.now(tz) - timedelta(hours=1)

    async def tomorrow(number: int) -> datetime | None:
        return clock.now() + timedelta(days=1) if number % 2 else None

    loop = Counting(tomorrow, tick=0.05)
    engine, _, _ = engine_of(database, clock, loop)
    engine.start()
    await loop.reached(2)
    monkeypatch.setattr(base, "datetime", SetBack)
    await loop.reached(loop.rounds + 4)
    await engine.stop()


async def test_a_slow_tick_wakes_a_loop_that_nobody_nudged(database: Database, clock: SetClock) -> None:
    loop = Counting(tick=0.05)
    engine, _, _ = engine_of(database, clock, loop)
    engine.start()
    await loop.reached(3)
    await engine.stop()


async def test_a_second_engine_waits_and_takes_over_when_the_first_stops(
    database: Database, clock: SetClock, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(module, "RENEW_SECONDS", 0.05)
    first_loop, second_loop = Counting(), Counting()
    first, nudge, _ = engine_of(database, clock, first_loop)
    second, _, _ = engine_of(database, clock, second_loop)
    first.start()
    await first_loop.reached(1)
    second.start()
    nudge()
    await first_loop.reached(2)
    assert not second.is_worker
    assert second_loop.rounds == 0
    await first.stop()
    await second_loop.reached(1)
    assert second.fence == 2
    await second.stop()


async def test_a_failing_loop_is_tried_again_and_the_managers_are_told(database: Database, clock: SetClock) -> None:
    async def fail(number: int) -> datetime | None:
        if number <= module.FAILURES_BEFORE_ALARM:
            raise ValueError("nothing there")
        return None

    loop, other = Counting(fail), Counting()
    other.name = "other"
    engine, nudge, told = engine_of(database, clock, loop, other)
    engine.pause_after = lambda failures: 0.0
    engine.start()
    await loop.reached(module.FAILURES_BEFORE_ALARM + 1)
    rounds = other.rounds
    nudge()
    await other.reached(rounds + 1)
    await engine.stop()
    assert [each for each in told.words if each[0] == "counting"] == [
        ("counting", "ValueError: nothing there"),
        ("counting", None),
    ]


async def test_a_stated_pause_is_no_failure(database: Database, clock: SetClock) -> None:
    async def wait(number: int) -> datetime | None:
        if number == 1:
            raise RetryAt(clock.now())
        return None

    loop = Counting(wait)
    engine, _, told = engine_of(database, clock, loop)
    engine.start()
    await loop.reached(2)
    await engine.stop()
    assert told.words == [("counting", None)]
    assert engine.running[0].failures == 0


async def test_managers_who_cannot_be_told_end_no_loop(database: Database, clock: SetClock) -> None:
    async def fail(number: int) -> datetime | None:
        if number <= module.FAILURES_BEFORE_ALARM:
            raise ValueError("nothing there")
        return None

    async def unforeseen(loop: str, why: str | None) -> None:
        raise KeyError(loop)

    loop, nudge = Counting(fail), LocalNudge()
    engine = Engine((loop,), database=database, clock=clock, nudge=nudge, parked=unforeseen)
    engine.pause_after = lambda failures: 0.0
    engine.start()
    await loop.reached(module.FAILURES_BEFORE_ALARM + 1)
    nudge()
    await loop.reached(module.FAILURES_BEFORE_ALARM + 2)
    assert engine.dead == []
    await engine.stop()


async def test_a_moment_that_makes_no_sense_is_a_failure_and_no_end(database: Database, clock: SetClock) -> None:
    async def naive(number: int) -> datetime | None:
        return datetime(2026, 3, 2) if number <= module.FAILURES_BEFORE_ALARM else None  # noqa: DTZ001 - the mistake

    loop = Counting(naive)
    engine, _, told = engine_of(database, clock, loop)
    engine.pause_after = lambda failures: 0.0
    engine.start()
    await loop.reached(module.FAILURES_BEFORE_ALARM + 1)
    await engine.stop()
    assert [why is None for _, why in told.words] == [False, True]


def test_a_loop_that_fails_for_days_is_still_tried_every_five_minutes() -> None:
    assert [module.pause_after(each) for each in (1, 8, 9, 2000)] == [2.0, 256.0, 300.0, 300.0]


async def test_a_worker_that_stumbles_over_its_lease_takes_it_again(
    database: Database, clock: SetClock, monkeypatch: pytest.MonkeyPatch
) -> None:
    async def stumble(*_: object, **__: object) -> bool:
        monkeypatch.undo()
        monkeypatch.setattr(module, "RENEW_SECONDS", 0.05)
        raise KeyError("nobody thought of this")

    monkeypatch.setattr(module, "RENEW_SECONDS", 0.05)
    monkeypatch.setattr(leases, "renew", stumble)
    loop = Counting()
    engine, _, _ = engine_of(database, clock, loop)
    engine.start()
    await loop.reached(2)
    assert engine.is_worker
    assert engine.dead == []
    await engine.stop()


async def test_a_loop_that_has_ended_and_one_that_takes_long_are_known(database: Database, clock: SetClock) -> None:
    release = asyncio.Event()

    async def fail(number: int) -> datetime | None:
        raise ValueError("nothing there")

    async def linger(number: int) -> datetime | None:
        await release.wait()
        return None

    def no_pause(failures: int) -> float:
        raise KeyError(failures)

    dying, lingering = Counting(fail), Counting(linger)
    dying.name, lingering.name = "dying", "lingering"
    engine, _, _ = engine_of(database, clock, dying, lingering)
    engine.pause_after = no_pause
    engine.start()
    await dying.reached(1)
    await lingering.reached(1)
    while not engine.dead:  # noqa: ASYNC110 - a task's end makes no event
        await asyncio.sleep(0)
    assert engine.dead == ["dying"]
    assert engine.slow == []
    clock.forward(minutes=10)
    assert engine.slow == ["lingering"]
    release.set()
    await engine.stop()
    assert engine.dead == []


async def test_stopping_lets_a_round_finish(database: Database, clock: SetClock) -> None:
    release, finished = asyncio.Event(), []

    async def work(number: int) -> datetime | None:
        await release.wait()
        finished.append(number)
        return None

    loop = Counting(work)
    engine, _, _ = engine_of(database, clock, loop)
    engine.start()
    await loop.reached(1)
    stopping = asyncio.create_task(engine.stop())
    await asyncio.sleep(0)
    release.set()
    await stopping
    assert finished == [1]
