"""Likes: always a person's click, from the account that was mentioned, by API where the plan has it, else by hand."""

from datetime import timedelta
from typing import Any

import pytest
from sqlalchemy import select, text, update

from bot.desk.leaving import liking
from bot.desk.leaving.liking import like
from bot.desk.leaving.liking_and_closing import like_and_close
from bot.desk.leaving.stopping import start, stop
from bot.desk.showing.showing import show
from bot.errors import Gone, Invalid, NeedsHand, NotAllowed, NotYours, Refused, RetryAt, Unavailable
from storage.tables import Conversation, Like, LikeState, Message, Notice, ReplyState
from tests.loops.conftest import Stage
from tests.loops.pretend import Fate


@pytest.fixture
def enterprise(stage: Stage) -> Stage:
    """The same on a plan that takes likes by API."""
    accounts = tuple(each.model_copy(update={"plan": "enterprise"}) for each in stage.world.programme.accounts)
    stage.world.programme = stage.world.programme.model_copy(update={"accounts": accounts})
    stage.world.__post_init__()
    stage.reopen()
    return stage


async def praise(stage: Stage, *, mentioned: str | None = "Firefox", customer: str = "lena") -> int:
    """Somebody is happy with an account of ours; the conversation's number."""
    number = await stage.world.arrive("Firefox is lovely", customer=customer)
    async with stage.world.database.writing() as session:
        (await session.get_one(Conversation, number)).mentioned = mentioned
    return number


async def post_liked(stage: Stage) -> str:
    """The post that the only like is about."""
    async with stage.world.database.reading() as session:
        return (await session.get_one(Message, (await liked(stage)).message_id)).external_id


async def liked(stage: Stage) -> Like:
    """The only like there is."""
    async with stage.world.database.reading() as session:
        return (await session.scalars(select(Like))).one()


async def test_a_like_leaves_from_the_account_that_was_mentioned(enterprise: Stage) -> None:
    number = await praise(enterprise)
    picture = await enterprise.world.do(like, number, by="ana")
    assert (picture.state, picture.account, picture.by) == ("queued", "Firefox", "U0ANA")
    assert (await enterprise.world.see(number)).claimed_by == "U0ANA"
    await enterprise.outbox.round()
    assert [account for account, _ in enterprise.network.likes] == ["Firefox"]
    assert (await liked(enterprise)).state is LikeState.DONE
    assert (await enterprise.world.kinds(number))[-2:] == ["liked", "like_done"]


async def test_liking_twice_is_one_like(enterprise: Stage) -> None:
    number = await praise(enterprise)
    for _ in range(2):
        await enterprise.world.do(like, number, by="ana")
        await enterprise.outbox.round()
    assert len(enterprise.network.likes) == 1
    assert (await enterprise.world.kinds(number)).count("liked") == 1


async def test_who_may_not_like_and_what_cannot_be_liked(stage: Stage) -> None:
    number, found = await praise(stage), await praise(stage, mentioned=None, customer="otto")
    with pytest.raises(NotAllowed):
        await stage.world.do(like, number, by="bea")
    with pytest.raises(Refused, match="No account of ours was mentioned"):
        await stage.world.do(like, found, by="ana")
    await stage.world.do(like, number, by="ana")
    with pytest.raises(NotYours, match="U0ANA"):
        await stage.world.do(like, number, by="vito")


async def test_self_serve_plans_like_by_hand(stage: Stage) -> None:
    number = await praise(stage)
    await stage.world.do(like, number, by="ana")
    await stage.outbox.round()
    kept = await liked(stage)
    assert (kept.state, kept.handed_to) == (LikeState.BY_HAND, "U0MO")
    assert [(each.kind, each.facts) for each in await stage.world.told("mo")] == [("hand_like", {"like": kept.id})]
    with pytest.raises(NotAllowed, match="keyholders of @Firefox"):
        await stage.world.do(liking.sent_by_hand, kept.id, by="ana")
    for _ in range(2):
        await stage.world.do(liking.sent_by_hand, kept.id, by="vito")
    assert (await stage.world.kinds(number))[-1] == "like_said_done"
    stage.network.likes.append(("Firefox", await post_liked(stage)))
    await stage.rounds(seconds=30)
    assert ((await liked(stage)).state, (await liked(stage)).seen_at is None) == (LikeState.DONE, False)
    assert (await stage.world.kinds(number)).count("like_done") == 1


