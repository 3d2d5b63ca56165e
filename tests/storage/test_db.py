"""Engines and transactions hold what they promise, on both databases."""

import asyncio
import sqlite3
import threading
from contextlib import closing
from datetime import datetime
from pathlib import Path
from typing import Any

import pytest
from sqlalchemy import make_url, select, text
from sqlalchemy.exc import DatabaseError, DBAPIError, StatementError

from storage import db
from storage.db import Database, with_driver
from storage.tables import Member
from tests.conftest import MONDAY, Cast


async def test_what_is_written_is_read_back_aware_and_in_utc(database: Database, cast: Cast) -> None:
    async with database.reading() as session:
        ana = (await session.scalars(select(Member).where(Member.id == "U0ANA"))).one()
    assert ana.joined_at.utcoffset() is not None
    assert ana.joined_at < MONDAY


async def test_a_reader_cannot_write(database: Database, cast: Cast) -> None:
    async with database.reading() as session:
        session.add(Member(id="U0EVE", joined_at=MONDAY))
        with pytest.raises(DBAPIError):
            await session.flush()


async def test_a_failed_transaction_leaves_nothing(database: Database) -> None:
    with pytest.raises(RuntimeError):
        await write_and_fail(database)
    async with database.reading() as session:
        assert await session.get(Member, "U0EVE") is None


async def write_and_fail(database: Database) -> None:
    async with database.writing() as session:
        session.add(Member(id="U0EVE", joined_at=MONDAY))
        await session.flush()
        raise RuntimeError


async def test_a_time_without_a_zone_is_refused(database: Database) -> None:
    with pytest.raises(StatementError, match="without a zone"):
        async with database.writing() as session:
            session.add(Member(id="U0EVE", joined_at=datetime(2026, 1, 1)))  # noqa: DTZ001 - that is the point


def test_addresses_of_hosting_providers_are_accepted() -> None:
    assert with_driver(make_url("postgres://u@h/d")).drivername == "postgresql+psycopg"
    with pytest.raises(ValueError, match="mysql"):
        with_driver(make_url("mysql://u@h/d"))


@pytest.mark.parametrize("database_address", ["postgresql"], indirect=True)
async def test_a_process_asleep_in_a_transaction_lets_go_of_its_rows(
    database: Database, cast: Cast, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(db, "IDLE_SECONDS", 1)
    sleeper = Database(database.url)
    with pytest.raises(DBAPIError):
        async with sleeper.writing() as session:
            await session.get(Member, "U0ANA", with_for_update=True)
            async with asyncio.timeout(20), database.writing() as other:
                ana = await other.get_one(Member, "U0ANA", with_for_update=True)
                ana.name = "Ana"
    await sleeper.close()
    async with database.reading() as session:
        assert (await session.get_one(Member, "U0ANA")).name == "Ana"


async def test_a_file_that_refuses_a_setting_is_closed_again(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    opened: list[sqlite3.Connection] = []
    really = sqlite3.connect

    def connect(*where: Any, **how: Any) -> sqlite3.Connection:
        opened.append(really(*where, **how | {"check_same_thread": False}))
        return opened[-1]

    monkeypatch.setattr("storage.sqlite.sqlite3.connect", connect)
    (tmp_path / "desk.db").write_text("This is no database, however it is called. " * 99)
    database = Database(f"sqlite:///{tmp_path / 'desk.db'}")
    with pytest.raises(DatabaseError):
        async with database.reading() as session:
            await session.execute(text("SELECT 1"))
    await database.close()
    with pytest.raises(sqlite3.ProgrammingError, match="closed"):
        opened[0].execute("SELECT 1")


async def test_no_thread_outlives_the_database_that_it_works_for(tmp_path: Path) -> None:
    before = set(threading.enumerate())
    database = Database(f"sqlite:///{tmp_path / 'desk.db'}")
    with closing(sqlite3.connect(tmp_path / "desk.db", isolation_level=None)) as another:
        another.execute("BEGIN EXCLUSIVE")
        opening = asyncio.create_task(database.reader.connect().start())
        await asyncio.wait([opening], timeout=0.1)
        opening.cancel()
        assert isinstance(*await asyncio.gather(opening, return_exceptions=True), asyncio.CancelledError)
        asyncio.get_running_loop().call_later(0.1, another.rollback)
        await database.close()
    assert set(threading.enumerate()) - before <= {each for each in threading.enumerate() if "asyncio" in each.name}
