"""Private messages: one that cannot be drawn or delivered never holds up the others."""

from collections.abc import Sequence
from datetime import timedelta
from typing import Any

import pytest
from sqlalchemy import select

from bot.desk.escalating.escalation import answer, escalate
from bot.desk.handling.assigning import assign
from bot.desk.handling.claiming import claim
from bot.desk.handling.moving import move
from bot.desk.notices import tell
from bot.desk.people.members import suspend
from bot.desk.rhythm.reminding import remind, reminders
from bot.loops.engine import FAILURES_BEFORE_ALARM
from bot.loops.pings import PAUSES
from storage import escalations
from storage.tables import Conversation, Escalation, Notice, Urgency
from tests.loops.cards.gallery import Gallery, words


async def owed(gallery: Gallery) -> Sequence[Notice]:
    """All notices, oldest first."""
    async with gallery.world.database.reading() as session:
        return (await session.scalars(select(Notice).order_by(Notice.id))).all()


async def test_one_that_breaks_is_parked_at_last_and_the_others_are_delivered(gallery: Gallery) -> None:
    now = gallery.world.clock.now()
    unreadable: Any = ["written by other code"]
    async with gallery.world.database.writing() as session:
        session.add(Notice(to="U0ANA", kind="ping", facts=unreadable, urgent=True, due_at=now))
        tell(session, "U0ANA", "text", now=now, text="Hello")
    loop = gallery.pings
    await loop.round()
    broken, fine = await owed(gallery)
    assert fine.sent_at is not None
    assert (broken.sent_at, broken.tries) == (None, 1)
    for pause in PAUSES:
        gallery.world.clock.forward(seconds=int(pause.total_seconds()) + 1)
        await loop.round()
    broken, _ = await owed(gallery)
    assert "AttributeError" in (broken.parked or "")
    assert gallery.alarms


async def escalated(gallery: Gallery, customer: str) -> int:
    """An escalation for which somebody is to be paged now; its number."""
    number = await gallery.world.arrive(customer=customer)
    reason = gallery.world.programme.escalation.reasons[0]
    await gallery.world.do(escalate, number, reason=reason, text="It is bad.", urgency=Urgency.URGENT, by="ana")
    async with gallery.world.database.reading() as session:
        escalation = await escalations.open_of(session, number)
    assert escalation is not None
    return escalation.id


async def test_an_escalation_that_breaks_keeps_no_other_from_its_person_and_no_message_back(gallery: Gallery) -> None:
    broken, fine = await escalated(gallery, "lena"), await escalated(gallery, "otto")
    unreadable: Any = 7
    async with gallery.world.database.writing() as session:
        (await session.get_one(Escalation, broken)).pinged = unreadable
    loop = gallery.pings
    for _ in range(FAILURES_BEFORE_ALARM):
        again = await loop.round()
        assert again is not None
        assert again > gallery.world.clock.now()
        gallery.world.clock.forward(minutes=5)
    async with gallery.world.database.reading() as session:
        assert (await session.get_one(Escalation, fine)).pinged
    assert any(notice.kind == "ping" and notice.sent_at for notice in await owed(gallery))
    (text,) = gallery.alarms.values()
    assert f"{broken} (TypeError)" in text
    async with gallery.world.database.writing() as session:
        (await session.get_one(Escalation, broken)).pinged = []
    await loop.round()
    assert not gallery.alarms


async def test_a_message_that_cannot_be_drawn_again_holds_up_no_other(gallery: Gallery) -> None:
    now = gallery.world.clock.now()
    async with gallery.world.database.writing() as session:
        for text in ("Hello", "Again"):
            tell(session, "U0ANA", "text", now=now, text=text)
    loop = gallery.pings
    await loop.round()
    unreadable: Any = ["written by other code"]
    async with gallery.world.database.writing() as session:
        for notice in (await session.scalars(select(Notice).order_by(Notice.id))).all():
            notice.redraw = True
            notice.facts = unreadable if notice.id == 1 else {"text": "For the third time"}
    await gallery.redraws.round()
    broken, fine = await owed(gallery)
    assert (broken.redraw, fine.redraw) == (True, False)
    channel = gallery.sandbox.slack.channels.existing_direct([gallery.gateway.user, "U0ANA"])
    assert channel is not None
    assert [each.text for each in gallery.sandbox.slack.messages(channel.id)] == ["Hello", "For the third time"]


