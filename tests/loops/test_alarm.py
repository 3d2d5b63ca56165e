"""Alarms: what is told is over when it is over, however soon that is."""

import asyncio
from collections.abc import Sequence

import pytest
from sqlalchemy.ext.asyncio import AsyncSession

from bot.desk import alarms
from bot.desk.alarms import GAP, PARKED, SILENT
from bot.loops.alarm import Alarms
from sandbox.faults import Fault
from storage import alarms as questions
from storage.tables import Alarm
from tests.desk.world import World
from tests.loops.conftest import Stage
from tests.loops.intake_stage import intake_stage


async def open_alarms(world: World) -> Sequence[Alarm]:
    async with world.database.reading() as session:
        return await questions.open_ones(session)


async def open_about(world: World) -> list[str]:
    return [each.about for each in await open_alarms(world)]


async def test_what_is_told_while_another_loop_asks_is_over_in_the_same_second(
    world: World, monkeypatch: pytest.MonkeyPatch
) -> None:
    asked = questions.open_ones

    async def slowly(session: AsyncSession) -> Sequence[Alarm]:
        found = await asked(session)
        await asyncio.sleep(0.2)
        return found

    tell = Alarms(world.database, world.clock, lambda: None)
    monkeypatch.setattr(questions, "open_ones", slowly)
    await asyncio.gather(tell(PARKED, "cards", None), tell(PARKED, "outbox", "It is broken."))
    assert await open_about(world) == ["outbox"]
    await tell(PARKED, "outbox", None)
    assert await open_about(world) == []


async def sounded(world: World, kind: str, *abouts: str) -> None:
    async with world.database.writing() as session:
        for about in abouts:
            await alarms.sound(session, kind, about, "Nobody can read it.", now=world.clock.now())


async def test_what_was_told_of_a_source_that_is_read_no_more_is_over(world: World) -> None:
    async with intake_stage(world) as stage:
        stage.sandbox.faults.add(Fault.SERVER_ERROR, "x/*")
        for kind in (alarms.SILENT, alarms.LATE, alarms.GAP):
            await sounded(world, kind, "x:mentions:gone")
        await sounded(world, alarms.SILENT, "x:mentions:FirefoxSupport")
        await stage.poll()
    assert await open_about(world) == ["x:mentions:FirefoxSupport"]


async def test_what_was_told_of_the_access_to_an_account_that_has_left_is_over(stage: Stage) -> None:
    await sounded(stage.world, alarms.ACCESS, "x gone", "x FirefoxSupport")
    await stage.outbox.round()
    assert await open_about(stage.world) == ["x FirefoxSupport"]


async def test_the_message_of_an_alarm_says_so_when_it_is_over_and_nothing_can_be_lost(world: World) -> None:
    alarm = Alarms(world.database, world.clock, lambda: None)
    for kind in (SILENT, GAP):
        await alarm(kind, "x:mentions:Firefox", "It is silent.")
        await alarm(kind, "x:mentions:Firefox", None)
        await alarm(kind, "x:mentions:Firefox", "It is silent again.")
    told = [(each.facts["text"], "over" in each.facts, each.redraw) for each in await world.told("kira")]
    first, again = ("It is silent.", "It is silent again.")
    assert told == [(first, True, True), (again, False, False), (first, False, False), (again, False, False)]


async def test_sources_that_fall_silent_together_are_one_message_and_each_is_over_by_itself(world: World) -> None:
    await sounded(world, SILENT, "x:mentions:Firefox", "x:mentions:FirefoxSupport")
    world.clock.forward(minutes=4)
    await sounded(world, SILENT, "x:own:Firefox")
    first, *more = [each.id for each in await open_alarms(world)]
    async with world.database.writing() as session:
        await alarms.clear(session, "x:mentions:FirefoxSupport", SILENT, now=world.clock.now())
    (told,) = await world.told("kira")
    assert (told.facts["alarm"], [*told.facts["also"]], told.facts["over"]) == (first, [*map(str, more)], [more[0]])
    world.clock.forward(minutes=6)
    await sounded(world, SILENT, "x:own:FirefoxSupport")
    assert len(await world.told("kira")) == 2
