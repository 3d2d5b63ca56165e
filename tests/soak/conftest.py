"""Databases that a real process of the bot takes for its own."""

import pytest

from storage import schema
from storage.db import Database
from tests.conftest import Cast


@pytest.fixture
async def open_database(database: Database, cast: Cast) -> Database:
    """A fresh database of each kind with the cast in it, whose tables are marked as the newest."""
    await schema.stamp(database)
    return database
