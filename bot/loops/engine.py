"""Runs the loops while this process holds the worker's lease: wakes them, backs off when they fail, tells the managers.

Each loop looks at what should be true and makes it so; the engine knows nothing of what they do.
"""

import asyncio
import os
import socket
from collections.abc import Sequence
from contextlib import suppress
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from typing import Protocol
from uuid import uuid4

import structlog
from apscheduler.schedulers.asyncio import AsyncIOScheduler
from apscheduler.triggers.interval import IntervalTrigger
from sqlalchemy.exc import SQLAlchemyError

from bot.clock import Clock
from bot.errors import RetryAt
from bot.nudge import LocalNudge
from storage import leases
from storage.db import Database

LEASE = "worker"
LEASE_SECONDS = 30.0
"""How long a dead worker keeps others waiting; no public reply may leave later than this after it was decided."""

RENEW_SECONDS = 8.0
LONGEST_PAUSE = 300.0
SHORTEST_PAUSE = 0.02
FINISH_SECONDS = 2.0
"""How long a round under way may take to finish when the desk closes, unless the loop asks for more as `grace`: what
is cut short is found and repeated at the next start."""

FAILURES_BEFORE_ALARM = 4

LONG_ROUND = timedelta(minutes=10)
"""After so long a round under way is worth a look. It need not be ill: a backlog takes its time, and Slack its turns,
so that nobody restarts the desk over it."""

log = structlog.get_logger()


class Loop(Protocol):
    """One kind of work, repeated.

    `tick` is the seconds after which it looks by itself, nudged or not; `rest` the seconds after a round in which
    nudges gather to one: forty people's clicks should not cost forty looks of loops that nobody is waiting for.
    """

    name: str
    tick: float
    rest: float

    async def round(self) -> datetime | None:
        """Do what there is to do; when it wants to run again at the latest, or None for the next tick."""
        ...


class Parked(Protocol):
    """Tells the managers that a loop keeps failing, or (`why` is None) that it works again."""

    async def __call__(self, loop: str, why: str | None) -> None:
        """Say so."""
        ...


@dataclass
class Running:
    """A loop with its bell and how it is doing. `task` runs it while this process is the worker."""

    loop: Loop
    bell: asyncio.Event
    rounds: int = 0
    failures: int = 0
    began_at: datetime | None = None
    finished_at: datetime | None = None
    failing_since: datetime | None = field(default=None)
    task: asyncio.Task[None] | None = None


