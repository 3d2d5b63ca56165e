"""The calendar in Slack: stand-ups are posted once whatever is interrupted, and drawn again with their lines."""

from contextlib import suppress
from datetime import date, timedelta

import pytest
from sqlalchemy import text, update

from bot.desk.handling.claiming import claim
from bot.desk.handling.closing import close
from bot.desk.rhythm.standups import add_line, take_baton
from bot.errors import Trouble
from bot.loops.alarm import Alarms
from bot.loops.calendar import Calendar
from bot.loops.engine import FAILURES_BEFORE_ALARM
from sandbox.faults import Fault
from sandbox.slack.messages import Message
from storage import alarms
from storage.tables import Conversation, Standup
from tests.loops.cards.gallery import Gallery

TEAM = "social-support"


def calendar_of(gallery: Gallery) -> Calendar:
    """The loop, as a process that starts has it."""
    return Calendar(
        database=gallery.world.database,
        programme=gallery.world.programme,
        gateway=gallery.gateway,
        clock=gallery.world.clock,
        nudge=lambda: gallery.nudges.append(1),
        alarm=gallery.alarm,
    )


async def opened(gallery: Gallery) -> Calendar:
    """A desk that opened some hours ago, at the moment of the morning stand-up.

    The sandbox goes by the wall clock, so that moment was an hour ago.
    """
    due = (gallery.sandbox.clock.now() - timedelta(hours=1)).replace(minute=0, second=0, microsecond=0)
    slots = tuple(
        slot.model_copy(update={"timezone": "UTC", "at": due.time()})
        for slot in gallery.world.programme.standups
        if slot.key == "morning"
    )
    gallery.world.programme = gallery.world.programme.model_copy(update={"standups": slots})
    gallery.world.clock.at = due
    gallery.world.clock.forward(hours=-6)
    calendar = calendar_of(gallery)
    await calendar.round()
    assert standups(gallery) == []
    gallery.world.clock.at = due
    return calendar


def standups(gallery: Gallery) -> list[Message]:
    """Every stand-up in the team's channel."""
    return [each for each in gallery.messages(TEAM) if "Morning stand-up" in str(each.blocks)]


async def test_it_is_posted_once_however_often_the_loop_runs_and_restarts(gallery: Gallery) -> None:
    calendar = await opened(gallery)
    for _ in range(2):
        await calendar.round()
        await calendar_of(gallery).round()
    assert len(standups(gallery)) == 1


async def test_a_lost_answer_makes_no_second_one(gallery: Gallery) -> None:
    calendar = await opened(gallery)
    gallery.sandbox.faults.add(Fault.DROP_ANSWER, method="chat.postMessage", count=1)
    with suppress(Trouble):
        await calendar.round()
    assert len(standups(gallery)) == 1
    await calendar_of(gallery).round()
    await calendar_of(gallery).round()
    assert len(standups(gallery)) == 1
    number = 2
    await gallery.world.do(add_line, number, "Here until noon", by="ana")
    await calendar_of(gallery).round()
    assert "Here until noon" in str(standups(gallery)[0].blocks)


async def test_lines_and_the_baton_are_drawn_on_it(gallery: Gallery) -> None:
    calendar = await opened(gallery)
    await calendar.round()
    await gallery.world.do(add_line, 2, "Sync questions all morning", by="vito")
    await gallery.world.do(take_baton, 2, by="ana")
    await calendar.round()
    (shown,) = standups(gallery)
    assert "Sync questions all morning" in str(shown.blocks)
    assert "standup:baton" not in str(shown.blocks)


async def test_claims_whose_time_is_over_lapse(gallery: Gallery) -> None:
    number = await gallery.world.arrive()
    await gallery.world.do(claim, number, by="ana")
    calendar = calendar_of(gallery)
    gallery.world.clock.forward(minutes=39)
    await calendar.round()
    assert (await gallery.world.see(number)).claimed_by == "U0ANA"
    gallery.world.clock.forward(minutes=1)
    await calendar.round()
    assert (await gallery.world.see(number)).claim is None
    assert gallery.nudges


