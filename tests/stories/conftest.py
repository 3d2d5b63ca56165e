"""The desk, open, with the cast at it."""

from collections.abc import AsyncIterator

import pytest

from bot.demo import for_the_demo
from bot.programme import Programme
from storage.db import Database
from tests.conftest import Cast
from tests.stories.stage import Stage, raised

HANDLES = {"Firefox", "FirefoxSupport", "mozilla_germany", "FirefoxBrasil", "FirefoxAndroid"}


@pytest.fixture
async def desk(database_address: str, database: Database, cast: Cast, programme: Programme) -> AsyncIterator[Stage]:
    """The real bot beside the sandbox, with short polls; the cast has its roles."""
    async with raised(database_address, for_a_story(programme), database=database) as stage:
        yield stage


def for_a_story(programme: Programme) -> Programme:
    """The demo's programme with the accounts that stories speak of; `Stage.next_reading` skips the wait for a poll."""
    times = programme.times.model_copy(update={"poll_seconds": 4})
    accounts = tuple(each for each in programme.accounts if each.handle in HANDLES)
    return for_the_demo(programme.model_copy(update={"accounts": accounts})).model_copy(update={"times": times})
