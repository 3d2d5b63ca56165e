"""Stopping and starting public sending, and who hears of it."""

import pytest

from bot.desk.leaving.stopping import start, stop, stopped
from bot.desk.writing.replying import begin, reply
from bot.errors import Invalid, NotAllowed
from storage.tables import Stop
from tests.desk.world import World


def accounts(stops: list[Stop]) -> list[str]:
    """What is stopped."""
    return [each.account for each in stops]


async def test_moderators_stop_one_account_or_everything(world: World) -> None:
    assert accounts(await world.do(stop, "firefoxsupport", by="mo")) == ["FirefoxSupport"]
    assert set(accounts(await world.do(stop, None, by="kira"))) == {"*", "FirefoxSupport"}
    assert set(accounts(await world.ask(stopped, by="bea"))) == {"*", "FirefoxSupport"}


async def test_volunteers_do_not(world: World) -> None:
    for verb in (stop, start):
        with pytest.raises(NotAllowed):
            await world.do(verb, None, by="ana")


async def test_an_unknown_account_is_refused_with_the_nearest(world: World) -> None:
    with pytest.raises(Invalid, match="FirefoxSupport"):
        await world.do(stop, "@FirefoxSuport", by="mo")


async def test_stopping_twice_keeps_who_did_it_first_and_tells_once(world: World) -> None:
    await world.do(stop, None, by="mo")
    (kept,) = await world.do(stop, None, by="kira")
    assert kept.by == "U0MO"
    told = await world.told("max")
    assert [each.facts["text"] for each in told] == ["<@U0MO> stopped all public sending."]
    assert await world.told("mo") == []


async def test_a_button_answers_in_private_for_it_shows_nothing_itself(world: World) -> None:
    await world.do(stop, None, answer_in="C0MODERATED", by="mo")
    await world.do(start, None, answer_in="", by="mo")
    told = [(each.channel, each.facts["text"].split(".")[0]) for each in await world.told("mo")]
    assert told == [
        ("C0MODERATED", "You stopped all public sending"),
        (None, "You started all public sending again"),
    ]


@pytest.mark.parametrize("word", ["all", "Everything"])
async def test_whoever_is_in_a_hurry_may_say_all(world: World, word: str) -> None:
    assert accounts(await world.do(stop, word, by="mo")) == ["*"]
    assert await world.do(start, word, by="mo") == []


async def test_a_button_pressed_twice_says_who_was_first(world: World) -> None:
    await world.do(stop, None, answer_in="C0MODERATED", by="mo")
    await world.do(stop, None, answer_in="C0MODERATED", by="kira")
    for _ in range(2):
        await world.do(start, None, answer_in="C0MODERATED", by="max")
    said = [each.facts["text"] for name in ("kira", "max") for each in await world.told(name) if each.channel]
    assert [each.split(".")[0] for each in said] == [
        "<@U0MO> had already stopped all public sending",
        "You started all public sending again",
        "That was not stopped any more",
    ]


async def test_starting_everything_lifts_every_stop(world: World) -> None:
    await world.do(stop, "@FirefoxSupport", by="mo")
    await world.do(stop, None, by="mo")
    assert await world.do(start, None, by="kira") == []


async def test_starting_one_account_leaves_the_stop_of_all(world: World) -> None:
    await world.do(stop, "@FirefoxSupport", by="mo")
    await world.do(stop, None, by="mo")
    assert accounts(await world.do(start, "@firefoxsupport", by="kira")) == ["*"]


async def test_cards_with_something_queued_are_drawn_again(world: World) -> None:
    number, other = await world.arrive(), await world.arrive(customer="greta", account="mozilla_germany")
    for each in (number, other):
        opened = await world.do(begin, each, by="ana")
        await world.do(reply, each, answers=opened.answers, text="Hello", by="ana")
    before = {each: (await world.see(each)).version for each in (number, other)}
    await world.do(stop, "@FirefoxSupport", by="mo")
    assert (await world.see(number)).version == before[number] + 1
    assert (await world.see(other)).version == before[other]
    await world.do(start, None, by="mo")
    assert (await world.see(number)).version == before[number] + 2
    assert (await world.kinds(number))[-2:] == ["reply_waits", "reply_waits"]
