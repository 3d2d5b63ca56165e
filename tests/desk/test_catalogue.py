"""The catalogue of tags: the file is its origin, managers change it, and whatever is about tags follows."""

import pytest

from bot.desk.finding.filtering import choices
from bot.desk.finding.filters import filter_in
from bot.desk.finding.listing import list_open
from bot.desk.finding.searching import search
from bot.desk.handling.catalogue import Catalogue, change, tags
from bot.desk.handling.marking import tag
from bot.desk.people.members import remove
from bot.errors import Invalid, NotAllowed
from storage.tables import CatalogueTag
from tests.desk.world import World


async def names(world: World) -> list[str]:
    """What is offered."""
    found: Catalogue = await world.ask(tags, by="bea")
    return found.names


async def test_an_added_tag_is_offered_set_listed_and_found(world: World) -> None:
    number = await world.arrive("sync")
    with pytest.raises(Invalid):
        await world.do(tag, number, add=["Paid add-on"], by="ana")
    await world.do(change, add=" Paid  add-on ", hint="when they paid", by="kira")
    assert (await names(world))[-1] == "Paid add-on"
    assert (await world.ask(tags, by="ana")).tags[-1].hint == "when they paid"
    assert (await world.ask(choices, by="ana")).tags[-1] == "Paid add-on"
    await world.do(tag, number, add=["paid ADD-ON"], by="ana")
    assert (await world.see(number)).tags == ["Paid add-on"]
    assert (await world.ask(list_open, filter_in("tag:paid add-on"), by="ana")).total == 1
    assert (await world.ask(search, "sync tag:paid add-on", by="ana")).total == 1


async def test_a_retired_tag_stays_where_it_is_and_comes_back(world: World) -> None:
    number, other = await world.arrive("sync", tags=["Crash"]), await world.arrive(customer="otto")
    await world.do(change, retire=["crash"], by="kira")
    await world.do(change, retire=[], by="kira")
    assert "Crash" not in await names(world)
    assert (await world.ask(tags, by="kira")).retired == ("Crash",)
    with pytest.raises(Invalid):
        await world.do(tag, other, add=["Crash"], by="ana")
    assert (await world.ask(list_open, filter_in("tag:Crash"), by="ana")).total == 1
    assert (await world.ask(search, "sync tag:crash", by="ana")).total == 1
    await world.do(change, bring_back=["CRASH"], by="max")
    await world.do(change, retire=["Sync"], by="max")
    await world.do(change, add="sync", by="max")
    assert {"Crash", "Sync"} <= set(await names(world))
    await world.do(tag, other, add=["Crash"], by="ana")
    assert (await world.see(number)).tags == (await world.see(other)).tags == ["Crash"]


@pytest.mark.parametrize("name", ["Crash", "a, b", "a: b", "-x", "x" * 76])
async def test_what_is_no_name_is_refused(world: World, name: str) -> None:
    with pytest.raises(Invalid) as refusal:
        await world.do(change, add=name, by="kira")
    assert refusal.value.field == "add"


async def test_only_managers_change_it_and_a_name_is_forgotten_with_its_member(world: World) -> None:
    for by in ("bea", "ana", "mo"):
        with pytest.raises(NotAllowed):
            await world.do(change, add="Mine", by=by)
    for wrong in ({"retire": ["Crsh"]}, {"bring_back": ["Crash"]}):
        with pytest.raises(Invalid):
            await world.do(change, **wrong, by="kira")
    await world.do(change, add="Themes of old", retire=["Crash"], by="max")
    await world.do(remove, "U0MAX", by="kira")
    async with world.database.reading() as session:
        for name in ("Themes of old", "Crash"):
            row = await session.get_one(CatalogueTag, name)
            assert "U0MAX" not in (row.added_by, row.retired_by)
