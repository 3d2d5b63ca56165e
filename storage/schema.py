"""Which version of the tables a database has, against the one this code knows; and bringing it there."""

from enum import StrEnum
from pathlib import Path

from alembic import command
from alembic.config import Config
from alembic.migration import MigrationContext
from alembic.script import ScriptDirectory
from sqlalchemy import Connection

from storage.db import Database

MIGRATIONS = Path(__file__).parent / "migrations"


class Standing(StrEnum):
    """How a database's tables stand to what this code knows."""

    CURRENT = "current"
    OLDER = "older"
    NEWER = "newer"


async def standing(database: Database) -> Standing:
    """Whether the tables are as this code knows them, older (an empty database too), or made by newer code."""
    async with database.writer.begin() as connection:
        found = await connection.run_sync(lambda each: MigrationContext.configure(each).get_current_heads())
    known = ScriptDirectory.from_config(config())
    if set(found) == set(known.get_heads()):
        return Standing.CURRENT
    revisions = {each.revision for each in known.walk_revisions()}
    return Standing.OLDER if set(found) <= revisions else Standing.NEWER


async def upgrade(database: Database) -> None:
    """Bring the tables to the version this code knows, in one transaction; doing it twice changes nothing."""
    async with database.writer.begin() as connection:
        await connection.run_sync(lambda each: command.upgrade(config(each), "head"))


async def stamp(database: Database) -> None:
    """Say of tables that were laid in another way that they are as this code knows them."""
    async with database.writer.begin() as connection:
        await connection.run_sync(lambda each: command.stamp(config(each), "head"))


def config(connection: Connection | None = None) -> Config:
    """Alembic's settings: our folder, and the connection to use."""
    settings = Config()
    settings.set_main_option("script_location", str(MIGRATIONS).replace("%", "%%"))
    settings.attributes["connection"] = connection
    return settings
