"""PostgreSQL databases are lent to one test after another; each finds its own as empty as the first did."""

import os
from collections.abc import Iterator

import psycopg
import pytest

from tests.conftest import POSTGRES, TEMPLATE
from tests.postgres import Lending, PostgresServer

ALARM = "INSERT INTO alarms (kind, about, text, at) VALUES ('gap', 'x', 'nothing came', now()) RETURNING id"


@pytest.fixture
def shelf() -> Iterator[Lending]:
    """Databases that nobody has borrowed yet."""
    shelf = Lending(os.environ[POSTGRES], TEMPLATE)
    yield shelf
    shelf.close()


def run(address: str, statement: str) -> list[tuple[object, ...]]:
    """What a database answers."""
    with psycopg.connect(address, autocommit=True) as connection:
        cursor = connection.execute(statement)
        return cursor.fetchall() if cursor.description else []


def test_a_database_is_lent_again_without_rows_and_counting_from_one(shelf: Lending) -> None:
    with shelf.database() as first:
        assert run(first, ALARM) == [(1,)]
    with shelf.database() as second:
        assert second == first
        assert run(second, "SELECT count(*) FROM alarms") == [(0,)]
        assert run(second, ALARM) == [(1,)]


def test_two_borrowers_at_once_have_two(shelf: Lending) -> None:
    with shelf.database() as first, shelf.database() as second:
        assert first != second


def test_whoever_is_left_in_a_database_is_sent_out_of_it(shelf: Lending) -> None:
    with shelf.database() as address:
        left = psycopg.connect(address)
        left.execute(ALARM)
    with pytest.raises(psycopg.OperationalError):
        left.execute("SELECT 1")
    left.close()
    with shelf.database() as address:
        assert run(address, "SELECT count(*) FROM alarms") == [(0,)]


@pytest.mark.parametrize("change", ["ALTER TABLE alarms DROP COLUMN text", "CREATE TABLE more (id int)"])
def test_changed_tables_are_not_lent_again(shelf: Lending, change: str) -> None:
    with shelf.database() as first:
        run(first, change)
    with shelf.database() as second:
        assert second != first


def test_the_mark_of_migrations_is_taken_off(shelf: Lending) -> None:
    with shelf.database() as first:
        run(first, "CREATE TABLE alembic_version (version_num text)")
    with shelf.database() as second:
        assert second == first
        assert run(second, "SELECT to_regclass('alembic_version')") == [(None,)]


@pytest.mark.parametrize(("durable", "fsync"), [(False, "off"), (True, "on")])
def test_what_is_measured_reaches_the_disk_and_what_is_tested_need_not(durable: bool, fsync: str) -> None:
    server = PostgresServer(durable=durable)
    try:
        assert run(server.address.format(name="postgres"), "SHOW fsync") == [(fsync,)]
    finally:
        server.stop()
