"""How loops tell the managers that something needs a person, and that it no longer does."""

from bot.clock import Clock
from bot.desk import alarms
from bot.desk.desk import Nudge
from storage import alarms as questions
from storage.db import Database


class Alarms:
    """Sounds and clears alarms, each in a transaction of its own; the same thing is said once while it stays."""

    def __init__(self, database: Database, clock: Clock, nudge: Nudge) -> None:
        self._database = database
        self._clock = clock
        self._nudge = nudge

    async def __call__(self, kind: str, about: str, text: str | None) -> None:
        """Say so; without a text it is over."""
        if text is None and not await self._is_open(kind, about):
            return
        now = self._clock.now()
        async with self._database.writing() as session:
            if text is not None:
                await alarms.sound(session, kind, about, text, now=now)
            else:
                await alarms.clear(session, about, kind, now=now)
        self._nudge()

    async def _is_open(self, kind: str, about: str) -> bool:
        """Whether anybody was told so and it is not over yet; looking keeps nobody from writing."""
        async with self._database.reading() as session:
            return await questions.open_one(session, kind, about) is not None

    async def parked(self, loop: str, why: str | None) -> None:
        """A loop keeps failing, or works again."""
        text = None
        if why is not None:
            text = f"The desk's {loop} loop keeps failing and is tried again more slowly: {why}"
        await self(alarms.PARKED, f"loop {loop}", text)
