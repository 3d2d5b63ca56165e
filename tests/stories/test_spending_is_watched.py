"""What reading costs: managers are told at 50, 80 and 100 % of a day's budget, and raise it with one click."""

from collections.abc import AsyncIterator

import pytest

from bot.programme import Programme
from storage.db import Database
from tests.conftest import Cast
from tests.stories.conftest import for_a_story
from tests.stories.stage import Stage, raised, readable

BUDGET = 0.05
"""Dollars a day. The account asks for its own number at $0.010; each post of a new customer costs $0.011."""


@pytest.fixture
async def thrifty(database_address: str, database: Database, cast: Cast, programme: Programme) -> AsyncIterator[Stage]:
    """A desk whose support account may spend five cents a day."""
    told = for_a_story(programme)
    accounts = tuple(
        each.model_copy(update={"daily_budget": BUDGET}) if each.handle == "FirefoxSupport" else each
        for each in told.accounts
    )
    async with raised(database_address, told.model_copy(update={"accounts": accounts}), database=database) as stage:
        yield stage


async def test_managers_are_told_in_three_steps_and_raise_the_budget_with_one_click(thrifty: Stage) -> None:
    desk, kira, ana = thrifty, thrifty.person("kira"), thrifty.person("ana")
    warnings = {2: "has used 64 % of today’s budget", 3: "has used 86 %", 4: "has used 108 %"}
    for number in range(1, 5):
        desk.customer(f"asker{number}").post(f"@FirefoxSupport it crashes for the {number}. time, help", lang="en")
        await desk.card(ana, f"for the {number}. time")
        if number in warnings:
            await desk.told(kira, warnings[number])
        assert readable(kira.messages(kira.dm())).count("of today’s budget") == 2 * (number - 1)

    desk.forward(seconds=30)
    await others_are_read(desk, "alle Tabs sind weg")
    desk.customer("late").post("@FirefoxSupport and for me too, help", lang="en")
    desk.forward(minutes=2)
    await others_are_read(desk, "Lesezeichen sind weg")
    assert not desk.cards(ana, "and for me too")
    told = await desk.told(kira, warnings[4])
    assert (await kira.click(kira.dm(), told["ts"], "budget:raise")).acknowledged
    await desk.told(desk.person("max"), "<@U0KIRA> raised today's budget of @FirefoxSupport to $")
    await desk.card(ana, "and for me too")


async def others_are_read(desk: Stage, words: str) -> None:
    """A round is over in which what came to another account was read."""
    desk.customer("hans").post(f"@mozilla_germany {words}, Hilfe!", lang="de")
    await desk.card(desk.person("ana"), words)
