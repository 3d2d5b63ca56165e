"""Kills and freezes processes of the bot at random moments, more often than not while a reply is on its way."""

import asyncio
import random
from collections.abc import Sequence
from contextlib import suppress
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta

from sqlalchemy import select, update

from sandbox.server import Sandbox
from storage.db import Database
from storage.tables import Lease, Reply, ReplyState
from tests.soak.desk_process import DeskProcess, all_up, until, until_stored

LONGEST_LIFE = 4.0
"""Seconds after which a process is killed at the latest once it is connected."""

AIMED = 0.6
"""The share of kills that wait for a reply to be on its way; the others come when they come."""

AT_START = 0.1
"""The share of processes that die before they are connected."""


@dataclass
class Toll:
    """What the storm has done."""

    kills: int = 0
    at_start: int = 0
    hits: int = 0
    """Kills of the process that sends while it was sending."""
    stops: int = 0
    slept: float = 0.0
    """Seconds in all."""


class Storm:
    """So many kills, with long sleeps in between. A dead process's lease is ended, a sleeping one's never is.

    A process that was killed cannot act any more, so that its successor need not wait out the thirty seconds for which
    it held the lease; one that sleeps may wake up, so there they are waited for.
    """

    def __init__(
        self, sandbox: Sandbox, database: Database, crowd: Sequence[DeskProcess], *, kills: int, stops: int, seed: int
    ) -> None:
        self.toll = Toll()
        self._sandbox = sandbox
        self._database = database
        self._crowd = crowd
        self._kills = kills
        self._stop_after = [round((number + 1) * kills / (stops + 1)) for number in range(stops)]
        self._random = random.Random(seed)
        self._calm = asyncio.Event()

    @property
    def share(self) -> float:
        """How much of it is over, from 0 to 1."""
        return self.toll.kills / self._kills

    async def is_time(self, share: float) -> None:
        """Wait until this share of it is over."""
        await until(lambda: self.share >= share, what=f"{share:.0%} of the storm", patience=3600)

    async def rage(self) -> None:
        """Do all of it; at the end every process is up."""
        while self.toll.kills < self._kills:
            await self._everybody_up()
            await self._moment()
            if self._stop_after and self.toll.kills >= self._stop_after[0]:
                await self._put_to_sleep()
            await self._kill(self._random.choice(self._crowd))
        await self._everybody_up()

    async def _moment(self) -> None:
        """Some time later, or, when it is aimed, a little after a reply has begun to leave."""
        longest = LONGEST_LIFE if self._random.random() >= AIMED else self._random.uniform(0, 0.4)
        if longest != LONGEST_LIFE:
            with suppress(AssertionError):
                await until_stored(self._leaving, what="a reply on its way", patience=LONGEST_LIFE)
        await self._while_raging(self._random.uniform(0, longest))

    async def _kill(self, desk: DeskProcess) -> None:
        leaving = await self._leaving() if desk is await self._worker() else frozenset()
        pid = await desk.kill()
        self.toll.kills += 1
        self.toll.hits += bool(leaving & await self._still_leaving())
        await self._end_lease(pid)
        await desk.start()
        if self._random.random() < AT_START and self.toll.kills < self._kills:
            await self._while_raging(self._random.uniform(0, 1))
            await self._end_lease(await desk.kill())
            self.toll.kills += 1
            self.toll.at_start += 1
            await desk.start()

    async def _put_to_sleep(self) -> None:
        """Freeze the process that sends, if a reply is on its way, until after that may no longer leave."""
        desk = await self._worker()
        desk.freeze()
        began = datetime.now(UTC)
        leaving = await self._leaving()
        if leaving:
            self._stop_after.pop(0)
            self.toll.stops += 1
            deadline = await self._deadline(leaving)
            await until(lambda: datetime.now(UTC) > deadline + timedelta(seconds=1), what="the deadline")
            self.toll.slept += (datetime.now(UTC) - began).total_seconds()
        desk.wake()

    async def _everybody_up(self) -> None:
        await until(lambda: all_up(self._sandbox, self._crowd), what="all processes", crowd=self._crowd)

    async def _while_raging(self, seconds: float) -> None:
        with suppress(TimeoutError):
            await asyncio.wait_for(self._calm.wait(), seconds)

    async def _leaving(self) -> frozenset[int]:
        """The replies that the living process has begun to send; what a dead one has left behind is not among them."""
        began = (await self._worker()).started_at
        async with self._database.reading() as session:
            found = await session.scalars(
                select(Reply.id).where(Reply.state == ReplyState.SENDING, Reply.sending_at >= began)
            )
            return frozenset(found)

    async def _still_leaving(self) -> frozenset[int]:
        async with self._database.reading() as session:
            return frozenset(await session.scalars(select(Reply.id).where(Reply.state == ReplyState.SENDING)))

    async def _deadline(self, numbers: frozenset[int]) -> datetime:
        """The last moment at which one of these may leave."""
        async with self._database.reading() as session:
            found = await session.scalars(select(Reply.deadline).where(Reply.id.in_(numbers)))
            return max(each for each in found if each is not None)

    async def _worker(self) -> DeskProcess:
        """The process that holds the lease."""
        async with self._database.reading() as session:
            holder = await session.scalar(select(Lease.holder))
        return next((each for each in self._crowd if f":{each.pid}:" in (holder or "")), self._crowd[0])

    async def _end_lease(self, pid: int) -> None:
        """A process of this number is dead: whoever comes next may begin at once."""
        async with self._database.writing() as session:
            over = datetime.now(UTC) - timedelta(minutes=1)
            await session.execute(update(Lease).where(Lease.holder.contains(f":{pid}:")).values(until=over))
