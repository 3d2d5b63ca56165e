"""Claiming: exclusive, prolonged by activity, and at an end without."""

import asyncio

import pytest

from bot.desk.due import BATCH
from bot.desk.handling.claiming import claim
from bot.desk.handling.closing import close
from bot.desk.handling.holding import hold
from bot.desk.handling.lapsing import lapse_claims, send_back_untouched
from bot.desk.handling.marking import tag
from bot.desk.handling.noting import write
from bot.desk.handling.releasing import release
from bot.desk.handling.reopening import customer_wrote
from bot.errors import Closed, NotAllowed, NotFound, NotYours
from storage import conversations
from storage.tables import Claim, Conversation, WaitingOn
from tests.conftest import MONDAY
from tests.desk.world import World


async def wrote_again(world: World, number: int, text: str = "Anybody?") -> None:
    """The customer posts again in a conversation."""
    async with world.database.writing() as session:
        conversation = await conversations.locked(session, number)
        assert conversation is not None
        message = await world.store(session, conversation, "lena", text, {})
        await customer_wrote(session, conversation, message, now=world.clock.now(), programme=world.programme)


async def test_a_claim_lasts_forty_minutes(world: World) -> None:
    number = await world.arrive()
    await world.do(claim, number, by="ana")
    seen = await world.see(number)
    assert seen.claim == Claim(by="U0ANA", since=MONDAY, until=MONDAY + world.programme.times.claim)
    assert await world.kinds(number) == ["claimed"]


async def test_every_change_raises_the_version_with_its_event(world: World) -> None:
    number = await world.arrive()
    await world.do(claim, number, by="ana")
    await world.do(release, number, by="ana")
    diary = await world.diary(number)
    assert [each.number for each in diary] == [1, 2, 3]
    assert (await world.see(number)).version == 3


async def test_second_claim_is_refused_and_names_the_owner(world: World) -> None:
    number = await world.arrive()
    await world.do(claim, number, by="ana")
    with pytest.raises(NotYours, match="<@U0ANA> is already on"):
        await world.do(claim, number, by="vito")
    assert await world.kinds(number) == ["claimed"]


async def test_moderators_are_refused_too(world: World) -> None:
    number = await world.arrive()
    await world.do(claim, number, by="ana")
    with pytest.raises(NotYours, match="<@U0ANA>"):
        await world.do(claim, number, by="mo")


async def test_claiming_twice_changes_nothing_but_the_time(world: World) -> None:
    number = await world.arrive()
    await world.do(claim, number, by="ana")
    world.clock.forward(minutes=30)
    await world.do(claim, number, by="ana")
    seen = await world.see(number)
    assert await world.kinds(number) == ["claimed"]
    assert seen.claim is not None
    assert seen.claim.since == MONDAY
    assert seen.claim.until == world.clock.at + world.programme.times.claim


@pytest.mark.parametrize("sign", ["tag", "note"])
async def test_whatever_the_owner_does_is_a_sign_of_life(world: World, sign: str) -> None:
    number = await world.arrive()
    await world.do(claim, number, by="ana")
    world.clock.forward(minutes=39)
    if sign == "tag":
        await world.do(tag, number, add=["Crash"], by="ana")
    else:
        await world.do(write, number, "Asked for the crash id.", by="ana")
    world.clock.forward(minutes=39)
    assert await world.act(lapse_claims) == 0
    assert (await world.see(number)).claim is not None


async def test_what_others_do_is_no_sign_of_life_of_the_owner(world: World) -> None:
    number = await world.arrive()
    await world.do(claim, number, by="ana")
    world.clock.forward(minutes=39)
    await world.do(write, number, "I know this one.", by="vito")
    world.clock.forward(minutes=1)
    assert await world.act(lapse_claims) == 1


async def test_a_claim_without_activity_lapses_and_its_owner_is_told(world: World) -> None:
    number = await world.arrive()
    await world.do(claim, number, by="ana")
    world.clock.forward(minutes=40)
    assert await world.act(lapse_claims) == 1
    assert (await world.see(number)).claim is None
    assert await world.kinds(number) == ["claimed", "lapsed"]
    assert [notice.kind for notice in await world.told("ana")] == ["lapsed"]
    assert await world.act(lapse_claims) == 0


async def test_a_lapsed_claim_does_not_wait_for_the_calendar(world: World) -> None:
    number = await world.arrive()
    await world.do(claim, number, by="ana")
    world.clock.forward(minutes=41)
    await world.do(claim, number, by="vito")
    seen = await world.see(number)
    assert seen.claim is not None
    assert seen.claim.by == "U0VITO"
    assert await world.kinds(number) == ["claimed", "lapsed", "claimed"]
    assert [notice.kind for notice in await world.told("ana")] == ["lapsed"]


async def test_at_most_a_hundred_claims_lapse_at_a_time(world: World) -> None:
    customer = (await world.see(await world.arrive())).customer_id
    async with world.database.writing() as session:
        for place in range(BATCH + 1):
            conversation = Conversation(
                network="x",
                thread=f"thread-of-{place}",
                customer_id=customer,
                queue="moderated",
                account="FirefoxSupport",
                opened_at=MONDAY,
            )
            conversation.claim = Claim(by="U0ANA", since=MONDAY, until=MONDAY + world.programme.times.claim)
            session.add(conversation)
    world.clock.forward(hours=1)
    assert await world.act(lapse_claims) == BATCH
    assert await world.act(lapse_claims) == 1


