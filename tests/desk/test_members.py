"""Who is on the desk, and forgetting those who leave."""

import asyncio
from datetime import timedelta

import pytest
from sqlalchemy import String, cast, select

from bot.desk.desk import Who
from bot.desk.escalating.asking import ask
from bot.desk.escalating.escalation import escalate
from bot.desk.finding.listing import list_open
from bot.desk.handling.assigning import assign
from bot.desk.handling.claiming import claim
from bot.desk.handling.closing import close
from bot.desk.handling.ending_holds import end_holds
from bot.desk.handling.holding import hold
from bot.desk.handling.noting import write
from bot.desk.people.members import admit, ensure_managers, people, reinstate, remove, suspend
from bot.desk.writing.replying import begin, reply
from bot.errors import Invalid, NotAllowed, NotFound, Refused
from storage.members import FORMER
from storage.tables import Base, Escalation, Interaction, Member, Reply, ReplyState, Role, Urgency, WaitingOn
from tests.conftest import MONDAY
from tests.desk.world import World


async def member(world: World, slack_id: str) -> Member:
    """Somebody's row."""
    async with world.database.reading() as session:
        return await session.get_one(Member, slack_id)


async def test_whoever_appears_is_a_beginner_from_then_on(world: World) -> None:
    await world.do(ask, "Hello?", by="newcomer")
    found = await member(world, "U0NEWCOMER")
    assert (found.role, found.joined_at) == (Role.BEGINNER, MONDAY)


async def test_looking_around_leaves_no_trace(world: World) -> None:
    await world.ask(list_open, by="passerby")
    async with world.database.reading() as session:
        assert await session.get(Member, "U0PASSERBY") is None


async def test_admitting_gives_a_role_at_once_and_tells_them(world: World) -> None:
    number = await world.arrive()
    await world.do(admit, "U0BEA", Role.MODERATOR, by="kira")
    found = await member(world, "U0BEA")
    assert (found.role, found.admitted_by, found.admitted_at) == (Role.MODERATOR, "U0KIRA", MONDAY)
    assert "moderator" in (await world.told("bea"))[0].facts["text"]
    await world.do(claim, number, by="bea")


async def test_somebody_unknown_can_be_admitted(world: World) -> None:
    await world.do(admit, "U0NEW", Role.MODERATOR, by="kira")
    assert (await member(world, "U0NEW")).role is Role.MODERATOR


@pytest.mark.parametrize("slack_id", ["", "everyone", "U0<!here>", "C0CHANNEL", "U" + "A" * 50])
async def test_what_is_no_person_is_not_admitted(world: World, slack_id: str) -> None:
    with pytest.raises(Invalid):
        await world.do(admit, slack_id, Role.VOLUNTEER, by="kira")


@pytest.mark.parametrize("by", ["bea", "ana", "mo"])
async def test_only_managers_decide_on_people(world: World, by: str) -> None:
    for verb, arguments in ((admit, ("U0BEA", Role.MANAGER)), (suspend, ("U0ANA",)), (remove, ("U0ANA",))):
        with pytest.raises(NotAllowed):
            await world.do(verb, *arguments, by=by)


async def test_who_loses_the_right_to_answer_loses_what_they_own(world: World) -> None:
    number = await world.arrive()
    await world.do(claim, number, by="ana")
    await world.do(admit, "U0ANA", Role.BEGINNER, by="kira")
    assert (await world.see(number)).claim is None
    assert await world.kinds(number) == ["claimed", "released"]


async def test_a_promotion_takes_nothing_away(world: World) -> None:
    number = await world.arrive()
    await world.do(claim, number, by="ana")
    await world.do(admit, "U0ANA", Role.MODERATOR, by="kira")
    assert (await world.see(number)).claim is not None


