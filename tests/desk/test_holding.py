"""Holding: three days for a customer, a day of one's choice inside, and what comes after."""

from datetime import date, timedelta

import pytest

from bot.desk.handling.claiming import claim
from bot.desk.handling.closing import close
from bot.desk.handling.ending_holds import close_proposed, end_holds
from bot.desk.handling.holding import hold, whom_and_until
from bot.desk.handling.lapsing import lapse_claims
from bot.desk.handling.reopening import customer_wrote
from bot.errors import Closed, Invalid, NotYours
from storage import conversations
from storage.tables import ReplyState, WaitingOn
from tests.conftest import MONDAY
from tests.desk.world import World

DAYS = timedelta(days=1)


async def wrote(world: World, number: int) -> int:
    """The customer answers; returns the number of the message."""
    async with world.database.writing() as session:
        conversation = await conversations.locked(session, number)
        assert conversation is not None
        message = await world.store(session, conversation, "lena", "It is version 148.", {})
        await customer_wrote(session, conversation, message, now=world.clock.now(), programme=world.programme)
    return message.id


async def test_waiting_on_the_customer_lasts_three_days(world: World) -> None:
    number = await world.arrive()
    await world.do(hold, number, waiting_on=WaitingOn.CUSTOMER, by="ana")
    seen = await world.see(number)
    assert seen.hold is not None
    assert (seen.hold.by, seen.hold.ends_at) == ("U0ANA", MONDAY + 3 * DAYS)


async def test_holding_claims_when_nobody_owns_it(world: World) -> None:
    number = await world.arrive()
    await world.do(hold, number, waiting_on=WaitingOn.CUSTOMER, by="ana")
    assert await world.kinds(number) == ["claimed", "held"]
    with pytest.raises(NotYours, match="<@U0ANA>"):
        await world.do(hold, number, waiting_on=WaitingOn.CUSTOMER, by="vito")


async def test_holding_twice_changes_nothing(world: World) -> None:
    number = await world.arrive()
    await world.do(hold, number, waiting_on=WaitingOn.CUSTOMER, by="ana")
    world.clock.forward(days=1)
    await world.do(hold, number, waiting_on=WaitingOn.CUSTOMER, by="ana")
    seen = await world.see(number)
    assert await world.kinds(number) == ["claimed", "held"]
    assert seen.hold is not None
    assert seen.hold.ends_at == MONDAY + 3 * DAYS


async def test_the_owner_keeps_what_is_on_hold(world: World) -> None:
    number = await world.arrive()
    await world.do(hold, number, waiting_on=WaitingOn.CUSTOMER, by="ana")
    world.clock.forward(hours=5)
    assert await world.act(lapse_claims) == 0
    assert (await world.see(number)).claim is not None


@pytest.mark.parametrize(
    ("whom", "days", "field"), [("", 1, "whom"), ("  ", 1, "whom"), ("x" * 201, 1, "whom"), ("legal", -1, "until")]
)
async def test_waiting_inside_needs_whom_and_until(world: World, whom: str, days: int, field: str) -> None:
    number = await world.arrive()
    with pytest.raises(Invalid) as refusal:
        await world.do(hold, number, waiting_on=WaitingOn.INTERNAL, whom=whom, until=MONDAY + days * DAYS, by="ana")
    assert refusal.value.field == field
    assert await world.kinds(number) == []


async def test_waiting_inside_comes_back_on_the_day_and_tells_who_set_it_aside(world: World) -> None:
    number = await world.arrive()
    await world.do(hold, number, waiting_on=WaitingOn.INTERNAL, whom="legal", until=MONDAY + 2 * DAYS, by="ana")
    world.clock.forward(days=1, hours=23)
    assert await world.act(end_holds) == 0
    world.clock.forward(hours=1)
    assert await world.act(end_holds) == 1
    seen = await world.see(number)
    assert (seen.hold, seen.claim, seen.waits_since) == (None, None, MONDAY)
    assert await world.kinds(number) == ["claimed", "held", "unheld"]
    assert [(notice.kind, notice.facts["whom"]) for notice in await world.told("ana")] == [("hold_ended", "legal")]
    assert await world.act(end_holds) == 0


async def test_after_three_silent_days_closing_is_proposed_and_a_day_later_done(world: World) -> None:
    number = await world.arrive()
    await world.do(hold, number, waiting_on=WaitingOn.CUSTOMER, by="ana")
    world.clock.forward(days=3)
    assert await world.act(end_holds) == 1
    assert await world.act(end_holds) == 0
    assert [notice.kind for notice in await world.told("ana")] == ["close_proposed"]
    assert (await world.see(number)).closing is None
    assert await world.act(close_proposed) == 0
    world.clock.forward(days=1)
    assert await world.act(close_proposed) == 1
    seen = await world.see(number)
    assert seen.closing is not None
    assert (seen.closing.reason, seen.closing.by) == ("User didn't respond", None)
    assert await world.kinds(number) == ["claimed", "held", "close_proposed", "unheld", "closed"]


