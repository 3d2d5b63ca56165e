"""Replying: who may, what is checked, that nobody is answered twice, and taking it back."""

from datetime import timedelta
from typing import Any

import pytest
from sqlalchemy import select

from bot.desk.handling.closing import close
from bot.desk.handling.holding import hold
from bot.desk.leaving.stopping import stop
from bot.desk.writing.replying import begin, reply, undo
from bot.errors import AlreadyAnswered, Closed, Invalid, NotAllowed, NotYours, Refused, TooLate
from storage.tables import Afterwards, Message, Reply, ReplyState, WaitingOn
from tests.conftest import MONDAY
from tests.desk.world import World


async def replied(
    world: World, number: int, text: str = "Try a fresh profile.", *, by: str = "ana", **more: Any
) -> int:
    """Somebody opens the reply, types and sends; the reply's number."""
    opened = await world.do(begin, number, by=by)
    picture = await world.do(reply, number, answers=opened.answers, text=text, by=by, **more)
    return int(picture.number)


async def stored(world: World, reply_id: int) -> Reply:
    """The reply as it is kept."""
    async with world.database.reading() as session:
        return await session.get_one(Reply, reply_id)


async def test_opening_claims_and_shows_what_will_happen(world: World) -> None:
    number = await world.arrive(account="mozilla_germany", tags=["Fan Love"])
    opened = await world.do(begin, number, by="ana")
    assert (await world.see(number)).claimed_by == "U0ANA"
    assert (opened.account, opened.limit, opened.signature) == ("mozilla_germany", 280, "^an")
    assert opened.messages[-1].number == opened.answers
    assert "Resolved" in opened.closing_reasons
    assert opened.proposed_reason == "No need to reply"
    assert opened.style_guide.startswith("https://")


async def test_a_reply_waits_for_the_undo_window_and_carries_the_signature(world: World) -> None:
    number = await world.arrive()
    kept = await stored(world, await replied(world, number))
    assert (kept.state, kept.text, kept.typed) == (
        ReplyState.QUEUED,
        "Try a fresh profile. ^an",
        "Try a fresh profile.",
    )
    assert kept.send_after == MONDAY + timedelta(seconds=20)
    assert kept.account == "FirefoxSupport"
    assert await world.kinds(number) == ["claimed", "reply_queued"]
    diary = await world.diary(number)
    assert "fresh profile" not in str([each.facts for each in diary])


async def test_beginners_do_not_answer_from_brand_accounts(world: World) -> None:
    number = await world.arrive()
    with pytest.raises(NotAllowed, match="#fxhelp"):
        await world.do(begin, number, by="bea")


async def test_somebody_elses_conversation_is_refused_with_the_owner(world: World) -> None:
    number = await world.arrive()
    opened = await world.do(begin, number, by="ana")
    with pytest.raises(NotYours, match="U0ANA"):
        await world.do(begin, number, by="vito")
    with pytest.raises(NotYours, match="U0ANA"):
        await world.do(reply, number, answers=opened.answers, text="Mine!", by="vito")


async def test_a_closed_conversation_takes_no_reply(world: World) -> None:
    number = await world.arrive()
    await world.do(close, number, reason="Resolved", by="ana")
    with pytest.raises(Closed):
        await world.do(begin, number, by="ana")


async def test_volunteers_do_not_answer_in_the_escalation_queue(world: World) -> None:
    number = await world.arrive(queue="escalation")
    with pytest.raises(NotAllowed, match="escalated"):
        await world.do(begin, number, by="ana")
    await replied(world, number, by="mo")


async def test_a_second_reply_to_the_same_message_is_refused_with_who_answered(world: World) -> None:
    number = await world.arrive()
    opened = await world.do(begin, number, by="ana")
    await world.do(reply, number, answers=opened.answers, text="First!", by="ana")
    with pytest.raises(AlreadyAnswered, match="U0ANA"):
        await world.do(reply, number, answers=opened.answers, text="Second!", by="ana")
    with pytest.raises(AlreadyAnswered, match="U0ANA"):
        await world.do(begin, number, by="ana")


