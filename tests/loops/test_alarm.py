"""Alarms: what is told is over when it is over, however soon that is."""

import asyncio
from collections.abc import Sequence

import pytest
from sqlalchemy.ext.asyncio import AsyncSession

from bot.desk.alarms import GAP, PARKED, SILENT
from bot.loops.alarm import Alarms
from storage import alarms as questions
from storage.tables import Alarm
from tests.desk.world import World


async def open_about(world: World) -> list[str]:
    async with world.database.reading() as session:
        return [each.about for each in await questions.open_ones(session)]


async def test_what_is_told_while_another_loop_asks_is_over_in_the_same_second(
    world: World, monkeypatch: pytest.MonkeyPatch
) -> None:
    asked = questions.open_ones

    async def slowly(session: AsyncSession) -> Sequence[Alarm]:
        found = await asked(session)
        await asyncio.sleep(0.2)
        return found

    alarms = Alarms(world.database, world.clock, lambda: None)
    monkeypatch.setattr(questions, "open_ones", slowly)
    await asyncio.gather(alarms(PARKED, "cards", None), alarms(PARKED, "outbox", "It is broken."))
    assert await open_about(world) == ["outbox"]
    await alarms(PARKED, "outbox", None)
    assert await open_about(world) == []


async def test_the_message_of_an_alarm_says_so_when_it_is_over_and_nothing_can_be_lost(world: World) -> None:
    alarms = Alarms(world.database, world.clock, lambda: None)
    for kind in (SILENT, GAP):
        await alarms(kind, "x:mentions:Firefox", "It is silent.")
        await alarms(kind, "x:mentions:Firefox", None)
        await alarms(kind, "x:mentions:Firefox", "It is silent again.")
    told = [(each.facts["text"], each.facts.get("over", False), each.redraw) for each in await world.told("kira")]
    first, again = ("It is silent.", "It is silent again.")
    assert told == [(first, True, True), (again, False, False), (first, False, False), (again, False, False)]