class Engine:
    """Runs every loop in the one process that holds the lease; in the others it waits for its turn."""

    def __init__(
        self, loops: Sequence[Loop], *, database: Database, clock: Clock, nudge: LocalNudge, parked: Parked
    ) -> None:
        self.running = tuple(Running(loop, nudge.bell()) for loop in loops)
        self.fence: int | None = None
        self.pause_after = pause_after
        self._database = database
        self._clock = clock
        self._parked = parked
        self._holder = f"{socket.gethostname()[:30]}:{os.getpid()}:{uuid4().hex[:8]}"
        self._stopping = asyncio.Event()
        self._task: asyncio.Task[None] | None = None

    @property
    def is_worker(self) -> bool:
        """Whether this process holds the lease."""
        return self.fence is not None

    def start(self) -> None:
        """Begin to hold, or to wait for, the lease."""
        self._task = asyncio.create_task(self._take_turns(), name="engine")

    async def stop(self) -> None:
        """Let every round under way finish, give the lease back and stop."""
        self._stopping.set()
        if self._task is not None:
            await self._task

    @property
    def dead(self) -> list[str]:
        """What has ended though it never may: loops of the worker, or the engine itself. Only a restart mends that."""
        ended = self._task is not None and self._task.done() and not self._stopping.is_set()
        loops = [each.loop.name for each in self.running if each.task is not None and each.task.done()]
        return ["engine", *loops] if ended else loops

    @property
    def slow(self) -> list[str]:
        """The loops whose round under way has lasted ten minutes or longer."""
        since = self._clock.now() - LONG_ROUND
        return [each.loop.name for each in self.running if each.began_at is not None and each.began_at <= since]

    async def _take_turns(self) -> None:
        while not self._stopping.is_set():
            (outcome,) = await asyncio.gather(self._take_turn(), return_exceptions=True)
            if isinstance(outcome, Exception):
                log.error("engine broke", exc_info=outcome)
                await self._rest(RENEW_SECONDS)

    async def _take_turn(self) -> None:
        """Work for as long as the lease is ours; when it is not, wait a while."""
        self.fence = await self._take()
        if self.fence is None:
            await self._rest(RENEW_SECONDS)
            return
        log.info("worker", fence=self.fence)
        try:
            await self._work(self.fence)
        finally:
            self.fence = None

    async def _work(self, fence: int) -> None:
        scheduler = AsyncIOScheduler(timezone=UTC)
        for each in self.running:
            each.task = asyncio.create_task(self._run(each), name=each.loop.name)
            every = IntervalTrigger(seconds=each.loop.tick, timezone=UTC)
            scheduler.add_job(ring, every, args=(each.bell,), misfire_grace_time=None, coalesce=True)
        scheduler.start()
        try:
            await self._keep(fence)
        finally:
            scheduler.shutdown(wait=False)
            await self._end_loops()
        with suppress(SQLAlchemyError):
            await self._renew(fence, seconds=0)

    async def _end_loops(self) -> None:
        """When the desk closes, let rounds under way finish; when the lease is lost, there is no time for that."""
        tasks = [(each.task, each.loop) for each in self.running if each.task is not None]
        for each in self.running:
            each.task = None
        if self._stopping.is_set():
            for each in self.running:
                each.bell.set()
            await asyncio.gather(*(finished(task, loop) for task, loop in tasks))
        for task, _ in tasks:
            task.cancel()
        await asyncio.gather(*(task for task, _ in tasks), return_exceptions=True)

    async def _keep(self, fence: int) -> None:
        """Renew the lease until the desk closes or the lease is lost; a process that slept finds that out here."""
        elapsed = asyncio.get_running_loop().time
        renewed = elapsed()
        while not self._stopping.is_set():
            await self._rest(RENEW_SECONDS)
            try:
                kept = await self._renew(fence, seconds=LEASE_SECONDS)
            except (SQLAlchemyError, OSError) as error:
                log.warning("lease not renewed", error=type(error).__name__)
                kept = elapsed() - renewed < LEASE_SECONDS - RENEW_SECONDS
            else:
                renewed = elapsed()
            if not kept:
                log.error("lease lost", fence=fence)
                return

    async def _run(self, running: Running) -> None:
        while not self._stopping.is_set():
            try:
                await self._turn(running)
            except Exception as error:  # whatever a loop meets, the others go on and it tries again, more slowly
                await self._failed(running, error)

    async def _turn(self, running: Running) -> None:
        """One round, and the wait for the next."""
        running.bell.clear()
        running.began_at = self._clock.now()
        again: datetime | None
        try:
            again = await running.loop.round()
        except RetryAt as wait:
            again = wait.at
        finally:
            running.began_at = None
        seconds = None if again is None else max((again - self._clock.now()).total_seconds(), SHORTEST_PAUSE)
        running.rounds += 1
        running.finished_at = self._clock.now()
        await self._works(running)
        await self._wait(running, seconds)

    async def _failed(self, running: Running, error: Exception) -> None:
        running.failures += 1
        running.failing_since = running.failing_since or self._clock.now()
        pause = self.pause_after(running.failures)
        level = log.warning if running.failures < FAILURES_BEFORE_ALARM else log.error
        level("loop failed", loop=running.loop.name, failures=running.failures, pause=pause, exc_info=error)
        if running.failures == FAILURES_BEFORE_ALARM:
            await self._tell(running.loop.name, f"{type(error).__name__}: {error}")
        await self._rest(pause)

    async def _works(self, running: Running) -> None:
        """All is well again. The first round after a start says so too: an alarm may be left from before it."""
        if running.failures >= FAILURES_BEFORE_ALARM or running.rounds == 1:
            await self._tell(running.loop.name, None)
        running.failures, running.failing_since = 0, None

    async def _tell(self, loop: str, why: str | None) -> None:
        """Whatever goes wrong with telling, the loop goes on."""
        (trouble,) = await asyncio.gather(self._parked(loop, why), return_exceptions=True)
        if isinstance(trouble, Exception):
            log.error("managers not told", loop=loop, exc_info=trouble)

    async def _wait(self, running: Running, seconds: float | None) -> None:
        """Until the loop wants to run again, or until a nudge after its rest; no longer than its tick.

        The scheduler goes by the machine's clock, and rings nobody for as long as that was set back; this does not.
        """
        seconds = running.loop.tick if seconds is None else min(seconds, running.loop.tick)
        rest = min(running.loop.rest, seconds)
        await self._rest(rest)
        if self._stopping.is_set():
            return
        with suppress(TimeoutError):
            await asyncio.wait_for(running.bell.wait(), seconds - rest)

    async def _rest(self, seconds: float) -> None:
        with suppress(TimeoutError):
            await asyncio.wait_for(self._stopping.wait(), seconds)

    async def _take(self) -> int | None:
        try:
            async with self._database.writing() as session:
                return await leases.take(session, LEASE, holder=self._holder, seconds=LEASE_SECONDS)
        except (SQLAlchemyError, OSError) as error:
            log.warning("lease not taken", error=type(error).__name__)
            return None

    async def _renew(self, fence: int, *, seconds: float) -> bool:
        async with self._database.writing() as session:
            return await leases.renew(session, LEASE, holder=self._holder, fence=fence, seconds=seconds)


async def finished(task: asyncio.Task[None], loop: Loop) -> None:
    """Wait for a loop's last round, as long as it is given."""
    await asyncio.wait([task], timeout=float(getattr(loop, "grace", FINISH_SECONDS)))


def pause_after(failures: int) -> float:
    """Seconds to wait after so many failures in a row: 2, 4, 8 … and five minutes at the most."""
    return LONGEST_PAUSE if failures > 8 else min(2.0**failures, LONGEST_PAUSE)


async def ring(bell: asyncio.Event) -> None:
    """Wake one loop; a coroutine, so that the scheduler runs it on the event loop and not in a thread."""
    bell.set()
