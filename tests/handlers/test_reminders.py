"""Reminders by command and by form."""

import pytest

from bot.desk.rhythm.reminding import reminders
from tests.desk.world import World
from tests.handlers.bodies import command, form, typed
from tests.handlers.conftest import Door


async def test_the_command_says_when_by_whose_clock_and_how_to_undo(door: Door, world: World) -> None:
    number = await world.arrive()
    said = (await door.answer(command(f"remind {number} tomorrow 9:00 ask &lt;her&gt;")))["text"]
    assert "Tue 3 Mar, 09:00 (Europe/Berlin)" in said
    assert "/desk reminders" in said
    assert [each.text for each in await world.ask(reminders, by="ana")] == ["ask <her>"]


async def test_a_refused_command_gives_examples_and_the_words_back(door: Door, world: World) -> None:
    number = await world.arrive()
    answer = await door.answer(command(f"remind {number} when the nightly is out"))
    assert "`in 2 hours`" in answer["text"]
    assert "when the nightly is out" in str(answer["blocks"])
    assert "volunteer" in str(await door.answer(command(f"remind {number} tomorrow", by="U0BEA")))


async def test_the_form_takes_words_or_a_picked_moment_and_shows_those_to_come(door: Door, world: World) -> None:
    number = await world.arrive()
    picked = {"type": "datetimepicker", "selected_date_time": int(world.clock.now().timestamp()) + 7200}
    entries = {"when": typed(""), "at": picked, "words": typed("ask her")}
    answer = await door.answer(form("conversation:remind", str(number), entries))
    assert answer["response_action"] == "update"
    assert "Mon 2 Mar, 13:00" in str(answer["view"])
    entries = {"when": typed("Friday"), "at": picked, "words": typed("")}
    answer = await door.answer(form("conversation:remind", str(number), entries))
    assert "Fri 6 Mar, 09:00" in str(answer["view"])
    assert len(await world.ask(reminders, by="ana")) == 2


@pytest.mark.parametrize("when", ["", "soon", "today 0:01"])
async def test_a_form_without_a_moment_is_refused_beside_the_field(door: Door, world: World, when: str) -> None:
    number = await world.arrive()
    entries = {"when": typed(when), "words": typed("ask her")}
    answer = await door.answer(form("conversation:remind", str(number), entries))
    assert list(answer["errors"]) == ["when"]
    assert await world.ask(reminders, by="ana") == ()
