"""What reading costs: written down, seldom once the budget is spent, and at once again when a manager raises it."""

import asyncio
from datetime import timedelta
from typing import Any

import pytest

from bot.desk.leaving.spending import raise_budget
from bot.networks.base import Fetched
from storage import sources, spending
from storage.tables import Source
from tests.desk.world import World
from tests.loops.intake_stage import IntakeStage, intake_stage

MENTIONS = "x:mentions:FirefoxSupport"
MENTIONS_CALL = "x/GET /2/users/:id/mentions"


async def overspend(stage: IntakeStage) -> None:
    """Use up today's budget of @FirefoxSupport with one reading."""
    accounts = tuple(
        each.model_copy(update={"daily_budget": 0.04 if each.handle == "FirefoxSupport" else 100.0})
        for each in stage.world.programme.accounts
    )
    stage.programme(accounts=accounts, searches=())
    for name in ("eve", "dan", "lou"):
        stage.sandbox.x.customer(name).post("@FirefoxSupport help")
    await stage.poll()


async def test_costs_are_written_down_and_past_the_budget_polls_are_hourly(world: World) -> None:
    async with intake_stage(world, own_apps=True) as stage:
        await overspend(stage)
        async with world.database.reading() as session:
            lines = await spending.of_day(session, world.clock.now().date())
        spent = sum(each.microdollars for each in lines) / 1_000_000
        assert spent == pytest.approx(stage.sandbox.x.billing.total())
        assert {each.facts["percent"] for each in await world.told("kira")} == {107}
        polled_at = (await stage.source(MENTIONS)).polled_at
        assert polled_at is not None
        for times in (1, 2):
            await stage.poll()
            source = await stage.source(MENTIONS)
            assert (source.polled_at, source.next_at) == (polled_at, polled_at + timedelta(hours=1)), times
        await world.do(raise_budget, "FirefoxSupport", by="kira")
        assert (await stage.source(MENTIONS)).next_at == world.clock.now()
        stage.sandbox.x.customer("eve").post("@FirefoxSupport still here?")
        await stage.fetch.round()
        assert (await stage.texts())[-1] == "@FirefoxSupport still here?"
        assert (await stage.source(MENTIONS)).next_at == world.clock.now() + timedelta(seconds=60)


async def test_a_budget_raised_while_its_source_is_read_counts_at_once(
    world: World, monkeypatch: pytest.MonkeyPatch
) -> None:
    async with intake_stage(world, own_apps=True) as stage:
        await overspend(stage)
        fetch = stage.x.fetch

        async def raised_meanwhile(*source: Any, **since: Any) -> Fetched:
            await world.do(raise_budget, "FirefoxSupport", by="kira")
            return await fetch(*source, **since)

        monkeypatch.setattr(stage.x, "fetch", raised_meanwhile)
        await stage.poll(hours=1)
        assert (await stage.source(MENTIONS)).next_at == world.clock.now() + timedelta(seconds=60)


async def test_a_source_is_woken_also_while_its_next_reading_is_being_written_down(world: World) -> None:
    now = world.clock.now()
    async with world.database.writing() as session:
        session.add(Source(key=MENTIONS, since=now, next_at=now))

    async def wake() -> None:
        async with world.database.writing() as session:
            await sources.wake(session, [MENTIONS], at=now)

    async with world.database.writing() as session:
        source = await sources.locked(session, MENTIONS)
        assert source is not None
        source.next_at = now + timedelta(hours=1)
        await session.flush()
        waking = asyncio.create_task(wake())
        await asyncio.wait([waking], timeout=0.3)
    await waking
    async with world.database.reading() as session:
        assert (await sources.all_of(session))[MENTIONS].next_at == now