async def test_a_like_by_hand_that_nobody_sees_is_done_on_their_word(stage: Stage) -> None:
    number = await praise(stage)
    await stage.world.do(like, number, by="ana")
    await stage.outbox.round()
    await stage.world.do(liking.sent_by_hand, (await liked(stage)).id, by="mo")
    await stage.rounds(seconds=60)
    assert (await liked(stage)).state is LikeState.BY_HAND
    stage.network.blind = Unavailable("X is away.")
    await stage.rounds(seconds=300)
    stage.network.blind = None
    await stage.rounds(seconds=600)
    card = await stage.world.ask(show, number, by="ana")
    assert card.like is not None
    assert (card.like.state, card.like.said_done_by) == ("done", "U0MO")


async def test_before_a_like_goes_to_the_next_keyholder_it_is_looked_for(stage: Stage) -> None:
    await stage.world.do(like, await praise(stage), by="ana")
    await stage.outbox.round()
    stage.network.likes.append(("Firefox", await post_liked(stage)))
    await stage.rounds(seconds=2 * 3600)
    assert (await liked(stage)).state is LikeState.DONE
    assert await stage.world.told("kira") == []


async def test_a_like_refused_after_its_conversation_was_closed_is_told(enterprise: Stage) -> None:
    enterprise.network.next("Firefox", Fate(done=False, trouble=Gone("The post is gone.")))
    number = await praise(enterprise)
    picture = await enterprise.world.do(like_and_close, number, by="ana")
    assert (picture.state, picture.goes_by_hand) == ("queued", False)
    assert (await enterprise.world.see(number)).closed_reason == "Acknowledged"
    await enterprise.outbox.round()
    assert (await liked(enterprise)).state is LikeState.REFUSED
    assert (await enterprise.world.see(number)).closed_reason == "Acknowledged"
    assert [each.kind for each in await enterprise.world.told("ana")] == ["like_refused"]


async def test_like_and_close_are_both_done_or_neither(stage: Stage) -> None:
    number = await praise(stage)
    with pytest.raises(Invalid, match="no reason"):
        await stage.world.do(like_and_close, number, reason="Adored", by="ana")
    async with stage.world.database.reading() as session:
        assert (await session.scalars(select(Like))).all() == []
    assert await stage.world.kinds(number) == []
    assert (await stage.world.do(like_and_close, number, reason="Resolved", by="ana")).goes_by_hand
    assert (await stage.world.see(number)).closed_reason == "Resolved"
    await stage.outbox.round()
    assert (await liked(stage)).state is LikeState.BY_HAND


async def test_a_like_by_hand_goes_on_to_the_next_after_two_hours(stage: Stage) -> None:
    await stage.world.do(like, await praise(stage), by="ana")
    asked = []
    for _ in range(4):
        await stage.outbox.round()
        asked.append((await liked(stage)).handed_to)
        stage.world.clock.forward(hours=2)
    assert asked == ["U0MO", "U0KIRA", "U0VITO", "U0MO"]
    assert any("every keyholder" in each.facts.get("text", "") for each in await stage.world.told("max"))


async def test_a_plan_that_does_not_take_it_moves_it_to_a_hand(enterprise: Stage) -> None:
    enterprise.network.next("Firefox", Fate(done=False, trouble=NeedsHand()))
    number = await praise(enterprise)
    await enterprise.world.do(like, number, by="ana")
    await enterprise.outbox.round()
    assert (await liked(enterprise)).state is LikeState.BY_HAND
    assert (await enterprise.world.see(number)).like_by_hand


async def test_asked_to_wait_it_waits_and_a_lost_answer_is_simply_repeated(enterprise: Stage) -> None:
    until = enterprise.world.clock.now() + timedelta(minutes=15)
    lost = Fate(done=True, trouble=Unavailable("The answer was lost."))
    enterprise.network.next("Firefox", Fate(done=False, trouble=RetryAt(until)), lost)
    await enterprise.world.do(like, await praise(enterprise), by="ana")
    assert await enterprise.outbox.round() == until
    await enterprise.rounds(seconds=16 * 60)
    assert (await liked(enterprise)).state is LikeState.DONE
    assert len(enterprise.network.likes) == 1


async def test_a_post_that_is_gone_is_not_liked_and_can_be_tried_again(enterprise: Stage) -> None:
    enterprise.network.next("Firefox", Fate(done=False, trouble=Gone()))
    number = await praise(enterprise)
    await enterprise.world.do(like, number, by="ana")
    await enterprise.outbox.round()
    assert (await liked(enterprise)).state is LikeState.REFUSED
    await enterprise.world.do(like, number, by="ana")
    await enterprise.outbox.round()
    assert (await liked(enterprise)).state is LikeState.DONE


