"""The outbox: what leaves, when, once; what waits; what is given back; what goes by hand."""

import asyncio
from datetime import timedelta

import pytest
from sqlalchemy import func, select

from bot.desk.byhand import not_me, sent_by_hand
from bot.desk.closing import close
from bot.desk.outcomes import LOOKS
from bot.desk.replying import answered_outside, begin, undo
from bot.desk.stopping import start, stop
from bot.desk.unknowns import is_there, send_again
from bot.errors import (
    AlreadyAnswered,
    Gone,
    Invalid,
    NeedsHand,
    NotAllowed,
    Refused,
    Rejected,
    RetryAt,
    TooLate,
    Unauthorised,
    Unavailable,
    Unknown,
)
from bot.networks.base import Posted
from storage.tables import Afterwards, Conversation, Message, Post, ReplyState, Side
from tests.loops.conftest import Stage
from tests.loops.pretend import Fate, Gate


async def until_sent(stage: Stage, reply_id: int) -> None:
    """Wait until a reply is out, as long as a test may take."""
    while await stage.state(reply_id) is not ReplyState.SENT:  # noqa: ASYNC110 - another task's rows make no event
        await asyncio.sleep(0.01)


LOST = Fate(done=True, trouble=Unknown("The answer was lost."))
NEVER_LEFT = Fate(done=False, trouble=Unknown("The line was cut."))


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
    async with stage.world.database.writing() as session:
        message = await session.get_one(Message, (await stage.reply(reply_id)).answers_id)
        ours = await answered_outside(
            session, message, posted, stage.world.clock.now(), programme=stage.world.programme
        )
    assert not ours
    await stage.outbox.round()
    kept = await stage.reply(reply_id)
    assert kept.state is ReplyState.REFUSED
    assert kept.why == "It was already answered outside the desk, from @FirefoxSupport."
    assert len(stage.network.answers_to(post_id)) == 1


async def test_a_message_answered_meanwhile_is_not_answered_again(stage: Stage) -> None:
    reply_id = await stage.replied()
    async with stage.world.database.writing() as session:
        message = await session.get_one(Message, (await stage.reply(reply_id)).answers_id)
        message.answered_at, message.answered_by = stage.world.clock.now(), "FirefoxSupport"
    await stage.outbox.round()
    assert await stage.state(reply_id) is ReplyState.REFUSED
    assert stage.network.sends == []


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


@pytest.mark.parametrize("trouble", [Unavailable("X does not answer."), Unauthorised("X does not accept the token.")])
async def test_what_certainly_was_not_sent_is_tried_again_with_growing_pauses(
    stage: Stage, trouble: Unavailable | Unauthorised
) -> None:
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


async def test_a_failing_account_is_reported_and_the_others_go_on(stage: Stage) -> None:
    stage.network.next("FirefoxSupport", Fate(done=False, trouble=RuntimeError("a mistake of ours")))
    broken = await stage.replied()
    german = await stage.replied(customer="greta", account="mozilla_germany")
    with pytest.raises(RuntimeError, match="mistake"):
        await stage.outbox.round()
    assert await stage.state(german) is ReplyState.SENT
    assert await stage.state(broken) is ReplyState.SENDING
    stage.world.clock.forward(seconds=30)
    await stage.outbox.round()
    assert await stage.state(broken) is ReplyState.UNKNOWN
    assert len(stage.network.sends) == 2


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
    with pytest.raises(Invalid) as refusal:
        await stage.world.do(is_there, first, link="it is there", by="ana")
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


async def test_no_summons_moves_a_reply_to_hand_sending(stage: Stage) -> None:
    stage.network.next("FirefoxSupport", Fate(done=False, trouble=NeedsHand()))
    number = await stage.world.arrive()
    reply_id = await stage.answer(number)
    await stage.outbox.round()
    kept = await stage.reply(reply_id)
    assert (kept.state, kept.handed_to, kept.hands) == (ReplyState.BY_HAND, "U0MO", 1)
    assert (await stage.world.see(number)).reply_by_hand
    assert [(each.kind, each.facts) for each in await stage.world.told("mo")] == [("hand_reply", {"reply": reply_id})]


