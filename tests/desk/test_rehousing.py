"""Conversations whose queue desk.toml no longer names: the moderators get them, and nobody sees more than before."""

from bot.desk.arriving.rehousing import rehouse
from bot.desk.finding.listing import list_open
from bot.desk.handling.claiming import claim
from bot.desk.handling.closing import close
from tests.desk.world import World


def without(world: World, *gone: str, **changes: str) -> None:
    """The desk starts again with a desk.toml that no longer names these queues."""
    queues = tuple(queue for queue in world.programme.queues if queue.key not in gone)
    world.programme = world.programme.model_copy(update={"queues": queues, **changes})
    world.__post_init__()


async def test_they_come_to_the_moderators_with_a_line_in_their_history(world: World) -> None:
    number, stays = await world.arrive(queue="de"), await world.arrive(customer="otto")
    await world.post_card(number, queue="de")
    await world.do(claim, number, by="ana")
    assert await world.act(rehouse) == 0
    without(world, "de")
    assert await world.act(rehouse) == 1
    seen = await world.see(number)
    assert (seen.queue, seen.card_id, seen.claim) == ("unmoderated", None, None)
    assert (await world.diary(number))[-1].facts == {"origin": "de", "queue": "unmoderated"}
    assert "went to Unmoderated" in (await world.told("ana"))[-1].facts["text"]
    assert (await world.see(stays)).queue == "moderated"
    assert await world.act(rehouse) == 0


async def test_what_was_hidden_is_not_shown_to_more_people(world: World) -> None:
    number = await world.arrive(queue="unmoderated")
    without(world, "unmoderated", default_queue="moderated")
    assert await world.act(rehouse) == 0
    assert (await world.see(number)).queue == "unmoderated"
    assert (await world.ask(list_open, by="ana")).total == 0


async def test_nothing_is_escalated_by_itself_though_only_moderators_see_that_queue(world: World) -> None:
    number = await world.arrive(queue="unmoderated")
    queues = [
        each.model_copy(update={"roles": "moderator"} if each.escalation else {}) for each in world.programme.queues
    ]
    world.programme = world.programme.model_copy(update={"queues": tuple(queues)})
    without(world, "unmoderated", default_queue="moderated")
    assert await world.act(rehouse) == 0
    assert (await world.see(number)).queue == "unmoderated"


async def test_closed_ones_stay_where_they_were(world: World) -> None:
    number = await world.arrive(queue="de")
    await world.do(close, number, reason="Resolved", by="ana")
    without(world, "de")
    assert await world.act(rehouse) == 0
    assert (await world.see(number)).queue == "de"