async def test_holding_again_answers_the_proposal_with_three_more_days(world: World) -> None:
    number = await world.arrive()
    await world.do(hold, number, waiting_on=WaitingOn.CUSTOMER, by="ana")
    world.clock.forward(days=3)
    await world.act(end_holds)
    await world.do(hold, number, waiting_on=WaitingOn.CUSTOMER, by="ana")
    world.clock.forward(days=2)
    assert await world.act(close_proposed) == 0
    assert await world.act(end_holds) == 0
    world.clock.forward(days=1)
    assert await world.act(end_holds) == 1


async def test_nothing_closes_by_itself_in_the_escalation_queue(world: World) -> None:
    number = await world.arrive(queue="escalation")
    await world.do(hold, number, waiting_on=WaitingOn.CUSTOMER, by="mo")
    world.clock.forward(days=30)
    assert await world.act(end_holds) == 0
    assert await world.act(close_proposed) == 0


async def test_an_inner_hold_ends_in_the_escalation_queue_too(world: World) -> None:
    number = await world.arrive(queue="escalation")
    await world.do(hold, number, waiting_on=WaitingOn.INTERNAL, whom="legal", until=MONDAY + DAYS, by="mo")
    world.clock.forward(days=1)
    assert await world.act(end_holds) == 1


async def test_nothing_closes_while_a_reply_may_be_out(world: World) -> None:
    number = await world.arrive()
    await world.do(hold, number, waiting_on=WaitingOn.CUSTOMER, by="ana")
    await world.reply(number, ReplyState.UNKNOWN)
    world.clock.forward(days=9)
    assert await world.act(end_holds) == 0
    assert (await world.see(number)).hold is not None


async def test_the_customers_answer_lifts_the_hold_and_tells_the_owner(world: World) -> None:
    number = await world.arrive()
    await world.do(hold, number, waiting_on=WaitingOn.CUSTOMER, by="ana")
    world.clock.forward(days=2)
    message = await wrote(world, number)
    seen = await world.see(number)
    assert seen.hold is None
    assert seen.claim is not None
    assert seen.claim.until == world.clock.at + timedelta(hours=4)
    assert await world.kinds(number) == ["claimed", "held", "wrote_again", "unheld"]
    assert [(notice.kind, notice.facts["message"]) for notice in await world.told("ana")] == [("wrote_again", message)]


async def test_the_answer_to_a_hold_without_owner_is_anybodys(world: World) -> None:
    number = await world.arrive()
    await world.do(hold, number, waiting_on=WaitingOn.INTERNAL, whom="legal", until=MONDAY + 9 * DAYS, by="ana")
    async with world.database.writing() as session:
        conversation = await conversations.locked(session, number)
        assert conversation is not None
        conversation.claim = None
    await wrote(world, number)
    seen = await world.see(number)
    assert (seen.hold, seen.claim) == (None, None)
    assert [notice.kind for notice in await world.told("ana")] == ["wrote_again"]


async def test_the_owner_can_end_a_hold_early(world: World) -> None:
    number = await world.arrive()
    await world.do(hold, number, waiting_on=WaitingOn.CUSTOMER, by="ana")
    await world.do(claim, number, by="ana")
    await world.do(claim, number, by="ana")
    assert await world.kinds(number) == ["claimed", "held", "unheld"]
    assert (await world.see(number)).claim is not None


async def test_only_the_owner_ends_a_hold_early(world: World) -> None:
    number = await world.arrive()
    await world.do(hold, number, waiting_on=WaitingOn.CUSTOMER, by="ana")
    with pytest.raises(NotYours, match="<@U0ANA>"):
        await world.do(claim, number, by="vito")


async def test_holding_takes_away_the_place_at_the_front(world: World) -> None:
    number = await world.arrive(priority=3)
    await world.do(claim, number, by="ana")
    await wrote(world, number)
    world.clock.forward(hours=5)
    await world.do(hold, number, waiting_on=WaitingOn.CUSTOMER, by="vito")
    seen = await world.see(number)
    assert (seen.rank, seen.returned_at) == (3, None)
    assert await world.kinds(number) == ["claimed", "wrote_again", "sent_back", "claimed", "held"]


async def test_a_closed_conversation_cannot_be_held(world: World) -> None:
    number = await world.arrive()
    await world.do(close, number, reason="Resolved", by="ana")
    with pytest.raises(Closed):
        await world.do(hold, number, waiting_on=WaitingOn.CUSTOMER, by="ana")


@pytest.mark.parametrize(
    ("words", "whom", "day"),
    [
        ("the desktop team until Friday", "the desktop team", date(2026, 3, 6)),
        ("until tomorrow", "", date(2026, 3, 3)),
        ("legal, until then until in 2 weeks", "legal, until then", date(2026, 3, 16)),
        ("the desktop team", "the desktop team", None),
        ("Bea until she is back", "Bea until she is back", None),
        ("Bea until 23:00", "Bea until 23:00", None),
        ("Bea until Friday at the latest", "Bea until Friday at the latest", None),
    ],
)
async def test_for_whom_and_until_when_is_read_out_of_words(
    world: World, words: str, whom: str, day: date | None
) -> None:
    assert await world.ask(whom_and_until, words, by="ana") == (whom, day)
