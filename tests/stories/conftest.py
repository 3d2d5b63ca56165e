"""The desk, open, with the cast at it."""

from collections.abc import AsyncIterator
from pathlib import Path
from zlib import crc32

import pytest

from bot.demo import for_the_demo
from bot.programme import Programme
from storage.db import Database
from tests.conftest import DATABASES, Cast
from tests.stories.stage import Stage, raised

HERE = Path(__file__).parent
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


@pytest.hookimpl(tryfirst=True)
def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """Tell each story on one of the two databases, now this, now that; on both in the long run."""
    for item in items:
        if isinstance(item, pytest.Function) and HERE in item.path.parents and hasattr(item, "callspec"):
            chosen = item.callspec.params.get("database_address")
            turn = DATABASES[crc32(item.nodeid.replace(f"{chosen}", "").encode()) % len(DATABASES)]
            if chosen in DATABASES and chosen != turn:
                item.add_marker(pytest.mark.soak)
