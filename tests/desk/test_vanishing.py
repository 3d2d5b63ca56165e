"""Deleted and protected posts disappear from storage, card, thread and messages; their conversation closes."""

import pytest

from bot.desk.arriving.intake import Taken
from bot.desk.arriving.vanishing import close_vanished, vanish
from bot.desk.bulk.deciding import carry_out, prepare
from bot.desk.bulk.undoing import undo as bulk_undo
from bot.desk.handling.claiming import claim
from bot.desk.handling.lapsing import lapse_claims
from bot.desk.handling.moving import move
from bot.desk.handling.releasing import release
from bot.desk.handling.reopening import reopen
from bot.desk.writing.drafting import mine
from bot.desk.writing.replying import begin, reply, undo
from storage.tables import Notice, ThreadPost
from tests.desk.mentions import arrives, mention, messages
from tests.desk.world import World


async def gone(world: World, message_id: int = 1) -> bool:
    """The network no longer shows a message."""
    async with world.database.writing() as session:
        return await vanish(session, message_id, now=world.clock.now(), programme=world.programme)


async def test_a_deleted_post_is_emptied_and_its_conversation_closes(world: World) -> None:
    await arrives(world, mention("@FirefoxSupport my secret"))
    card = await world.post_card(1)
    async with world.database.writing() as session:
        session.add(ThreadPost(card_id=card, conversation_id=1, first=1, last=1, ts="2.2"))
        session.add(Notice(to="U0KIRA", kind="ping", conversation_id=1, due_at=world.clock.now(), ts="3.3"))
    before = await world.see(1)
    assert await gone(world)
    assert not await gone(world)
    (message,) = await messages(world)
    assert (message.text, message.about) == ("", {})
    assert message.deleted_at == world.clock.now()
    seen = await world.see(1)
    assert seen.closing is not None
    assert (seen.closing.reason, seen.closing.by) == ("Deleted", None)
    assert seen.version == before.version + 2
    assert await world.kinds(1) == ["deleted", "closed"]
    async with world.database.reading() as session:
        assert (await session.get_one(ThreadPost, 1)).redraw
        assert (await session.get_one(Notice, 1)).redraw


async def test_somebody_at_work_is_told_and_nothing_closes(world: World) -> None:
    await arrives(world, mention())
    await world.do(claim, 1, by="ana")
    await gone(world)
    assert (await world.see(1)).closing is None
    (told,) = await world.told("ana")
    assert "has deleted or hidden everything they wrote" in told.facts["text"]


async def test_a_reply_under_way_keeps_it_open(world: World) -> None:
    await arrives(world, mention())
    opened = await world.do(begin, 1, by="ana")
    await world.do(reply, 1, answers=opened.answers, text="Hello.", by="ana")
    await gone(world)
    assert (await world.see(1)).closing is None


async def closed_as(world: World) -> str | None:
    """Why the conversation is closed after the calendar has looked; None while it is open."""
    await world.act(lapse_claims)
    await world.act(close_vanished)
    return (await world.see(1)).closed_reason


async def test_bulk_work_taken_back_leaves_it_to_close_once_nobody_is_at_work(world: World) -> None:
    await arrives(world, mention())
    await world.do(claim, 1, by="mo")
    await gone(world)
    picture = await world.do(prepare, act="close", value="Resolved", by="mo")
    await world.do(carry_out, picture.number, by="mo")
    assert (await world.see(1)).closed_reason == "Resolved"
    await world.do(bulk_undo, picture.number, by="mo")
    assert await closed_as(world) is None
    world.clock.forward(minutes=41)
    assert await closed_as(world) == "Deleted"


async def test_once_nobody_is_at_work_any_more_it_closes(world: World) -> None:
    await arrives(world, mention())
    await world.do(claim, 1, by="ana")
    await gone(world)
    assert await closed_as(world) is None
    world.clock.forward(minutes=41)
    assert await closed_as(world) == "Deleted"
    assert await world.kinds(1) == ["claimed", "deleted", "lapsed", "closed"]


