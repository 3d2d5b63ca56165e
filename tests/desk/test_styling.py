"""The style guide: how we write, in the customer's language, else in the account's, else in English."""

from dataclasses import replace

import pytest

from bot.desk.writing.replying import begin
from bot.desk.writing.styling import style_for
from bot.errors import Refused
from bot.programme import Programme
from tests.desk.world import World


@pytest.mark.parametrize(
    ("language", "account", "shown"),
    [
        ("fr", "FirefoxSupport", "fr"),
        ("de-AT", "FirefoxSupport", "de"),
        ("pt", "FirefoxSupport", "pt-BR"),
        ("fi", "mozilla_germany", "de"),
        ("", "firefox_es", "es"),
        ("fi", "FirefoxSupport", "en"),
    ],
)
async def test_the_style_is_the_customers_languages_or_what_stands_in(
    world: World, language: str, account: str, shown: str
) -> None:
    number = await world.arrive(language=language, account=account)
    picture = await world.ask(style_for, number, by="ana")
    written = world.programme.style[shown]
    assert (picture.language, picture.tone, picture.do, picture.dont) == (
        shown,
        written.tone,
        written.do,
        written.dont,
    )
    assert picture.address == world.programme.account(account).style_guide
    assert (await world.do(begin, number, by="ana")).has_style


async def test_a_desk_without_a_style_shows_no_way_to_one(world: World) -> None:
    number = await world.arrive()
    without = replace(world, programme=world.programme.model_copy(update={"style": {}}))
    assert not (await without.do(begin, number, by="ana")).has_style
    with pytest.raises(Refused, match="has no style guide"):
        await without.ask(style_for, number, by="ana")


def test_every_account_that_ships_has_its_own_languages_style(programme: Programme) -> None:
    assert {each.language for each in programme.accounts} <= set(programme.style)
    assert all(each.tone and each.do and each.dont for each in programme.style.values())
