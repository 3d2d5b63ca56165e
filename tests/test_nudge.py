"""Nudges: one wakes everybody who waits, in this process and in the others."""

import asyncio

import pytest

from bot import nudge as module
from bot.nudge import LocalNudge, SharedNudge
from storage.db import Database

HANG_UP = (
    "SELECT pg_terminate_backend(pid) FROM pg_stat_activity "
    "WHERE datname = current_database() AND query LIKE 'LISTEN%%' AND pid <> pg_backend_pid()"
)


async def rung(bell: asyncio.Event) -> None:
    """Wait until it rings."""
    async with asyncio.timeout(20):
        await bell.wait()


async def test_a_nudge_rings_every_bell_until_it_is_looked_at() -> None:
    nudge = LocalNudge()
    first, second = nudge.bell(), nudge.bell()
    nudge()
    nudge()
    await rung(first)
    await rung(second)
    first.clear()
    assert not first.is_set()
    assert second.is_set()


@pytest.mark.parametrize(
    "database_address", ["postgresql"], indirect=True
)  # a file has one process, which tells itself
async def test_a_nudge_reaches_other_processes_and_survives_a_lost_connection(
    database: Database, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(module, "AGAIN", 0.1)
    here, there = SharedNudge(database), SharedNudge(database)
    await here.start()
    await there.start()
    bell = there.bell()
    await heard(here, bell)
    async with database.writer.begin() as connection:
        await connection.exec_driver_sql(HANG_UP)
    bell.clear()
    await heard(here, bell)
    await here.stop()
    await there.stop()


async def heard(nudge: SharedNudge, bell: asyncio.Event) -> None:
    """Nudge until the other process hears it: it may still be connecting."""
    async with asyncio.timeout(20):
        while not bell.is_set():
            nudge()
            with_patience = asyncio.create_task(bell.wait())
            await asyncio.wait([with_patience], timeout=0.2)
            with_patience.cancel()
