"""Clippings with what no database keeps, or more than their form holds."""

from dataclasses import replace

import pytest

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
