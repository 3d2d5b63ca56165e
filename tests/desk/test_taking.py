"""Taking the next one: the most urgent that waits, never the same one twice."""

import asyncio

import pytest

from bot.desk.finding.filters import Filter
from bot.desk.handling.claiming import claim
from bot.desk.handling.closing import close
from bot.desk.handling.holding import hold
from bot.desk.handling.moving import move
from bot.desk.handling.releasing import release
from bot.desk.people.profile import read_in
from bot.desk.play.playing import play, skip, stop
from bot.desk.play.taking import take_next
from bot.errors import Invalid, NotAllowed, NotFound
from storage import conversations
from storage.tables import WaitingOn
from tests.conftest import MONDAY
from tests.desk.world import World


async def taken(world: World, by: str, queue: str | None = None) -> int:
    """The number of what somebody is handed out."""
    conversation = await world.do(take_next, Filter(queue=queue), by=by)
    assert conversation.claim is not None
    number: int = conversation.id
    return number


async def arrive_answered(world: World) -> int:
    """A conversation that was answered and left open."""
    number = await world.arrive()
    async with world.database.writing() as session:
        conversation = await conversations.locked(session, number)
        assert conversation is not None
        conversation.waits_since = None
    return number


async def test_priority_comes_first_then_the_longest_waiting(world: World) -> None:
    later = []
    for priority in (0, 5, 0, 5):
        later.append(await world.arrive(priority=priority))
        world.clock.forward(minutes=1)
    handed_out = [await taken(world, "ana") for _ in later]
    assert handed_out == [later[1], later[3], later[0], later[2]]


async def test_it_is_claimed_as_by_hand(world: World) -> None:
    number = await world.arrive()
    await taken(world, "ana")
    seen = await world.see(number)
    assert seen.claim is not None
    assert (seen.claim.by, seen.claim.until) == ("U0ANA", MONDAY + world.programme.times.claim)
    assert await world.kinds(number) == ["claimed"]
    assert (await world.diary(number))[-1].number == seen.version


async def test_claimed_held_and_closed_ones_are_never_handed_out(world: World) -> None:
    await world.do(claim, await world.arrive(), by="vito")
    held = await world.arrive()
    await world.do(hold, held, waiting_on=WaitingOn.CUSTOMER, by="vito")
    await world.do(release, held, by="vito")
    await world.do(close, await world.arrive(), reason="Resolved", by="vito")
    with pytest.raises(NotFound, match="Nothing is waiting"):
        await world.do(take_next, by="ana")


async def test_all_queues_of_a_volunteer_are_looked_through(world: World) -> None:
    for queue in ("tr", "unmoderated", "escalation", "moderated"):
        await world.arrive(queue=queue)
    assert [(await world.see(await taken(world, "ana"))).queue for _ in range(2)] == ["tr", "moderated"]
    with pytest.raises(NotFound):
        await world.do(take_next, by="ana")


async def test_moderators_are_also_handed_out_what_is_unmoderated_but_nothing_escalated(world: World) -> None:
    await world.arrive(queue="escalation")
    number = await world.arrive(queue="unmoderated")
    assert await taken(world, "mo") == number
    with pytest.raises(NotFound):
        await world.do(take_next, by="mo")


async def test_a_moderator_can_take_from_the_escalation_queue_by_its_name(world: World) -> None:
    number = await world.arrive(queue="escalation")
    assert await taken(world, "mo", queue="escalation") == number


async def test_volunteers_take_nothing_from_the_escalation_queue(world: World) -> None:
    await world.arrive(queue="escalation")
    with pytest.raises(NotAllowed, match="moderators and managers act"):
        await world.do(take_next, Filter(queue="escalation"), by="ana")


async def test_for_volunteers_there_is_no_unmoderated_queue(world: World) -> None:
    await world.arrive(queue="unmoderated")
    with pytest.raises(NotFound, match="no queue “unmoderated”"):
        await world.do(take_next, Filter(queue="unmoderated"), by="ana")


async def test_one_queue_can_be_asked_for(world: World) -> None:
    await world.arrive(priority=9)
    number = await world.arrive(queue="de")
    assert await taken(world, "ana", queue="deutsch") == number
    with pytest.raises(NotFound, match="in Deutsch"):
        await world.do(take_next, Filter(queue="de"), by="ana")


async def test_what_was_answered_and_left_open_comes_last(world: World) -> None:
    answered = await arrive_answered(world)
    waiting = await world.arrive(priority=-20)
    assert [await taken(world, "ana") for _ in range(2)] == [waiting, answered]