async def test_managers_are_told_of_conversations_that_only_moderators_reach_until_there_are_none(
    gallery: Gallery,
) -> None:
    world = gallery.world
    number = await world.arrive(queue="unmoderated")
    queues = tuple(queue for queue in world.programme.queues if queue.key != "unmoderated")
    world.programme = world.programme.model_copy(update={"queues": queues, "default_queue": "moderated"})
    world.__post_init__()
    calendar = calendar_of(gallery)
    calendar._alarm = Alarms(world.database, world.clock, lambda: gallery.nudges.append(1))
    gallery.nudges.clear()
    for _ in range(2):
        await calendar.round()
    (told,) = await world.told("kira")
    assert "“unmoderated” (1)" in told.facts["text"]
    assert len(gallery.nudges) == 1
    await world.do(close, number, reason="Resolved", by="mo")
    await calendar.round()
    async with world.database.reading() as session:
        assert not await alarms.open_ones(session)


async def test_a_stand_up_that_cannot_be_drawn_keeps_nothing_else_from_its_time(gallery: Gallery) -> None:
    calendar = await opened(gallery)
    unreadable = {"written": "by other code"}
    async with gallery.world.database.writing() as session:
        session.add(
            Standup(
                slot="evening",
                day=date(2026, 1, 1),
                due_at=gallery.world.clock.now() - timedelta(days=1),
                since=gallery.world.clock.now() - timedelta(days=2),
                facts=unreadable,
            )
        )
    for _ in range(FAILURES_BEFORE_ALARM):
        await calendar.round()
        gallery.world.clock.forward(minutes=5)
    assert len(standups(gallery)) == 1
    (text,) = gallery.alarms.values()
    assert "KeyError" in text


async def test_a_stand_up_whose_channel_is_gone_is_posted_when_there_is_one_again(gallery: Gallery) -> None:
    calendar = await opened(gallery)
    channel = gallery.sandbox.slack.channels.get(TEAM)
    assert channel is not None
    gallery.sandbox.slack.channels.rename(channel, "old-team")
    channel.archived = True
    await calendar.round()
    await calendar.round()
    assert not gallery.alarms
    gallery.world.clock.forward(minutes=11)
    await gallery.channels.round()
    await calendar.round()
    assert len(standups(gallery)) == 1


async def test_one_conversation_that_breaks_keeps_no_other_from_its_time(gallery: Gallery) -> None:
    broken, fine = await gallery.world.arrive(customer="otto"), await gallery.world.arrive()
    for number in (broken, fine):
        await gallery.world.do(claim, number, by="ana")
        gallery.world.clock.forward(seconds=1)
    async with gallery.world.database.writing() as session:
        await session.execute(update(Conversation).where(Conversation.id == broken).values(held_for=text("'nobody'")))
    calendar = calendar_of(gallery)
    for _ in range(FAILURES_BEFORE_ALARM):
        gallery.world.clock.forward(minutes=40)
        await calendar.round()
    assert (await gallery.world.see(fine)).claim is None
    (alarm,) = gallery.alarms.values()
    assert f"the claim of #{broken}" in alarm


async def test_more_conversations_that_break_than_are_asked_for_at_a_time_keep_no_other_from_its_time(
    gallery: Gallery, monkeypatch: pytest.MonkeyPatch
) -> None:
    numbers = [await gallery.world.arrive() for _ in range(5)]
    for number in numbers:
        await gallery.world.do(claim, number, by="ana")
        gallery.world.clock.forward(seconds=1)
    async with gallery.world.database.writing() as session:
        broken = update(Conversation).where(Conversation.id.in_(numbers[:4]))
        await session.execute(broken.values(held_for=text("'nobody'")))
    calendar = calendar_of(gallery)
    for asked in ("bot.loops.calendar.BATCH", "bot.desk.due.BATCH"):
        monkeypatch.setattr(asked, 2)
    gallery.world.clock.forward(minutes=40)
    for _ in range(3):
        await calendar.round()
        gallery.world.clock.forward(seconds=1)
    assert (await gallery.world.see(numbers[-1])).claim is None
