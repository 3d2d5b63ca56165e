"""Wakes the loops after a commit: in this process by an event, across processes by PostgreSQL's LISTEN and NOTIFY."""

import asyncio
from contextlib import suppress

import psycopg
import structlog
from sqlalchemy import text
from sqlalchemy.exc import SQLAlchemyError

from storage.db import Database

CHANNEL = "volley"
AGAIN = 5.0
"""Seconds before a lost connection is tried again; until then the slow ticks keep the desk going."""

log = structlog.get_logger()


class LocalNudge:
    """Wakes whoever waits in this process. Nudging many times before anybody looks is one nudge."""

    def __init__(self) -> None:
        self._waiting: list[asyncio.Event] = []

    def __call__(self) -> None:
        """Say that something changed."""
        for event in self._waiting:
            event.set()

    def bell(self) -> asyncio.Event:
        """An event that every nudge sets; whoever waits for it clears it before looking."""
        event = asyncio.Event()
        self._waiting.append(event)
        return event


class SharedNudge(LocalNudge):
    """Also wakes the process that runs the loops, when that is another one.

    Losing a nudge is harmless: the loops look by themselves every few seconds.
    """

    def __init__(self, database: Database) -> None:
        super().__init__()
        self._database = database
        self._changed = asyncio.Event()
        self._tasks: list[asyncio.Task[None]] = []

    def __call__(self) -> None:
        """Say that something changed, here and, a moment later, everywhere."""
        super().__call__()
        self._changed.set()

    async def start(self) -> None:
        """Begin to listen and to tell."""
        self._tasks = [asyncio.create_task(self._listen()), asyncio.create_task(self._tell())]

    async def stop(self) -> None:
        """Stop listening and telling."""
        for task in self._tasks:
            task.cancel()
        for task in self._tasks:
            with suppress(asyncio.CancelledError):
                await task

    async def _tell(self) -> None:
        while True:
            await self._changed.wait()
            self._changed.clear()
            try:
                async with self._database.writer.begin() as connection:
                    await connection.execute(text(f"NOTIFY {CHANNEL}"))
            except SQLAlchemyError as error:
                log.warning("nudge not told", error=type(error).__name__)
                await asyncio.sleep(AGAIN)

    async def _listen(self) -> None:
        address = self._database.url.set(drivername="postgresql").render_as_string(hide_password=False)
        while True:
            try:
                await self._hear(address)
            except psycopg.Error as error:
                log.warning("nudges not heard", error=type(error).__name__)
            await asyncio.sleep(AGAIN)

    async def _hear(self, address: str) -> None:
        connection = await psycopg.AsyncConnection.connect(address, autocommit=True)
        async with connection:
            await connection.execute(f"LISTEN {CHANNEL}")
            async for _ in connection.notifies():
                super().__call__()
