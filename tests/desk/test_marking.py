"""Tags, kind, sentiment, and what is known of a customer."""

import asyncio
from dataclasses import replace

import pytest

from bot.desk.handling.closing import close
from bot.desk.handling.marking import Change, mark, tag
from bot.desk.showing.showing import show
from bot.errors import Invalid, NotAllowed
from tests.desk.world import World


def plus(*tags: str) -> Change:
    """These tags are added."""
    return Change(added=tags)


async def test_tags_are_written_as_the_catalogue_writes_them(world: World) -> None:
    number = await world.arrive(tags=["Sync"])
    await world.do(tag, number, add=["crash", " ADD-ONS "], remove=["sync"], by="ana")
    assert (await world.see(number)).tags == ["Crash", "Add-ons"]
    facts = (await world.diary(number))[-1].facts
    assert (facts["added"], facts["removed"]) == (["Crash", "Add-ons"], ["Sync"])


async def test_beginners_tag_also_what_somebody_else_closed(world: World) -> None:
    number = await world.arrive()
    await world.do(close, number, reason="Resolved", by="ana")
    await world.do(tag, number, add=["Crash"], by="bea")
    assert (await world.see(number)).tags == ["Crash"]


async def test_a_tag_that_is_set_already_changes_nothing(world: World) -> None:
    number = await world.arrive(tags=["Crash"])
    await world.do(tag, number, add=["Crash", "crash"], by="ana")
    assert await world.kinds(number) == []


async def test_an_unknown_tag_is_refused_with_the_nearest(world: World) -> None:
    number = await world.arrive()
    with pytest.raises(Invalid, match="“Crash”") as refusal:
        await world.do(tag, number, add=["Sync", "crashs"], by="ana")
    assert refusal.value.field == "tags"
    assert (await world.see(number)).tags == []


async def test_a_tag_no_longer_in_the_catalogue_stays_and_can_be_taken_away(world: World) -> None:
    number = await world.arrive(tags=["Old word"])
    await world.do(mark, number, tags=plus("Crash"), by="ana")
    assert (await world.see(number)).tags == ["Old word", "Crash"]
    await world.do(tag, number, remove=["old word"], by="ana")
    assert (await world.see(number)).tags == ["Crash"]


async def test_one_form_sets_tags_kind_and_sentiment(world: World) -> None:
    number = await world.arrive(tags=["Sync"], kind="support")
    changed = Change(added=("Crash",), removed=("Sync",))
    await world.do(mark, number, tags=changed, kind="Praise", sentiment="Positive", by="ana")
    seen = await world.see(number)
    assert (seen.tags, seen.kind, seen.sentiment) == (["Crash"], "praise", "positive")
    assert await world.kinds(number) == ["tagged", "kind_set", "sentiment_set"]


async def test_a_form_sent_again_changes_nothing(world: World) -> None:
    number = await world.arrive()
    for _ in range(2):
        await world.do(mark, number, tags=plus("Crash"), kind="feedback", sentiment="negative", by="ana")
    assert await world.kinds(number) == ["tagged", "kind_set", "sentiment_set"]


async def test_what_others_tagged_while_a_form_was_open_stays(world: World) -> None:
    number = await world.arrive(tags=["Sync", "Desktop"])
    await world.do(tag, number, add=["Crash"], remove=["Desktop"], by="vito")
    await world.do(mark, number, customer_tags=plus("Influencer"), by="vito")
    mine = Change(added=("Add-ons",), removed=("Sync", "Desktop"))
    await world.do(mark, number, tags=mine, customer_tags=plus("Spammer"), by="ana")
    seen = await world.see(number)
    assert (seen.tags, seen.customer.tags) == (["Crash", "Add-ons"], ["Influencer", "Spammer"])


async def test_two_who_tag_one_customer_at_once_both_count(world: World) -> None:
    first, second = await world.arrive(), await world.arrive()
    await asyncio.gather(
        world.do(mark, first, customer_tags=plus("Influencer"), by="ana"),
        world.do(mark, second, customer_tags=plus("Spammer"), by="vito"),
    )
    assert (await world.see(first)).customer.tags == ["Influencer", "Spammer"]


