"""Fetching: everything once, nothing lost over crashes and downtime, gaps and silence told, budgets kept."""

import asyncio
from collections.abc import Sequence
from datetime import UTC, datetime, timedelta

import pytest

from bot.desk.writing.replying import begin, reply
from bot.loops import storing
from bot.networks.base import Mention
from sandbox.faults import Fault
from storage.alarms import open_ones
from storage.tables import Reply, ReplyState, Spending
from tests.desk.world import World
from tests.loops.fates import ProcessDied
from tests.loops.intake_stage import IntakeStage, intake_stage

MENTIONS = "x:mentions:FirefoxSupport"
MENTIONS_CALL = "x/GET /2/users/:id/mentions"


async def alarms_of(stage: IntakeStage) -> list[tuple[str, str]]:
    async with stage.world.database.reading() as session:
        return [(each.kind, each.about) for each in await open_ones(session)]


async def test_all_accounts_and_searches_are_read_once(world: World) -> None:
    async with intake_stage(world) as stage:
        eve = stage.sandbox.x.customer("eve")
        eve.post("@FirefoxSupport help #fxhelp")
        eve.post("@mozilla_germany @FirefoxSupport hilfe", lang="de")
        eve.post("firefox is gone #fxhelp")
        await stage.poll()
        await stage.poll()
        found = await stage.conversations()
    assert sorted((each.queue, each.account) for each in found) == [
        ("de", "mozilla_germany"),
        ("moderated", "FirefoxSupport"),
        ("moderated", "FirefoxSupport"),
    ]
    assert len(await stage.texts()) == 3


async def test_nothing_is_polled_before_its_time(world: World) -> None:
    async with intake_stage(world) as stage:
        again = await stage.fetch.round()
        assert again == world.clock.now() + timedelta(seconds=60)
        calls = len(stage.sandbox.log.recent())
        await stage.poll(seconds=59)
        assert len(stage.sandbox.log.recent()) == calls
        await stage.poll(seconds=1)
        assert len(stage.sandbox.log.recent()) > calls


@pytest.mark.parametrize("spent", [0, 100_000_000])
async def test_after_a_clock_that_was_ahead_is_set_back_everything_is_read_at_once(world: World, spent: int) -> None:
    async with intake_stage(world) as stage:
        await stage.poll(days=1)
        stage.sandbox.x.customer("eve").post("@FirefoxSupport help")
        async with world.database.writing() as session:
            today = world.clock.now().date() - timedelta(days=1)
            session.add(Spending(account="FirefoxSupport", day=today, microdollars=spent))
        await stage.poll(days=-1)
        assert await stage.texts() == ["@FirefoxSupport help"]
        source = await stage.source(MENTIONS)
        assert source.next_at is not None
        assert timedelta() < source.next_at - world.clock.now() <= timedelta(hours=1)


async def test_a_first_start_leaves_the_past_alone(world: World) -> None:
    async with intake_stage(world) as stage:
        stage.sandbox.x.customer("eve").post("@FirefoxSupport long ago", at=stage.began - timedelta(hours=1))
        await stage.poll()
        assert await stage.texts() == []


async def test_after_downtime_everything_since_the_cursor_is_fetched(world: World) -> None:
    async with intake_stage(world) as stage:
        eve = stage.sandbox.x.customer("eve")
        eve.post("@FirefoxSupport before")
        await stage.poll()
        for number in range(230):
            eve.post(f"@FirefoxSupport meanwhile {number}")
        stage.restart()
        await stage.poll(hours=3)
        texts = await stage.texts()
        assert await alarms_of(stage) == []
    assert texts == ["@FirefoxSupport before", *(f"@FirefoxSupport meanwhile {number}" for number in range(230))]


async def test_an_error_on_a_later_page_stores_nothing_and_loses_nothing(world: World) -> None:
    async with intake_stage(world) as stage:
        eve = stage.sandbox.x.customer("eve")
        await stage.poll()
        for number in range(150):
            eve.post(f"@FirefoxSupport {number}")
        stage.sandbox.faults.add(Fault.SERVER_ERROR, MENTIONS_CALL, probability=0.5, count=6)
        for _ in range(20):
            await stage.poll()
            assert ((await stage.source(MENTIONS)).cursor is None) == (await stage.texts() == [])
            if await stage.texts():
                break
        assert sorted(await stage.texts()) == sorted(f"@FirefoxSupport {number}" for number in range(150))


async def test_a_crash_between_two_parts_leaves_the_cursor_and_repeats_harmlessly(
    world: World, monkeypatch: pytest.MonkeyPatch
) -> None:
    async with intake_stage(world) as stage:
        eve = stage.sandbox.x.customer("eve")
        for number in range(50):
            eve.post(f"@FirefoxSupport {number}")
        parts: list[int] = []
        original = storing.Storing._together

        async def dies(self: storing.Storing, source: str, part: Sequence[Mention]) -> None:
            parts.append(len(part))
            if len([each for each in parts if each]) == 2:
                raise ProcessDied("power cut")
            await original(self, source, part)

        monkeypatch.setattr(storing.Storing, "_together", dies)
        stage.programme(searches=())
        await stage.poll()
        monkeypatch.undo()
        assert len(await stage.texts()) == storing.PART
        assert (await stage.source(MENTIONS)).cursor is None
        stage.restart()
        await stage.poll()
        assert await stage.texts() == [f"@FirefoxSupport {number}" for number in range(50)]


