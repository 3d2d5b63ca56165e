"""Replies of which nobody knows whether they are out: looked for, and sent again by a person only."""

from datetime import timedelta
from typing import Any

import pytest
from sqlalchemy import delete, select

from bot.desk.handling.closing import close
from bot.desk.leaving.outcomes import LOOKS
from bot.desk.leaving.unknowns import can_send_again, is_there, send_again
from bot.desk.people.members import suspend
from bot.errors import (
    AlreadyAnswered,
    Invalid,
    NotAllowed,
    Refused,
    Rejected,
    TooLate,
    Unavailable,
    Unknown,
)
from storage.tables import Afterwards, Message, Notice, Reply, ReplyState
from tests.loops.conftest import Stage
from tests.loops.pretend import Fate

pytestmark = pytest.mark.both_databases

LOST = Fate(done=True, trouble=Unknown("The answer was lost."))
NEVER_LEFT = Fate(done=False, trouble=Unknown("The line was cut."))


async def test_a_lost_answer_is_found_on_the_timeline(stage: Stage) -> None:
    stage.network.next("FirefoxSupport", LOST)
    number = await stage.world.arrive()
    reply_id = await stage.answer(number, afterwards=Afterwards.HOLD)
    again = await stage.outbox.round()
    assert await stage.state(reply_id) is ReplyState.UNKNOWN
    assert again == stage.world.clock.now() + LOOKS[0]
    stage.world.clock.at = again
    await stage.outbox.round()
    kept = await stage.reply(reply_id)
    assert (kept.state, kept.sent_id) == (ReplyState.SENT, stage.network.posts[0].id)
    assert (await stage.world.see(number)).hold is not None
    assert len(stage.network.sends) == 1


async def test_a_look_over_which_the_desk_stumbles_is_repeated_and_the_others_are_found(stage: Stage) -> None:
    stage.network.next("FirefoxSupport", LOST, LOST)
    broken, fine = await stage.replied(), await stage.replied(customer="otto", by="vito")
    await stage.outbox.round()
    unreadable: Any = ["written by other code"]
    async with stage.world.database.writing() as session:
        reply = await session.get_one(Reply, broken)
        notice = Notice(
            to="U0ANA",
            kind="reply_unknown",
            facts=unreadable,
            conversation_id=reply.conversation_id,
            due_at=stage.world.clock.now(),
        )
        session.add(notice)
    await stage.rounds(seconds=3600)
    assert await stage.state(fine) is ReplyState.SENT
    assert await stage.state(broken) is ReplyState.UNKNOWN
    assert len(stage.network.looks) < 10
    (told,) = await stage.world.told("kira")
    assert "timeline" in told.facts["text"]
    async with stage.world.database.writing() as session:
        await session.execute(delete(Notice).where(Notice.id == notice.id))
    await stage.rounds(seconds=600)
    assert await stage.state(broken) is ReplyState.SENT
    assert len(stage.network.sends) == 2


async def test_a_machine_never_sends_an_unknown_reply_again(stage: Stage) -> None:
    stage.network.next("FirefoxSupport", NEVER_LEFT)
    reply_id = await stage.replied()
    await stage.rounds(seconds=7 * 24 * 3600)
    assert await stage.state(reply_id) is ReplyState.UNKNOWN
    assert len(stage.network.sends) == 1
    assert len(stage.network.looks) == 4
    assert [each.kind for each in await stage.world.told("ana")] == ["reply_unknown"]


async def test_sending_again_is_offered_after_six_minutes_and_another_look(stage: Stage) -> None:
    stage.network.next("FirefoxSupport", NEVER_LEFT)
    reply_id = await stage.replied()
    attempted = stage.world.clock.now()
    await stage.rounds(seconds=359)
    with pytest.raises(Refused, match="six minutes"):
        await stage.world.do(send_again, reply_id, by="ana")
    stage.world.clock.at = attempted + timedelta(minutes=6, seconds=1)
    with pytest.raises(Refused, match="six minutes"):
        await stage.world.do(send_again, reply_id, by="ana")
    await stage.rounds(seconds=10)
    await stage.world.do(send_again, reply_id, by="ana")
    kept = await stage.reply(reply_id)
    assert (kept.state, kept.attempt) == (ReplyState.QUEUED, 2)
    await stage.outbox.round()
    assert await stage.state(reply_id) is ReplyState.SENT
    assert len(stage.network.answers_to(await stage.post_of(reply_id))) == 1


