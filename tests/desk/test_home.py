"""The Home tab's picture: what waits for one, what is one's own by urgency, and what only some may see."""

from datetime import timedelta

import pytest
from sqlalchemy import update

from bot.desk.escalating.escalation import answer, escalate, take
from bot.desk.handling.claiming import claim
from bot.desk.handling.closing import close
from bot.desk.handling.ending_holds import end_holds
from bot.desk.handling.holding import hold
from bot.desk.people.accepting import decide
from bot.desk.people.members import reinstate, suspend
from bot.desk.people.preferences import preferences, settle
from bot.desk.rhythm.reminding import remind
from bot.desk.showing.home import MOST_URGENT, at_home
from bot.desk.writing.drafting import discard, save
from bot.desk.writing.written import Written
from bot.errors import Invalid, NotAllowed
from bot.pictures.home import HomePicture
from bot.slack import home as drawing
from storage.tables import Reply, ReplyState, Role, Urgency, WaitingOn
from tests.desk.test_holding import wrote
from tests.desk.world import World


async def home(world: World, name: str) -> HomePicture:
    """Somebody's Home."""
    picture: HomePicture = await world.ask(at_home, by=name)
    return picture


def whys(picture: HomePicture) -> list[tuple[str, int]]:
    """What waits, and the conversation it is about."""
    return [(each.why, each.card.number) for each in picture.awaiting]


async def test_ones_own_stand_by_urgency_and_those_on_hold_last(world: World) -> None:
    numbers = []
    for priority in (0, 9, 3, 1, 2, 4, 5):
        numbers.append(await world.arrive(priority=priority))
        world.clock.forward(minutes=1)
        await world.do(claim, numbers[-1], by="ana")
    await world.do(hold, numbers[1], waiting_on=WaitingOn.CUSTOMER, by="ana")
    await world.do(claim, await world.arrive(), by="vito")
    picture = await home(world, "ana")
    assert [each.number for each in picture.mine] == [numbers[each] for each in (6, 5, 2, 4, 3)]
    assert len(picture.mine) == MOST_URGENT
    assert picture.desk.mine == 7


async def test_what_waits_for_one_is_said_once_with_its_most_urgent_reason(world: World) -> None:
    by_hand, unknown, again, proposed, back, other = [await world.arrive(customer=f"c{each}") for each in range(6)]
    for number in (again, unknown):
        await world.do(claim, number, by="ana")
    sent_by_hand = await world.reply(by_hand, ReplyState.BY_HAND, by="U0VITO")
    await world.reply(unknown, ReplyState.UNKNOWN)
    await world.reply(other, ReplyState.UNKNOWN, by="U0VITO")
    async with world.database.writing() as session:
        handed = {"handed_to": "U0ANA", "handed_at": world.clock.now()}
        await session.execute(update(Reply).where(Reply.id == sent_by_hand).values(handed))
    await wrote(world, again)
    await wrote(world, unknown)
    await world.do(hold, proposed, waiting_on=WaitingOn.CUSTOMER, by="ana")
    until = world.clock.now() + timedelta(days=2)
    await world.do(hold, back, waiting_on=WaitingOn.INTERNAL, whom="Bea", until=until, by="ana")
    world.clock.forward(days=3, minutes=1)
    await world.act(end_holds)
    expected = [
        ("hand_reply", by_hand),
        ("unknown_reply", unknown),
        ("wrote_again", again),
        ("hold_ended", back),
        ("close_proposed", proposed),
    ]
    picture = await home(world, "ana")
    assert whys(picture) == expected
    assert picture.awaiting_in_all == 5
    assert picture.mine == ()
    await world.do(claim, back, by="vito")
    assert ("hold_ended", back) not in whys(await home(world, "ana"))


async def test_an_escalation_waits_for_whoever_took_it(world: World) -> None:
    number = await world.arrive()
    await world.do(escalate, number, reason="Angry customer", text="Lost it all.", urgency=Urgency.URGENT, by="ana")
    (open_one,) = (await home(world, "kira")).oversight.escalations  # type: ignore[union-attr]
    await world.do(take, open_one.number, by="kira")
    assert whys(await home(world, "kira")) == [("escalation", number)]
    assert whys(await home(world, "ana")) == []
    (taken,) = (await home(world, "mo")).oversight.escalations  # type: ignore[union-attr]
    assert taken.taken_by == "U0KIRA"
    await world.do(answer, open_one.number, text="Tell her that we look into it.", by="max")
    assert "<@U0MAX> answered the volunteer" in str(drawing.draw(await home(world, "mo")).blocks)


