"""Who runs the loops: one lease with a fence, measured by the database's own clock, and the lock on an SQLite file."""

import sqlite3
from datetime import datetime
from pathlib import Path

from sqlalchemy import ColumnElement, func, update
from sqlalchemy.dialects import postgresql, sqlite
from sqlalchemy.ext.asyncio import AsyncSession

from storage.tables import Lease, UtcDateTime


async def take(session: AsyncSession, name: str, *, holder: str, seconds: float) -> int | None:
    """Take the lease when it is free, has run out, or is the holder's own; its fence, or None while another holds it.

    The fence rises with every taking, so that a holder who slept can be told from the present one.
    """
    until = moment(session, seconds)
    values = {"name": name, "holder": holder, "fence": 1, "until": until}
    again = {"holder": holder, "fence": Lease.fence + 1, "until": until}
    free = (Lease.until <= moment(session, 0)) | (Lease.holder == holder)
    if is_sqlite(session):
        lite = sqlite.insert(Lease).values(values)
        taking = lite.on_conflict_do_update(index_elements=[Lease.name], set_=again, where=free).returning(Lease.fence)
    else:
        post = postgresql.insert(Lease).values(values)
        taking = post.on_conflict_do_update(index_elements=[Lease.name], set_=again, where=free).returning(Lease.fence)
    return await session.scalar(taking)


async def renew(session: AsyncSession, name: str, *, holder: str, fence: int, seconds: float) -> bool:
    """Hold it for so many seconds more; False when somebody else has taken it since. Zero seconds gives it back.

    The row stays when it is given back, so that the fence goes on rising.
    """
    kept = await session.scalar(
        update(Lease)
        .where(Lease.name == name, Lease.holder == holder, Lease.fence == fence)
        .values(until=moment(session, seconds))
        .returning(Lease.fence)
    )
    return kept is not None


def moment(session: AsyncSession, seconds: float) -> ColumnElement[datetime]:
    """So many seconds from now, by the database's clock: other machines may have other ideas of the time."""
    if is_sqlite(session):
        return func.strftime("%Y-%m-%d %H:%M:%f000", "now", f"{seconds:+.3f} seconds", type_=UtcDateTime())
    return func.clock_timestamp() + func.make_interval(0, 0, 0, 0, 0, 0, seconds)


def is_sqlite(session: AsyncSession) -> bool:
    """Whether this session speaks to SQLite."""
    return session.get_bind().dialect.name == "sqlite"


class FileLock:
    """Keeps a second process away from an SQLite file, for as long as this process lives.

    The lock is an exclusive transaction on a small file beside it, which the operating system lifts when the process
    dies, however it dies; it works wherever SQLite does.
    """

    def __init__(self, database: Path) -> None:
        self._path = database.with_name(database.name + "-lock")
        self._connection: sqlite3.Connection | None = None

    def take(self) -> bool:
        """Take it; False when another process has it."""
        connection = sqlite3.connect(self._path, timeout=0, isolation_level=None)
        try:
            connection.execute("BEGIN EXCLUSIVE")
        except sqlite3.OperationalError:
            connection.close()
            return False
        self._connection = connection
        return True

    def give_back(self) -> None:
        """Let another process have it."""
        if self._connection is not None:
            self._connection.close()
            self._connection = None
