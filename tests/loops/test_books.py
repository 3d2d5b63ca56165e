"""What was charged is written down, also what was charged last before the desk closed."""

from datetime import timedelta
from typing import Any

import pytest
from sqlalchemy.exc import IntegrityError

from bot.desk.leaving.spending import book
from bot.loops.engine import FAILURES_BEFORE_ALARM
from bot.networks.base import Charge
from bot.programme import Programme
from storage import spending
from storage.alarms import open_ones
from storage.db import Database
from storage.tables import ReplyState
from tests.loops.conftest import Stage
from tests.stories.conftest import for_a_story
from tests.stories.stage import raised


async def test_what_was_charged_last_is_written_down_when_the_desk_closes(
    database_address: str, programme: Programme
) -> None:
    async with raised(database_address, for_a_story(programme)) as stage:
        await stage.app.engine.stop()
        stage.app.till(Charge("FirefoxSupport", "post with a link", 1, 200_000))
        day = stage.sandbox.clock.now().date()
    database = Database(database_address)
    async with database.reading() as session:
        lines = {each.account: each.microdollars for each in await spending.of_day(session, day)}
    await database.close()
    assert lines["FirefoxSupport"] >= 200_000


async def test_an_account_whose_charges_cannot_be_written_down_goes_on_sending(
    stage: Stage, monkeypatch: pytest.MonkeyPatch
) -> None:
    is_broken = True

    async def breaks(*arguments: Any, **more: Any) -> None:
        if is_broken:
            raise IntegrityError("INSERT", None, ValueError("somebody was first"))
        await book(*arguments, **more)

    monkeypatch.setattr("bot.loops.books.book", breaks)
    stage.till(Charge("FirefoxSupport", "post with a link", 1, 200_000))
    for number in range(FAILURES_BEFORE_ALARM):
        reply_id = await stage.replied(text=f"Try profile {number}.")
        await stage.outbox.round()
        assert await stage.state(reply_id) is ReplyState.SENT
        stage.world.clock.forward(minutes=5)
    assert await alarms_of(stage) == ["outbox: writing down"]
    is_broken = False
    again = await stage.outbox.round()
    assert again is None or again > stage.world.clock.now() + timedelta(seconds=1)
    assert await alarms_of(stage) == []
    async with stage.world.database.reading() as session:
        (line,) = await spending.of_day(session, stage.world.clock.now().date())
    assert line.microdollars == 200_000


async def alarms_of(stage: Stage) -> list[str]:
    """What managers are told of and is not over."""
    async with stage.world.database.reading() as session:
        return [each.about for each in await open_ones(session)]
