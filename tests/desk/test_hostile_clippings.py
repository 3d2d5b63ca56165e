"""Clippings with what no database keeps, more than their form holds, or a customer of whatever name."""

from dataclasses import replace

import pytest

from bot.clippings import addressed, filled
from bot.desk.writing.clippings import add
from bot.errors import Invalid
from tests.desk.test_clippings import CRASH, TABS
from tests.desk.world import World


async def test_what_no_database_keeps_is_taken_out_and_refused_without_a_knowledge_base_too(world: World) -> None:
    hostile = replace(CRASH, words=("cra\0sh", "\u202e"), article="crash\0es")
    kept = await world.do(add, hostile, by="kira")
    assert (kept.words, kept.article) == (["crash"], "crashes")
    world.programme = world.programme.model_copy(update={"knowledge_base": None})
    world.__post_init__()
    with pytest.raises(Invalid, match="at most 200"):
        await world.do(add, replace(TABS, article="a" * 201), by="kira")


async def test_a_language_that_is_there_twice_is_refused(world: World) -> None:
    twice = replace(TABS, texts={"en": "This one?", "EN": "Or that one?"})
    with pytest.raises(Invalid, match="such as en and EN"):
        await world.do(add, twice, by="kira")


@pytest.mark.parametrize("name", ["", "@Apple", "win at firefox.com", "{article}", "#1 fan", "n" * 41])
def test_a_name_that_would_mention_link_or_block_is_not_said(name: str) -> None:
    assert addressed(name, "@lena") == "lena"
    assert addressed(" Lena\nM. ", "lena") == "Lena M."
    assert addressed("", f"I {name}") == ("" if name else "I"), "in a store an account may be called anything"


@pytest.mark.parametrize(
    ("written", "said"),
    [
        ("Hallo {name}, danke!", "Hallo, danke!"),
        ("Olá, {name}! Obrigado.", "Olá! Obrigado."),
        ("Hola, {name}: gracias.", "Hola: gracias."),
        ("{name}, thank you.", "thank you."),
    ],
)
def test_who_has_no_name_is_greeted_without_one(written: str, said: str) -> None:
    assert filled(written, customer="") == said
