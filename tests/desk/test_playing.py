"""Play mode: one after the other, nothing twice, and nothing kept by somebody who went away."""

import asyncio

import pytest
from sqlalchemy import select

from bot.desk.finding.filters import Filter
from bot.desk.handling.claiming import claim
from bot.desk.handling.closing import close
from bot.desk.handling.lapsing import lapse_claims
from bot.desk.handling.moving import move
from bot.desk.handling.noting import write
from bot.desk.handling.releasing import release
from bot.desk.handling.reopening import reopen
from bot.desk.people.members import remove, suspend
from bot.desk.people.profile import read_in
from bot.desk.play.playing import go_on, play, settle_idle, skip, stop
from bot.desk.play.sitting_pictures import depict_sitting
from bot.desk.writing.replying import reply
from bot.errors import Invalid, NotAllowed, NotFound, Refused
from bot.pictures.own import SittingPicture
from bot.slack.play import draw
from storage.tables import Message, Sitting, Skip
from tests.desk.world import World


async def depicted(world: World, number: int) -> SittingPicture:
    """A sitting as its message shows it."""
    async with world.database.reading() as session:
        sitting = await session.get_one(Sitting, number)
        return await depict_sitting(
            session, sitting, programme=world.programme, networks=world.networks, now=world.clock.now()
        )


async def owner(world: World, number: int) -> str | None:
    """Whose a conversation is."""
    claim = (await world.see(number)).claim
    return claim.by if claim else None


async def answer(world: World, number: int, *, by: str) -> None:
    """Decide a reply."""
    async with world.database.reading() as session:
        message = await session.scalar(select(Message.id).where(Message.conversation_id == number))
    await world.do(reply, number, answers=message, text="Try a fresh profile.", by=by)


async def test_it_hands_out_by_rank_and_counts(world: World) -> None:
    second, first = await world.arrive(), await world.arrive(priority=5)
    sitting = await world.do(play, by="ana")
    assert (sitting.conversation_id, await owner(world, first)) == (first, "U0ANA")
    with pytest.raises(Refused, match=f"#{first} first, or skip"):
        await world.do(go_on, sitting.id, by="ana")
    await answer(world, first, by="ana")
    sitting = await world.do(go_on, sitting.id, by="ana")
    assert sitting.conversation_id == second
    assert await owner(world, first) == "U0ANA"
    picture = await depicted(world, sitting.id)
    assert (picture.handed, picture.answered, picture.skipped, picture.to_do) == (2, 1, 0, True)


async def test_queue_and_filters_hold_for_the_whole_sitting(world: World) -> None:
    await world.arrive(priority=9)
    crashes = [await world.arrive(tags=["Crash"], customer=name) for name in ("lena", "otto")]
    sitting = await world.do(play, Filter(queue="Moderated", tags=("Crash",)), by="ana")
    assert sitting.conversation_id == crashes[0]
    sitting = await world.do(skip, sitting.id, "Not sure what to say", by="ana")
    assert sitting.conversation_id == crashes[1]
    sitting = await world.do(skip, sitting.id, "Not sure what to say", by="ana")
    assert sitting.conversation_id is None
    assert (await depicted(world, sitting.id)).title == "Moderated · Crash"
    with pytest.raises(Invalid, match="Did you mean"):
        await world.do(play, Filter(tags=("Crahs",)), by="ana")
    with pytest.raises(NotAllowed):
        await world.do(play, Filter(queue="escalation"), by="ana")


async def test_nobody_is_handed_what_they_cannot_read(world: World) -> None:
    await world.arrive(language="ja", priority=9)
    german = await world.arrive(language="de")
    assert (await world.do(play, by="ana")).conversation_id == german
    await world.do(read_in, "en", by="vito")
    assert (await world.do(play, by="vito")).conversation_id is None


