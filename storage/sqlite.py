"""SQLite as the desk uses it: an engine with a write-ahead log, and one trip to a connection's thread per statement.

The cursor that aiosqlite brings makes four trips (open, execute, fetch, close), and on a machine with several cores a
trip costs more than the statement: a transaction of five small questions takes about half the time with one.
"""

import asyncio
import sqlite3
from collections.abc import Callable, Sequence
from functools import partial
from pathlib import Path
from threading import Thread
from typing import Any, Self
from weakref import WeakSet

import aiosqlite
from sqlalchemy import URL, event
from sqlalchemy.ext.asyncio import AsyncEngine, create_async_engine

SETTINGS = (
    "PRAGMA journal_mode=WAL",
    "PRAGMA synchronous=FULL",
    "PRAGMA foreign_keys=ON",
    "PRAGMA busy_timeout=10000",
)
READ_ONLY = "PRAGMA query_only=ON"

PATIENCE = 15.0
"""Seconds for the last statement of a connection that is given up, which waits ten for a lock."""

ending = WeakSet[Thread]()
"""The threads of connections that are closed, or are given up in the midst of a statement."""


def sqlite_engine(url: URL, *, pool_size: int, read_only: bool) -> AsyncEngine:
    """An engine on a SQLite file with write-ahead log, full durability and transactions that begin as writers.

    Measured: without BEGIN IMMEDIATE both of two claims win, 100 times of 100; with it none does.
    """
    if url.database and url.database != ":memory:":
        Path(url.database).parent.mkdir(parents=True, exist_ok=True)
    opening = partial(connect, url, (*SETTINGS, READ_ONLY) if read_only else SETTINGS)
    engine = create_async_engine(
        url, async_creator=opening, pool_size=pool_size, max_overflow=0, pool_timeout=30, hide_parameters=True
    )

    @event.listens_for(engine.sync_engine, "begin")
    def begin(connection: Any) -> None:
        connection.exec_driver_sql("BEGIN" if read_only else "BEGIN IMMEDIATE")

    return engine


async def all_ended() -> None:
    """Wait for these threads: one that outlives the event loop has nobody to tell its end."""
    while ending:
        thread = ending.pop()
        thread.join(0.01)
        if thread.is_alive():
            await asyncio.to_thread(thread.join, PATIENCE)


async def connect(url: URL, settings: Sequence[str]) -> "Connection":
    """Open a connection that begins no transaction by itself."""
    args, more = url.get_dialect()().create_connect_args(url)
    opened: partial[sqlite3.Connection] = partial(sqlite3.connect, *args, **more, isolation_level=None)

    def there() -> sqlite3.Connection:
        connection = opened()
        try:
            for each in settings:
                connection.execute(each)
        except sqlite3.Error:
            connection.close()
            raise
        return connection

    connection = Connection(there)
    await connection
    return connection


class Connection(aiosqlite.Connection):
    """A connection whose cursors fetch while they execute."""

    def __init__(self, connector: Callable[[], sqlite3.Connection]) -> None:
        super().__init__(connector, iter_chunk_size=0)
        self._thread.daemon = True

    def stop(self) -> asyncio.Future[Any] | None:
        """Let the thread end once it has done what it was given; `all_ended` waits for that."""
        ending.add(self._thread)
        return super().stop()

    def cursor(self) -> "Cursor":  # type: ignore[override]
        """A cursor for one statement."""
        return Cursor(self)

    async def fetched(self, execute: str, statement: str, parameters: Any) -> tuple[sqlite3.Cursor, list[Any]]:
        """Have `execute` or `executemany` done, and all of its rows."""

        def there() -> tuple[sqlite3.Cursor, list[Any]]:
            cursor: sqlite3.Cursor = getattr(self._conn, execute)(statement, parameters)
            return cursor, cursor.fetchall()

        done: tuple[sqlite3.Cursor, list[Any]] = await self._execute(there)  # type: ignore[no-untyped-call]
        return done


class Cursor:
    """What SQLAlchemy asks of an asynchronous cursor."""

    arraysize = 1

    def __init__(self, connection: Connection) -> None:
        self._connection = connection
        self._done: sqlite3.Cursor | None = None
        self._rows: list[Any] = []

    async def __aenter__(self) -> Self:
        return self

    async def execute(self, statement: str, parameters: Sequence[Any] = ()) -> None:
        """Execute a statement and keep its rows. Raises what sqlite3 raises."""
        self._done, self._rows = await self._connection.fetched("execute", statement, parameters)

    async def executemany(self, statement: str, parameters: Sequence[Sequence[Any]]) -> None:
        """Execute a statement once for each of the parameters. Raises what sqlite3 raises."""
        self._done, self._rows = await self._connection.fetched("executemany", statement, parameters)

    async def fetchall(self) -> list[Any]:
        """The rows, which are here already."""
        return self._rows

    async def close(self) -> None:
        """Nothing is open: a statement ends with its last row."""

    @property
    def description(self) -> Any:
        """The columns of the rows, None when the statement has none."""
        return self._done and self._done.description

    @property
    def rowcount(self) -> int:
        """How many rows were changed, -1 when that is not known."""
        return self._done.rowcount if self._done else -1

    @property
    def lastrowid(self) -> int | None:
        """The id of the row that was inserted last."""
        return self._done.lastrowid if self._done else None
