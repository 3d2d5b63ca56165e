"""The outbox: what leaves, when and once; what is given back; what was answered meanwhile."""

import asyncio
from datetime import timedelta

import pytest
from sqlalchemy import func, select

from bot.desk.arriving.intake import Taken
from bot.desk.leaving.liking import like
from bot.desk.writing.replying import begin, undo
from bot.errors import (
    Gone,
    Rejected,
)
from bot.loops.engine import FAILURES_BEFORE_ALARM
from storage.alarms import open_ones
from storage.replies import Lane
from storage.tables import Afterwards, Alarm, Conversation, Like, LikeState, Message, Post, ReplyState, Side
from tests.desk.mentions import arrives, own_post
from tests.loops.conftest import Stage
from tests.loops.pretend import Fate

pytestmark = pytest.mark.both_databases


async def test_a_reply_leaves_after_the_undo_window_and_not_before(stage: Stage) -> None:
    number = await stage.world.arrive()
    opened = await stage.world.do(begin, number, by="ana")
    reply_id = await stage.answer(number)
    stage.world.clock.forward(seconds=-1)
    again = await stage.outbox.round()
    assert again is not None
    assert stage.network.posts == []
    stage.world.clock.at = again
    await stage.outbox.round()
    post_id = await stage.post_of(reply_id)
    assert [each.text for each in stage.network.answers_to(post_id)] == ["Try a fresh profile. ^an"]
    kept = await stage.reply(reply_id)
    assert (kept.state, kept.sent_from, kept.sent_at) == (ReplyState.SENT, "FirefoxSupport", stage.world.clock.at)
    seen = await stage.world.see(number)
    assert seen.waits_since is None
    async with stage.world.database.reading() as session:
        message = await session.get_one(Message, opened.answers)
    assert message.answered_by == "U0ANA"
    assert (await stage.world.kinds(number))[-3:] == ["reply_queued", "reply_sending", "reply_sent"]
    assert stage.nudges


async def test_what_was_sent_joins_the_conversation_once(stage: Stage) -> None:
    reply_id = await stage.replied()
    await stage.outbox.round()
    await stage.outbox.round()
    async with stage.world.database.reading() as session:
        brand = (await session.scalars(select(Message).where(Message.side == Side.BRAND))).one()
        known = await session.get(Post, ("x", brand.external_id))
    assert brand.text == "Try a fresh profile. ^an"
    assert known is not None
    assert (await stage.reply(reply_id)).sent_id == brand.external_id
    assert len(stage.network.sends) == 1


@pytest.mark.parametrize("stuck", ["a like", "a reply"])
async def test_work_that_changes_nothing_ends_its_round_and_waits_a_second(
    stage: Stage, monkeypatch: pytest.MonkeyPatch, stuck: str
) -> None:
    did: list[str] = []

    async def nothing(_self: object, lane: Lane, *_more: object) -> None:
        did.append(lane.account)

    monkeypatch.setattr("bot.loops.sender.Sender.empty", nothing)
    monkeypatch.setattr("bot.loops.liked.Liked.look", nothing)
    if stuck == "a reply":
        await stage.replied()
    else:
        number = await stage.world.arrive()
        liked = await stage.world.do(like, number, by="ana")
        async with stage.world.database.writing() as session:
            kept = await session.get_one(Like, liked.number)
            kept.state, kept.look_at = LikeState.BY_HAND, stage.world.clock.now()
    again = await asyncio.wait_for(stage.outbox.round(), 5)
    assert did == ["FirefoxSupport"]
    assert again == stage.world.clock.at + timedelta(seconds=1)


async def test_broken_work_whose_reply_is_taken_back_is_well_and_wakes_nobody(
    stage: Stage, monkeypatch: pytest.MonkeyPatch
) -> None:
    async def breaks(_self: object, _lane: Lane, *_more: object) -> None:
        raise KeyError("nobody thought of this")

    monkeypatch.setattr("bot.loops.sender.Sender.empty", breaks)
    reply_id = await stage.replied()
    for _ in range(FAILURES_BEFORE_ALARM):
        await stage.outbox.round()
        stage.world.clock.forward(minutes=5)
    assert [each.about for each in await alarms_open(stage)] == ["outbox: work"]
    await stage.world.do(undo, reply_id, by="ana")
    assert await stage.outbox.round() is None
    assert await alarms_open(stage) == []


async def alarms_open(stage: Stage) -> list[Alarm]:
    """What managers are told of and is not over."""
    async with stage.world.database.reading() as session:
        return list(await open_ones(session))


async def test_an_undone_reply_never_leaves(stage: Stage) -> None:
    reply_id = await stage.replied()
    await stage.world.do(undo, reply_id, by="ana")
    await stage.rounds(seconds=3600)
    assert stage.network.sends == []


