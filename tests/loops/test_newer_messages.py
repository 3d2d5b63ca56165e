"""Replies under way while the customer writes again: an answer to what is newer also answers what came before."""

import pytest

from bot.desk.handling.closing import close
from bot.desk.handling.reopening import customer_wrote
from bot.desk.leaving.unknowns import send_again
from bot.desk.writing.replying import begin, reply
from bot.errors import AlreadyAnswered, TooLate, Unknown
from storage.conversations import locked
from storage.tables import Conversation, ReplyState
from tests.loops.conftest import Stage
from tests.loops.pretend import Fate

pytestmark = pytest.mark.both_databases

NEVER_LEFT = Fate(done=False, trouble=Unknown("The line was cut."))


async def writes_again(stage: Stage, number: int) -> None:
    """The customer of a conversation writes once more, a minute later."""
    stage.world.clock.forward(minutes=1)
    async with stage.world.database.writing() as session:
        conversation = await locked(session, number)
        assert conversation is not None
        message = await stage.world.store(session, conversation, "lena", "And it crashes, too", {})
        now = stage.world.clock.now()
        await customer_wrote(session, conversation, message, now=now, programme=stage.world.programme)


async def test_while_a_newer_message_is_being_answered_an_older_form_sends_nothing(stage: Stage) -> None:
    number = await stage.world.arrive()
    older = await stage.world.do(begin, number, by="ana")
    await writes_again(stage, number)
    await stage.answer(number, text="That is a known bug.")
    with pytest.raises(AlreadyAnswered, match="U0ANA"):
        await stage.world.do(reply, number, answers=older.answers, text="Try a fresh profile.", by="ana")


async def test_a_newer_message_is_answered_although_an_older_reply_is_under_way(stage: Stage) -> None:
    number = await stage.world.arrive()
    first = await stage.answer(number)
    await writes_again(stage, number)
    second = await stage.answer(number, text="That is a known bug.")
    await stage.outbox.round()
    assert await stage.state(first) is ReplyState.SENT
    assert await stage.state(second) is ReplyState.SENT


async def test_an_answer_to_a_newer_message_takes_the_older_reply_from_its_keyholder(stage: Stage) -> None:
    number = await stage.world.arrive()
    async with stage.world.database.writing() as session:
        (await session.get_one(Conversation, number)).reply_by_hand = True
    first = await stage.answer(number)
    await stage.outbox.round()
    assert await stage.state(first) is ReplyState.BY_HAND
    await writes_again(stage, number)
    async with stage.world.database.writing() as session:
        (await session.get_one(Conversation, number)).reply_by_hand = False
    second = await stage.answer(number, text="That is a known bug.")
    await stage.outbox.round()
    assert await stage.state(second) is ReplyState.SENT
    assert await stage.state(first) is ReplyState.REFUSED
    await stage.world.do(close, number, reason="Resolved", by="ana")


async def test_an_unknown_reply_whose_message_was_answered_since_is_given_back_after_its_looks(stage: Stage) -> None:
    stage.network.next("FirefoxSupport", NEVER_LEFT)
    number = await stage.world.arrive()
    first = await stage.answer(number)
    await stage.outbox.round()
    await writes_again(stage, number)
    second = await stage.answer(number, text="That is a known bug.")
    await stage.outbox.round()
    assert await stage.state(second) is ReplyState.SENT
    assert await stage.state(first) is ReplyState.UNKNOWN
    await stage.rounds(seconds=600)
    assert await stage.state(first) is ReplyState.REFUSED
    await stage.world.do(close, number, reason="Resolved", by="ana")


async def test_an_unknown_reply_that_waited_for_a_person_is_given_back_when_the_customer_is_answered(
    stage: Stage,
) -> None:
    stage.network.next("FirefoxSupport", NEVER_LEFT)
    number = await stage.world.arrive()
    first = await stage.answer(number)
    await stage.rounds(seconds=600)
    await writes_again(stage, number)
    await stage.answer(number, text="That is a known bug.")
    await stage.outbox.round()
    assert await stage.state(first) is ReplyState.REFUSED
    with pytest.raises(TooLate):
        await stage.world.do(send_again, first, by="ana")
    await stage.world.do(close, number, reason="Resolved", by="ana")
