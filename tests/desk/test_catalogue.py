"""The catalogue of tags: the file is its origin, managers change it, and whatever is about tags follows."""

from typing import Any

import pytest
from sqlalchemy import select

from bot.clippings import Wording
from bot.desk.arriving.intake import take_in_all
from bot.desk.bulk.deciding import carry_out, prepare
from bot.desk.bulk.undoing import undo
from bot.desk.finding.filtering import choices
from bot.desk.finding.filters import filter_in
from bot.desk.finding.listing import list_open
from bot.desk.finding.saving import save
from bot.desk.finding.searching import search
from bot.desk.handling.articles_needed import ask_for_one
from bot.desk.handling.catalogue import Catalogue, change, history, tags
from bot.desk.handling.closing import close
from bot.desk.handling.editing_tags import edit
from bot.desk.handling.marking import Change, mark, tag
from bot.desk.handling.renaming import write_new_names
from bot.desk.people.members import remove
from bot.desk.showing.showing import show
from bot.desk.writing.clippings import add
from bot.desk.writing.replying import begin
from bot.errors import Invalid, NotAllowed
from storage.catalogue import renamings
from storage.tables import CatalogueChange, CatalogueTag, Clipping, Conversation
from tests.desk.mentions import mention
from tests.desk.world import World


async def names(world: World) -> list[str]:
    """What is offered."""
    found: Catalogue = await world.ask(tags, by="bea")
    return found.names


async def written(world: World) -> None:
    """A minute later the calendar has written new names wherever they belong."""
    world.clock.forward(minutes=2)
    while await world.act(write_new_names):
        pass
    async with world.database.reading() as session:
        assert await renamings(session) == []


async def test_an_added_tag_is_offered_set_listed_and_found(world: World) -> None:
    number = await world.arrive("sync")
    with pytest.raises(Invalid):
        await world.do(tag, number, add=["Paid add-on"], by="ana")
    with pytest.raises(Invalid, match="Which tag is it"):
        await world.do(change, hint="when they paid", by="kira")
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
    await world.do(change, add="sync", hint="when it syncs", by="max")
    assert {"Crash", "Sync"} <= set(await names(world))
    assert (await world.ask(tags, by="ana")).hints["Sync"] == "when it syncs"
    await world.do(tag, other, add=["Crash"], by="ana")
    assert (await world.see(number)).tags == (await world.see(other)).tags == ["Crash"]


async def test_a_renamed_tag_goes_by_its_new_name_wherever_it_stands(world: World) -> None:
    number, closed = await world.arrive("sync", tags=["Sync", "Crash"]), await world.arrive(tags=["Crash"])
    await world.do(close, closed, reason="Resolved", by="ana")
    clipping = await world.do(add, Wording("Safe mode", "Crashes", {"en": "Try safe mode"}, ("Crash",)), by="kira")
    await world.do(save, "mine too", filter_in("tag:Crash"), by="ana")
    version = (await world.see(number)).version
    await world.do(edit, "crash", name="It closes by itself", by="kira")
    assert await world.act(write_new_names) == 1
    assert (await world.see(closed)).tags == ["Crash"]
    assert (await world.see(number)).tags == ["Sync", "It closes by itself"]
    await written(world)
    assert (await world.see(closed)).tags == ["It closes by itself"]
    assert (await world.see(number)).version == version + 1
    happened = (await world.diary(number))[-1]
    assert (happened.kind, happened.by, happened.facts) == (
        "tag_renamed",
        "U0KIRA",
        {"old": "Crash", "new": "It closes by itself"},
    )
    async with world.database.reading() as session:
        assert (await session.get_one(Clipping, clipping.id)).tags == ["It closes by itself"]
    assert (await world.ask(list_open, filter_in("mine too"), by="ana")).total == 1
    assert (await world.ask(search, "sync tag:it closes by itself", by="ana")).total == 1
    assert "Crash" not in await names(world)
    (change_made,) = await world.ask(history, by="kira")
    assert (change_made.kind, change_made.tag, change_made.became) == ("renamed", "Crash", "It closes by itself")
    await world.do(edit, "It closes by itself", name="Crash", by="max")
    await written(world)
    assert (await world.see(number)).tags == ["Sync", "Crash"]
    assert "Crash" in await names(world)


