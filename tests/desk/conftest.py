"""What tests of the desk share."""

import pytest

from bot.networks.x import X
from bot.programme import Programme
from storage.db import Database
from tests.conftest import Cast, SetClock
from tests.desk.world import World


@pytest.fixture
def world(database: Database, programme: Programme, clock: SetClock, cast: Cast) -> World:
    """The desk with its cast on a fresh database; X is there to say what it can do, without any keys."""
    x = X(programme, {}, clock=clock, charged=lambda charge: None)
    return World(database=database, programme=programme, networks={"x": x}, clock=clock, cast=cast)
