"""Bulk work: shown first, each conversation by its own checks, and one undo that touches nothing that has gone on."""

from datetime import timedelta
from typing import Any

import pytest
from sqlalchemy import func, select

from bot.desk.bulk.deciding import carry_out, choose, prepare
from bot.desk.bulk.undoing import undo
from bot.desk.escalating.escalation import escalate
from bot.desk.finding.filters import Filter
from bot.desk.handling.catalogue import change
from bot.desk.handling.claiming import claim
from bot.desk.handling.closing import close
from bot.desk.handling.holding import hold
from bot.desk.handling.noting import write
from bot.desk.handling.old_ones import prepare_old, propose_old
from bot.desk.people.members import admit, remove, suspend
from bot.errors import Invalid, NotAllowed, NotFound, Refused
from bot.pictures.bulk import BulkPicture
from storage.tables import Bulk, BulkPart, Conversation, ReplyState, Role, Urgency, WaitingOn
from tests.desk.world import World


async def shown(world: World, act: str, value: str, *, by: str = "mo", **wanted: Any) -> BulkPicture:
    """What somebody would do to a list."""
    picture = await world.do(prepare, Filter(**wanted), act=act, value=value, by=by)
    assert isinstance(picture, BulkPicture)
    return picture


def left_out(picture: BulkPicture) -> dict[int, str]:
    """Which conversations are left out, and why."""
    return {row.number: row.why_not for row in picture.rows if row.why_not}


async def escalated(world: World) -> int:
    """A conversation that was escalated."""
    number = await world.arrive(customer="payer")
    more = {"reason": "Paid product", "text": "charged twice", "urgency": Urgency.CAN_WAIT}
    await world.do(escalate, number, by="ana", **more)
    return number


async def test_closing_many_leaves_out_what_may_not_be_closed_and_says_why_before_and_after(world: World) -> None:
    free, taken, answered = [await world.arrive(customer=name) for name in ("lena", "omar", "eve")]
    await world.do(claim, taken, by="vito")
    await world.reply(answered, ReplyState.QUEUED)
    handed_up = await escalated(world)
    expected = {
        taken: "<@U0VITO> is on it",
        answered: "a reply is under way",
        handed_up: "was escalated: look at it by itself",
    }
    picture = await shown(world, "close", "resolved", by="ana")
    assert (picture.stage, picture.value, picture.total, left_out(picture)) == ("chosen", "Resolved", 4, expected)
    assert await world.kinds(free) == []
    done = await world.do(carry_out, picture.number, by="ana")
    assert (done.stage, left_out(done)) == ("done", expected)
    assert [(await world.see(each)).closed_reason for each in (free, taken, answered)] == ["Resolved", None, None]
    assert (await world.see(free)).closed_by == "U0ANA"
    kinds = await world.kinds(free)
    await world.do(carry_out, picture.number, by="ana")
    assert await world.kinds(free) == kinds


async def test_what_changes_between_the_preview_and_doing_it_is_seen(world: World) -> None:
    first, second = await world.arrive(), await world.arrive(customer="omar")
    picture = await shown(world, "close", "Resolved")
    assert left_out(picture) == {}
    await world.do(claim, first, by="vito")
    done = await world.do(carry_out, picture.number, by="mo")
    assert left_out(done) == {first: "<@U0VITO> is on it"}
    assert (await world.see(second)).closed_reason == "Resolved"


async def test_one_undo_brings_back_exactly_what_was_and_leaves_what_went_on(world: World) -> None:
    mine, held, gone_on, closed_before = [await world.arrive(customer=name) for name in ("a", "b", "c", "d")]
    await world.do(claim, mine, by="mo")
    await world.do(hold, held, waiting_on=WaitingOn.CUSTOMER, by="mo")
    before = {number: await world.see(number) for number in (mine, held)}
    picture = await shown(world, "close", "Resolved")
    await world.do(close, closed_before, reason="Acknowledged", by="mo")
    await world.do(carry_out, picture.number, by="mo")
    await world.do(write, gone_on, "still thinking", by="ana")
    with pytest.raises(NotFound):
        await world.do(undo, picture.number, by="kira")
    undone = await world.do(undo, 0, by="mo")
    assert undone.stage == "undone"
    assert left_out(undone)[gone_on] == "something has happened since: left as it is"
    assert [(await world.see(each)).closed_reason for each in (gone_on, closed_before)] == ["Resolved", "Acknowledged"]
    for number, was in before.items():
        now = await world.see(number)
        assert (now.closing, now.claim, now.hold, now.waits_since) == (None, was.claim, was.hold, was.waits_since)
        assert (await world.kinds(number))[-1] == "reopened"
    version = (await world.see(mine)).version
    await world.do(undo, picture.number, by="mo")
    assert (await world.see(mine)).version == version