async def test_a_deleted_post_is_not_liked(enterprise: Stage) -> None:
    await enterprise.world.do(like, await praise(enterprise), by="ana")
    async with enterprise.world.database.writing() as session:
        (await session.scalars(select(Message))).one().deleted_at = enterprise.world.clock.now()
    await enterprise.outbox.round()
    assert (await liked(enterprise)).state is LikeState.REFUSED
    assert enterprise.network.likes == []


async def test_a_stop_holds_likes_too(enterprise: Stage) -> None:
    await enterprise.world.do(stop, "@Firefox", by="mo")
    await enterprise.world.do(like, await praise(enterprise), by="ana")
    await enterprise.rounds(seconds=600)
    assert (await liked(enterprise)).state is LikeState.QUEUED
    await enterprise.world.do(start, "@Firefox", by="mo")
    await enterprise.outbox.round()
    assert (await liked(enterprise)).state is LikeState.DONE


async def test_a_like_of_a_rehearsal_never_leaves_and_can_be_clicked_again(enterprise: Stage) -> None:
    number = await praise(enterprise)
    earnest = enterprise.world.programme
    enterprise.world.programme = earnest.model_copy(update={"sending": "off"})
    enterprise.world.__post_init__()
    enterprise.reopen()
    await enterprise.world.do(like, number, by="ana")
    enterprise.world.programme = earnest
    enterprise.world.__post_init__()
    enterprise.reopen()
    await enterprise.outbox.round()
    assert enterprise.network.likes == []
    assert (await liked(enterprise)).state is LikeState.REFUSED
    await enterprise.world.do(like, number, by="ana")
    await enterprise.outbox.round()
    assert (await liked(enterprise)).state is LikeState.DONE


async def test_a_like_that_cannot_be_handed_on_stops_neither_the_others_nor_the_replies(stage: Stage) -> None:
    for customer in ("lena", "otto"):
        await stage.world.do(like, await praise(stage, customer=customer), by="ana")
    await stage.outbox.round()
    async with stage.world.database.writing() as session:
        first = (await session.scalars(select(Like).order_by(Like.id))).first()
        assert first is not None
        unreadable: Any = ["written by other code"]
        session.add(
            Notice(
                to="U0ANA",
                kind="hand_like",
                facts=unreadable,
                conversation_id=first.conversation_id,
                due_at=stage.world.clock.now(),
            )
        )
    stage.world.clock.forward(hours=2)
    reply_id = await stage.replied(customer="greta")
    again = await stage.outbox.round()
    assert again is not None
    assert again > stage.world.clock.now()
    assert await stage.state(reply_id) is ReplyState.SENT
    async with stage.world.database.reading() as session:
        hands = [each.hands for each in await session.scalars(select(Like).order_by(Like.id))]
    assert hands == [1, 2]


async def test_a_like_the_desk_stumbles_over_waits_and_the_account_goes_on(enterprise: Stage) -> None:
    enterprise.network.next("Firefox", Fate(done=False, trouble=RuntimeError("a mistake of ours")))
    for customer in ("lena", "otto"):
        await enterprise.world.do(like, await praise(enterprise, customer=customer), by="ana")
    await enterprise.outbox.round()
    async with enterprise.world.database.reading() as session:
        first, second = (await session.scalars(select(Like).order_by(Like.id))).all()
    assert (first.state, first.why) == (LikeState.QUEUED, "something in the desk is broken (RuntimeError)")
    assert second.state is LikeState.DONE
    assert len(await enterprise.world.told("kira")) == 1
    await enterprise.rounds(seconds=5)
    assert len(enterprise.network.likes) == 2


async def test_a_like_that_cannot_be_judged_is_looked_for_later_and_the_others_are_seen(stage: Stage) -> None:
    numbers = [await praise(stage, customer=customer) for customer in ("lena", "otto")]
    for number in numbers:
        await stage.world.do(like, number, by="ana")
    await stage.outbox.round()
    async with stage.world.database.writing() as session:
        for each in (await session.scalars(select(Like))).all():
            message = await session.get_one(Message, each.message_id)
            stage.network.likes.append(("Firefox", message.external_id))
            each.look_at = stage.world.clock.now()
        await session.execute(
            update(Conversation)
            .where(Conversation.id == numbers[0])
            .values(held_for=text("'nobody'"), held_at=stage.world.clock.now())
        )
    again = await stage.outbox.round()
    async with stage.world.database.reading() as session:
        states = [each.state for each in await session.scalars(select(Like).order_by(Like.id))]
    assert states == [LikeState.BY_HAND, LikeState.DONE]
    assert again is not None
    assert again >= stage.world.clock.now() + timedelta(minutes=5)