async def test_rules_and_hints_of_the_file_follow_a_new_name(world: World) -> None:
    for old, new in (
        ("Crash", "Freeze"),
        ("Controversial", "Hot"),
        ("Article needed", "No article"),
        ("Sync", "Synced"),
    ):
        await world.do(edit, old, name=new, by="kira")
    async with world.database.writing() as session:
        post = mention("@FirefoxSupport it crashes, help")
        await take_in_all(
            session,
            [post],
            "x:mentions:FirefoxSupport",
            now=world.clock.now(),
            programme=world.programme,
            networks=world.networks,
        )
    assert (await world.see(1)).tags == ["Freeze"]
    await world.do(tag, 1, add=["Hot"], by="ana")
    await world.do(ask_for_one, 1, by="ana")
    card = await world.ask(show, 1, by="ana")
    assert card.tags == ("Freeze", "Hot", "No article")
    assert card.article_needed
    assert [each[0] for each in card.hints.checklists] == ["Hot"]
    with pytest.raises(Invalid, match="Rename that one"):
        await world.do(change, add="Crash", by="kira")


async def test_what_a_tag_says_proposes_and_asks_is_edited(world: World) -> None:
    await world.do(change, add="Paid add-on", by="kira")
    asked = ["Ask for the order.", " ", "Never for a card number."]
    await world.do(edit, "Paid add-on", hint="they paid", closes_as="acknowledged", checklist=asked, by="kira")
    found = (await world.ask(tags, by="ana")).tags[-1]
    assert (found.hint, found.closes_as, found.checklist) == (
        "they paid",
        "Acknowledged",
        ("Ask for the order.", "Never for a card number."),
    )
    number = await world.arrive(tags=["Paid add-on", "Fan Love"])
    card = await world.ask(show, number, by="ana")
    assert (card.proposed_reason, card.hints.checklists[0][0]) == ("Acknowledged", "Paid add-on")
    form = await world.do(begin, number, by="ana")
    assert (form.proposed_reason, form.hints.checklists) == (card.proposed_reason, card.hints.checklists)
    await world.do(edit, "Paid add-on", closes_as="", checklist=[], by="kira")
    await world.do(edit, "Fan Love", hint="they love it", closes_as="", by="kira")
    card = await world.ask(show, number, by="ana")
    assert (card.proposed_reason, card.hints.checklists) == (None, ())
    assert (await world.ask(tags, by="ana")).hints["Fan Love"] == "they love it"
    said = len(await world.ask(history, by="kira"))
    await world.do(edit, "Fan Love", hint="they love it", name="Fan Love", by="kira")
    assert len(await world.ask(history, by="kira")) == said


@pytest.mark.parametrize(
    ("wrong", "field"),
    [
        ({"name": "Sync"}, "name"),
        ({"name": "a: b"}, "name"),
        ({"name": "Retired one"}, "name"),
        ({"closes_as": "Because"}, "closes_as"),
        ({"checklist": ["x" * 151]}, "checklist"),
        ({"checklist": ["x"] * 11}, "checklist"),
    ],
)
async def test_what_a_tag_cannot_become_is_refused_and_changes_nothing(
    world: World, wrong: dict[str, Any], field: str
) -> None:
    await world.do(change, add="Retired one", by="kira")
    await world.do(change, retire=["Retired one"], by="kira")
    number = await world.arrive(tags=["Crash"])
    with pytest.raises(Invalid) as refusal:
        await world.do(edit, "Crash", hint="other", **wrong, by="kira")
    assert refusal.value.field == field
    assert ((await world.see(number)).tags, "Crash" in await names(world)) == (["Crash"], True)
    assert (await world.ask(tags, by="ana")).hints.get("Crash") != "other"
    for by in ("ana", "mo"):
        with pytest.raises(NotAllowed):
            await world.do(edit, "Crash", name="Freeze", by=by)


async def test_bulk_work_is_taken_back_by_the_new_name(world: World) -> None:
    closed = await world.arrive(tags=["Crash"])
    picture = await world.do(prepare, filter_in(""), act="close", value="Resolved", by="mo")
    await world.do(carry_out, picture.number, by="mo")
    await world.do(edit, "Crash", name="Freeze", by="kira")
    await world.do(undo, picture.number, by="mo")
    assert (await world.see(closed)).tags == ["Freeze"]


