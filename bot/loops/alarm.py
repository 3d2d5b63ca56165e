"""How loops tell the managers that something needs a person, and that it no longer does."""

import asyncio
from datetime import datetime, timedelta

from bot.clock import Clock
from bot.desk import alarms
from bot.desk.desk import Nudge
from storage import alarms as questions
from storage.db import Database

FRESH = timedelta(seconds=1)
"""So long what is open need not be read again: as a desk starts, every loop says that it works."""


class Alarms:
    """Sounds and clears alarms, each in a transaction of its own; the same thing is said once while it stays."""

    def __init__(self, database: Database, clock: Clock, nudge: Nudge) -> None:
        self._database = database
        self._clock = clock
        self._nudge = nudge
        self._turn = asyncio.Lock()
        self._read_at: datetime | None = None
        self._open: set[tuple[str, str]] = set()

    async def __call__(self, kind: str, about: str, text: str | None) -> None:
        """Say so; without a text it is over."""
        if text is None and not await self._is_open(kind, about):
            return
        now = self._clock.now()
        async with self._turn, self._database.writing() as session:
            self._read_at = None
            if text is not None:
                await alarms.sound(session, kind, about, text, now=now)
            else:
                await alarms.clear(session, about, kind, now=now)
        self._nudge()

    async def _is_open(self, kind: str, about: str) -> bool:
        """Whether anybody was told so and it is not over yet; looking keeps nobody from writing."""
        async with self._turn:
            now = self._clock.now()
            if self._read_at is None or not self._read_at <= now < self._read_at + FRESH:
                async with self._database.reading() as session:
                    self._open = {(each.kind, each.about) for each in await questions.open_ones(session)}
                self._read_at = now
            return (kind, about) in self._open

    async def parked(self, loop: str, why: str | None) -> None:
        """A loop keeps failing, or works again."""
        text = None
        if why is not None:
            text = f"The desk's {loop} loop keeps failing and is tried again more slowly: {why}"
        await self(alarms.PARKED, f"loop {loop}", text)
