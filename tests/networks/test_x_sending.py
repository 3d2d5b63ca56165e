"""Sending on X through the real tweepy: what is certain, what is unknown, and what only a person may do."""

from datetime import UTC, datetime, timedelta

import pytest

from bot.clock import SystemClock
from bot.errors import Gone, NeedsHand, Rejected, RetryAt, Trouble, Unauthorised, Unavailable, Unknown
from bot.networks.base import Author, Mention, Way
from bot.networks.leaving import Trip
from bot.networks.x_wire import refusal
from bot.programme import Programme
from sandbox.faults import Fault
from tests.networks.x_stage import Stage, answer, soon, x_stage

POST = "x/POST /2/tweets"


def asked(stage: Stage, text: str = "@FirefoxSupport help") -> str:
    return str(stage.sandbox.x.customer("eve").post(text))


async def test_a_reply_arrives_from_the_right_account(programme: Programme) -> None:
    async with x_stage(programme) as stage:
        question = asked(stage)
        posted = await stage.x.send(answer(question, "Try <this> & that."), deadline=soon())
        found = stage.sandbox.x.replies_to(question)
        seen = await stage.x.own_posts("FirefoxSupport", since=datetime.now(UTC))
    assert len(found) == 1
    assert [(each.id, each.replying_to) for each in seen] == [(posted.id, question)]
    assert seen[0].text.endswith("Try <this> & that.")
    assert posted.url == f"https://x.com/FirefoxSupport/status/{posted.id}"
    assert abs(posted.at - seen[0].at) < timedelta(seconds=1)


async def test_what_x_charges_for_replies_is_counted(programme: Programme) -> None:
    async with x_stage(programme) as stage:
        question = asked(stage)
        await stage.x.send(answer(question), deadline=soon())
        await stage.x.send(answer(question, "See https://support.mozilla.org/kb/x"), deadline=soon())
        assert stage.charges.kinds() == {"user read": 1, "summoned reply": 1, "post with link": 1}
        assert stage.charges.dollars() == pytest.approx(stage.sandbox.x.billing.total())


async def test_a_reply_nobody_asked_this_account_for_goes_by_hand(programme: Programme) -> None:
    async with x_stage(programme) as stage:
        with pytest.raises(NeedsHand):
            await stage.x.send(answer(asked(stage, "firefox is broken")), deadline=soon())
        with pytest.raises(NeedsHand):
            await stage.x.like("FirefoxSupport", asked(stage, "@FirefoxSupport thanks"))


async def test_the_same_words_again_have_probably_landed(programme: Programme) -> None:
    async with x_stage(programme) as stage:
        question = asked(stage)
        await stage.x.send(answer(question), deadline=soon())
        with pytest.raises(Unknown, match="landed"):
            await stage.x.send(answer(question), deadline=soon())


async def test_a_deleted_post_is_gone(programme: Programme) -> None:
    async with x_stage(programme) as stage:
        question = asked(stage)
        stage.sandbox.x.customer("eve").delete(question)
        with pytest.raises(Gone):
            await stage.x.send(answer(question), deadline=soon())


async def test_a_text_that_is_too_long_is_rejected_in_xs_words(programme: Programme) -> None:
    async with x_stage(programme) as stage:
        with pytest.raises(Rejected, match="too long"):
            await stage.x.send(answer(asked(stage), "x" * 281), deadline=soon())


async def test_past_the_deadline_nothing_leaves(programme: Programme) -> None:
    async with x_stage(programme) as stage:
        question = asked(stage)
        with pytest.raises(Unknown, match="nothing was sent"):
            await stage.x.send(answer(question), deadline=datetime.now(UTC) - timedelta(milliseconds=1))
        assert stage.sandbox.x.replies_to(question) == []
        assert "POST /2/tweets" not in {call.method for call in stage.sandbox.log.recent()}
        assert "summoned reply" not in stage.charges.kinds()


class SleepyClock(SystemClock):
    """Its machine falls asleep for a minute after the deadline was first looked at, while the connection is made."""

    looks = 0
    sleeps = False

    def now(self) -> datetime:
        self.looks += self.sleeps
        return super().now() + timedelta(minutes=self.looks > 1)


async def test_a_machine_that_sleeps_while_connecting_sends_nothing_when_it_wakes(programme: Programme) -> None:
    clock = SleepyClock()
    async with x_stage(programme, clock=clock) as stage:
        question = asked(stage)
        await stage.x.own_posts("FirefoxSupport", since=stage.began)
        clock.sleeps = True
        with pytest.raises(Unknown, match="nothing was sent"):
            await stage.x.send(answer(question), deadline=datetime.now(UTC) + timedelta(seconds=30))
        assert clock.looks == 2
        clock.sleeps = False
        clock.looks = 0
        assert stage.sandbox.log.of("POST /2/tweets") == []
        await stage.x.send(answer(question), deadline=soon())
        assert len(stage.sandbox.x.replies_to(question)) == 1