async def test_what_was_skipped_goes_to_others_and_comes_back_to_oneself_another_day(world: World) -> None:
    number = await world.arrive()
    sitting = await world.do(play, by="ana")
    await world.do(skip, sitting.id, "needs somebody who knows more", by="ana")
    assert await owner(world, number) is None
    assert (await world.diary(number))[-1].facts == {"skipped": "Needs somebody who knows more"}
    assert (await world.do(play, by="ana")).conversation_id is None
    theirs = await world.do(play, by="vito")
    assert theirs.conversation_id == number
    await world.do(skip, theirs.id, "Not now", by="vito")
    world.clock.forward(hours=8, minutes=1)
    assert (await world.do(play, by="ana")).conversation_id == number


async def test_two_at_once_get_two_different_ones(world: World) -> None:
    for _ in range(2):
        await world.arrive()
    both = await asyncio.gather(world.do(play, by="ana"), world.do(play, by="vito"))
    assert len({each.conversation_id for each in both}) == 2


async def test_what_was_closed_without_an_answer_counts_as_well(world: World) -> None:
    await world.do(close, await world.arrive(customer="otto"), reason="Resolved", by="ana")
    number = await world.arrive()
    world.clock.forward(minutes=1)
    sitting = await world.do(play, by="ana")
    await world.do(close, number, reason="No need to reply", by="ana")
    await world.do(reopen, number, by="vito")
    await world.do(close, number, reason="No need to reply", by="ana")
    picture = await depicted(world, sitting.id)
    assert (picture.handed, picture.answered, picture.closed) == (1, 0, 1)
    assert "1 handed out · 0 answered · 1 closed · 0 skipped" in str(draw(picture).blocks)


async def test_beginning_again_gives_back_and_leaves_one_sitting(world: World) -> None:
    await world.arrive()
    first = await world.do(play, by="ana")
    again = await world.do(play, by="ana")
    assert again.conversation_id == first.conversation_id
    assert (await depicted(world, first.id)).ended_why == "anew"
    with pytest.raises(NotFound, match="/desk play"):
        await world.do(go_on, first.id, by="ana")


async def test_stopping_gives_back_what_is_not_being_answered(world: World) -> None:
    number, other = await world.arrive(), await world.arrive(customer="otto")
    sitting = await world.do(play, by="ana")
    await world.do(stop, sitting.id, by="ana")
    assert await owner(world, number) is None
    sitting = await world.do(play, by="ana")
    await answer(world, number, by="ana")
    await world.do(stop, sitting.id, by="ana")
    assert await owner(world, number) == "U0ANA"
    assert await owner(world, other) is None


async def test_only_ones_own_sitting_can_be_used(world: World) -> None:
    await world.arrive()
    sitting = await world.do(play, by="ana")
    for verb, more in ((go_on, ()), (skip, ("Not now",)), (stop, ())):
        with pytest.raises(NotFound):
            await world.do(verb, sitting.id, *more, by="vito")
    with pytest.raises(NotAllowed):
        await world.do(play, by="bea")


async def test_what_was_released_on_the_card_is_not_handed_out_again_at_once(world: World) -> None:
    first, second = await world.arrive(priority=5), await world.arrive()
    sitting = await world.do(play, by="ana")
    await world.do(release, first, by="ana")
    assert (await world.do(go_on, sitting.id, by="ana")).conversation_id == second


async def test_a_claim_that_runs_out_returns_the_conversation(world: World) -> None:
    number = await world.arrive()
    sitting = await world.do(play, by="ana")
    world.clock.forward(minutes=41)
    await world.act(lapse_claims)
    assert await owner(world, number) is None
    assert not (await depicted(world, sitting.id)).to_do
    await world.do(claim, number, by="vito")


async def test_it_asks_once_after_twenty_quiet_minutes_and_ends_after_forty(world: World) -> None:
    number = await world.arrive()
    sitting = await world.do(play, by="ana")
    world.clock.forward(minutes=19)
    assert await world.act(settle_idle) == 0
    world.clock.forward(minutes=1)
    assert await world.act(settle_idle) == 1
    assert await world.act(settle_idle) == 0
    assert [each.kind for each in await world.told("ana")] == ["play_idle"]
    world.clock.forward(minutes=20)
    assert await world.act(settle_idle) == 1
    assert await owner(world, number) is None
    assert (await depicted(world, sitting.id)).ended_why == "idle"