async def test_sentiment_can_be_cleared(world: World) -> None:
    number = await world.arrive()
    await world.do(mark, number, sentiment="negative", by="ana")
    await world.do(mark, number, sentiment="", by="ana")
    assert (await world.see(number)).sentiment is None


@pytest.mark.parametrize(("what", "word"), [("kind", "praize"), ("sentiment", "positiv")])
async def test_an_unknown_kind_or_sentiment_is_refused(world: World, what: str, word: str) -> None:
    number = await world.arrive()
    with pytest.raises(Invalid) as refusal:
        await world.do(mark, number, **{what: word}, by="ana")
    assert refusal.value.field == what


async def test_beginners_leave_judgements_to_volunteers(world: World) -> None:
    number = await world.arrive(kind="support")
    with pytest.raises(NotAllowed, match="As a beginner"):
        await world.do(mark, number, tags=plus("Crash"), sentiment="negative", by="bea")
    assert (await world.see(number)).tags == []
    await world.do(mark, number, tags=plus("Crash"), kind="support", by="bea")
    assert (await world.see(number)).tags == ["Crash"]


async def test_a_customer_tag_reaches_all_open_cards_of_that_customer(world: World) -> None:
    first, second = await world.arrive(), await world.arrive("And it is slow")
    closed, other = await world.arrive("Thanks"), await world.arrive(customer="omar")
    await world.do(close, closed, reason="Acknowledged", by="ana")
    await world.do(mark, second, customer_tags=plus("influencer"), by="ana")
    for number in (first, second):
        assert (await world.see(number)).customer.tags == ["Influencer"]
        assert await world.kinds(number) == ["customer_tagged"]
    assert await world.kinds(closed) == ["claimed", "closed"]
    assert (await world.see(other)).customer.tags == []


async def test_a_customer_can_be_tagged_from_a_closed_conversation(world: World) -> None:
    number = await world.arrive()
    await world.do(close, number, reason="Acknowledged", by="ana")
    await world.do(mark, number, customer_tags=plus("Troll account", "Spammer"), by="vito")
    await world.do(mark, number, customer_tags=plus("Spammer", "Troll account"), by="vito")
    assert (await world.see(number)).customer.tags == ["Spammer", "Troll account"]
    assert (await world.ask(show, number, by="bea")).needs_care
    assert await world.kinds(number) == ["claimed", "closed", "customer_tagged"]


async def test_an_unknown_customer_tag_is_refused(world: World) -> None:
    number = await world.arrive()
    with pytest.raises(Invalid, match="“Troll account”") as refusal:
        await world.do(mark, number, customer_tags=plus("troll"), by="ana")
    assert refusal.value.field == "customer_tags"


async def test_beginners_do_not_judge_customers(world: World) -> None:
    number = await world.arrive()
    with pytest.raises(NotAllowed):
        await world.do(mark, number, customer_tags=plus("Influencer"), by="bea")


async def test_a_form_that_is_refused_changes_nothing_and_goes_through_once_mended(world: World) -> None:
    number = await world.arrive()
    sent = replace(world.who("ana"), key="view_submission:V1:hash")
    with pytest.raises(Invalid):
        await world.desk.do(mark, number, tags=plus("Nothing of ours"), customer_tags=plus("Influencer"), by=sent)
    assert (await world.see(number)).customer.tags == []
    await world.desk.do(mark, number, tags=plus("Crash"), customer_tags=plus("Spammer"), by=sent)
    seen = await world.see(number)
    assert (seen.tags, seen.customer.tags) == (["Crash"], ["Spammer"])


async def test_a_beginner_saves_the_form_as_long_as_the_customers_tags_stay(world: World) -> None:
    number = await world.arrive()
    await world.do(mark, number, tags=plus("Crash"), by="bea")
    with pytest.raises(NotAllowed):
        await world.do(mark, number, tags=plus("Crash"), customer_tags=plus("Influencer"), by="bea")