@pytest.mark.parametrize(("act", "value"), [("move", "de"), ("assign", "U0ANA"), ("tag", "Sync")])
@pytest.mark.parametrize("in_time", [True, False])
async def test_open_conversations_are_brought_back_after_a_tag_of_theirs_was_renamed(
    world: World, act: str, value: str, in_time: bool
) -> None:
    number = await world.arrive(tags=["Crash"])
    picture = await world.do(prepare, filter_in(""), act=act, value=value, by="mo")
    await world.do(carry_out, picture.number, by="mo")
    await world.do(edit, "Crash", name="Freeze", by="kira")
    if in_time:
        await written(world)
    undone = await world.do(undo, picture.number, by="mo")
    assert [row.why_not for row in undone.rows] == [""]
    seen = await world.see(number)
    assert (seen.tags, seen.queue, seen.claim) == (["Freeze"], "moderated", None)


async def test_renaming_twice_and_back_leaves_one_name_and_takes_no_other_tag_along(world: World) -> None:
    await world.do(change, add="Paid", by="kira")
    open_one, closed = await world.arrive(tags=["Paid"]), await world.arrive(tags=["Paid", "Sync"])
    await world.do(close, closed, reason="Resolved", by="ana")
    for old, new in (("Paid", "Bought"), ("Bought", "Paid"), ("Paid", "Money")):
        await world.do(edit, old, name=new, by="kira")
    for verb, arguments, more in ((change, (), {"add": "Paid"}), (edit, ("Sync",), {"name": "Bought"})):
        with pytest.raises(Invalid, match="is becoming “Money”"):
            await world.do(verb, *arguments, **more, by="max")
    await written(world)
    assert [(await world.see(each)).tags for each in (open_one, closed)] == [["Money"], ["Money", "Sync"]]
    assert (await world.kinds(open_one)).count("tag_renamed") == 1
    await world.do(change, add="Paid", by="max")
    await world.do(tag, open_one, add=["Paid"], by="ana")
    await written(world)
    assert (await world.see(open_one)).tags == ["Money", "Paid"]


async def test_what_somebody_does_before_a_new_name_is_written_holds(world: World) -> None:
    first, second = [await world.arrive(tags=["Crash"], customer=each) for each in ("lena", "otto")]
    await world.do(close, second, reason="Resolved", by="ana")
    await world.do(edit, "Crash", name="Freeze", by="kira")
    await world.do(tag, first, remove=["Freeze"], by="ana")
    await world.do(mark, second, tags=Change(removed=("Freeze",)), by="ana")
    await written(world)
    assert (await world.see(first)).tags == (await world.see(second)).tags == []


async def test_the_old_name_written_by_whoever_read_the_catalogue_before_is_renamed_as_well(world: World) -> None:
    number, closed = [await world.arrive(customer=each) for each in ("lena", "otto")]
    await world.do(close, closed, reason="Resolved", by="ana")
    await world.do(edit, "Crash", name="Freeze", by="kira")
    await world.act(write_new_names)
    async with world.database.writing() as session:
        for each in (number, closed):
            (await session.get_one(Conversation, each)).tags = ["Crash"]
    await written(world)
    assert (await world.see(number)).tags == (await world.see(closed)).tags == ["Freeze"]


async def test_a_new_name_reaches_more_conversations_than_one_batch_holds(
    world: World, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("storage.catalogue.LOOKED_AT_ONCE", 2)
    monkeypatch.setattr("bot.desk.handling.renaming.BATCH", 2)
    numbers = [await world.arrive(tags=["Crash"], customer=f"c{each}") for each in range(7)]
    for number in numbers[:4]:
        await world.do(close, number, reason="Resolved", by="ana")
    await world.do(edit, "Crash", name="Freeze", by="kira")
    await world.act(write_new_names)
    assert [(await world.see(each)).tags for each in numbers[4:]] == [["Freeze"], ["Freeze"], ["Crash"]]
    await written(world)
    assert {tuple((await world.see(each)).tags) for each in numbers} == {("Freeze",)}


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
        assert {each.by for each in await session.scalars(select(CatalogueChange))} == {"a former member"}