async def by_hand(stage: Stage, **more: object) -> int:
    """A reply that a person has to send, handed over."""
    number = await stage.world.arrive()
    async with stage.world.database.writing() as session:
        (await session.get_one(Conversation, number)).reply_by_hand = True
    reply_id = await stage.answer(number, **more)  # type: ignore[arg-type]
    await stage.outbox.round()
    assert await stage.state(reply_id) is ReplyState.BY_HAND
    return reply_id


async def test_i_sent_it_is_read_back_and_what_was_to_follow_happens(stage: Stage) -> None:
    reply_id = await by_hand(stage, afterwards=Afterwards.CLOSE, close_reason="Resolved")
    stage.network.by_hand("FirefoxSupport", "@lena Try a fresh profile, please. ^an", await stage.post_of(reply_id))
    await stage.world.do(sent_by_hand, reply_id, by="vito")
    assert await stage.state(reply_id) is ReplyState.BY_HAND
    conversation = (await stage.reply(reply_id)).conversation_id
    assert (await stage.world.see(conversation)).closing is None
    await stage.outbox.round()
    kept = await stage.reply(reply_id)
    assert (kept.state, kept.said_sent_by, kept.by) == (ReplyState.SENT, "U0VITO", "U0ANA")
    assert (await stage.world.see(conversation)).closing is not None
    assert stage.network.sends == []


async def test_only_keyholders_and_moderators_say_that_they_sent_it(stage: Stage) -> None:
    reply_id = await by_hand(stage)
    with pytest.raises(NotAllowed, match="keyholders of @FirefoxSupport"):
        await stage.world.do(sent_by_hand, reply_id, by="yui")
    await stage.world.do(sent_by_hand, reply_id, by="max")
    await stage.world.do(sent_by_hand, reply_id, by="vito")
    assert (await stage.reply(reply_id)).said_sent_by == "U0MAX"


async def test_another_keyholder_is_asked_after_two_hours_round_and_round(stage: Stage) -> None:
    reply_id = await by_hand(stage)
    asked = [(await stage.reply(reply_id)).handed_to]
    for _ in range(3):
        await stage.rounds(seconds=2 * 3600)
        asked.append((await stage.reply(reply_id)).handed_to)
    assert asked == ["U0MO", "U0KIRA", "U0VITO", "U0MO"]
    assert any("Every keyholder" in each.facts.get("text", "") for each in await stage.world.told("max"))
    assert stage.network.sends == []


async def test_before_another_keyholder_is_asked_the_timeline_is_read(stage: Stage) -> None:
    reply_id = await by_hand(stage)
    stage.network.by_hand("FirefoxSupport", "Try a fresh profile. ^an", await stage.post_of(reply_id))
    await stage.rounds(seconds=2 * 3600)
    kept = await stage.reply(reply_id)
    assert (kept.state, kept.handed_to) == (ReplyState.SENT, "U0MO")


async def test_without_a_look_nobody_else_is_asked(stage: Stage) -> None:
    reply_id = await by_hand(stage)
    stage.network.blind = Unavailable("X does not answer.")
    await stage.rounds(seconds=3 * 3600)
    assert (await stage.reply(reply_id)).handed_to == "U0MO"
    stage.network.blind = None
    await stage.rounds(seconds=120)
    assert (await stage.reply(reply_id)).handed_to == "U0KIRA"


async def test_not_me_goes_to_the_next_at_once(stage: Stage) -> None:
    reply_id = await by_hand(stage)
    await stage.world.do(not_me, reply_id, by="vito")
    await stage.outbox.round()
    assert (await stage.reply(reply_id)).handed_to == "U0MO"
    await stage.world.do(not_me, reply_id, by="mo")
    await stage.outbox.round()
    assert (await stage.reply(reply_id)).handed_to == "U0KIRA"


