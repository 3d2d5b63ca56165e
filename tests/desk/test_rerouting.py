"""An edited review goes where it belongs now, unless a person has decided otherwise."""

import pytest

from bot.desk.arriving.emptying import empty_old
from bot.desk.escalating.escalation import escalate
from bot.desk.handling.claiming import claim
from bot.desk.handling.closing import close
from bot.desk.handling.marking import Change, mark
from bot.desk.handling.moving import move
from storage.tables import Urgency
from tests.desk.mentions import REVIEWS, arrives, mention, review
from tests.desk.world import World


async def comes(world: World) -> None:
    """A review of one star arrives and its card is shown."""
    await arrives(world, review("It crashes all the time", 1), REVIEWS)
    await world.post_card(1, queue="low")


async def is_edited(world: World, text: str = "I love it now", stars: int = 5) -> None:
    """Its author has changed their mind."""
    await arrives(world, review(text, stars, later=90), REVIEWS)


async def test_one_star_that_became_five_goes_to_its_new_queue_with_new_kind_and_tags(world: World) -> None:
    await comes(world)
    before = await world.see(1)
    assert (before.queue, before.kind, before.tags, before.rank) == ("low", "support", ["Android", "Crash"], 5)
    await is_edited(world)
    seen = await world.see(1)
    assert (seen.queue, seen.kind, seen.tags, seen.rank) == ("high", "praise", ["Android"], 0)
    assert seen.card_id is None
    assert not any("Low" in line or "Crash" in line for line in seen.lines)
    assert any(line.startswith("High") for line in seen.lines)
    assert (await world.kinds(1))[-1] == "moved"


async def test_a_closed_one_comes_back_in_its_new_queue(world: World) -> None:
    await comes(world)
    await world.do(close, 1, reason="Resolved", by="ana")
    await is_edited(world)
    seen = await world.see(1)
    assert (seen.queue, seen.closing) == ("high", None)


async def test_the_same_stars_stay_where_they_are_and_are_judged_by_their_new_words(world: World) -> None:
    await comes(world)
    await is_edited(world, "Not a fan", 2)
    seen = await world.see(1)
    assert (seen.queue, seen.kind, seen.tags) == ("low", "feedback", ["Android"])
    assert "moved" not in await world.kinds(1)


@pytest.mark.parametrize("by", ["owner", "mover", "escalation"])
async def test_where_a_person_has_decided_it_stays(world: World, by: str) -> None:
    await comes(world)
    if by == "owner":
        await world.do(claim, 1, by="ana")
    elif by == "mover":
        await world.do(move, 1, queue="de", by="mo")
    else:
        said = {"reason": "Angry customer", "text": "Tried everything", "urgency": Urgency.CAN_WAIT}
        await world.do(escalate, 1, **said, by="ana")
    before = await world.see(1)
    await is_edited(world)
    seen = await world.see(1)
    assert (seen.queue, seen.kind, seen.tags) == (before.queue, before.kind, before.tags)


async def test_tags_and_kind_that_a_person_chose_stay(world: World) -> None:
    await comes(world)
    await world.do(mark, 1, tags=Change(added=("Android", "Focus")), kind="feedback", by="ana")
    await is_edited(world)
    seen = await world.see(1)
    assert (seen.queue, seen.kind) == ("high", "feedback")
    assert seen.tags == ["Android", "Focus"]


async def test_on_a_network_with_threads_a_further_post_moves_nothing(world: World) -> None:
    first = mention("@FirefoxSupport it crashes")
    await arrives(world, first)
    await arrives(world, mention("@firefox_es gracias, me encanta", thread=first.id, language="es"))
    assert (await world.see(1)).queue == "moderated"


async def emptied(world: World) -> None:
    """It was closed so long ago that its words are not kept."""
    await world.do(close, 1, reason="Resolved", by="ana")
    world.clock.forward(days=30)
    assert await world.act(empty_old) == 1


async def test_what_was_let_go_is_placed_by_its_new_words_alone(world: World) -> None:
    await comes(world)
    await emptied(world)
    await is_edited(world)
    seen = await world.see(1)
    assert (seen.queue, seen.kind, seen.tags, seen.priority, seen.rank) == ("high", "praise", ["Android"], 0, 0)


@pytest.mark.parametrize("by", ["tagger", "mover"])
async def test_what_a_person_decided_stays_after_the_words_are_gone(world: World, by: str) -> None:
    await comes(world)
    if by == "tagger":
        await world.do(mark, 1, tags=Change(added=("Focus",)), by="ana")
    else:
        await world.do(move, 1, queue="high", by="mo")
    await emptied(world)
    before = await world.see(1)
    await is_edited(world)
    seen = await world.see(1)
    assert (seen.queue, seen.kind, seen.tags) == (before.queue, before.kind, before.tags)