@pytest.mark.parametrize("afterwards", [Afterwards.HOLD, Afterwards.CLOSE])
async def test_what_was_to_follow_happens_once_the_reply_is_out(stage: Stage, afterwards: Afterwards) -> None:
    number = await stage.world.arrive()
    await stage.answer(number, afterwards=afterwards, close_reason="Resolved")
    before = await stage.world.see(number)
    assert before.hold is None
    assert before.closing is None
    await stage.outbox.round()
    seen = await stage.world.see(number)
    assert (seen.hold is not None) == (afterwards is Afterwards.HOLD)
    assert (seen.closing is not None) == (afterwards is Afterwards.CLOSE)
    if seen.closing is not None:
        assert (seen.closing.reason, seen.closing.by) == ("Resolved", "U0ANA")


async def test_a_refused_reply_closes_nothing(stage: Stage) -> None:
    number = await stage.world.arrive()
    stage.network.next("FirefoxSupport", Fate(done=False, trouble=Rejected("Duplicate content.")))
    await stage.answer(number, afterwards=Afterwards.CLOSE, close_reason="Resolved")
    await stage.outbox.round()
    assert (await stage.world.see(number)).closing is None


async def test_what_the_customer_writes_meanwhile_keeps_it_open(stage: Stage) -> None:
    number = await stage.world.arrive()
    await stage.answer(number, afterwards=Afterwards.CLOSE, close_reason="Resolved")
    async with stage.world.database.writing() as session:
        conversation = await session.get_one(Conversation, number)
        await stage.world.store(session, conversation, "lena", "And another thing", {})
    await stage.outbox.round()
    seen = await stage.world.see(number)
    assert seen.closing is None
    assert seen.waits_since is not None


async def test_earlier_posts_of_the_customer_are_answered_with_the_last(stage: Stage) -> None:
    number = await stage.world.arrive()
    async with stage.world.database.writing() as session:
        conversation = await session.get_one(Conversation, number)
        await stage.world.store(session, conversation, "lena", "(2/2) and it crashes", {})
    await stage.answer(number)
    await stage.outbox.round()
    async with stage.world.database.reading() as session:
        open_ones = await session.scalar(
            select(func.count()).where(Message.answered_at.is_(None), Message.side == Side.CUSTOMER)
        )
    assert open_ones == 0


async def test_a_refusal_tells_the_author_and_offers_the_text_again(stage: Stage) -> None:
    number = await stage.world.arrive()
    stage.network.next("FirefoxSupport", Fate(done=False, trouble=Rejected("X takes no duplicates.")))
    reply_id = await stage.answer(number, text="Restart Firefox.")
    await stage.outbox.round()
    kept = await stage.reply(reply_id)
    assert (kept.state, kept.why) == (ReplyState.REFUSED, "X takes no duplicates.")
    assert [(each.kind, each.facts) for each in await stage.world.told("ana")] == [
        ("reply_refused", {"reply": reply_id})
    ]
    assert (await stage.world.do(begin, number, by="ana")).text == "Restart Firefox."


async def test_a_post_that_is_gone_is_refused(stage: Stage) -> None:
    stage.network.next("FirefoxSupport", Fate(done=False, trouble=Gone()))
    reply_id = await stage.replied()
    await stage.outbox.round()
    kept = await stage.reply(reply_id)
    assert kept.state is ReplyState.REFUSED
    assert kept.why is not None
    assert "no longer there" in kept.why


async def test_a_post_deleted_before_it_leaves_is_not_answered(stage: Stage) -> None:
    reply_id = await stage.replied()
    async with stage.world.database.writing() as session:
        (await session.get_one(Message, (await stage.reply(reply_id)).answers_id)).deleted_at = stage.world.clock.now()
    await stage.outbox.round()
    assert await stage.state(reply_id) is ReplyState.REFUSED
    assert stage.network.sends == []


async def test_an_answer_from_outside_stops_ours(stage: Stage) -> None:
    reply_id = await stage.replied()
    post_id = await stage.post_of(reply_id)
    posted = stage.network.by_hand("FirefoxSupport", "Have you tried turning it off?", post_id)
    assert await arrives(stage.world, own_post(posted)) is Taken.OURS
    await stage.outbox.round()
    kept = await stage.reply(reply_id)
    assert kept.state is ReplyState.REFUSED
    assert kept.why == "It was already answered by @FirefoxSupport, outside the desk."
    assert len(stage.network.answers_to(post_id)) == 1


async def test_a_message_answered_meanwhile_is_not_answered_again(stage: Stage) -> None:
    reply_id = await stage.replied()
    async with stage.world.database.writing() as session:
        message = await session.get_one(Message, (await stage.reply(reply_id)).answers_id)
        message.answered_at, message.answered_by = stage.world.clock.now(), "FirefoxSupport"
    await stage.outbox.round()
    assert await stage.state(reply_id) is ReplyState.REFUSED
    assert stage.network.sends == []


async def test_nothing_leaves_from_an_account_that_has_left_the_desk(stage: Stage) -> None:
    reply_id = await stage.replied(account="mozilla_germany")
    others = tuple(each for each in stage.world.programme.accounts if each.handle != "mozilla_germany")
    stage.world.programme = stage.world.programme.model_copy(update={"accounts": others})
    stage.reopen()
    await stage.outbox.round()
    kept = await stage.reply(reply_id)
    assert (kept.state, kept.why) == (
        ReplyState.REFUSED,
        "@mozilla_germany is not an account of `desk.toml` any more.",
    )
    assert stage.network.sends == []