async def test_the_suspended_can_do_nothing_until_reinstated(world: World) -> None:
    number = await world.arrive()
    await world.do(claim, number, by="ana")
    await world.do(suspend, "U0ANA", by="kira")
    await world.do(suspend, "U0ANA", by="max")
    assert (await world.see(number)).claim is None
    for verb, arguments in ((claim, (number,)), (write, (number, "But …"))):
        with pytest.raises(NotAllowed, match="suspended"):
            await world.do(verb, *arguments, by="ana")
    with pytest.raises(NotAllowed, match="suspended"):
        await world.ask(list_open, by="ana")
    assert (await member(world, "U0ANA")).suspended_by == "U0KIRA"
    await world.do(reinstate, "U0ANA", by="max")
    await world.do(claim, number, by="ana")


async def test_the_list_has_managers_first_and_shows_who_is_suspended(world: World) -> None:
    await world.do(suspend, "U0VITO", by="kira")
    await world.do(remove, "U0YUI", by="kira")
    listed = await world.ask(people, by="max")
    assert [each.role for each in listed] == ["manager", "manager", "moderator", "volunteer", "volunteer", "beginner"]
    assert [each.id for each in listed if each.suspended] == ["U0VITO"]
    assert "U0YUI" not in {each.id for each in listed}


async def test_the_last_manager_stays(world: World) -> None:
    await world.do(admit, "U0MAX", Role.VOLUNTEER, by="kira")
    for verb, arguments in ((admit, ("U0KIRA", Role.MODERATOR)), (suspend, ("U0KIRA",)), (remove, ("U0KIRA",))):
        with pytest.raises(Refused, match="needs a manager"):
            await world.do(verb, *arguments, by="kira")
    assert (await member(world, "U0KIRA")).role is Role.MANAGER


async def test_nobody_gives_up_their_own_role_by_mistake(world: World) -> None:
    with pytest.raises(Invalid, match="only another manager can give it back") as refused:
        await world.do(admit, "U0KIRA", Role.MODERATOR, by="kira")
    assert refused.value.field == "sure"
    assert (await member(world, "U0KIRA")).role is Role.MANAGER
    await world.do(admit, "U0KIRA", Role.MANAGER, by="kira")
    await world.do(admit, "U0KIRA", Role.MODERATOR, sure=True, by="kira")
    assert (await member(world, "U0KIRA")).role is Role.MODERATOR


async def test_who_steps_back_is_told_so_and_not_welcomed(world: World) -> None:
    await world.do(admit, "U0MO", Role.VOLUNTEER, by="kira")
    (told,) = await world.told("mo")
    assert told.facts["text"].startswith("<@U0KIRA>: You are a volunteer now")


async def test_nobody_suspends_themselves(world: World) -> None:
    with pytest.raises(Refused, match="Somebody else has to suspend you"):
        await world.do(suspend, "U0KIRA", by="kira")
    assert (await member(world, "U0KIRA")).suspended_at is None


async def test_two_managers_cannot_remove_each_other(world: World) -> None:
    outcomes = await asyncio.gather(
        world.do(remove, "U0MAX", by="kira"), world.do(remove, "U0KIRA", by="max"), return_exceptions=True
    )
    assert sum(isinstance(each, Refused) for each in outcomes) == 1
    async with world.database.reading() as session:
        left = await session.scalars(select(Member.id).where(Member.role == Role.MANAGER))
        assert len(left.all()) == 1


async def test_removing_erases_everything_but_the_work(world: World) -> None:
    first, second = await world.arrive(), await world.arrive()
    await world.do(write, first, "I asked in #desktop.", by="ana")
    await world.reply(first, ReplyState.SENT, by="U0ANA")
    await world.do(close, first, reason="Resolved", by="ana")
    await world.do(assign, second, to="U0ANA", by="mo")
    await world.do(remove, "U0ANA", by="kira")
    found = await member(world, "U0ANA")
    assert (found.name, found.signature, found.timezone, found.languages) == ("", "", "UTC", [])
    assert (found.role, found.left_at) == (Role.BEGINNER, MONDAY)
    closed = await world.see(first)
    assert closed.closing is not None
    assert closed.closing.by == FORMER
    assert (await world.see(second)).claim is None
    assert [each.by for each in await world.diary(first)][1:] == [FORMER, FORMER, FORMER]
    assert (await world.diary(second))[1].facts == {"to": FORMER}


