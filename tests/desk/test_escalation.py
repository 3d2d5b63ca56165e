"""Escalating: what it asks for, who is paged, in which order, and who took it."""

from datetime import timedelta
from typing import Any

import pytest
from sqlalchemy import select

from bot.desk.escalating.escalation import answer, escalate, go_on_without, page_next, settle, shown, take
from bot.desk.handling.assigning import assign
from bot.desk.handling.claiming import claim
from bot.desk.handling.closing import close
from bot.desk.handling.moving import move
from bot.desk.handling.releasing import release
from bot.errors import Closed, Invalid, NotAllowed, NotYours, Refused
from storage import escalations
from storage.tables import Escalation, Member, Notice, Urgency
from tests.conftest import MONDAY
from tests.desk.world import World


async def escalated(
    world: World, *, by: str = "ana", urgency: Urgency = Urgency.URGENT, number: int | None = None, **more: Any
) -> tuple[int, int]:
    """Somebody escalates; the conversation's number and the escalation's."""
    number = number or await world.arrive()
    words = {"reason": "Angry customer", "text": "Lost all bookmarks; sync did not help.", **more}
    await world.do(escalate, number, urgency=urgency, by=by, **words)
    async with world.database.reading() as session:
        found = (await session.scalars(select(Escalation.id).order_by(Escalation.id.desc()))).first()
    assert found is not None
    return number, found


async def stored(world: World, escalation_id: int) -> Escalation:
    """The escalation as it is kept."""
    async with world.database.reading() as session:
        return await session.get_one(Escalation, escalation_id)


async def page(world: World) -> str | None:
    """Whoever is due to be paged is; their Slack id."""
    now = world.clock.now()
    async with world.database.reading() as session:
        due = await escalations.to_page(session, now)
    for escalation_id in due:
        async with world.database.writing() as session:
            return await page_next(session, escalation_id, now=now, programme=world.programme)
    return None


async def pages(world: World) -> list[Notice]:
    """All pages that are owed, oldest first."""
    async with world.database.reading() as session:
        return list(await session.scalars(select(Notice).where(Notice.kind == "ping").order_by(Notice.id)))


async def works(world: World, name: str, **hours: str) -> None:
    """Somebody's hours change."""
    async with world.database.writing() as session:
        member = await session.get_one(Member, f"U0{name.upper()}")
        for key, value in hours.items():
            setattr(member, key, value)


async def test_it_moves_to_the_escalation_queue_and_its_volunteer_is_free_of_it(world: World) -> None:
    number = await world.arrive()
    await world.do(claim, number, by="ana")
    _, escalation_id = await escalated(world, number=number, reason="angry CUSTOMER")
    seen = await world.see(number)
    assert (seen.queue, seen.claim) == ("escalation", None)
    kept = await stored(world, escalation_id)
    assert (kept.reason, kept.from_queue, kept.by) == ("Angry customer", "moderated", "U0ANA")
    assert "escalated" in await world.kinds(number)
    assert "bookmarks" not in str([each.facts for each in await world.diary(number)])


@pytest.mark.parametrize(
    ("words", "field"),
    [({"reason": "Because"}, "reason"), ({"text": "  "}, "note"), ({"text": "x" * 3001}, "note")],
)
async def test_a_known_reason_and_a_note_are_required(world: World, words: dict[str, Any], field: str) -> None:
    number = await world.arrive()
    with pytest.raises(Invalid) as refusal:
        await escalated(world, number=number, **words)
    assert refusal.value.field == field
    assert (await world.see(number)).queue == "moderated"


async def test_who_may_not_and_what_cannot_be_escalated(world: World) -> None:
    number = await world.arrive()
    with pytest.raises(NotAllowed):
        await escalated(world, number=number, by="bea")
    await world.do(claim, number, by="vito")
    with pytest.raises(NotYours, match="U0VITO"):
        await escalated(world, number=number, by="ana")
    await world.do(close, number, reason="Resolved", by="vito")
    with pytest.raises(Closed):
        await escalated(world, number=number, by="vito")