@pytest.mark.parametrize("after", [0, 400])
async def test_moderators_are_asked_about_the_lost_reply_of_whoever_may_not_act(stage: Stage, after: int) -> None:
    stage.network.next("FirefoxSupport", NEVER_LEFT)
    reply_id = await stage.replied()
    await stage.rounds(seconds=30 + after)
    await stage.world.do(suspend, "U0ANA", by="kira")
    await stage.rounds(seconds=400)
    for name in ("mo", "kira", "max"):
        assert [each.facts["reply"] for each in await asked(stage, name)] == [reply_id]
    assert len(await asked(stage, "ana")) == (1 if after else 0)
    await stage.world.do(is_there, reply_id, by="mo")
    assert await stage.state(reply_id) is ReplyState.SENT


async def asked(stage: Stage, name: str) -> list[Notice]:
    """How often somebody was asked what became of a reply."""
    return [each for each in await stage.world.told(name) if each.kind == "reply_unknown"]


async def test_sending_again_looks_once_more_before_it_sends(stage: Stage) -> None:
    stage.network.next("FirefoxSupport", NEVER_LEFT)
    reply_id = await stage.replied()
    await stage.rounds(seconds=400)
    await stage.world.do(send_again, reply_id, by="ana")
    post_id = await stage.post_of(reply_id)
    stage.network.by_hand("FirefoxSupport", "Try a fresh profile. ^an", post_id)
    await stage.outbox.round()
    assert await stage.state(reply_id) is ReplyState.SENT
    assert len(stage.network.sends) == 1
    assert len(stage.network.answers_to(post_id)) == 1


async def test_sending_again_waits_while_the_timeline_cannot_be_read(stage: Stage) -> None:
    stage.network.next("FirefoxSupport", NEVER_LEFT)
    reply_id = await stage.replied()
    await stage.rounds(seconds=400)
    await stage.world.do(send_again, reply_id, by="ana")
    stage.network.blind = Unavailable("X does not answer.")
    await stage.rounds(seconds=600)
    assert await stage.state(reply_id) is ReplyState.QUEUED
    assert len(stage.network.sends) == 1
    stage.network.blind = None
    await stage.rounds(seconds=120)
    assert await stage.state(reply_id) is ReplyState.SENT


async def told_unknown(stage: Stage) -> int:
    """How often the author was asked what became of it."""
    async with stage.world.database.reading() as session:
        found = await session.scalars(select(Notice).where(Notice.kind == "reply_unknown", Notice.to == "U0ANA"))
        return len(found.all())


async def test_what_is_to_be_sent_again_is_left_to_people_when_the_timeline_is_refused_for_good(stage: Stage) -> None:
    stage.network.next("FirefoxSupport", NEVER_LEFT)
    reply_id = await stage.replied()
    await stage.rounds(seconds=400)
    await stage.world.do(send_again, reply_id, by="ana")
    stage.network.blind = Rejected("X does not show it.")
    before = len(stage.network.looks)
    await stage.rounds(seconds=3600)
    kept = await stage.reply(reply_id)
    assert (kept.state, kept.look_at) == (ReplyState.UNKNOWN, None)
    assert len(stage.network.looks) - before == 2
    assert len(stage.network.sends) == 1
    assert await told_unknown(stage) == 2
    with pytest.raises(Refused, match="once a look has not found it"):
        await stage.world.do(send_again, reply_id, by="ana")


