"""Replies that wait: asked to by a network, behind a slow account, stopped, or written in a rehearsal."""

import asyncio
from datetime import timedelta

import pytest
from sqlalchemy import text, update

from bot.desk.leaving.stopping import start, stop
from bot.desk.writing.replying import undo
from bot.errors import (
    NeedsHand,
    RetryAt,
    Unauthorised,
    Unavailable,
)
from bot.loops.access import ASK_AGAIN
from bot.loops.engine import FAILURES_BEFORE_ALARM
from storage import alarms
from storage.tables import Afterwards, Conversation, Reply, ReplyState
from tests.loops.conftest import Stage
from tests.loops.pretend import Fate, Gate

pytestmark = pytest.mark.both_databases


async def until_sent(stage: Stage, reply_id: int) -> None:
    """Wait until a reply is out, as long as a test may take."""
    while await stage.state(reply_id) is not ReplyState.SENT:  # noqa: ASYNC110 - another task's rows make no event
        await asyncio.sleep(0.01)


async def test_asked_to_wait_the_account_waits_visibly_and_others_do_not(stage: Stage) -> None:
    first = await stage.replied()
    second = await stage.replied(customer="otto", by="vito")
    german = await stage.replied(customer="greta", account="mozilla_germany")
    until = stage.world.clock.now() + timedelta(minutes=15)
    stage.network.next("FirefoxSupport", Fate(done=False, trouble=RetryAt(until)))
    again = await stage.outbox.round()
    assert again == until
    for reply_id in (first, second):
        kept = await stage.reply(reply_id)
        assert (kept.state, kept.send_after, kept.why) == (ReplyState.QUEUED, until, "X asks to wait")
    assert await stage.state(german) is ReplyState.SENT
    assert len([each for each in stage.network.sends if each.account == "FirefoxSupport"]) == 1
    stage.world.clock.at = until
    await stage.outbox.round()
    assert await stage.state(first) is ReplyState.SENT
    assert await stage.state(second) is ReplyState.SENT


async def test_a_slow_account_holds_up_no_other(stage: Stage) -> None:
    gate = Gate()
    stage.network.next("FirefoxSupport", Fate(meanwhile=gate))
    slow = await stage.replied()
    turning = asyncio.create_task(stage.outbox.round())
    await gate.reached.wait()
    german = await stage.replied(customer="greta", account="mozilla_germany")
    await until_sent(stage, german)
    assert await stage.state(slow) is ReplyState.SENDING
    gate.opened.set()
    await turning
    assert await stage.state(slow) is ReplyState.SENT


async def test_while_it_waits_for_an_answer_its_deadline_does_not_end_it(stage: Stage) -> None:
    gate = Gate()
    stage.network.next("FirefoxSupport", Fate(meanwhile=gate))
    slow = await stage.replied()
    turning = asyncio.create_task(stage.outbox.round())
    await gate.reached.wait()
    stage.world.clock.forward(seconds=45)
    german = await stage.replied(customer="greta", account="mozilla_germany")
    await until_sent(stage, german)
    assert await stage.state(slow) is ReplyState.SENDING
    gate.opened.set()
    await turning
    assert await stage.state(slow) is ReplyState.SENT


async def test_what_certainly_was_not_sent_is_tried_again_with_growing_pauses(stage: Stage) -> None:
    trouble = Unavailable("X does not answer.")
    stage.network.next("FirefoxSupport", *[Fate(done=False, trouble=trouble)] * 3)
    reply_id = await stage.replied()
    pauses = []
    for _ in range(3):
        before = stage.world.clock.now()
        again = await stage.outbox.round()
        assert again is not None
        kept = await stage.reply(reply_id)
        assert (kept.state, kept.why) == (ReplyState.QUEUED, str(trouble))
        pauses.append((again - before).total_seconds())
        stage.world.clock.at = again
    assert pauses == [5, 15, 60]
    await stage.outbox.round()
    assert await stage.state(reply_id) is ReplyState.SENT


NO_ACCESS = "X does not accept the access to @FirefoxSupport; the managers know"