async def test_escalating_twice_is_refused_with_who_did(world: World) -> None:
    number, _ = await escalated(world)
    with pytest.raises(Refused, match="U0ANA"):
        await escalated(world, number=number, by="vito")


async def test_an_urgent_one_pages_the_manager_on_duty_at_once(world: World) -> None:
    _, escalation_id = await escalated(world)
    assert await page(world) == "U0MAX"
    (ping,) = await pages(world)
    assert (ping.to, ping.urgent, ping.channel, ping.facts) == ("U0MAX", True, None, {"escalation": escalation_id})
    assert ping.due_at == MONDAY


async def test_unanswered_it_goes_on_after_fifteen_minutes_round_and_round(world: World) -> None:
    await works(world, "kira", timezone="Europe/Berlin")
    await escalated(world)
    called = []
    for _ in range(5):
        called.append(await page(world))
        world.clock.forward(minutes=14, seconds=59)
        assert await page(world) is None
        world.clock.forward(seconds=1)
    assert called == ["U0KIRA", "U0MAX", "U0MO", "U0KIRA", "U0MAX"]


async def test_when_no_manager_is_on_duty_the_moderators_stand_in(world: World) -> None:
    await works(world, "max", works_days="7")
    await escalated(world)
    assert await page(world) == "U0MO"


async def test_at_night_a_moderator_is_paged_all_the_same(world: World) -> None:
    for name in ("max", "kira", "mo"):
        await works(world, name, works_days="7")
    await escalated(world)
    assert await page(world) == "U0MO"


async def test_who_escalated_is_not_paged_while_somebody_else_can_be(world: World) -> None:
    await escalated(world, by="max")
    assert await page(world) == "U0MO"


async def test_a_suspended_manager_is_not_paged(world: World) -> None:
    async with world.database.writing() as session:
        (await session.get_one(Member, "U0MAX")).suspended_at = MONDAY
    await escalated(world)
    assert await page(world) == "U0MO"


async def test_what_can_wait_pages_nobody(world: World) -> None:
    await escalated(world, urgency=Urgency.CAN_WAIT, reason="Retweet idea")
    world.clock.forward(days=3)
    assert await page(world) is None
    assert await pages(world) == []


async def test_on_it_claims_and_ends_the_paging_and_names_who_took_it(world: World) -> None:
    number, escalation_id = await escalated(world)
    await page(world)
    await world.do(take, escalation_id, by="max")
    assert (await world.see(number)).claimed_by == "U0MAX"
    world.clock.forward(minutes=39)
    assert await page(world) is None
    with pytest.raises(NotYours, match="U0MAX"):
        await world.do(take, escalation_id, by="kira")
    await world.do(take, escalation_id, by="max")
    assert (await world.kinds(number)).count("escalation_taken") == 1


async def test_on_it_needs_a_moderator(world: World) -> None:
    _, escalation_id = await escalated(world)
    with pytest.raises(NotAllowed):
        await world.do(take, escalation_id, by="ana")


async def test_claiming_an_escalated_conversation_is_as_good_as_on_it(world: World) -> None:
    number, escalation_id = await escalated(world)
    await page(world)
    await world.do(claim, number, by="mo")
    world.clock.forward(minutes=15)
    assert await page(world) is None
    assert (await stored(world, escalation_id)).taken_by == "U0MO"
    assert len(await pages(world)) == 1


async def test_a_moderator_who_escalates_their_own_still_pages_somebody(world: World) -> None:
    number = await world.arrive()
    await world.do(claim, number, by="mo")
    await escalated(world, number=number, by="mo")
    assert await page(world) == "U0MAX"


async def test_answering_the_volunteer_reaches_them_and_ends_the_paging(world: World) -> None:
    number, escalation_id = await escalated(world)
    await page(world)
    picture = await world.ask(shown, escalation_id, by="max")
    assert picture.reason == "Angry customer"
    with pytest.raises(Invalid) as refusal:
        await world.do(answer, escalation_id, text=" ", by="max")
    assert refusal.value.field == "text"
    await world.do(answer, escalation_id, text="Ask them for the crash id.", by="max")
    told = await world.told("ana")
    assert [(each.kind, each.facts) for each in told] == [("escalation_answer", {"escalation": escalation_id})]
    world.clock.forward(hours=1)
    assert await page(world) is None
    assert "escalation_answered" in await world.kinds(number)