async def test_when_it_asks_and_ends_and_how_long_it_skips_stand_in_the_programme(world: World) -> None:
    times = world.programme.times.model_copy(
        update={"play_reminder_minutes": 5, "play_end_minutes": 8, "skipped_hours": 2}
    )
    world.programme = world.desk.programme = world.programme.model_copy(update={"times": times})
    number = await world.arrive()
    sitting = await world.do(play, by="ana")
    world.clock.forward(minutes=5)
    assert await world.act(settle_idle) == 1
    assert (await world.told("ana"))[-1].facts == {"sitting": sitting.id, "minutes": 3}
    world.clock.forward(minutes=3)
    assert await world.act(settle_idle) == 1
    over = await depicted(world, sitting.id)
    assert (over.ended_why, over.ends_after) == ("idle", 8)
    sitting = await world.do(play, by="ana")
    await world.do(skip, sitting.id, by="ana")
    world.clock.forward(hours=2, minutes=1)
    assert (await world.do(play, by="ana")).conversation_id == number


async def test_reasons_to_skip_stand_in_the_programme_and_what_is_stored_stays_readable(world: World) -> None:
    reasons = ("Too long", "Not my thing", "Too angry")
    before = world.programme
    world.programme = world.desk.programme = before.model_copy(update={"skip_reasons": reasons})
    numbers = [await world.arrive(customer=name) for name in ("lena", "otto", "mia")]
    sitting = await world.do(play, by="ana")
    assert (await depicted(world, sitting.id)).reasons == reasons
    with pytest.raises(Invalid, match="no reason “Not sure what to say”"):
        await world.do(skip, sitting.id, "Not sure what to say", by="ana")
    with pytest.raises(Invalid, match="no reason “too”"):
        await world.do(skip, sitting.id, "too", by="ana")
    assert await owner(world, numbers[0]) == "U0ANA"
    for said in ("not my thing", "LONG", ""):
        await world.do(skip, sitting.id, said, by="ana")
    world.programme = world.desk.programme = before
    skipped = [(await world.diary(number))[-1].facts for number in numbers]
    assert skipped == [{"skipped": "Not my thing"}, {"skipped": "Too long"}, {"skipped": "Too angry"}]
    async with world.database.reading() as session:
        kept = {each.conversation_id: each.reason for each in await session.scalars(select(Skip))}
    assert [kept[number] for number in numbers] == ["Not my thing", "Too long", "Too angry"]


async def test_work_on_what_is_in_hand_is_a_sign_of_life(world: World) -> None:
    number = await world.arrive()
    await world.do(play, by="ana")
    world.clock.forward(minutes=19)
    await world.do(write, number, "He is furious.", by="ana")
    world.clock.forward(minutes=19)
    assert await world.act(settle_idle) == 0


async def test_who_is_suspended_sees_nothing_more_and_keeps_nothing(world: World) -> None:
    number = await world.arrive()
    sitting = await world.do(play, by="ana")
    await world.do(suspend, "U0ANA", by="kira")
    assert (await depicted(world, sitting.id)).card is None
    assert await world.act(settle_idle) == 1
    assert (await depicted(world, sitting.id)).ended_why == "not allowed"
    assert await owner(world, number) is None


async def test_what_moves_out_of_sight_is_not_shown(world: World) -> None:
    number = await world.arrive()
    sitting = await world.do(play, by="ana")
    assert (await depicted(world, sitting.id)).card is not None
    await world.do(move, number, queue="unmoderated", by="mo")
    assert (await depicted(world, sitting.id)).card is None


async def test_who_is_removed_leaves_no_sitting_behind(world: World) -> None:
    await world.arrive()
    sitting = await world.do(play, by="ana")
    await world.do(skip, sitting.id, "Not now", by="ana")
    await world.do(remove, "U0ANA", by="kira")
    async with world.database.reading() as session:
        assert (await session.scalars(select(Sitting))).all() == []
        assert (await session.scalars(select(Skip))).all() == []