async def test_what_was_moved_waits_in_its_new_queue(world: World) -> None:
    number = await world.arrive()
    await world.do(move, number, queue="fr", by="mo")
    assert await taken(world, "ana", queue="fr") == number


async def test_nobody_is_handed_what_they_do_not_read(world: World) -> None:
    japanese, german = await world.arrive(language="ja", priority=9), await world.arrive(language="de-AT")
    unknown, portuguese = await world.arrive(language="und"), await world.arrive(language="pt")
    assert [await taken(world, "ana") for _ in range(2)] == [german, unknown]
    with pytest.raises(NotFound, match=r"languages you read \(de, en\)"):
        await world.do(take_next, by="ana")
    assert await taken(world, "vito") == portuguese
    await world.do(read_in, "", by="ana")
    assert await taken(world, "ana", queue="moderated") == japanese


async def test_eight_who_ask_at_once_get_eight_different_ones(world: World) -> None:
    names = ["ana", "vito", "yui", "mo", "kira", "max", "ana", "vito"]
    for _ in range(2):
        expected = {await world.arrive() for _ in names}
        handed_out = await asyncio.gather(*(taken(world, name) for name in names))
        assert set(handed_out) == expected


async def test_of_eight_who_want_the_last_one_one_gets_it(world: World) -> None:
    names = ["ana", "vito", "yui", "mo", "kira", "max", "ana", "vito"]
    for _ in range(2):
        number = await world.arrive()
        outcomes = await asyncio.gather(*(taken(world, name) for name in names), return_exceptions=True)
        assert [each for each in outcomes if not isinstance(each, BaseException)] == [number]
        assert all(isinstance(each, NotFound) for each in outcomes if isinstance(each, BaseException))


async def test_filters_choose_what_is_handed_out_and_a_typing_error_is_told(world: World) -> None:
    await world.arrive(priority=9)
    crash = await world.arrive(tags=("Crash",))
    german = await world.arrive(language="de", kind="praise", account="Firefox")
    assert (await world.do(take_next, Filter(tags=("crash",)), by="ana")).id == crash
    assert (await world.do(take_next, Filter(kind="praise", account="@Firefox", language="de"), by="ana")).id == german
    with pytest.raises(NotFound, match="fits your filters"):
        await world.do(take_next, Filter(tags=("Crash",)), by="ana")
    with pytest.raises(Invalid, match="Did you mean “Crash”"):
        await world.do(take_next, Filter(tags=("Crahs",)), by="ana")


async def test_a_filter_for_a_language_one_does_not_read_hands_out_nothing(world: World) -> None:
    number = await world.arrive(language="ja")
    with pytest.raises(NotFound):
        await world.do(take_next, Filter(language="ja"), by="ana")
    assert (await world.see(number)).claim is None


async def test_a_button_pressed_twice_in_a_moment_hands_out_one(world: World) -> None:
    for name in ("lena", "omar", "rita"):
        await world.arrive(customer=name)
    first, again = [(await world.do(take_next, pressed=True, by="ana")).id for _ in range(2)]
    assert first == again
    assert (await world.do(take_next, pressed=True, by="vito")).id != first
    world.clock.forward(seconds=3)
    assert (await world.do(take_next, pressed=True, by="ana")).id not in {first}


async def test_what_one_has_skipped_goes_to_others_and_is_named_when_nothing_else_is_left(world: World) -> None:
    skipped, other = await world.arrive(priority=5), await world.arrive(customer="otto")
    german = await world.arrive(queue="de", customer="mia")
    sitting = await world.do(play, Filter(queue="moderated"), by="ana")
    await world.do(skip, sitting.id, "Not sure what to say", by="ana")
    await world.do(stop, sitting.id, by="ana")
    assert [await taken(world, "ana") for _ in range(2)] == [other, german]
    with pytest.raises(NotFound, match=rf"Only what you have skipped is left: #{skipped}\..*`/desk claim {skipped}`"):
        await world.do(take_next, by="ana")
    with pytest.raises(NotFound, match="Nothing is waiting in Deutsch"):
        await world.do(take_next, Filter(queue="de"), by="ana")
    assert await taken(world, "vito") == skipped
    with pytest.raises(NotFound, match="Nothing is waiting"):
        await world.do(take_next, by="ana")
    await world.do(release, skipped, by="vito")
    world.clock.forward(hours=8, minutes=1)
    assert await taken(world, "ana") == skipped