@pytest.mark.parametrize("fault", [Fault.DROP_ANSWER, Fault.CUT, Fault.BLACK_HOLE, Fault.SERVER_ERROR])
async def test_after_the_request_has_left_a_missing_answer_is_unknown(programme: Programme, fault: Fault) -> None:
    async with x_stage(programme, seconds=1) as stage:
        question = asked(stage)
        stage.sandbox.faults.add(fault, POST, count=1)
        with pytest.raises(Unknown):
            await stage.x.send(answer(question), deadline=soon())
        landed = len(stage.sandbox.x.replies_to(question))
    assert landed == (fault is Fault.DROP_ANSWER)
    assert stage.charges.kinds()["summoned reply"] == 1


async def test_a_late_answer_is_unknown_and_the_reply_is_found_on_the_timeline(programme: Programme) -> None:
    async with x_stage(programme, seconds=0.5) as stage:
        question = asked(stage)
        began = datetime.now(UTC)
        stage.sandbox.faults.add(Fault.SLOW, POST, seconds=1)
        with pytest.raises(Unknown):
            await stage.x.send(answer(question), deadline=soon())
        assert [each.replying_to for each in await stage.x.own_posts("FirefoxSupport", since=began)] == [question]


async def test_a_connection_that_never_stood_is_unavailable_not_unknown(programme: Programme) -> None:
    async with x_stage(programme) as stage:
        await stage.x.own_posts("FirefoxSupport", since=stage.began)
        stage.x._wire._address = "http://127.0.0.1:9/x"
        await stage.x._wire.close()
        with pytest.raises(Unavailable):
            await stage.x.send(answer("1"), deadline=soon())


async def test_waiting_is_per_account_and_until_the_moment_x_says(programme: Programme) -> None:
    async with x_stage(programme) as stage:
        question = asked(stage, "@FirefoxSupport @Firefox help")
        stage.sandbox.faults.add(Fault.RATE_LIMITED, POST, retry_after=90, count=1)
        with pytest.raises(RetryAt) as refused:
            await stage.x.send(answer(question), deadline=soon())
        assert timedelta(seconds=80) < refused.value.at - datetime.now(UTC) < timedelta(seconds=100)
        await stage.x.send(answer(question, account="Firefox"), deadline=soon())


async def test_a_withdrawn_token_is_told_and_nothing_sent(programme: Programme) -> None:
    async with x_stage(programme) as stage:
        question = asked(stage)
        await stage.x.own_posts("FirefoxSupport", since=stage.began)
        stage.sandbox.x.keys.revoke("2102-sandbox-FirefoxSupport")
        with pytest.raises(Unauthorised, match="run `python -m bot connect @FirefoxSupport`"):
            await stage.x.send(answer(question), deadline=soon())
        assert stage.sandbox.x.replies_to(question) == []


async def test_ways_are_known_before_anybody_types(programme: Programme) -> None:
    async with x_stage(programme) as stage:
        support = programme.account("FirefoxSupport")
        eve = Author("7", "eve")
        plain = Mention("x", "1", "1", eve, "hi", datetime.now(UTC))
        named = Mention("x", "1", "1", eve, "hi", datetime.now(UTC), mentions=("firefoxsupport",))
        quoting = Mention("x", "1", "1", eve, "hi", datetime.now(UTC), quotes="3", quotes_author="FirefoxSupport")
        assert stage.x.reply_way(support, plain) is Way.HAND
        assert stage.x.reply_way(support, named) is Way.API
        assert stage.x.reply_way(support, quoting) is Way.API
        enterprise = support.model_copy(update={"plan": "enterprise"})
        assert stage.x.reply_way(enterprise, plain) is Way.API
        assert (stage.x.like_way(support), stage.x.like_way(enterprise)) == (Way.HAND, Way.API)


async def test_an_enterprise_account_likes_and_replies_to_anybody(programme: Programme) -> None:
    async with x_stage(programme) as stage:
        stage.sandbox.x.network.user_named("FirefoxSupport").plan = "enterprise"  # type: ignore[union-attr]
        question = asked(stage, "firefox is great")
        await stage.x.like("FirefoxSupport", question)
        await stage.x.like("FirefoxSupport", question)
        await stage.x.send(answer(question, "Thank you!"), deadline=soon())
        assert len(stage.sandbox.x.replies_to(question)) == 1


async def test_links_for_hands_carry_the_whole_text(programme: Programme) -> None:
    async with x_stage(programme) as stage:
        link = stage.x.composer(answer("42", "Hi & bye: 100% 😀\nnew line"))
        assert link == (
            "https://x.com/intent/post?in_reply_to=42&text=Hi%20%26%20bye%3A%20100%25%20%F0%9F%98%80%0Anew%20line"
        )
        assert stage.x.liker("42") == "https://x.com/intent/like?tweet_id=42"


@pytest.mark.parametrize("body", ["<html>", "[]", "null", "{}", '{"errors": {"message": "no"}}', '{"errors": "no"}'])
@pytest.mark.parametrize("status", [400, 403, 404, 503])
def test_no_refusal_is_too_odd_to_be_told(status: int, body: str) -> None:
    trip = Trip("FirefoxSupport", "POST /2/tweets", acts=True)
    assert isinstance(refusal(trip, status, body, {}), Trouble)