async def test_an_account_that_lost_its_access_rests_and_managers_hear_of_it_once(stage: Stage) -> None:
    refusal = Fate(done=False, trouble=Unauthorised("X does not accept the token of @FirefoxSupport."))
    stage.network.next("FirefoxSupport", *[refusal] * 7)
    first = await stage.replied()
    second = await stage.replied(customer="otto", by="vito")
    german = await stage.replied(customer="greta", account="mozilla_germany")
    await stage.outbox.round()
    for reply_id in (first, second):
        kept = await stage.reply(reply_id)
        assert (kept.state, kept.why) == (ReplyState.QUEUED, NO_ACCESS)
        assert kept.send_after == stage.world.clock.now() + ASK_AGAIN
    assert await stage.state(german) is ReplyState.SENT
    (told,) = await stage.world.told("kira")
    assert told.kind == "alarm"
    assert told.facts["text"] == (
        "Replies and likes from @FirefoxSupport wait: X does not accept the token of @FirefoxSupport."
    )
    third = await stage.replied(customer="lou")
    await stage.rounds(seconds=3000)
    asked = [each for each in stage.network.sends if each.account == "FirefoxSupport"]
    assert len(asked) == 6
    assert (await stage.reply(third)).why == NO_ACCESS
    assert (await stage.world.kinds((await stage.reply(second)).conversation_id)).count("reply_waits") == 1
    assert len(await stage.world.told("kira")) == 1


async def test_once_its_access_works_again_all_leaves_and_the_alarm_is_over(stage: Stage) -> None:
    stage.network.next("FirefoxSupport", Fate(done=False, trouble=Unauthorised("X does not accept the token.")))
    first = await stage.replied()
    second = await stage.replied(customer="otto", by="vito")
    await stage.outbox.round()
    stage.reopen()
    await stage.rounds(seconds=600)
    assert await stage.state(first) is ReplyState.SENT
    assert await stage.state(second) is ReplyState.SENT
    async with stage.world.database.reading() as session:
        assert not await alarms.open_ones(session)


async def test_an_account_without_access_is_told_of_although_a_look_comes_before_sending(stage: Stage) -> None:
    stage.network.next("FirefoxSupport", Fate(done=False, trouble=NeedsHand()))
    number = await stage.world.arrive()
    handed = await stage.answer(number)
    await stage.outbox.round()
    await stage.world.do(undo, handed, by="ana")
    async with stage.world.database.writing() as session:
        (await session.get_one(Conversation, number)).reply_by_hand = False
    stage.network.blind = Unauthorised("X does not accept the token of @FirefoxSupport.")
    second = await stage.answer(number)
    await stage.outbox.round()
    assert (await stage.reply(second)).why == NO_ACCESS
    assert [each.kind for each in await stage.world.told("max")] == ["alarm"]
    stage.network.blind = None
    await stage.rounds(seconds=600)
    assert await stage.state(second) is ReplyState.SENT


async def test_after_hours_of_silence_it_is_given_back(stage: Stage) -> None:
    stage.network.next("FirefoxSupport", *[Fate(done=False, trouble=Unavailable("X does not answer."))] * 20)
    reply_id = await stage.replied()
    await stage.rounds(seconds=24 * 3600)
    kept = await stage.reply(reply_id)
    assert (kept.state, kept.why) == (ReplyState.REFUSED, "X does not answer.")
    assert stage.network.posts == []
    assert len(await stage.world.told("ana")) == 1


async def test_a_stop_lets_nothing_leave_until_it_is_lifted(stage: Stage) -> None:
    reply_id = await stage.replied()
    german = await stage.replied(customer="greta", account="mozilla_germany")
    await stage.world.do(stop, "@FirefoxSupport", by="mo")
    await stage.rounds(seconds=600)
    assert await stage.state(reply_id) is ReplyState.QUEUED
    assert await stage.state(german) is ReplyState.SENT
    await stage.world.do(start, None, by="kira")
    await stage.outbox.round()
    assert await stage.state(reply_id) is ReplyState.SENT


async def test_a_rehearsal_sends_nothing(stage: Stage) -> None:
    stage.world.programme = stage.world.programme.model_copy(update={"sending": "off"})
    stage.reopen()
    reply_id = await stage.replied()
    assert await stage.outbox.round() is None
    assert await stage.state(reply_id) is ReplyState.QUEUED
    assert stage.network.sends == []


