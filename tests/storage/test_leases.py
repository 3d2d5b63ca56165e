"""The worker's lease: one holder at a time, by the database's clock, and one process to an SQLite file."""

import asyncio
from pathlib import Path

from sqlalchemy import select, update

from storage import leases
from storage.db import Database
from storage.leases import FileLock
from storage.tables import Lease


async def take(database: Database, holder: str, seconds: float = 30) -> int | None:
    async with database.writing() as session:
        return await leases.take(session, "worker", holder=holder, seconds=seconds)


async def renew(database: Database, holder: str, fence: int, seconds: float = 30) -> bool:
    async with database.writing() as session:
        return await leases.renew(session, "worker", holder=holder, fence=fence, seconds=seconds)


async def test_only_one_holder_has_the_lease(database: Database) -> None:
    assert await take(database, "a") == 1
    assert await take(database, "b") is None


async def test_taking_at_once_has_one_winner(database: Database) -> None:
    fences = await asyncio.gather(*(take(database, f"holder {number}") for number in range(8)))
    assert sorted(fence for fence in fences if fence is not None) == [1]


async def test_a_lease_that_ran_out_goes_to_the_next_with_a_higher_fence(database: Database) -> None:
    assert await take(database, "a", seconds=-1) == 1
    assert await take(database, "b") == 2
    assert not await renew(database, "a", fence=1)
    assert await renew(database, "b", fence=2)


async def test_the_holder_may_take_it_again(database: Database) -> None:
    assert await take(database, "a") == 1
    assert await take(database, "a") == 2


async def test_a_lease_given_back_is_free_at_once_and_its_fence_rises(database: Database) -> None:
    fence = await take(database, "a")
    assert fence == 1
    assert await renew(database, "a", fence, seconds=0)
    assert await take(database, "b") == 2


async def test_the_lease_lasts_as_long_as_was_asked(database: Database) -> None:
    await take(database, "a", seconds=30)
    async with database.writing() as session:
        until = await session.scalar(update(Lease).values(fence=Lease.fence).returning(Lease.until))
        now = await session.scalar(select(leases.moment(session, 0)))
    assert until is not None
    assert now is not None
    assert 25 < (until - now).total_seconds() <= 30


def test_a_second_process_cannot_lock_the_same_file(tmp_path: Path) -> None:
    first, second = FileLock(tmp_path / "desk.db"), FileLock(tmp_path / "desk.db")
    assert first.take()
    assert not second.take()
    first.give_back()
    assert second.take()
    second.give_back()