async def test_tagging_many_and_taking_it_back(world: World) -> None:
    plain, tagged = await world.arrive(tags=["Sync"]), await world.arrive(tags=["Crash"], customer="omar")
    picture = await shown(world, "tag", "crash", by="ana")
    assert left_out(picture) == {tagged: "has it already"}
    await world.do(carry_out, picture.number, by="ana")
    assert (await world.see(plain)).tags == ["Sync", "Crash"]
    await world.do(undo, picture.number, by="ana")
    assert [(await world.see(each)).tags for each in (plain, tagged)] == [["Sync"], ["Crash"]]


async def test_many_are_tagged_with_what_the_catalogue_holds_now_and_with_nothing_else(world: World) -> None:
    number = await world.arrive()
    await world.do(change, add="Paid add-on", retire=["Crash"], by="kira")
    for wrong in ("Crash", "Paid ad"):
        with pytest.raises(Invalid):
            await shown(world, "tag", wrong, by="ana")
    gathered = await world.do(prepare, by="ana")
    assert (await world.do(choose, gathered.number, act="tag", value="paid ADD-on", by="ana")).value == "Paid add-on"
    assert left_out(await world.do(carry_out, gathered.number, by="ana")) == {}
    assert (await world.see(number)).tags == ["Paid add-on"]


async def test_moving_many_takes_a_moderator_and_comes_back(world: World) -> None:
    number = await world.arrive(language="de", lines=["answers from @FirefoxSupport", "Moderated: rule “x”"])
    await world.do(claim, number, by="ana")
    for queue in ("de", "escalation"):
        with pytest.raises(NotAllowed if queue == "de" else Invalid):
            await shown(world, "move", queue, by="ana" if queue == "de" else "mo")
    picture = await shown(world, "move", "Deutsch", queue="moderated")
    assert picture.value == "Deutsch"
    await world.do(carry_out, picture.number, by="mo")
    assert (await world.see(number)).queue == "de"
    await world.do(undo, picture.number, by="mo")
    back = await world.see(number)
    assert (back.queue, back.claimed_by, back.lines[-1]) == ("moderated", "U0ANA", "Moderated: rule “x”")


async def test_giving_many_to_somebody_tells_them_once(world: World) -> None:
    numbers = [await world.arrive(customer=name) for name in ("a", "b", "c")]
    await world.do(claim, numbers[0], by="vito")
    with pytest.raises(Invalid, match="on the desk"):
        await shown(world, "assign", "U0NOBODY", by="ana")
    assert left_out(await shown(world, "assign", "U0BEA")).keys() == set(numbers)
    picture = await shown(world, "assign", "U0YUI", by="ana")
    assert left_out(picture) == {numbers[0]: "<@U0VITO> is on it"}
    await world.do(carry_out, picture.number, by="ana")
    assert [(await world.see(each)).claimed_by for each in numbers] == ["U0VITO", "U0YUI", "U0YUI"]
    assert [each.facts["text"] for each in await world.told("yui")] == [
        "🫱 <@U0ANA> gave you 2 conversations: `/desk mine` lists them."
    ]
    await world.do(undo, picture.number, by="ana")
    assert [(await world.see(each)).claimed_by for each in numbers] == ["U0VITO", None, None]


async def test_no_more_than_a_hundred_of_what_one_sees_and_only_of_what_was_listed(world: World) -> None:
    async with world.database.writing() as session:
        customer = (await world.see(await world.arrive(queue="unmoderated"))).customer_id
        session.add_all(
            Conversation(
                network="x",
                thread=f"t{each}",
                customer_id=customer,
                queue="moderated",
                account="FirefoxSupport",
                opened_at=world.clock.now(),
                waits_since=world.clock.now(),
            )
            for each in range(120)
        )
    picture = await shown(world, "tag", "Crash", by="ana")
    assert (len(picture.rows), picture.total) == (100, 120)
    later = await world.arrive(customer="late", priority=99)
    await world.do(carry_out, picture.number, by="ana")
    async with world.database.reading() as session:
        tagged = list(await session.scalars(select(Conversation.queue).where(Conversation.version > 0)))
    assert tagged.count("moderated") == 101
    assert (await world.see(later)).tags == []
    with pytest.raises(NotFound):
        await shown(world, "tag", "Crash", by="ana", queue="unmoderated")


async def test_what_cannot_be_done_to_many(world: World) -> None:
    await world.arrive()
    with pytest.raises(NotAllowed):
        await shown(world, "tag", "Crash", by="bea")
    with pytest.raises(Invalid, match="link for each"):
        await shown(world, "close", "Bug filed")
    with pytest.raises(Invalid, match="Did you mean"):
        await shown(world, "tag", "Crahs")
    with pytest.raises(NotFound, match="nothing in that list"):
        await shown(world, "tag", "Crash", kind="praise")
    picture = await world.do(prepare, by="mo")
    with pytest.raises(Invalid, match="first what to do"):
        await world.do(carry_out, picture.number, by="mo")
    with pytest.raises(Refused):
        await world.do(undo, picture.number, by="mo")
    with pytest.raises(NotFound):
        await world.do(choose, picture.number, act="tag", value="Crash", by="kira")