async def test_a_release_and_a_reply_that_is_taken_back_close_it_too(world: World) -> None:
    await arrives(world, mention())
    opened = await world.do(begin, 1, by="ana")
    sent = await world.do(reply, 1, answers=opened.answers, text="Hello.", by="ana")
    await gone(world)
    await world.do(release, 1, by="ana")
    assert await closed_as(world) is None
    await world.do(undo, sent.number, by="ana")
    assert await closed_as(world) == "Deleted"


async def test_a_reply_that_comes_back_after_everything_was_deleted_is_not_kept_as_a_draft(world: World) -> None:
    await arrives(world, mention())
    opened = await world.do(begin, 1, by="ana")
    sent = await world.do(reply, 1, answers=opened.answers, text="You wrote a secret.", by="ana")
    await gone(world)
    await world.do(release, 1, by="ana")
    await world.do(undo, sent.number, by="ana")
    assert await world.ask(mine, by="ana")
    assert await closed_as(world) == "Deleted"
    assert not await world.ask(mine, by="ana")
    assert any("Your draft on #1" in each.facts.get("text", "") for each in await world.told("ana"))


async def test_what_came_out_of_the_escalation_queue_closes_there_and_not_before(world: World) -> None:
    await world.arrive(queue="escalation")
    await gone(world)
    assert await closed_as(world) is None
    await world.do(move, 1, queue="moderated", by="mo")
    await world.do(release, 1, by="mo")
    assert await closed_as(world) == "Deleted"


async def test_what_a_person_reopens_and_what_a_customer_writes_anew_stay_open(world: World) -> None:
    first = mention()
    await arrives(world, first)
    await world.do(claim, 1, by="ana")
    await gone(world)
    await world.do(release, 1, by="ana")
    assert await closed_as(world) == "Deleted"
    await world.do(reopen, 1, by="ana")
    assert await closed_as(world) is None
    await world.do(claim, 1, by="ana")
    await gone(world)
    await arrives(world, mention("@FirefoxSupport now again", thread=first.id))
    await world.do(release, 1, by="ana")
    assert await closed_as(world) is None


async def test_nothing_closes_by_itself_in_the_escalation_queue(world: World) -> None:
    await world.arrive(queue="escalation")
    await gone(world)
    assert (await world.see(1)).closing is None


async def test_with_posts_left_it_stays_open_and_waits_for_those(world: World) -> None:
    first = mention("@FirefoxSupport one")
    await arrives(world, first)
    world.clock.forward(minutes=3)
    await arrives(world, mention("@FirefoxSupport two", thread=first.id, posted_at=world.clock.now()))
    await gone(world, 1)
    seen = await world.see(1)
    assert seen.closing is None
    assert seen.waits_since == world.clock.now()


async def test_an_owner_is_not_held_to_a_post_that_is_gone(world: World) -> None:
    first = mention("@FirefoxSupport one")
    await arrives(world, first)
    await world.do(claim, 1, by="ana")
    await arrives(world, mention("@FirefoxSupport two", thread=first.id))
    assert (await world.see(1)).owner_due_at is not None
    await gone(world, 2)
    assert (await world.see(1)).owner_due_at is not None
    await gone(world, 1)
    assert (await world.see(1)).owner_due_at is None


async def test_an_emptied_post_is_not_filled_again(world: World) -> None:
    first = mention("@FirefoxSupport one")
    await arrives(world, first)
    await gone(world)
    assert await arrives(world, first) is Taken.KNOWN
    assert (await messages(world))[0].text == ""


@pytest.mark.parametrize("closed", [True, False])
async def test_our_own_deleted_reply_closes_nothing(world: World, closed: bool) -> None:
    first = mention("@FirefoxSupport one")
    await arrives(world, first)
    await arrives(world, mention("Try", by="FirefoxSupport", replying_to=first.id), "x:own:FirefoxSupport")
    if closed:
        await gone(world, 1)
    await gone(world, 2)
    assert ((await world.see(1)).closing is not None) is closed
    assert [each.text for each in await messages(world)][1] == ""
