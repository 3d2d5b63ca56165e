"""Giving a conversation to somebody, and to another queue."""

from datetime import timedelta

import pytest

from bot.desk.handling.assigning import assign
from bot.desk.handling.claiming import claim
from bot.desk.handling.closing import close
from bot.desk.handling.ending_holds import end_holds
from bot.desk.handling.holding import hold
from bot.desk.handling.moving import move
from bot.desk.people.members import suspend
from bot.errors import Closed, Invalid, NotAllowed, NotFound, NotYours
from storage.tables import Card, CardState, Conversation, WaitingOn
from tests.conftest import MONDAY
from tests.desk.world import World


async def test_who_is_assigned_owns_it_and_is_told(world: World) -> None:
    number = await world.arrive()
    await world.do(claim, number, by="ana")
    await world.do(assign, number, to="U0VITO", by="ana")
    seen = await world.see(number)
    assert seen.claim is not None
    assert (seen.claim.by, seen.claim.until) == ("U0VITO", MONDAY + timedelta(minutes=40))
    assert await world.kinds(number) == ["claimed", "assigned"]
    assert [(notice.kind, notice.facts["by"]) for notice in await world.told("vito")] == [("assigned", "U0ANA")]
    assert await world.told("ana") == []


async def test_assigning_to_the_owner_changes_nothing(world: World) -> None:
    number = await world.arrive()
    await world.do(assign, number, to="U0VITO", by="ana")
    await world.do(assign, number, to="U0VITO", by="mo")
    assert await world.kinds(number) == ["assigned"]


async def test_volunteers_do_not_give_away_what_is_anothers(world: World) -> None:
    number = await world.arrive()
    await world.do(claim, number, by="ana")
    with pytest.raises(NotYours, match="<@U0ANA>"):
        await world.do(assign, number, to="U0YUI", by="vito")


async def test_a_moderator_gives_away_anothers_who_is_told(world: World) -> None:
    number = await world.arrive()
    await world.do(claim, number, by="ana")
    await world.do(assign, number, to="U0YUI", by="mo")
    assert (await world.told("ana"))[0].facts["text"].startswith("<@U0MO> gave <@U0YUI> #")
    assert [notice.kind for notice in await world.told("yui")] == ["assigned"]
    await world.do(assign, number, to="U0KIRA", by="kira")
    assert (await world.told("yui"))[1].facts["text"].startswith("<@U0KIRA> took over #")


@pytest.mark.parametrize(("to", "why"), [("U0BEA", "still a beginner"), ("U0GHOST", "not on the desk")])
async def test_nobody_is_given_what_they_may_not_do(world: World, to: str, why: str) -> None:
    number = await world.arrive()
    with pytest.raises(Invalid, match=why) as refusal:
        await world.do(assign, number, to=to, by="ana")
    assert refusal.value.field == "to"


async def test_the_suspended_are_given_nothing(world: World) -> None:
    number = await world.arrive()
    await world.do(suspend, "U0VITO", by="kira")
    with pytest.raises(Invalid, match="not on the desk"):
        await world.do(assign, number, to="U0VITO", by="ana")


@pytest.mark.parametrize("queue", ["escalation", "unmoderated"])
async def test_in_moderators_queues_only_moderators_are_assigned(world: World, queue: str) -> None:
    number = await world.arrive(queue=queue)
    with pytest.raises(Invalid, match="takes a moderator"):
        await world.do(assign, number, to="U0VITO", by="mo")
    await world.do(assign, number, to="U0KIRA", by="mo")
    assert await world.kinds(number) == ["assigned"]


async def test_moving_gives_a_fresh_card_in_the_other_queue(world: World) -> None:
    number = await world.arrive()
    card = await world.post_card(number)
    await world.do(move, number, queue="Deutsch", by="mo")
    seen = await world.see(number)
    assert (seen.queue, seen.card_id, seen.told_version) == ("de", None, 0)
    diary = await world.diary(number)
    assert (diary[-1].kind, diary[-1].facts) == ("moved", {"origin": "moderated", "queue": "de"})
    async with world.database.reading() as session:
        assert (await session.get_one(Card, card)).state is CardState.LEAVING


async def test_what_was_moved_no_longer_says_why_it_was_where_it_was(world: World) -> None:
    number = await world.arrive()
    async with world.database.writing() as session:
        arrived = await session.get_one(Conversation, number)
        arrived.lines = ["answers from @FirefoxSupport", "Moderated: rule “needs an answer”", "gains attention"]
    await world.do(move, number, queue="Deutsch", by="mo")
    assert (await world.see(number)).lines == ["answers from @FirefoxSupport", "gains attention"]


@pytest.mark.parametrize("word", ["de", "DEUTSCH", "#desk-de", "desk-de"])
async def test_a_queue_is_meant_by_key_name_or_channel(world: World, word: str) -> None:
    number = await world.arrive()
    await world.do(move, number, queue=word, by="mo")
    assert (await world.see(number)).queue == "de"


async def test_moving_to_where_it_is_changes_nothing(world: World) -> None:
    number = await world.arrive()
    card = await world.post_card(number)
    await world.do(move, number, queue="moderated", by="mo")
    assert await world.kinds(number) == []
    assert (await world.see(number)).card_id == card


async def test_volunteers_do_not_move(world: World) -> None:
    number = await world.arrive()
    with pytest.raises(NotAllowed, match="takes a moderator"):
        await world.do(move, number, queue="de", by="ana")


async def test_an_unknown_queue_names_the_nearest(world: World) -> None:
    number = await world.arrive()
    with pytest.raises(NotFound, match="“Deutsch”"):
        await world.do(move, number, queue="deutsh", by="mo")


async def test_the_escalation_queue_wants_a_reason_and_a_note(world: World) -> None:
    number = await world.arrive()
    with pytest.raises(Invalid, match="Use Escalate") as refusal:
        await world.do(move, number, queue="escalation", by="mo")
    assert refusal.value.field == "queue"


async def test_a_closed_conversation_is_not_moved(world: World) -> None:
    number = await world.arrive()
    await world.do(close, number, reason="Resolved", by="ana")
    with pytest.raises(Closed):
        await world.do(move, number, queue="de", by="mo")


async def test_an_owner_who_may_act_there_keeps_it(world: World) -> None:
    number = await world.arrive()
    await world.do(claim, number, by="ana")
    await world.do(move, number, queue="de", by="mo")
    seen = await world.see(number)
    assert seen.claim is not None
    assert seen.claim.by == "U0ANA"


async def test_an_owner_who_may_not_act_there_loses_it_and_is_told(world: World) -> None:
    number = await world.arrive()
    await world.do(claim, number, by="ana")
    await world.do(move, number, queue="unmoderated", by="mo")
    assert (await world.see(number)).claim is None
    assert "Unmoderated" in (await world.told("ana"))[0].facts["text"]


async def test_the_clock_of_a_hold_starts_anew_outside_the_escalation_queue(world: World) -> None:
    number = await world.arrive(queue="escalation")
    await world.do(hold, number, waiting_on=WaitingOn.CUSTOMER, by="mo")
    world.clock.forward(days=9)
    await world.do(move, number, queue="moderated", by="mo")
    assert await world.act(end_holds) == 0
    world.clock.forward(days=3)
    assert await world.act(end_holds) == 1