async def test_after_removal_the_id_stands_nowhere_else(world: World) -> None:
    number, other = await world.arrive(), await world.arrive()
    await world.do(hold, number, waiting_on=WaitingOn.CUSTOMER, by="ana")
    await world.do(assign, other, to="U0VITO", by="ana")
    await world.do(assign, other, to="U0YUI", by="mo")
    await world.do(ask, "May I?", by="ana")
    await world.do(escalate, other, reason="Angry customer", text="Help", urgency=Urgency.URGENT, by="yui")
    async with world.database.writing() as session:
        escalation = (await session.scalars(select(Escalation))).one()
        escalation.pinged = ["U0ANA", "U0KIRA"]
    await world.do(remove, "U0ANA", by="kira")
    async with world.database.reading() as session:
        for table in Base.metadata.sorted_tables:
            if table.name in {Member.__tablename__, Interaction.__tablename__}:
                continue
            for column in table.columns:
                found = await session.scalar(select(table).where(cast(column, String).contains("U0ANA")))
                assert found is None, f"{table.name}.{column.name}"


async def test_the_desk_tells_nothing_to_who_has_left(world: World) -> None:
    number = await world.arrive()
    await world.do(hold, number, waiting_on=WaitingOn.CUSTOMER, by="ana")
    await world.do(remove, "U0ANA", by="kira")
    world.clock.forward(days=3)
    assert await world.act(end_holds) == 1
    assert await world.told("ana") == []


async def test_who_was_removed_stays_out_until_admitted_anew(world: World) -> None:
    number = await world.arrive()
    await world.do(remove, "U0ANA", by="kira")
    with pytest.raises(NotAllowed):
        await world.do(write, number, "Me again", by="ana")
    with pytest.raises(NotFound):
        await world.do(suspend, "U0ANA", by="kira")
    await world.do(admit, "U0ANA", Role.MODERATOR, by="kira")
    await world.do(claim, number, by="ana")


async def test_the_first_managers_come_from_the_settings(world: World) -> None:
    async with world.database.writing() as session:
        assert await ensure_managers(session, ["U0BEA", "U0FRESH", "U0KIRA"], MONDAY) == 2
    async with world.database.writing() as session:
        assert await ensure_managers(session, ["U0BEA", "U0FRESH", "U0KIRA"], MONDAY) == 0
    assert (await member(world, "U0FRESH")).role is Role.MANAGER


async def test_a_restart_does_not_undo_what_managers_decided(world: World) -> None:
    async with world.database.writing() as session:
        await ensure_managers(session, ["U0FRESH"], MONDAY)
    await world.do(admit, "U0FRESH", Role.MODERATOR, by="kira")
    async with world.database.writing() as session:
        assert await ensure_managers(session, ["U0FRESH"], MONDAY + timedelta(days=1)) == 0
    assert (await member(world, "U0FRESH")).role is Role.MODERATOR


async def test_a_click_delivered_twice_is_carried_out_once(world: World) -> None:
    number = await world.arrive()
    click = Who(id="U0ANA", key="click:same")
    await world.desk.do(write, number, "Once", by=click)
    with pytest.raises(Refused, match="nothing was done twice"):
        await world.desk.do(write, number, "Once", by=click)
    assert await world.kinds(number) == ["noted"]


async def test_what_somebody_suspended_had_written_does_not_leave_any_more(world: World) -> None:
    number = await world.arrive()
    opened = await world.do(begin, number, by="ana")
    waiting = await world.do(reply, number, answers=opened.answers, text="Go away!", by="ana")
    await world.do(suspend, "U0ANA", by="kira")
    async with world.database.reading() as session:
        assert (await session.get_one(Reply, waiting.number)).state is ReplyState.REFUSED
    await world.do(begin, number, by="vito")


async def test_somebody_new_who_acts_twice_at_once_is_one_member(world: World) -> None:
    numbers = [await world.arrive() for _ in range(6)]
    await asyncio.gather(*(world.do(write, number, "me too", by="newcomer") for number in numbers))
    assert (await member(world, "U0NEWCOMER")).role is Role.BEGINNER
    assert [await world.kinds(number) for number in numbers] == [["noted"]] * 6
