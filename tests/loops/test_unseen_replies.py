"""Replies that may be out and that the network shows nobody but people: never repeated, and never stuck."""

import pytest
from sqlalchemy import select

from bot.desk.handling.closing import close
from bot.desk.leaving.byhand import sent_by_hand
from bot.desk.leaving.not_there import give_back_unseen
from bot.desk.leaving.outcomes import give_back_overtaken
from bot.desk.leaving.unknowns import can_send_again, cannot_be_looked_for, send_again
from bot.errors import Gone, NeedsHand, NotAllowed, Refused, Rejected, TooLate, Trouble, Unavailable, Unknown
from storage import conversations
from storage.tables import Message, ReplyState, SavedDraft
from tests.loops.conftest import Stage
from tests.loops.pretend import Fate

pytestmark = pytest.mark.both_databases

LOST = Fate(done=True, trouble=Unknown("The answer was lost."))
NEVER_LEFT = Fate(done=False, trouble=Unknown("The line was cut."))


async def refused_to_look(stage: Stage, fate: Fate = LOST) -> int:
    """A reply of unknown fate whose timeline the network refuses for good, ten minutes later."""
    stage.network.next("FirefoxSupport", fate)
    reply_id = await stage.replied()
    await stage.outbox.round()
    stage.network.blind = Rejected("X does not show it.")
    await stage.rounds(seconds=600)
    return reply_id


async def drafts_of(stage: Stage, number: int) -> list[str]:
    """What somebody began to write in a conversation and has not sent."""
    async with stage.world.database.reading() as session:
        found = await session.scalars(select(SavedDraft).where(SavedDraft.conversation_id == number))
        return [each.text for each in found]


async def test_what_was_never_looked_for_is_not_sent_again(stage: Stage) -> None:
    reply_id = await refused_to_look(stage)
    kept = await stage.reply(reply_id)
    assert (kept.state, kept.looked_at) == (ReplyState.UNKNOWN, None)
    assert cannot_be_looked_for(kept)
    assert not can_send_again(kept)
    with pytest.raises(Refused, match="once a look has not found it"):
        await stage.world.do(send_again, reply_id, by="ana")


async def test_a_look_that_came_too_early_does_not_stand_for_the_one_that_was_refused(stage: Stage) -> None:
    stage.network.next("FirefoxSupport", NEVER_LEFT)
    reply_id = await stage.replied()
    await stage.rounds(seconds=30)
    assert (await stage.reply(reply_id)).looked_at is not None
    stage.network.blind = Rejected("X does not show it.")
    await stage.rounds(seconds=600)
    assert cannot_be_looked_for(await stage.reply(reply_id))


async def test_what_was_never_looked_for_stays_when_its_message_is_answered_otherwise(stage: Stage) -> None:
    reply_id = await refused_to_look(stage)
    number = (await stage.reply(reply_id)).conversation_id
    async with stage.world.database.writing() as session:
        message = await session.get_one(Message, (await stage.reply(reply_id)).answers_id)
        message.answered_at, message.answered_by = stage.world.clock.now(), "FirefoxSupport"
        conversation = await conversations.locked(session, number)
        assert conversation is not None
        await give_back_overtaken(session, conversation, why="Answered.", now=stage.world.clock.now())
    assert await stage.state(reply_id) is ReplyState.UNKNOWN
    assert await drafts_of(stage, number) == []


async def test_a_moderator_who_did_not_find_it_gives_it_back_to_its_author(stage: Stage) -> None:
    reply_id = await refused_to_look(stage, NEVER_LEFT)
    number = (await stage.reply(reply_id)).conversation_id
    with pytest.raises(NotAllowed, match="moderator"):
        await stage.world.do(give_back_unseen, reply_id, by="ana")
    await stage.world.do(give_back_unseen, reply_id, by="mo")
    await stage.world.do(give_back_unseen, reply_id, by="mo")
    assert await stage.state(reply_id) is ReplyState.REFUSED
    assert await drafts_of(stage, number) == ["Try a fresh profile."]
    given_back = [each for each in await stage.world.diary(number) if each.kind == "reply_refused"]
    assert [each.by for each in given_back] == ["U0MO"]
    assert "Mo " not in str((await stage.reply(reply_id)).why)
    assert "reply_refused" in [each.kind for each in await stage.world.told("ana")]
    await stage.world.do(close, number, reason="Resolved", by="ana")


