"""The desk, open, with the cast at it."""

from collections.abc import AsyncIterator

import pytest

from bot.demo import for_the_demo
from bot.programme import Programme
from storage.db import Database
from tests.conftest import Cast
from tests.stories.stage import Stage, raised


@pytest.fixture
async def desk(database_address: str, database: Database, cast: Cast, programme: Programme) -> AsyncIterator[Stage]:
    """The real bot beside the sandbox, with short polls; the cast has its roles."""
    async with raised(database_address, for_a_story(programme), database=database) as stage:
        yield stage


def for_a_story(programme: Programme) -> Programme:
    """The demo's programme with polls a second apart."""
    times = programme.times.model_copy(update={"poll_seconds": 4})
    return for_the_demo(programme).model_copy(update={"times": times})
