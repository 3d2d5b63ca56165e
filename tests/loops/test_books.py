"""What was charged is written down, also what was charged last before the desk closed."""

from bot.networks.base import Charge
from bot.programme import Programme
from storage import spending
from storage.db import Database
from tests.stories.conftest import for_a_story
from tests.stories.stage import raised


async def test_what_was_charged_last_is_written_down_when_the_desk_closes(
    database_address: str, programme: Programme
) -> None:
    async with raised(database_address, for_a_story(programme)) as stage:
        await stage.app.engine.stop()
        stage.app.till(Charge("FirefoxSupport", "post with a link", 1, 200_000))
        day = stage.sandbox.clock.now().date()
    database = Database(database_address)
    async with database.reading() as session:
        lines = {each.account: each.microdollars for each in await spending.of_day(session, day)}
    await database.close()
    assert lines["FirefoxSupport"] >= 200_000
