"""Replies that a person sends: from keyholder to keyholder, read back from the timeline."""

import pytest

from bot.desk.arriving.intake import Taken
from bot.desk.handling.moving import move
from bot.desk.leaving.byhand import not_me, sent_by_hand
from bot.desk.leaving.stopping import start, stop
from bot.desk.leaving.unknowns import is_there, send_again
from bot.desk.showing.showing import show
from bot.desk.writing.replying import undo
from bot.errors import (
    NeedsHand,
    NotAllowed,
    NotFound,
    Refused,
    Rejected,
    Unavailable,
)
from storage.tables import Afterwards, Conversation, Notice, ReplyState
from tests.desk.mentions import arrives, own_post
from tests.loops.conftest import Stage
from tests.loops.pretend import Fate

pytestmark = pytest.mark.both_databases


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


async def test_a_timeline_that_is_refused_for_good_is_asked_for_ever_more_seldom(stage: Stage) -> None:
    reply_id = await by_hand(stage)
    stage.network.blind = Rejected("X does not show it.")
    await stage.rounds(seconds=26 * 3600)
    assert 24 <= len(stage.network.looks) <= 36
    assert (await stage.reply(reply_id)).handed_to == "U0MO"
    stage.network.blind = None
    await stage.rounds(seconds=3600)
    assert (await stage.reply(reply_id)).handed_to == "U0KIRA"
    stage.network.blind = Rejected("X does not show it.")
    before = len(stage.network.looks)
    await stage.rounds(seconds=2 * 3600 + 10 * 60)
    assert len(stage.network.looks) - before >= 3


async def test_not_me_goes_to_the_next_at_once(stage: Stage) -> None:
    reply_id = await by_hand(stage)
    await stage.world.do(not_me, reply_id, by="vito")
    await stage.outbox.round()
    assert (await stage.reply(reply_id)).handed_to == "U0MO"
    await stage.world.do(not_me, reply_id, by="mo")
    await stage.outbox.round()
    assert (await stage.reply(reply_id)).handed_to == "U0KIRA"


async def test_while_sending_is_stopped_nobody_is_asked_and_who_was_asked_sees_it(stage: Stage) -> None:
    reply_id = await by_hand(stage)
    (notice,) = await stage.world.told("mo")
    async with stage.world.database.writing() as session:
        (await session.get_one(Notice, notice.id)).sent_at = stage.world.clock.now()
    await stage.world.do(stop, "FirefoxSupport", by="kira")
    assert (await stage.world.told("mo"))[0].redraw
    card = await stage.world.ask(show, (await stage.reply(reply_id)).conversation_id, by="ana")
    assert card.reply.waits_for == "sending from @FirefoxSupport is stopped"
    await stage.rounds(seconds=3 * 3600)
    assert (await stage.reply(reply_id)).handed_to == "U0MO"
    assert stage.network.looks == []
    await stage.world.do(start, "FirefoxSupport", by="kira")
    await stage.outbox.round()
    assert (await stage.reply(reply_id)).handed_to == "U0KIRA"


async def test_in_a_rehearsal_no_other_keyholder_is_asked(stage: Stage) -> None:
    reply_id = await by_hand(stage)
    stage.world.programme = stage.world.programme.model_copy(update={"sending": "off"})
    stage.reopen()
    await stage.rounds(seconds=3 * 3600)
    assert (await stage.reply(reply_id)).handed_to == "U0MO"


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
    assert await arrives(stage.world, own_post(posted)) is Taken.OURS
    kept = await stage.reply(reply_id)
    assert (kept.state, kept.sent_from) == (ReplyState.SENT, "Firefox")
    for name in ("ana", "mo", "kira", "max"):
        assert "wrong_account" in [each.kind for each in await stage.world.told(name)]


async def test_another_text_posted_by_hand_gives_ours_back(stage: Stage) -> None:
    reply_id = await by_hand(stage)
    posted = stage.network.by_hand("FirefoxSupport", "Bitte schreib uns eine Nachricht!", await stage.post_of(reply_id))
    assert await arrives(stage.world, own_post(posted)) is Taken.OURS
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
    (posted,) = stage.network.posts
    assert await arrives(stage.world, own_post(posted)) is Taken.KNOWN
    assert await stage.state(reply_id) is ReplyState.SENT
    assert "answered_outside" not in await stage.world.kinds((await stage.reply(reply_id)).conversation_id)


async def test_what_moves_out_of_a_keyholders_sight_goes_to_one_who_sees_it(stage: Stage) -> None:
    reply_id = await by_hand(stage, by="vito")
    assert (await stage.reply(reply_id)).handed_to == "U0VITO"
    number = (await stage.reply(reply_id)).conversation_id
    await stage.world.do(move, number, queue="unmoderated", by="mo")
    await stage.outbox.round()
    assert (await stage.reply(reply_id)).handed_to == "U0MO"


async def test_out_of_sight_only_who_wrote_it_or_was_asked_to_send_it_reaches_a_reply(stage: Stage) -> None:
    reply_id = await by_hand(stage)
    number = (await stage.reply(reply_id)).conversation_id
    await stage.world.do(move, number, queue="unmoderated", by="mo")
    for verb in (sent_by_hand, not_me, undo, is_there, send_again):
        with pytest.raises(NotFound, match="not there any more"):
            await stage.world.do(verb, reply_id, by="vito")
    given_back = await stage.world.do(undo, reply_id, by="ana")
    assert given_back.text == "Try a fresh profile."
    assert (given_back.messages, given_back.customer) == ((), "")


async def test_what_a_person_posted_on_its_own_is_found_also_once_it_was_to_be_sent_again(stage: Stage) -> None:
    reply_id = await by_hand(stage)
    await stage.world.do(sent_by_hand, reply_id, by="vito")
    await stage.rounds(seconds=400)
    await stage.world.do(send_again, reply_id, by="ana")
    stage.network.by_hand("FirefoxSupport", "@lena Try a fresh profile. ^an", None)
    await stage.outbox.round()
    assert await stage.state(reply_id) is ReplyState.SENT
    assert stage.network.sends == []