async def test_an_answer_given_outside_is_named(world: World) -> None:
    number = await world.arrive()
    opened = await world.do(begin, number, by="ana")
    async with world.database.writing() as session:
        message = await session.get_one(Message, opened.answers)
        message.answered_at, message.answered_by = MONDAY, "FirefoxSupport"
    with pytest.raises(AlreadyAnswered, match="@FirefoxSupport"):
        await world.do(reply, number, answers=opened.answers, text="Late", by="ana")


async def test_a_message_of_another_conversation_is_refused(world: World) -> None:
    number, other = await world.arrive(), await world.arrive(customer="otto")
    opened = await world.do(begin, other, by="ana")
    with pytest.raises(Refused, match="not part of this conversation"):
        await world.do(reply, number, answers=opened.answers, text="Hello", by="ana")


async def test_a_deleted_message_is_not_answered(world: World) -> None:
    number = await world.arrive()
    opened = await world.do(begin, number, by="ana")
    async with world.database.writing() as session:
        (await session.get_one(Message, opened.answers)).deleted_at = MONDAY
    with pytest.raises(Refused, match="deleted"):
        await world.do(reply, number, answers=opened.answers, text="Hello", by="ana")
    with pytest.raises(Refused, match="nothing to answer"):
        await world.do(begin, number, by="ana")


async def test_an_account_that_left_the_programme_answers_nothing(world: World) -> None:
    number = await world.arrive(account="OldFirefox")
    with pytest.raises(Refused, match="OldFirefox"):
        await world.do(begin, number, by="ana")


async def test_closing_afterwards_needs_a_known_reason_and_its_link(world: World) -> None:
    number = await world.arrive()
    opened = await world.do(begin, number, by="ana")
    common = {"answers": opened.answers, "text": "Filed!", "afterwards": Afterwards.CLOSE, "by": "ana"}
    with pytest.raises(Invalid) as refusal:
        await world.do(reply, number, close_reason="Because", **common)
    assert refusal.value.field == "reason"
    with pytest.raises(Invalid) as refusal:
        await world.do(reply, number, close_reason="Bug filed", close_link="https://example.org", **common)
    assert refusal.value.field == "link"
    picture = await world.do(
        reply,
        number,
        close_reason="bug filed",
        close_link="https://bugzilla.mozilla.org/show_bug.cgi?id=7",
        **common,
    )
    assert (picture.afterwards, picture.close_reason) == ("close", "Bug filed")
    assert (await world.see(number)).closing is None


async def test_replying_to_a_held_conversation_lifts_the_hold(world: World) -> None:
    number = await world.arrive()
    await world.do(hold, number, waiting_on=WaitingOn.CUSTOMER, by="ana")
    await replied(world, number)
    assert (await world.see(number)).hold is None


@pytest.mark.parametrize("text", ["", " \u200b\n", "@lost_tabs", "@lost_tabs @firefox "])
async def test_what_says_nothing_is_no_reply(world: World, text: str) -> None:
    number = await world.arrive()
    opened = await world.do(begin, number, by="ana")
    with pytest.raises(Invalid, match="Write something first"):
        await world.do(reply, number, answers=opened.answers, text=text, by="ana")


async def test_a_stop_refuses_nothing_and_is_shown(world: World) -> None:
    number = await world.arrive()
    await world.do(stop, "@firefoxsupport", by="mo")
    opened = await world.do(begin, number, by="ana")
    assert opened.waits_for == "sending from @FirefoxSupport is stopped"
    picture = await world.do(reply, number, answers=opened.answers, text="Hello", by="ana")
    assert (picture.state, picture.waits_for) == ("queued", "sending from @FirefoxSupport is stopped")


