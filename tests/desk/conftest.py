"""What tests of the desk share."""

import pytest

from bot.networks.base import Network
from bot.networks.google_play import GooglePlay
from bot.networks.google_play_keys import Key
from bot.networks.x import X
from bot.programme import Programme
from storage.db import Database
from tests.conftest import Cast, SetClock
from tests.desk.world import World


@pytest.fixture
def world(database: Database, programme: Programme, clock: SetClock, cast: Cast) -> World:
    """The desk with its cast on a fresh database; the networks are there to say what they can do, without any keys."""
    x = X(programme, {}, clock=clock, charged=lambda charge: None)
    play = GooglePlay(programme, Key("nobody", "", None), clock=clock, charged=lambda charge: None)
    networks: dict[str, Network] = {"x": x, "google_play": play}
    return World(database=database, programme=programme, networks=networks, clock=clock, cast=cast)
