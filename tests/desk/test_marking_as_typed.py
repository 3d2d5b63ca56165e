"""Tags, kind, sentiment and customer tags as people type them in one line."""

import pytest

from bot.desk.handling.marking import Change, mark
from bot.desk.handling.marking_as_typed import Marks, mark_as_typed, marks_in
from bot.errors import Invalid, NotAllowed
from tests.desk.world import World


@pytest.mark.parametrize(
    ("typed", "said"),
    [
        ("Crash, -Sync", Marks(tags=("Crash", "-Sync"))),
        ("Crash, sentiment:negative", Marks(tags=("Crash",), sentiment="negative")),
        ("sentiment:negative, Paid product", Marks(tags=("Paid product",), sentiment="negative")),
        ("Crash kind:Feature request", Marks(tags=("Crash",), kind="Feature request")),
        ("KIND: praise tag:Fan Love", Marks(tags=("Fan Love",), kind="praise")),
        ('customer:"Troll account" -customer:Spammer', Marks(customer=("Troll account", "-Spammer"))),
        ("customer:-Spammer, customer:+Influencer", Marks(customer=("-Spammer", "+Influencer"))),
        ("-sentiment:negative", Marks(sentiment="-negative")),
        ("-tag:Crash", Marks(tags=("-Crash",))),
    ],
)
def test_a_line_is_read_with_the_names_of_lists(typed: str, said: Marks) -> None:
    assert marks_in(typed) == said


@pytest.mark.parametrize(
    ("typed", "told"),
    [
        ("sentimnt:negative", "no mark `sentimnt:`. Did you mean “sentiment”"),
        ("kind:", "Nothing stands behind `kind:`"),
        ("-customer:", "Nothing stands behind `customer:`"),
        ("kind:praise kind:support", "one kind, not praise and support"),
    ],
)
def test_a_line_that_says_nothing_or_two_things_is_refused(typed: str, told: str) -> None:
    with pytest.raises(Invalid, match=told):
        marks_in(typed)


async def typed_by(world: World, number: int, typed: str, by: str = "ana") -> None:
    """Somebody types a line about a conversation."""
    await world.do(mark_as_typed, number, marks_in(typed), by=by)


async def test_one_line_says_what_the_form_says(world: World) -> None:
    number = await world.arrive(tags=["Sync"], kind="support")
    other = await world.arrive("And it is slow")
    await world.do(mark, number, customer_tags=Change(added=("Spammer",)), by="vito")
    await typed_by(world, number, "crash, -sync kind:Praise sentiment:NEGATIVE -customer:spammer customer:influencer")
    seen = await world.see(number)
    assert (seen.tags, seen.kind, seen.sentiment) == (["Crash"], "praise", "negative")
    assert (await world.see(other)).customer.tags == ["Influencer"]


async def test_a_sentiment_is_cleared_by_its_own_name_only(world: World) -> None:
    number = await world.arrive()
    await typed_by(world, number, "sentiment:negative")
    await typed_by(world, number, "-sentiment:positive")
    assert (await world.see(number)).sentiment == "negative"
    await typed_by(world, number, "-sentiment:negative")
    assert (await world.see(number)).sentiment is None


@pytest.mark.parametrize(
    ("typed", "told"),
    [
        ("kind:prais", "no kind “prais”. Did you mean “praise”"),
        ("sentiment:negativ", "“negative”"),
        ("-sentiment:negativ", "“negative”"),
        ("customer:Spamer", "“Spammer”"),
        ("-customer:Spamer", "“Spammer”"),
        ("Crahs", "“Crash”"),
        ("-Crahs", "“Crash”"),
    ],
)
async def test_a_line_with_an_unknown_name_does_nothing_at_all(world: World, typed: str, told: str) -> None:
    number = await world.arrive(tags=["Sync"])
    with pytest.raises(Invalid, match=told):
        await typed_by(world, number, f"-Sync, {typed}")
    assert await world.kinds(number) == []


@pytest.mark.parametrize("typed", ["kind:praise", "sentiment:negative", "customer:Spammer"])
async def test_beginners_leave_judgements_to_volunteers_also_when_they_type(world: World, typed: str) -> None:
    number = await world.arrive(kind="support")
    with pytest.raises(NotAllowed, match="As a beginner"):
        await typed_by(world, number, f"Crash, {typed}", by="bea")
    assert (await world.see(number)).tags == []
    await typed_by(world, number, "Crash", by="bea")
    assert (await world.see(number)).tags == ["Crash"]