async def test_a_rehearsal_is_shown(world: World) -> None:
    world.programme = world.programme.model_copy(update={"sending": "off"})
    world.__post_init__()
    number = await world.arrive()
    opened = await world.do(begin, number, by="ana")
    picture = await world.do(reply, number, answers=opened.answers, text="Hello", by="ana")
    assert picture.waits_for == "rehearsal"


async def test_undo_gives_the_text_back_and_frees_the_message(world: World) -> None:
    number = await world.arrive()
    reply_id = await replied(world, number, "Try  this, please")
    given = await world.do(undo, reply_id, by="ana")
    assert given.text == "Try  this, please"
    assert (await stored(world, reply_id)).state is ReplyState.UNDONE
    opened = await world.do(begin, number, by="ana")
    assert opened.text == "Try  this, please"
    again = await replied(world, number, "Better")
    assert again != reply_id


async def test_undo_gives_back_what_was_to_follow_with_its_reason_and_link(world: World) -> None:
    number = await world.arrive()
    opened = await world.do(begin, number, by="ana")
    link = "https://bugzilla.mozilla.org/show_bug.cgi?id=7"
    decided = await world.do(
        reply,
        number,
        answers=opened.answers,
        text="We have filed a bug",
        afterwards=Afterwards.CLOSE,
        close_reason="Bug filed",
        close_link=link,
        by="ana",
    )
    given = await world.do(undo, decided.number, by="ana")
    assert (given.afterwards, given.proposed_reason, given.close_link) == ("close", "Bug filed", link)


async def test_undo_is_the_authors_or_a_moderators(world: World) -> None:
    number = await world.arrive()
    reply_id = await replied(world, number)
    with pytest.raises(NotAllowed, match="U0ANA"):
        await world.do(undo, reply_id, by="vito")
    await world.do(undo, reply_id, by="mo")
    await world.do(undo, reply_id, by="ana")
    assert (await world.kinds(number)).count("reply_undone") == 1
    (told,) = await world.told("ana")
    assert (
        told.facts["text"] == f"<@U0MO> took your reply to #{number} back before it left. Reply opens your text again."
    )
    assert (await world.do(begin, number, by="ana")).text == "Try a fresh profile."
    await world.do(undo, await replied(world, number), by="ana")
    assert len(await world.told("ana")) == 1, "who takes back their own is told nothing"


async def test_a_moderator_sends_what_they_made_of_a_reply_they_took_back_and_nothing_else(world: World) -> None:
    number = await world.arrive()
    answers = (await world.do(begin, number, by="ana")).answers
    reply_id = await replied(world, number)
    with pytest.raises(NotYours):
        await world.do(reply, number, answers=answers, text="Try a new profile.", by="mo")
    await world.do(undo, reply_id, by="mo")
    with pytest.raises(NotYours):
        await world.do(reply, number, answers=answers, text="Try a new profile.", by="vito")
    await world.do(reply, number, answers=answers, text="Try a new profile.", by="mo")
    assert [each.facts["text"] for each in await world.told("ana")][1:] == [
        f"<@U0MO> took over #{number}, which you had claimed."
    ]
    with pytest.raises(NotYours):
        await world.do(begin, number, by="ana")


@pytest.mark.parametrize("state", [ReplyState.SENDING, ReplyState.SENT, ReplyState.UNKNOWN])
async def test_what_may_have_left_cannot_be_undone(world: World, state: ReplyState) -> None:
    number = await world.arrive()
    reply_id = await world.reply(number, state)
    with pytest.raises(TooLate):
        await world.do(undo, reply_id, by="ana")


async def test_a_queued_reply_can_be_taken_back_after_the_window_too(world: World) -> None:
    number = await world.arrive()
    reply_id = await replied(world, number)
    world.clock.forward(hours=2)
    await world.do(undo, reply_id, by="ana")
    async with world.database.reading() as session:
        states = list(await session.scalars(select(Reply.state)))
    assert states == [ReplyState.UNDONE]