async def test_what_was_written_in_a_rehearsal_is_given_back_when_the_desk_opens_in_earnest(stage: Stage) -> None:
    earnest = stage.world.programme
    stage.world.programme = earnest.model_copy(update={"sending": "off"})
    stage.world.__post_init__()
    stage.reopen()
    rehearsed = await stage.replied()
    await stage.outbox.round()
    stage.world.programme = earnest
    stage.world.__post_init__()
    stage.reopen()
    meant = await stage.replied(customer="greta", account="mozilla_germany")
    await stage.outbox.round()
    assert await stage.state(rehearsed) is ReplyState.REFUSED
    assert await stage.state(meant) is ReplyState.SENT
    assert [each.account for each in stage.network.sends] == ["mozilla_germany"]
    assert len(await stage.world.told("ana")) == 1


async def test_a_request_that_breaks_holds_up_no_other_and_becomes_unknown(stage: Stage) -> None:
    stage.network.next("FirefoxSupport", Fate(done=False, trouble=RuntimeError("a mistake of ours")))
    broken = await stage.replied()
    next_one = await stage.replied(customer="otto", by="vito")
    german = await stage.replied(customer="greta", account="mozilla_germany")
    await stage.outbox.round()
    assert await stage.state(german) is ReplyState.SENT
    assert await stage.state(next_one) is ReplyState.SENT
    assert await stage.state(broken) is ReplyState.SENDING
    stage.world.clock.forward(seconds=30)
    await stage.outbox.round()
    assert await stage.state(broken) is ReplyState.UNKNOWN
    assert len(stage.network.sends) == 3


async def test_a_reply_the_desk_stumbles_over_waits_and_the_account_goes_on(stage: Stage) -> None:
    broken = await stage.replied()
    fine = await stage.replied(customer="otto", by="vito")
    stage.world.clock.forward(seconds=1)
    async with stage.world.database.writing() as session:
        reply = await session.get_one(Reply, broken)
        reply.attempt = 2
    stage.network.blind = RuntimeError("a timeline that cannot be read")  # type: ignore[assignment]
    await stage.outbox.round()
    assert await stage.state(fine) is ReplyState.SENT
    kept = await stage.reply(broken)
    assert (kept.state, kept.tries) == (ReplyState.QUEUED, 1)
    assert kept.why == "something in the desk is broken (RuntimeError)"
    assert kept.send_after > stage.world.clock.now()
    (told,) = await stage.world.told("kira")
    assert "RuntimeError" in told.facts["text"]
    stage.network.blind = None
    await stage.rounds(seconds=5)
    assert await stage.state(broken) is ReplyState.SENT
    assert len(await stage.world.told("kira")) == 1


async def test_an_interrupted_reply_that_cannot_be_read_stops_no_other(stage: Stage) -> None:
    broken = await stage.replied()
    async with stage.world.database.writing() as session:
        await session.execute(
            update(Reply)
            .where(Reply.id == broken)
            .values(state=ReplyState.SENDING, deadline=stage.world.clock.now(), afterwards=text("'sing'"))
        )
    fine = await stage.replied(customer="otto", by="vito")
    for _ in range(FAILURES_BEFORE_ALARM):
        again = await stage.outbox.round()
        assert again is not None
        assert again > stage.world.clock.now()
        stage.world.clock.forward(minutes=5)
    assert await stage.state(fine) is ReplyState.SENT
    assert len(await stage.world.told("kira")) == 1
    async with stage.world.database.writing() as session:
        await session.execute(update(Reply).where(Reply.id == broken).values(afterwards=Afterwards.NOTHING))
    await stage.outbox.round()
    assert await stage.state(broken) is ReplyState.UNKNOWN
    async with stage.world.database.reading() as session:
        assert not await alarms.open_ones(session)


async def test_closing_the_desk_lets_a_request_under_way_end(stage: Stage) -> None:
    gate = Gate()
    stage.network.next("FirefoxSupport", Fate(meanwhile=gate))
    first = await stage.replied()
    second = await stage.replied(customer="otto")
    turning = asyncio.create_task(stage.outbox.round())
    await gate.reached.wait()
    turning.cancel()
    await asyncio.sleep(0)
    gate.opened.set()
    with pytest.raises(asyncio.CancelledError):
        await turning
    assert await stage.state(first) is ReplyState.SENT
    assert await stage.state(second) is ReplyState.QUEUED