async def test_a_failing_account_stops_no_other(world: World) -> None:
    async with intake_stage(world) as stage:
        stage.sandbox.x.keys.revoke("2102-sandbox-FirefoxSupport")
        stage.sandbox.x.customer("eve").post("@mozilla_france aide", lang="fr")
        await stage.poll()
        assert await stage.texts() == ["@mozilla_france aide"]
        assert ("silent source", MENTIONS) in await alarms_of(stage)
        alarms = [each.facts["text"] for each in await world.told("kira") if each.kind == "alarm"]
    assert any("the mentions of @FirefoxSupport" in text and "bot connect @FirefoxSupport" in text for text in alarms)


async def test_two_missed_polls_raise_an_alarm_that_clears_itself(world: World) -> None:
    async with intake_stage(world) as stage:
        await stage.poll()
        rule = stage.sandbox.faults.add(Fault.SERVER_ERROR, MENTIONS_CALL)
        await stage.poll()
        assert await alarms_of(stage) == []
        assert (await stage.source(MENTIONS)).misses == 1
        await stage.poll()
        assert ("silent source", MENTIONS) in await alarms_of(stage)
        await stage.poll()
        told = [each for each in await world.told("kira") if "@FirefoxSupport" in str(each.facts)]
        assert len(told) == 1
        stage.sandbox.faults.remove(rule.id)
        await stage.poll()
        assert await alarms_of(stage) == []
        assert (await stage.source(MENTIONS)).misses == 0


async def test_a_limit_is_waited_for_and_holds_up_nobody_else(world: World) -> None:
    async with intake_stage(world) as stage:
        stage.sandbox.x.customer("eve").post("@Firefox @FirefoxSupport help")
        stage.sandbox.faults.add(Fault.RATE_LIMITED, MENTIONS_CALL, retry_after=600, count=1)
        await stage.poll()
        assert len(await stage.texts()) == 1
        waits = [key for key in stage.x.sources() if (await stage.source(key)).misses]
        assert len(waits) == 1
        source = await stage.source(waits[0])
        assert source.next_at is not None
        assert timedelta(minutes=5) < source.next_at - world.clock.now() < timedelta(minutes=11)


async def test_a_gap_is_told_and_is_over_with_the_next_whole_reading(world: World) -> None:
    async with intake_stage(world) as stage:
        eve = stage.sandbox.x.customer("eve")
        eve.post("@FirefoxSupport known", at=datetime.now(UTC) - timedelta(minutes=40))
        await stage.poll()
        for number in range(801):
            eve.post(f"@FirefoxSupport {number}")
        await stage.poll()
        assert await alarms_of(stage) == [("gap", MENTIONS)]
        assert len(await stage.texts()) == 801
        (alarm,) = [each.facts["text"] for each in await world.told("max") if each.kind == "alarm"]
        assert "can no longer be read" in alarm
        await stage.poll()
        assert await alarms_of(stage) == []


async def test_an_answer_given_outside_blocks_ours(world: World) -> None:
    async with intake_stage(world) as stage:
        question = stage.sandbox.x.customer("eve").post("@FirefoxSupport help")
        await stage.poll()
        opened = await world.do(begin, 1, by="ana")
        picture = await world.do(reply, 1, answers=opened.answers, text="Try a new profile.", by="ana")
        stage.sandbox.x.account("FirefoxSupport").post_by_hand("Somebody was quicker.", in_reply_to=question)
        await stage.poll()
        async with world.database.reading() as session:
            kept = await session.get_one(Reply, picture.number)
    assert kept.state is ReplyState.REFUSED
    assert (await world.see(1)).waits_since is None


async def test_an_answer_read_before_its_question_still_answers_it(world: World) -> None:
    async with intake_stage(world) as stage:
        stage.programme(searches=())
        question = stage.sandbox.x.customer("eve").post("@FirefoxSupport help")
        stage.sandbox.x.account("FirefoxSupport").post_by_hand("Here.", in_reply_to=question)
        rule = stage.sandbox.faults.add(Fault.SERVER_ERROR, MENTIONS_CALL)
        await stage.poll()
        stage.sandbox.faults.remove(rule.id)
        stage.restart()
        await stage.poll()
        await stage.poll()
        (conversation,) = await stage.conversations()
    assert conversation.waits_since is None
    assert await world.kinds(1) == ["answered_outside"]
    assert len(await stage.texts()) == 2


async def test_two_workers_at_once_store_everything_once(world: World) -> None:
    async with intake_stage(world) as stage:
        eve = stage.sandbox.x.customer("eve")
        for number in range(60):
            eve.post(f"@FirefoxSupport @Firefox {number}")
        await stage.fetch._begin()
        first = stage.fetch
        stage.restart()
        await asyncio.gather(first.round(), stage.fetch.round())
        await stage.poll()
        assert sorted(await stage.texts()) == sorted(f"@FirefoxSupport @Firefox {number}" for number in range(60))
        assert len(await stage.conversations()) == 60
