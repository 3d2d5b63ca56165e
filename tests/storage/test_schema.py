"""Migrations lead to the tables that the mapped classes describe, on both databases."""

import os
from collections.abc import AsyncIterator, Iterator
from pathlib import Path

import pytest
from sqlalchemy import Connection, inspect, text

from storage import schema
from storage.db import Database
from storage.schema import Standing
from tests.conftest import POSTGRES
from tests.postgres import fresh_database


@pytest.fixture
def empty_address(database_address: str, tmp_path: Path) -> Iterator[str]:
    """The address of a database without any table, of the same kind as `database`."""
    if database_address.startswith("sqlite"):
        yield f"sqlite:///{tmp_path / 'empty.db'}"
        return
    with fresh_database(os.environ[POSTGRES], "volley_empty") as address:
        yield address


@pytest.fixture
async def empty(empty_address: str) -> AsyncIterator[Database]:
    """A database without any table, once on each kind."""
    database = Database(empty_address)
    yield database
    await database.close()


def described(connection: Connection) -> dict[str, object]:
    """Every table with its columns, keys, indexes and triggers, in words by which two databases of one kind compare."""
    inspector = inspect(connection)
    tables: dict[str, object] = {
        table: {
            "columns": sorted(
                (each["name"], str(each["type"]), each["nullable"]) for each in inspector.get_columns(table)
            ),
            "key": inspector.get_pk_constraint(table)["constrained_columns"],
            "foreign": sorted(str(each["constrained_columns"]) for each in inspector.get_foreign_keys(table)),
            "unique": sorted(str(each["column_names"]) for each in inspector.get_unique_constraints(table)),
        }
        for table in inspector.get_table_names()
        if table != "alembic_version"
    }
    where = (
        "SELECT name, sql FROM sqlite_master WHERE (type IN ('index', 'trigger') OR sql LIKE 'CREATE VIRTUAL%') "
        "AND sql IS NOT NULL"
        if connection.dialect.name == "sqlite"
        else "SELECT indexname, indexdef FROM pg_indexes WHERE schemaname = 'public'"
    )
    indexes = {name: " ".join(definition.split()) for name, definition in connection.execute(text(where))}
    indexes.pop("alembic_version_pkc", None)
    return tables | {"indexes": indexes}


async def looks(database: Database) -> dict[str, object]:
    """What `described` says of a database."""
    async with database.writer.connect() as connection:
        return await connection.run_sync(described)


async def test_migrations_lead_to_what_the_classes_describe(empty: Database, database: Database) -> None:
    await schema.upgrade(empty)
    assert await looks(empty) == await looks(database)


async def test_an_empty_database_is_older_and_upgrading_twice_changes_nothing(empty: Database) -> None:
    assert await schema.standing(empty) is Standing.OLDER
    await schema.upgrade(empty)
    assert await schema.standing(empty) is Standing.CURRENT
    await schema.upgrade(empty)
    assert await schema.standing(empty) is Standing.CURRENT


async def test_tables_of_newer_code_are_recognised(empty: Database) -> None:
    await schema.upgrade(empty)
    async with empty.writing() as session:
        await session.execute(text("UPDATE alembic_version SET version_num = 'from the future'"))
    assert await schema.standing(empty) is Standing.NEWER


async def test_tables_laid_in_another_way_can_be_stamped(database: Database) -> None:
    assert await schema.standing(database) is Standing.OLDER
    await schema.stamp(database)
    assert await schema.standing(database) is Standing.CURRENT
