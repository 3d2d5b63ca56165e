"""Closing with a reason, and opening again."""

import pytest

from bot.desk.handling.claiming import claim
from bot.desk.handling.closing import close
from bot.desk.handling.reopening import customer_wrote, reopen
from bot.errors import Invalid, NotAllowed, NotYours, Refused
from storage import conversations
from storage.tables import Card, CardState, Closing, ReplyState
from tests.conftest import MONDAY
from tests.desk.world import World

BUG = "https://bugzilla.mozilla.org/show_bug.cgi?id=1900001"
FORUM = "https://support.mozilla.org/en-US/questions/1234567"


async def test_closing_frees_it_of_its_owner_and_of_waiting(world: World) -> None:
    number = await world.arrive()
    await world.do(claim, number, by="ana")
    await world.do(close, number, reason="resolved", by="ana")
    seen = await world.see(number)
    assert seen.closing == Closing(reason="Resolved", at=MONDAY, by="U0ANA")
    assert (seen.claim, seen.waits_since) == (None, None)
    assert await world.kinds(number) == ["claimed", "closed"]


async def test_closing_claims_when_nobody_owns_it(world: World) -> None:
    number = await world.arrive()
    await world.do(close, number, reason="Acknowledged", by="ana")
    assert await world.kinds(number) == ["claimed", "closed"]


async def test_closing_twice_keeps_the_first_reason(world: World) -> None:
    number = await world.arrive()
    await world.do(close, number, reason="Resolved", by="ana")
    await world.do(close, number, reason="Acknowledged", by="vito")
    seen = await world.see(number)
    assert seen.closing is not None
    assert (seen.closing.reason, seen.closing.by) == ("Resolved", "U0ANA")


async def test_what_somebody_else_owns_stays_open(world: World) -> None:
    number = await world.arrive()
    await world.do(claim, number, by="ana")
    with pytest.raises(NotYours, match="<@U0ANA>"):
        await world.do(close, number, reason="Resolved", by="vito")


async def test_every_reason_of_the_programme_closes(world: World) -> None:
    links = {"bug": BUG, "forum": FORUM, "": None}
    for reason in world.programme.reasons:
        number = await world.arrive()
        await world.do(close, number, reason=reason.name, link=links[reason.needs], by="ana")
        seen = await world.see(number)
        assert seen.closing == Closing(reason=reason.name, at=MONDAY, by="U0ANA", link=links[reason.needs])


async def test_an_unknown_reason_names_the_nearest(world: World) -> None:
    number = await world.arrive()
    with pytest.raises(Invalid, match="“Resolved”") as refusal:
        await world.do(close, number, reason="Resolvd", by="ana")
    assert refusal.value.field == "reason"


async def test_of_what_begins_so_the_shortest_is_the_nearest(world: World) -> None:
    with pytest.raises(Invalid, match="Did you mean “Resolved”"):
        await world.do(close, await world.arrive(), reason="res", by="ana")


async def test_no_reason_at_all_is_asked_for(world: World) -> None:
    number = await world.arrive()
    with pytest.raises(Invalid, match="Choose the reason") as refusal:
        await world.do(close, number, reason=" ", by="ana")
    assert refusal.value.field == "reason"


@pytest.mark.parametrize(
    ("reason", "link"),
    [
        ("Bug filed", None),
        ("Bug filed", "  "),
        ("Bug filed", FORUM),
        ("Bug filed", "bug 1900001"),
        ("Bug filed", f"see {BUG}"),
        ("Moved to forum", BUG),
        ("Moved to forum", "https://support.mozilla.org.evil.example/questions/1"),
    ],
)
async def test_a_link_that_does_not_fit_its_reason_is_refused(world: World, reason: str, link: str | None) -> None:
    number = await world.arrive()
    with pytest.raises(Invalid) as refusal:
        await world.do(close, number, reason=reason, link=link, by="ana")
    assert refusal.value.field == "link"
    assert (await world.see(number)).closing is None


async def test_slacks_brackets_around_a_link_do_not_matter(world: World) -> None:
    number = await world.arrive()
    await world.do(close, number, reason="Bug filed", link=f" <{BUG}|bugzilla> ", by="ana")
    seen = await world.see(number)
    assert seen.closing is not None
    assert seen.closing.link == BUG


@pytest.mark.parametrize(
    "state", [ReplyState.QUEUED, ReplyState.SENDING, ReplyState.BY_HAND, ReplyState.UNKNOWN], ids=str
)
async def test_nothing_is_closed_over_a_reply_under_way(world: World, state: ReplyState) -> None:
    number = await world.arrive()
    await world.do(claim, number, by="ana")
    await world.reply(number, state)
    with pytest.raises(Refused, match="A reply of <@U0ANA>"):
        await world.do(close, number, reason="Resolved", by="ana")
    assert (await world.see(number)).closing is None


@pytest.mark.parametrize("state", [ReplyState.SENT, ReplyState.UNDONE, ReplyState.REFUSED], ids=str)
async def test_a_settled_reply_does_not_keep_it_open(world: World, state: ReplyState) -> None:
    number = await world.arrive()
    await world.reply(number, state)
    await world.do(close, number, reason="Resolved", by="ana")
    assert (await world.see(number)).closing is not None


async def test_volunteers_close_nothing_in_the_escalation_queue(world: World) -> None:
    number = await world.arrive(queue="escalation")
    with pytest.raises(NotAllowed):
        await world.do(close, number, reason="Resolved", by="ana")


async def test_reopening_gives_a_fresh_card_and_waits_where_it_left_off(world: World) -> None:
    number = await world.arrive()
    card = await world.post_card(number)
    await world.do(close, number, reason="No need to reply", by="ana")
    world.clock.forward(days=1)
    await world.do(reopen, number, by="vito")
    seen = await world.see(number)
    assert (seen.closing, seen.card_id, seen.told_version, seen.waits_since) == (None, None, 0, MONDAY)
    assert await world.kinds(number) == ["claimed", "closed", "reopened"]
    async with world.database.reading() as session:
        assert (await session.get_one(Card, card)).state is CardState.LEAVING


async def test_reopening_what_is_open_changes_nothing(world: World) -> None:
    number = await world.arrive()
    card = await world.post_card(number)
    await world.do(reopen, number, by="ana")
    assert await world.kinds(number) == []
    assert (await world.see(number)).card_id == card


async def test_a_new_post_opens_it_again_for_anybody_and_tells_who_closed_it(world: World) -> None:
    number = await world.arrive()
    await world.post_card(number)
    await world.do(close, number, reason="Resolved", by="ana")
    world.clock.forward(days=9)
    async with world.database.writing() as session:
        conversation = await conversations.locked(session, number)
        assert conversation is not None
        message = await world.store(session, conversation, "lena", "It is back!", {})
        await customer_wrote(session, conversation, message, now=world.clock.now(), programme=world.programme)
    seen = await world.see(number)
    assert (seen.closing, seen.claim, seen.card_id, seen.waits_since) == (None, None, None, world.clock.at)
    assert await world.kinds(number) == ["claimed", "closed", "wrote_again", "reopened"]
    assert [notice.kind for notice in await world.told("ana")] == ["wrote_again"]
