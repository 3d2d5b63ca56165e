"""More comes than a channel should show: the most urgent have cards, the rest is counted and handed out."""

from collections.abc import AsyncIterator

import pytest

from bot.programme import Programme
from storage.db import Database
from tests.conftest import Cast
from tests.stories.conftest import for_a_story
from tests.stories.stage import Stage, raised, readable

WINDOW = 4
MANY = 12


@pytest.fixture
async def narrow(database_address: str, database: Database, cast: Cast, programme: Programme) -> AsyncIterator[Stage]:
    """A desk whose channels show four cards only: Slack takes one a second in a channel, and a story must end."""
    queues = tuple(queue.model_copy(update={"window": WINDOW}) for queue in programme.queues)
    narrowed = for_a_story(programme).model_copy(update={"queues": queues})
    async with raised(database_address, narrowed, database=database) as stage:
        yield stage


async def test_the_window_shows_the_first_and_next_hands_out_the_rest(narrow: Stage) -> None:
    desk, ana = narrow, narrow.person("ana")
    for number in range(MANY):
        desk.customer(f"writer{number}").post(f"@FirefoxSupport help, it is broken, case {number}.", lang="en")
    await desk.until(lambda: len(desk.cards(ana, "it is broken, case")) == WINDOW, what="a full window")
    desk.forward(minutes=2)
    counter = await desk.card(ana, f"+{MANY - WINDOW}")
    assert counter.channel_name == "desk-moderated"
    assert len(desk.cards(ana, "it is broken, case")) == WINDOW

    taken = set()
    for _ in range(MANY):
        await ana.command(counter.channel, "/desk next")
        card = readable(ana.messages(counter.channel)[-1])
        taken.add(card.split("case ")[1].split(".")[0])
    assert len(taken) == MANY
    assert "Nothing is waiting" in ((await ana.command(counter.channel, "/desk next")).text or "")
