"""Answering on Google Play: once, in time, and never without knowing what became of it."""

from datetime import timedelta

import pytest

from bot.errors import Gone, Rejected, RetryAt, Unavailable, Unknown
from bot.networks.base import Way
from bot.programme import Programme
from sandbox.faults import Fault
from tests.networks.play_stage import FIREFOX, SOURCE, Stage, answer, play_stage

REPLY = "play/POST /reviews/:id:reply"


async def asked(stage: Stage) -> tuple[str, str]:
    """A review, and the id of the version that the desk knows."""
    review = stage.sandbox.play.review(FIREFOX, 1, "awful", author="Marta")
    found = (await stage.play.fetch(SOURCE, cursor=None, since=stage.began)).mentions
    return review, next(each.id for each in found if each.thread == review)


async def test_an_answer_arrives_and_is_found_again_under_its_id(programme: Programme) -> None:
    async with play_stage(programme) as stage:
        review, question = await asked(stage)
        posted = await stage.play.send(answer(question), deadline=stage.soon())
        (seen,) = await stage.play.own_posts("FirefoxAndroid", since=stage.began, answering=(question,))
        found = stage.sandbox.play.find(review)
    assert found.answer is not None
    assert found.answer.text == "Thank you, we are on it."
    assert (seen.id, seen.replying_to) == (posted.id, question)


async def test_a_second_answer_takes_the_first_one_s_place(programme: Programme) -> None:
    async with play_stage(programme) as stage:
        review, question = await asked(stage)
        first = await stage.play.send(answer(question), deadline=stage.soon())
        second = await stage.play.send(answer(question, "It is mended."), deadline=stage.soon())
        (seen,) = await stage.play.own_posts("FirefoxAndroid", since=stage.began, answering=(question,))
        assert [each.text for each in stage.sandbox.play.find(review).answers][-1] == "It is mended."
    assert seen.id == second.id != first.id


async def test_past_its_deadline_nothing_leaves(programme: Programme) -> None:
    async with play_stage(programme) as stage:
        review, question = await asked(stage)
        with pytest.raises(Unknown, match="nothing was sent"):
            await stage.play.send(answer(question), deadline=stage.sandbox.clock.now() - timedelta(seconds=1))
        assert stage.sandbox.play.find(review).answer is None


@pytest.mark.parametrize("fault", [Fault.DROP_ANSWER, Fault.BLACK_HOLE, Fault.SERVER_ERROR])
async def test_an_answer_that_does_not_come_leaves_the_reply_unknown(programme: Programme, fault: Fault) -> None:
    async with play_stage(programme, seconds=2) as stage:
        _, question = await asked(stage)
        stage.sandbox.faults.add(fault, REPLY, count=1)
        with pytest.raises(Unknown):
            await stage.play.send(answer(question), deadline=stage.soon())


async def test_without_a_token_certainly_nothing_was_sent(programme: Programme) -> None:
    async with play_stage(programme) as stage:
        review, question = await asked(stage)
        stage.sandbox.clock.jump(4000)
        stage.sandbox.faults.add(Fault.SERVER_ERROR, "play/POST /token")
        with pytest.raises(Unavailable):
            await stage.play.send(answer(question), deadline=stage.soon())
        assert stage.sandbox.play.find(review).answer is None


async def test_an_account_that_may_not_answer_is_refused_at_once_with_the_remedy(programme: Programme) -> None:
    apps = [each.model_copy(update={"app": "org.mozilla.fenix"}) for each in programme.accounts[-3:]]
    async with play_stage(programme.model_copy(update={"accounts": tuple(apps)})) as stage:
        with pytest.raises(Rejected, match="reply to reviews"):
            await stage.play.send(answer("gp:any@1"), deadline=stage.soon())


async def test_what_the_store_refuses_is_told_apart(programme: Programme) -> None:
    async with play_stage(programme) as stage:
        review, question = await asked(stage)
        with pytest.raises(Rejected):
            await stage.play.send(answer(question, "x" * 351), deadline=stage.soon())
        stage.sandbox.play.delete(review)
        with pytest.raises(Gone):
            await stage.play.send(answer(question), deadline=stage.soon())
        stage.sandbox.faults.add(Fault.RATE_LIMITED, REPLY, count=1)
        with pytest.raises(RetryAt):
            await stage.play.send(answer(question), deadline=stage.soon())
        with pytest.raises(RetryAt):
            await stage.play.send(answer(question), deadline=stage.soon())
        assert stage.sandbox.faults.rules[0].struck == 1, "while it asks to wait nobody asks again"


async def test_a_like_is_refused_for_good_as_the_store_has_none(programme: Programme) -> None:
    async with play_stage(programme) as stage:
        assert stage.play.capabilities.like is Way.NEVER
        with pytest.raises(Rejected, match="no likes"):
            await stage.play.like("FirefoxAndroid", "gp:any@1")