async def test_an_unknown_reply_is_left_to_people_when_the_timeline_is_refused_for_good(stage: Stage) -> None:
    stage.network.next("FirefoxSupport", LOST)
    reply_id = await stage.replied()
    stage.network.blind = Rejected("X does not show it.")
    await stage.rounds(seconds=300)
    assert not can_send_again(await stage.reply(reply_id))
    await stage.rounds(seconds=3600)
    kept = await stage.reply(reply_id)
    assert (kept.state, kept.look_at) == (ReplyState.UNKNOWN, None)
    assert "X does not show it" in (kept.why or "")
    assert await told_unknown(stage) == 1
    await stage.world.do(is_there, reply_id, by="ana")
    assert await stage.state(reply_id) is ReplyState.SENT


async def test_a_look_that_failed_does_not_count(stage: Stage) -> None:
    stage.network.next("FirefoxSupport", LOST)
    reply_id = await stage.replied()
    stage.network.blind = Unavailable("X does not answer.")
    await stage.rounds(seconds=1800)
    kept = await stage.reply(reply_id)
    assert (kept.state, kept.looks, kept.looked_at) == (ReplyState.UNKNOWN, 0, None)
    stage.network.blind = None
    await stage.rounds(seconds=60)
    assert await stage.state(reply_id) is ReplyState.SENT


async def test_an_answer_from_outside_blocks_sending_again(stage: Stage) -> None:
    stage.network.next("FirefoxSupport", NEVER_LEFT)
    reply_id = await stage.replied()
    await stage.rounds(seconds=400)
    async with stage.world.database.writing() as session:
        message = await session.get_one(Message, (await stage.reply(reply_id)).answers_id)
        message.answered_at, message.answered_by = stage.world.clock.now(), "FirefoxSupport"
    with pytest.raises(AlreadyAnswered, match="@FirefoxSupport"):
        await stage.world.do(send_again, reply_id, by="ana")


async def test_it_is_there_settles_with_a_link_and_without(stage: Stage) -> None:
    stage.network.next("FirefoxSupport", NEVER_LEFT, NEVER_LEFT)
    first = await stage.replied(afterwards=Afterwards.CLOSE, close_reason="Resolved")
    second = await stage.replied(customer="otto")
    await stage.rounds(seconds=400)
    with pytest.raises(NotAllowed, match="U0ANA"):
        await stage.world.do(is_there, first, by="vito")
    ours = "https://x.com/FirefoxSupport/status/777"
    for elsewhere in (
        "it is there",
        "https://example.org/777",
        f"https://evil.example/{ours}",
        f"https://a.org?{ours}",
    ):
        with pytest.raises(Invalid) as refusal:
            await stage.world.do(is_there, first, link=elsewhere, by="ana")
        assert refusal.value.field == "link"
    post_id = await stage.post_of(first)
    with pytest.raises(Invalid):
        await stage.world.do(is_there, first, link=f"https://x.com/lena/status/{post_id}", by="ana")
    await stage.world.do(is_there, first, link="https://x.com/FirefoxSupport/status/777?s=20", by="ana")
    await stage.world.do(is_there, second, by="mo")
    await stage.world.do(is_there, second, by="mo")
    kept = await stage.reply(first)
    assert (kept.state, kept.sent_id) == (ReplyState.SENT, "777")
    assert (await stage.reply(second)).sent_id is None
    assert (await stage.world.see(kept.conversation_id)).closing is not None
    with pytest.raises(TooLate):
        await stage.world.do(send_again, first, by="ana")


async def test_what_has_not_left_cannot_be_there(stage: Stage) -> None:
    reply_id = await stage.replied()
    with pytest.raises(Refused, match="has not been sent"):
        await stage.world.do(is_there, reply_id, by="ana")
    with pytest.raises(TooLate):
        await stage.world.do(send_again, reply_id, by="ana")


async def test_while_a_reply_is_unsettled_its_conversation_is_not_closed(stage: Stage) -> None:
    stage.network.next("FirefoxSupport", NEVER_LEFT)
    number = await stage.world.arrive()
    await stage.answer(number)
    await stage.outbox.round()
    with pytest.raises(Refused, match="may or may not be out"):
        await stage.world.do(close, number, reason="Resolved", by="ana")
