"""Rows worked on apart from each other: what breaks over one is told and tried again, the others never notice."""

import asyncio
from collections.abc import Awaitable, Callable, Container, Hashable, Iterable
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import TypeVar

import structlog
from sqlalchemy.exc import DBAPIError, InterfaceError, OperationalError
from sqlalchemy.exc import TimeoutError as NoConnection

from bot.clock import Clock
from bot.desk import alarms
from bot.errors import RetryAt, Trouble, Unauthorised
from bot.loops.easel import Alarm
from bot.loops.engine import FAILURES_BEFORE_ALARM, pause_after

NOT_THE_ROW = (Trouble, OperationalError, InterfaceError, NoConnection, OSError)
"""A platform or the database does not answer: that is the whole loop's trouble, and the engine waits with all of it."""

OF_ALL = (RetryAt, Unauthorised)
"""What a platform says to everybody, whatever was asked."""

ENOUGH = 3
"""So many rows one after the other that meet trouble, and it is the platform's; fewer may be their own."""

SHORTEST = timedelta(seconds=1)

Row = TypeVar("Row")

log = structlog.get_logger()


@dataclass(frozen=True)
class Broken:
    """A row over which something nobody thought of happened: how often, what, and when it is tried again."""

    failures: int
    why: str
    again_at: datetime


class Apart:
    """Remembers what is broken while the process lives: the next one may be mended, and tries everything at once."""

    def __init__(self, loop: str, clock: Clock, alarm: Alarm, *, patience: int = FAILURES_BEFORE_ALARM) -> None:
        """`loop` is the name under which managers hear of what has failed `patience` times."""
        self._loop = loop
        self._patience = patience
        self._clock = clock
        self._alarm = alarm
        self._broken: dict[str, dict[Hashable, Broken]] = {}
        self._told: dict[str, frozenset[Hashable]] = {}

    async def each(
        self,
        kind: str,
        rows: Iterable[Row],
        act: Callable[[Row], Awaitable[object]],
        *,
        key: Callable[[Row], Hashable] = lambda row: row,
    ) -> None:
        """Do this to all rows of a kind that are due, one after the other; `kind` is a word for managers.

        A row that breaks or meets a platform's trouble rests for 2, 4, 8 … seconds, at most five minutes; managers are
        told when that lasts, once. A row that is no longer due is well. Raises what concerns all of them: a platform
        that asks to wait, or fails three rows one after the other, and a database that does not answer.
        """
        due = {key(row): row for row in rows}
        self.only(kind, due)
        in_vain = 0
        for name, row in due.items():
            if self.rests(kind, name):
                continue
            trouble = await self._work_on(kind, name, act(row))
            in_vain = in_vain + 1 if trouble is not None else 0
            if trouble is not None and in_vain >= ENOUGH:
                raise trouble
        await self.tell(kind)

    async def _work_on(self, kind: str, name: Hashable, work: Awaitable[object]) -> Trouble | None:
        """Do it and keep how it ended; the trouble it met with a platform, which may be this row's own."""
        try:
            self.ended(kind, name, await what_broke(work))
        except OF_ALL:
            raise
        except Trouble as trouble:
            failures = self._rest(kind, name, trouble)
            log.warning("row rests", loop=self._loop, kind=kind, row=name, failures=failures, why=str(trouble))
            return trouble
        return None

    def only(self, kind: str, due: Container[Hashable]) -> None:
        """Forget what is broken and no longer due: it is well."""
        self._broken[kind] = {name: each for name, each in self._broken.get(kind, {}).items() if name in due}

    def rests(self, kind: str, name: Hashable) -> bool:
        """Whether a row is broken and not to be tried yet."""
        broken = self._broken.get(kind, {}).get(name)
        return broken is not None and broken.again_at > self._clock.now()

    def broken(self, kind: str) -> int:
        """How many rows of a kind are broken: so many more are to be asked for, or they would fill every answer."""
        return len(self._broken.get(kind, {}))

    def ended(self, kind: str, name: Hashable, error: BaseException | None) -> None:
        """Keep how work on a row ended: well, or with what broke it. Raises what concerns all rows."""
        broken = self._broken.setdefault(kind, {})
        if error is None:
            broken.pop(name, None)
            return
        failures = self._rest(kind, name, only_the_rows(error))
        log.error("row broke", loop=self._loop, kind=kind, row=name, failures=failures, exc_info=error)

    def _rest(self, kind: str, name: Hashable, error: Exception) -> int:
        """Let a row rest, the longer the more often it failed; how often that was."""
        broken = self._broken.setdefault(kind, {})
        failures = broken[name].failures + 1 if name in broken else 1
        again_at = self._clock.now() + timedelta(seconds=pause_after(failures))
        broken[name] = Broken(failures, reason(error), again_at)
        return failures

    async def tell(self, kind: str) -> None:
        """Tell the managers when something stays broken and when nothing is any more, also from before a start."""
        broken = self._broken.get(kind, {})
        lasting = {name: each for name, each in broken.items() if each.failures >= self._patience}
        if self._told.get(kind) == lasting.keys():
            return
        which = ", ".join(sorted(f"{name} ({each.why})" for name, each in lasting.items()))
        text = (
            f"The desk's {self._loop} loop cannot go on with {kind} {which}. Everything else goes on. It is tried "
            "again every few minutes; the log says more."
        )
        await self._alarm(alarms.PARKED, f"{self._loop}: {kind}", text if lasting else None)
        self._told[kind] = frozenset(lasting)

    def at_the_earliest(self, moment: datetime | None) -> datetime | None:
        """When to look again: what rests stays due, must not make the loop spin, and has its next try in time."""
        resting = [each.again_at for broken in self._broken.values() for each in broken.values()]
        if not resting:
            return moment
        soon = self._clock.now() + SHORTEST
        return max(min([*resting, *([moment] if moment is not None else [])]), soon)


async def what_broke(work: Awaitable[object]) -> Exception | None:
    """Do it, and give back what nobody thought of; None when all went well. Raises what concerns all rows."""
    (outcome,) = await asyncio.gather(work, return_exceptions=True)
    return only_the_rows(outcome) if isinstance(outcome, BaseException) else None


def only_the_rows(error: BaseException) -> Exception:
    """What is this row's own trouble; everything else is raised, a process that is told to end included."""
    if isinstance(error, NOT_THE_ROW) or not isinstance(error, Exception):
        raise error
    return error


def reason(error: Exception) -> str:
    """What broke, in a word for managers; the words of an error may be a customer's."""
    return type(error.orig if isinstance(error, DBAPIError) else error).__name__