async def given_back(stage: Stage, fate: Fate) -> int:
    """A lost reply that a moderator did not find; the number of its conversation."""
    reply_id = await refused_to_look(stage, fate)
    await stage.world.do(give_back_unseen, reply_id, by="mo")
    stage.network.looks.clear()
    return (await stage.reply(reply_id)).conversation_id


async def test_what_a_person_overlooked_is_found_once_the_desk_can_look_again(stage: Stage) -> None:
    number = await given_back(stage, LOST)
    stage.network.blind = None
    again = await stage.answer(number, text="Does it happen in troubleshoot mode?")
    await stage.rounds(seconds=600)
    assert await stage.state(again) is ReplyState.REFUSED
    assert "already answered" in str((await stage.reply(again)).why)
    assert len(stage.network.answers_to(await stage.post_of(again))) == 1


@pytest.mark.parametrize("refusal", [Rejected("X does not show it."), Gone("It is not there."), None])
async def test_what_nobody_finds_holds_no_other_answer_back(stage: Stage, refusal: Trouble | None) -> None:
    number = await given_back(stage, NEVER_LEFT)
    stage.network.blind = refusal
    again = await stage.answer(number, text="Does it happen in troubleshoot mode?")
    await stage.rounds(seconds=60)
    assert await stage.state(again) is ReplyState.SENT
    assert stage.network.looks == ["FirefoxSupport"]
    assert len(stage.network.answers_to(await stage.post_of(again))) == 1


async def test_an_answer_waits_while_the_look_for_the_lost_one_is_only_postponed(stage: Stage) -> None:
    number = await given_back(stage, LOST)
    stage.network.blind = Unavailable("X is down.")
    again = await stage.answer(number, text="Does it happen in troubleshoot mode?")
    await stage.rounds(seconds=180)
    assert await stage.state(again) is ReplyState.QUEUED
    assert (await stage.reply(again)).why == "looking whether it is out already"
    stage.network.blind = None
    await stage.rounds(seconds=180)
    assert await stage.state(again) is ReplyState.REFUSED


async def test_what_can_be_looked_for_is_not_given_back_on_anybodys_word(stage: Stage) -> None:
    stage.network.next("FirefoxSupport", LOST)
    reply_id = await stage.replied()
    await stage.outbox.round()
    with pytest.raises(TooLate):
        await stage.world.do(give_back_unseen, reply_id, by="mo")
    await stage.rounds(seconds=600)
    with pytest.raises(TooLate):
        await stage.world.do(give_back_unseen, reply_id, by="mo")
    assert await stage.state(reply_id) is ReplyState.SENT


async def test_what_a_keyholder_said_they_sent_and_nobody_finds_holds_no_other_answer_back(stage: Stage) -> None:
    stage.network.next("FirefoxSupport", Fate(done=False, trouble=NeedsHand("X takes it from people only.")))
    first = await stage.replied()
    await stage.outbox.round()
    await stage.world.do(sent_by_hand, first, by="vito")
    stage.network.blind = Rejected("X does not show it.")
    await stage.rounds(seconds=600)
    await stage.world.do(give_back_unseen, first, by="mo")
    again = await stage.answer((await stage.reply(first)).conversation_id, text="Does it happen in troubleshoot mode?")
    await stage.rounds(seconds=60)
    assert await stage.state(again) is ReplyState.BY_HAND


@pytest.mark.parametrize(
    ("posted", "end"),
    [("Try a fresh profile.", ReplyState.REFUSED), ("Good morning, everybody.", ReplyState.BY_HAND)],
)
async def test_what_a_keyholder_posted_as_a_post_of_its_own_is_found_before_the_next_answer(
    stage: Stage, posted: str, end: ReplyState
) -> None:
    stage.network.next("FirefoxSupport", Fate(done=False, trouble=NeedsHand("X takes it from people only.")))
    first = await stage.replied()
    await stage.outbox.round()
    stage.network.by_hand("FirefoxSupport", posted, None)
    await stage.world.do(sent_by_hand, first, by="vito")
    stage.network.blind = Rejected("X does not show it.")
    await stage.rounds(seconds=600)
    await stage.world.do(give_back_unseen, first, by="mo")
    stage.network.blind = None
    again = await stage.answer((await stage.reply(first)).conversation_id, text="Does it happen in troubleshoot mode?")
    await stage.rounds(seconds=60)
    assert await stage.state(again) is end