async def test_a_page_already_delivered_is_drawn_again_once_somebody_is_on_it(world: World) -> None:
    _, escalation_id = await escalated(world)
    await page(world)
    async with world.database.writing() as session:
        for notice in await session.scalars(select(Notice)):
            notice.sent_at, notice.sent_channel, notice.ts = MONDAY, "D0MAX", "1.5"
    await world.do(take, escalation_id, by="mo")
    assert [each.redraw for each in await pages(world)] == [True]


async def test_it_is_settled_when_its_conversation_closes_or_moves_on(world: World) -> None:
    closed, first = await escalated(world)
    moved, second = await escalated(world)
    await world.do(close, closed, reason="Resolved", by="max")
    await world.do(move, moved, queue="moderated", by="mo")
    now = world.clock.now()
    async with world.database.writing() as session:
        over = await escalations.outlived(session, "escalation")
        for escalation_id in over:
            await settle(session, escalation_id, now=now, programme=world.programme)
    assert list(over) == [first, second]
    where = f"#{moved}, which you escalated, is in Moderated now: it can be answered there."
    assert [each.facts["text"] for each in await world.told("ana") if each.kind == "text"] == [where]
    world.clock.forward(minutes=30)
    assert await page(world) is None
    with pytest.raises(Refused, match="settled"):
        await world.do(take, first, by="max")
    async with world.database.reading() as session:
        assert await escalations.next_page_at(session) is None


async def test_pages_come_due_again_only_while_it_is_open(world: World) -> None:
    await escalated(world)
    await page(world)
    async with world.database.reading() as session:
        assert await escalations.next_page_at(session) == MONDAY + timedelta(minutes=15)


async def let_go_on(world: World, escalation_id: int) -> None:
    """What the pings do about escalations whose taker let them go."""
    async with world.database.reading() as session:
        left = await escalations.left_alone(session)
    for each in left:
        async with world.database.writing() as session:
            await go_on_without(session, each, now=world.clock.now())


async def test_one_that_was_taken_and_given_back_pages_the_next_and_can_be_taken_by_anybody(world: World) -> None:
    number, escalation_id = await escalated(world)
    assert await page(world) == "U0MAX"
    await world.do(take, escalation_id, by="max")
    await let_go_on(world, escalation_id)
    assert (await stored(world, escalation_id)).taken_by == "U0MAX"
    await world.do(release, number, by="max")
    await let_go_on(world, escalation_id)
    assert (await stored(world, escalation_id)).taken_by is None
    assert (await world.kinds(number))[-1] == "escalation_left"
    assert await page(world) == "U0MO"
    await world.do(take, escalation_id, by="kira")
    assert (await stored(world, escalation_id)).taken_by == "U0KIRA"


async def test_on_it_works_again_as_soon_as_it_was_given_back(world: World) -> None:
    number, escalation_id = await escalated(world)
    await world.do(take, escalation_id, by="max")
    await world.do(release, number, by="max")
    await world.do(take, escalation_id, by="kira")
    assert (await stored(world, escalation_id)).taken_by == "U0KIRA"


async def test_one_that_was_taken_and_assigned_is_the_new_owners(world: World) -> None:
    number, escalation_id = await escalated(world)
    await world.do(take, escalation_id, by="max")
    await world.do(assign, number, to="U0MO", by="max")
    await let_go_on(world, escalation_id)
    kept = await stored(world, escalation_id)
    assert (kept.taken_by, kept.ping_at) == ("U0MO", None)


async def test_one_that_was_answered_pages_nobody_when_its_taker_lets_it_go(world: World) -> None:
    number, escalation_id = await escalated(world)
    await world.do(take, escalation_id, by="max")
    await world.do(answer, escalation_id, text="Send them the article.", by="max")
    await world.do(release, number, by="max")
    await let_go_on(world, escalation_id)
    assert await page(world) is None
    assert (await stored(world, escalation_id)).taken_by is None, "nobody is on it, whoever answered"