async def test_what_was_moved_out_of_sight_does_not_wait_for_a_volunteer(world: World) -> None:
    number = await world.arrive(queue="unmoderated")
    await world.reply(number, ReplyState.UNKNOWN)
    assert (await home(world, "ana")).awaiting == ()


async def test_whose_word_is_missing_sees_how_many_wait_for_it(world: World) -> None:
    async def waiting(reader: str) -> int:
        over = (await home(world, reader)).oversight
        assert over is not None
        return over.newcomers

    everything = world.programme.volunteer_criteria
    await world.do(decide, "U0BEA", Role.BEGINNER, by="kira")
    assert [await waiting("mo"), await waiting("max")] == [0, 0]
    await world.do(decide, "U0BEA", Role.VOLUNTEER, criteria=everything, by="mo")
    assert [await waiting("mo"), await waiting("max")] == [0, 1]
    await world.do(suspend, "U0MO", by="max")
    assert await waiting("max") == 0
    await world.do(reinstate, "U0MO", by="max")
    await world.do(decide, "U0BEA", Role.VOLUNTEER, criteria=everything, by="kira")
    await world.do(decide, "U0NEW", Role.VOLUNTEER, criteria=everything, by="kira")
    assert [await waiting("mo"), await waiting("max")] == [1, 0]


async def test_who_looks_after_the_desk_sees_more_and_managers_most(world: World) -> None:
    assert (await home(world, "ana")).oversight is None
    assert (await home(world, "bea")).oversight is None
    moderator, manager = (await home(world, "mo")).oversight, (await home(world, "kira")).oversight
    assert moderator is not None
    assert manager is not None
    assert moderator.newcomers == 0
    assert manager.newcomers == 1
    await world.do(settle, languages="", by="newbie")
    after = (await home(world, "kira")).oversight
    assert after is not None
    assert after.newcomers == 2
    await world.do(suspend, "U0ANA", by="kira")
    with pytest.raises(NotAllowed):
        await home(world, "ana")


async def test_all_settings_are_set_at_once_or_none(world: World) -> None:
    await world.do(settle, languages="de pt-br", signature="an", by="ana")
    own = await world.ask(preferences, by="ana")
    assert (own.languages, own.signature, own.hours) == (("de", "pt-BR"), "an", None)
    with pytest.raises(Invalid, match="day"):
        await world.do(settle, languages="fr", signature="mo", hours="9-17 someday", by="mo")
    assert (await world.ask(preferences, by="mo")).languages == ("es", "en")
    await world.do(settle, languages="fr", signature="mo", hours="9-17 mon-wed", by="mo")
    own = await world.ask(preferences, by="mo")
    assert own.hours == "09:00-17:00 mon, tue, wed"
    await world.do(settle, languages="fr", hours=own.hours, by="mo")
    with pytest.raises(NotAllowed):
        await world.do(settle, languages="", hours="9-17", by="ana")
    with pytest.raises(NotAllowed):
        await world.do(settle, languages="", signature="bea", by="bea")


async def test_reminders_stand_in_their_order(world: World) -> None:
    number = await world.arrive()
    for when in ("in 3 hours", "in 1 hour", "in 2 hours", "in 4 hours"):
        await world.do(remind, number, f"{when} {when}", by="ana")
    picture = await home(world, "ana")
    assert [each.text for each in picture.reminders] == ["in 1 hour", "in 2 hours", "in 3 hours"]
    assert picture.reminders_in_all == 4


async def test_the_newest_drafts_stand_at_home_without_their_words_of_which_only_their_writer_sees_any(
    world: World,
) -> None:
    numbers = [await world.arrive(customer=f"c{each}") for each in range(5)]
    for number in numbers:
        await world.do(save, number, Written(f"I begin with {number}"), by="ana")
        world.clock.forward(minutes=1)
    await world.do(close, numbers[4], reason="Resolved", by="mo")
    picture = await home(world, "ana")
    assert [(each.conversation, each.can_go_on) for each in picture.drafts] == [
        (numbers[4], False),
        (numbers[3], True),
        (numbers[2], True),
    ]
    assert picture.desk.drafts == 5
    assert "I begin with" not in str(drawing.draw(picture).blocks)
    assert [(await home(world, each)).drafts for each in ("vito", "bea", "kira")] == [(), (), ()]
    await world.do(discard, numbers[3], by="ana")
    assert (await home(world, "ana")).desk.drafts == 4