async def test_beginners_are_told_what_comes_next(world: World) -> None:
    number = await world.arrive()
    with pytest.raises(NotAllowed, match="#fxhelp"):
        await world.do(claim, number, by="bea")


async def test_strangers_are_beginners(world: World) -> None:
    number = await world.arrive()
    with pytest.raises(NotAllowed, match=r"As a beginner.*as a note.*A moderator and a manager make you a volunteer"):
        await world.do(claim, number, by="nobody")


async def test_a_closed_conversation_cannot_be_claimed(world: World) -> None:
    number = await world.arrive()
    await world.do(close, number, reason="Resolved", by="vito")
    with pytest.raises(Closed, match="<@U0VITO> as “Resolved”"):
        await world.do(claim, number, by="ana")


async def test_a_number_that_does_not_exist_is_refused(world: World) -> None:
    with pytest.raises(NotFound, match="#4711"):
        await world.do(claim, 4711, by="ana")


async def test_claiming_takes_a_conversation_up_from_hold(world: World) -> None:
    number = await world.arrive()
    await world.do(hold, number, waiting_on=WaitingOn.CUSTOMER, by="ana")
    await world.do(claim, number, by="ana")
    assert (await world.see(number)).hold is None
    assert await world.kinds(number) == ["claimed", "held", "unheld"]


async def test_volunteers_read_the_escalation_queue_and_moderators_act_there(world: World) -> None:
    number = await world.arrive(queue="escalation")
    with pytest.raises(NotAllowed, match="moderators and managers act"):
        await world.do(claim, number, by="ana")
    await world.do(write, number, "I know the customer.", by="ana")
    await world.do(claim, number, by="mo")
    assert await world.kinds(number) == ["noted", "claimed"]


async def test_releasing_gives_it_back_in_its_place(world: World) -> None:
    number = await world.arrive()
    await world.do(claim, number, by="ana")
    await world.do(release, number, by="ana")
    seen = await world.see(number)
    assert (seen.claim, seen.waits_since, seen.rank) == (None, MONDAY, 0)
    await world.do(release, number, by="ana")
    assert await world.kinds(number) == ["claimed", "released"]


async def test_volunteers_release_only_what_is_theirs(world: World) -> None:
    number = await world.arrive()
    await world.do(claim, number, by="ana")
    with pytest.raises(NotYours, match="<@U0ANA>"):
        await world.do(release, number, by="vito")


async def test_a_moderator_releases_for_somebody_who_is_told(world: World) -> None:
    number = await world.arrive()
    await world.do(claim, number, by="ana")
    await world.do(release, number, by="mo")
    assert (await world.see(number)).claim is None
    assert "<@U0MO>" in (await world.told("ana"))[0].facts["text"]


async def test_the_owner_has_four_hours_to_touch_a_new_post(world: World) -> None:
    number = await world.arrive()
    await world.do(claim, number, by="ana")
    await wrote_again(world, number)
    world.clock.forward(hours=3, minutes=59)
    assert await world.act(lapse_claims) == 0
    assert await world.act(send_back_untouched) == 0
    assert [notice.kind for notice in await world.told("ana")] == ["wrote_again"]


async def test_what_is_left_untouched_goes_to_the_front_with_its_notes(world: World) -> None:
    number = await world.arrive(priority=5)
    await world.do(claim, number, by="ana")
    await world.do(write, number, "Asked for the version.", by="ana")
    await wrote_again(world, number)
    world.clock.forward(hours=4)
    assert await world.act(send_back_untouched) == 1
    seen = await world.see(number)
    assert (seen.claim, seen.rank, seen.returned_at) == (None, 1005, world.clock.at)
    assert await world.kinds(number) == ["claimed", "noted", "wrote_again", "sent_back"]
    assert [notice.kind for notice in await world.told("ana")] == ["wrote_again", "sent_back"]
    assert await world.act(send_back_untouched) == 0


async def test_a_touch_ends_the_four_hours(world: World) -> None:
    number = await world.arrive()
    await world.do(claim, number, by="ana")
    await wrote_again(world, number)
    world.clock.forward(hours=3)
    await world.do(tag, number, add=["Sync"], by="ana")
    world.clock.forward(minutes=39)
    assert await world.act(send_back_untouched) == 0
    assert await world.act(lapse_claims) == 0
    world.clock.forward(minutes=1)
    assert await world.act(lapse_claims) == 1
    assert (await world.see(number)).rank == 0


async def test_further_posts_do_not_prolong_the_four_hours(world: World) -> None:
    number = await world.arrive()
    await world.do(claim, number, by="ana")
    await wrote_again(world, number)
    world.clock.forward(hours=3)
    await wrote_again(world, number, "Hello?!")
    world.clock.forward(hours=1)
    assert await world.act(send_back_untouched) == 1


async def test_of_eight_who_claim_at_once_one_wins_and_the_others_are_told_who(world: World) -> None:
    names = [f"racer{place}" for place in range(8)]
    async with world.database.writing() as session:
        for name in names:
            session.add(type(world.cast.ana)(id=f"U0{name.upper()}", role=world.cast.ana.role, joined_at=MONDAY))
    for _ in range(10):
        number = await world.arrive()
        outcomes = await asyncio.gather(*(world.do(claim, number, by=name) for name in names), return_exceptions=True)
        refusals = [each for each in outcomes if isinstance(each, BaseException)]
        owner = (await world.see(number)).claim
        assert owner is not None
        assert len(refusals) == 7
        assert all(isinstance(each, NotYours) and f"<@{owner.by}>" in str(each) for each in refusals)
        assert await world.kinds(number) == ["claimed"]