async def test_without_keyholders_the_managers_are_told_once(stage: Stage) -> None:
    accounts = tuple(each.model_copy(update={"keyholders": ()}) for each in stage.world.programme.accounts)
    stage.world.programme = stage.world.programme.model_copy(update={"accounts": accounts})
    stage.reopen()
    reply_id = await by_hand(stage)
    kept = await stage.reply(reply_id)
    assert (kept.handed_to, kept.why) == (None, "Nobody holds the keys of @FirefoxSupport.")
    await stage.rounds(seconds=24 * 3600)
    told = await stage.world.told("kira")
    assert len(told) == 1
    assert "nobody holds its keys" in told[0].facts["text"]


async def test_a_keyholders_word_that_is_not_borne_out_is_unknown_and_nobody_else_is_asked(stage: Stage) -> None:
    reply_id = await by_hand(stage)
    await stage.world.do(sent_by_hand, reply_id, by="vito")
    await stage.rounds(seconds=6 * 3600)
    kept = await stage.reply(reply_id)
    assert (kept.state, kept.hands) == (ReplyState.UNKNOWN, 1)
    await stage.world.do(send_again, reply_id, by="ana")
    await stage.outbox.round()
    kept = await stage.reply(reply_id)
    assert (kept.state, kept.handed_to, kept.said_sent_by) == (ReplyState.BY_HAND, "U0VITO", None)
    assert stage.network.sends == []


async def test_a_reply_found_under_another_account_is_recorded_and_everybody_is_warned(stage: Stage) -> None:
    reply_id = await by_hand(stage)
    posted = stage.network.by_hand("Firefox", "Try a fresh profile. ^an", await stage.post_of(reply_id))
    async with stage.world.database.writing() as session:
        message = await session.get_one(Message, (await stage.reply(reply_id)).answers_id)
        ours = await answered_outside(
            session, message, posted, stage.world.clock.now(), programme=stage.world.programme
        )
    assert ours
    kept = await stage.reply(reply_id)
    assert (kept.state, kept.sent_from) == (ReplyState.SENT, "Firefox")
    for name in ("ana", "mo", "kira", "max"):
        assert "wrong_account" in [each.kind for each in await stage.world.told(name)]


async def test_another_text_posted_by_hand_gives_ours_back(stage: Stage) -> None:
    reply_id = await by_hand(stage)
    posted = stage.network.by_hand("FirefoxSupport", "Bitte schreib uns eine Nachricht!", await stage.post_of(reply_id))
    async with stage.world.database.writing() as session:
        message = await session.get_one(Message, (await stage.reply(reply_id)).answers_id)
        ours = await answered_outside(
            session, message, posted, stage.world.clock.now(), programme=stage.world.programme
        )
    assert not ours
    assert await stage.state(reply_id) is ReplyState.REFUSED
    with pytest.raises(Refused, match="do not send it"):
        await stage.world.do(sent_by_hand, reply_id, by="vito")


async def test_a_reply_taken_back_from_a_keyholder_is_looked_for_before_the_next_leaves(stage: Stage) -> None:
    reply_id = await by_hand(stage)
    number = (await stage.reply(reply_id)).conversation_id
    await stage.world.do(undo, reply_id, by="ana")
    stage.network.by_hand("FirefoxSupport", "Try a fresh profile. ^an", await stage.post_of(reply_id))
    async with stage.world.database.writing() as session:
        (await session.get_one(Conversation, number)).reply_by_hand = False
    second = await stage.answer(number, text="Something else entirely.")
    await stage.outbox.round()
    assert await stage.state(second) is ReplyState.REFUSED
    assert stage.network.sends == []
    assert (await stage.world.see(number)).waits_since is None


async def test_our_own_post_read_back_is_no_answer_from_outside(stage: Stage) -> None:
    reply_id = await stage.replied()
    await stage.outbox.round()
    kept = await stage.reply(reply_id)
    posted = Posted(
        kept.sent_id or "", "FirefoxSupport", kept.text, stage.world.clock.now(), await stage.post_of(reply_id)
    )
    async with stage.world.database.writing() as session:
        message = await session.get_one(Message, kept.answers_id)
        assert await answered_outside(
            session, message, posted, stage.world.clock.now(), programme=stage.world.programme
        )