async def delivered_to(gallery: Gallery, name: str) -> str:
    """All words of the private messages that somebody has."""
    channel = await gallery.gateway.direct(f"U0{name.upper()}")
    return "\n".join(map(words, gallery.sandbox.slack.messages(channel)))


async def test_what_moved_out_of_sight_is_told_to_nobody_who_may_not_see_it(gallery: Gallery) -> None:
    world, loop = gallery.world, gallery.pings
    number = await world.arrive("my number is 555 0100")
    await world.do(assign, number, to="U0VITO", by="ana")
    await world.do(move, number, queue="unmoderated", by="mo")
    async with world.database.writing() as session:
        conversation = await session.get_one(Conversation, number)
        tell(session, "U0MO", "wrote_again", now=world.clock.now(), conversation=conversation)
    await loop.round()
    assert "555 0100" in await delivered_to(gallery, "mo")
    assigned, went, _ = await owed(gallery)
    assert (assigned.to, went.to) == ("U0VITO", "U0VITO")
    said = await delivered_to(gallery, "vito")
    assert "with the moderators now" in said
    assert f"#{number}, which you had claimed, went to Unmoderated" in said
    assert "555 0100" not in said
    assert "@lena" not in said


async def test_what_was_delivered_is_drawn_again_without_its_words_when_it_moves_out_of_sight(gallery: Gallery) -> None:
    world, loop = gallery.world, gallery.pings
    number = await world.arrive("my number is 555 0100")
    await world.do(assign, number, to="U0VITO", by="ana")
    await loop.round()
    assert "555 0100" in await delivered_to(gallery, "vito")
    await world.do(move, number, queue="unmoderated", by="mo")
    await gallery.redraws.round()
    said = await delivered_to(gallery, "vito")
    assert "555 0100" not in said


async def test_a_managers_answer_stays_when_its_escalation_is_settled_or_out_of_sight(gallery: Gallery) -> None:
    world, loop = gallery.world, gallery.pings
    number = await world.arrive("my number is 555 0100")
    await world.do(escalate, number, reason="Angry customer", text="Help", urgency=Urgency.CAN_WAIT, by="ana")
    async with world.database.reading() as session:
        opened = (await session.scalars(select(Escalation.id))).one()
    await world.do(answer, opened, text="Ask for the log, please.", by="kira")
    await loop.round()
    await world.do(move, number, queue="unmoderated", by="mo")
    await gallery.redraws.round()
    said = await delivered_to(gallery, "ana")
    assert "Ask for the log, please." in said
    assert "555 0100" not in said


async def test_a_reminder_waits_for_its_moment_and_comes_with_the_card_as_it_stands_then(gallery: Gallery) -> None:
    world = gallery.world
    number = await world.arrive("my tabs are gone")
    await world.do(remind, number, "in 2 hours ask her again", by="ana")
    await world.do(remind, number, "in 3 hours never mind", by="ana")
    assert await gallery.pings.round() == world.clock.now() + timedelta(hours=2)
    assert await delivered_to(gallery, "ana") == ""
    await world.do(claim, number, by="vito")
    world.clock.forward(hours=2)
    await gallery.pings.round()
    said = await delivered_to(gallery, "ana")
    assert "ask her again" in said
    assert "my tabs are gone" in said
    assert "<@U0VITO> is on it" in said
    assert "never mind" not in said
    left = await world.ask(reminders, by="ana")
    assert [each.text for each in left] == ["never mind"]


@pytest.mark.parametrize("because", ["moved", "suspended"])
async def test_a_reminder_tells_only_ones_own_words_of_what_one_may_not_see_any_more(
    gallery: Gallery, because: str
) -> None:
    world = gallery.world
    number = await world.arrive("my number is 555 0100")
    await world.do(remind, number, "in 2 hours ask her again", by="ana")
    if because == "moved":
        await world.do(move, number, queue="unmoderated", by="mo")
    else:
        await world.do(suspend, "U0ANA", by="kira")
    world.clock.forward(hours=2)
    await gallery.pings.round()
    said = await delivered_to(gallery, "ana")
    assert "ask her again" in said
    assert "555" not in said
    assert "lena" not in said.lower()
