"""Engines and transactions: one writer and a read-only engine on SQLite, one pool on PostgreSQL."""

from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from typing import Any

from sqlalchemy import URL, event, make_url
from sqlalchemy.exc import DBAPIError, IntegrityError
from sqlalchemy.ext.asyncio import AsyncSession, async_sessionmaker, create_async_engine

from storage.sqlite import all_ended, sqlite_engine

READERS = 4
"""Connections that SQLite's read engine keeps; reads never wait for the writer under WAL."""

CONNECTIONS = 10
"""Connections to PostgreSQL that a process keeps; more at once would only wait for each other, and cost to open."""

IDLE_SECONDS = 30
"""How long PostgreSQL waits for the next statement of an open transaction, before it undoes it: a worker's lease."""


class Database:
    """The database: `writing()` opens a transaction that commits at its end, `reading()` one that cannot write."""

    def __init__(self, address: str | URL) -> None:
        """`address` is a SQLAlchemy URL; `postgres://`, `postgresql://` and `sqlite:///` forms are accepted."""
        self.url = with_driver(make_url(address))
        if self.is_sqlite:
            self.writer = sqlite_engine(self.url, pool_size=1, read_only=False)
            self.reader = sqlite_engine(self.url, pool_size=READERS, read_only=True)
        else:
            self.writer = create_async_engine(
                self.url, pool_size=CONNECTIONS, max_overflow=0, pool_pre_ping=True, hide_parameters=True
            )
            event.listen(self.writer.sync_engine, "connect", limit_idling)
            self.reader = self.writer.execution_options(isolation_level="REPEATABLE READ", postgresql_readonly=True)
        self._write = async_sessionmaker(self.writer, expire_on_commit=False)
        self._read = async_sessionmaker(self.reader, expire_on_commit=False, autoflush=False)

    @property
    def is_sqlite(self) -> bool:
        """Whether one process owns a file, rather than a server serving many."""
        return self.url.get_backend_name() == "sqlite"

    @asynccontextmanager
    async def writing(self) -> AsyncIterator[AsyncSession]:
        """One transaction: everything inside is committed together at the end, or nothing is. Never nest them."""
        async with self._write.begin() as session:
            yield session

    @asynccontextmanager
    async def reading(self) -> AsyncIterator[AsyncSession]:
        """A consistent look; nothing can be changed through it."""
        async with self._read() as session:
            yield session

    async def close(self) -> None:
        """Hand every connection back."""
        await self.writer.dispose()
        if self.is_sqlite:
            await self.reader.dispose()
            await all_ended()


def limit_idling(connection: Any, _record: Any) -> None:
    """A process that falls asleep inside a transaction lets go of its rows: none waits for them longer than this."""
    with connection.cursor() as cursor:
        cursor.execute(f"SET idle_in_transaction_session_timeout = {IDLE_SECONDS * 1000}")
    connection.commit()


def lost_a_race(error: DBAPIError) -> bool:
    """Whether the same transaction may well succeed when it is done again: somebody else was first with a row, or two
    waited for each other and PostgreSQL chose this one to give way."""
    return isinstance(error, IntegrityError) or getattr(error.orig, "sqlstate", None) == "40P01"


def with_driver(url: URL) -> URL:
    """The same address with the asynchronous driver we use: aiosqlite or psycopg 3."""
    backend = url.get_backend_name()
    if backend == "sqlite":
        return url.set(drivername="sqlite+aiosqlite")
    if backend in {"postgres", "postgresql"}:
        return url.set(drivername="postgresql+psycopg")
    raise ValueError(f"DATABASE_URL names {backend!r}; Volley speaks sqlite and postgresql")