async def test_old_ones_are_proposed_to_moderators_once_a_week_and_closed_with_a_preview(world: World) -> None:
    old, waits_inside = await world.arrive(customer="a"), await world.arrive(customer="b")
    handed_up = await escalated(world)
    world.clock.forward(days=27)
    until = world.clock.now() + timedelta(days=30)
    await world.do(hold, waits_inside, waiting_on=WaitingOn.INTERNAL, whom="QA", until=until, by="ana")
    await world.arrive(customer="new")
    await world.act(propose_old)
    assert await world.told("mo") == []
    world.clock.forward(days=1)
    for _ in range(3):
        await world.act(propose_old)
        world.clock.forward(days=2)
    assert [(each.kind, each.facts) for each in await world.told("mo")] == [("old_ones", {"count": 1, "days": 28})]
    assert await world.told("ana") == []
    world.clock.forward(days=2)
    await world.act(propose_old)
    assert len(await world.told("kira")) == 2
    with pytest.raises(NotAllowed):
        await world.do(prepare_old, by="ana")
    picture = await world.do(prepare_old, by="mo")
    assert ([row.number for row in picture.rows], picture.value) == ([old], "User didn't respond")
    await world.do(carry_out, picture.number, by="mo")
    assert (await world.see(old)).closed_reason == "User didn't respond"
    assert (await world.see(handed_up)).closing is None


async def test_who_leaves_is_in_no_bulk_work(world: World) -> None:
    number = await world.arrive()
    await world.do(claim, number, by="ana")
    picture = await shown(world, "tag", "Crash", by="ana")
    await world.do(carry_out, picture.number, by="ana")
    await world.do(remove, "U0ANA", by="kira")
    async with world.database.reading() as session:
        assert (await session.scalars(select(Bulk.by))).one() == "a former member"
        assert "U0ANA" not in str((await session.scalars(select(BulkPart.before))).one())
        assert await session.scalar(select(func.count()).select_from(BulkPart)) == 1


async def test_what_was_left_out_because_of_somebody_names_them_no_more_once_they_left(world: World) -> None:
    number = await world.arrive()
    await world.do(claim, number, by="ana")
    picture = await shown(world, "close", "Resolved")
    await world.do(carry_out, picture.number, by="mo")
    await world.do(remove, "U0ANA", by="kira")
    async with world.database.reading() as session:
        assert (await session.scalars(select(BulkPart.why_not))).one() == "a former member is on it"


async def test_who_may_not_move_any_more_moves_nothing_of_what_they_were_shown(world: World) -> None:
    number = await world.arrive()
    picture = await shown(world, "move", "de")
    await world.do(admit, "U0MO", Role.VOLUNTEER, by="kira")
    done = await world.do(carry_out, picture.number, by="mo")
    assert ((await world.see(number)).queue, left_out(done)) == ("moderated", {number: "takes a moderator"})


async def test_who_may_not_move_any_more_takes_no_move_back(world: World) -> None:
    number = await world.arrive()
    picture = await shown(world, "move", "de")
    await world.do(carry_out, picture.number, by="mo")
    await world.do(admit, "U0MO", Role.VOLUNTEER, by="kira")
    undone = await world.do(undo, picture.number, by="mo")
    assert ((await world.see(number)).queue, left_out(undone)) == ("de", {number: "takes a moderator"})


async def test_nothing_is_given_back_to_somebody_who_may_not_work_any_more(world: World) -> None:
    number = await world.arrive()
    await world.do(claim, number, by="ana")
    picture = await shown(world, "assign", "U0VITO")
    await world.do(carry_out, picture.number, by="mo")
    await world.do(suspend, "U0ANA", by="kira")
    await world.do(undo, picture.number, by="mo")
    assert (await world.see(number)).claim is None


async def test_what_the_verb_itself_refuses_is_left_out_untouched(
    world: World, monkeypatch: pytest.MonkeyPatch
) -> None:
    first, second = await world.arrive(), await world.arrive(customer="omar")
    await world.reply(first, ReplyState.QUEUED)
    monkeypatch.setattr("bot.desk.bulk.deciding.why_left_out", lambda *_, **__: "")
    picture = await shown(world, "close", "Resolved")
    done = await world.do(carry_out, picture.number, by="mo")
    assert "is about to leave" in left_out(done)[first]
    assert await world.kinds(first) == []
    assert (await world.see(second)).closed_reason == "Resolved"
