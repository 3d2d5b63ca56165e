"""Half a year of real reviews in minutes: each is stored once, within the quota of reads that all apps share."""

import asyncio
from datetime import timedelta
from pathlib import Path

import pytest
from sqlalchemy import func, select

from bot.app import build
from bot.clock import SystemClock
from bot.demo import for_the_demo, settings_for, settled
from bot.programme import Programme
from sandbox.__main__ import addresses
from sandbox.replay import Replay
from sandbox.server import Sandbox
from storage.db import Database
from storage.tables import Message, Side
from tests.conftest import ROOT
from tests.soak.figures import show
from tests.soak.reviews import COUNT, all_reviews, invented
from tests.soak.verdict import Verdict

pytestmark = [pytest.mark.soak, pytest.mark.timeout(2400)]

SPEED = 1e9
"""The gaps take no time; what takes time is the pause between two readings of the store."""


async def test_replayed_reviews_are_stored_once_and_read_within_the_quota(
    open_database: Database, database_address: str, programme: Programme, tmp_path: Path
) -> None:
    path, written = all_reviews(tmp_path)
    sandbox = Sandbox(manifest=(ROOT / "manifest.json").read_text(encoding="utf-8"))
    replay = Replay.of_file(path, sandbox, speed=SPEED)
    sandbox.extra_routes += replay.routes()
    clock, began = SystemClock(), asyncio.get_running_loop().time()
    async with sandbox.serve():
        verdict = Verdict(sandbox)
        settings = settings_for(addresses(sandbox)["settings"], tmp_path)
        settings = settings.model_copy(update={"database_url": database_address})
        app = await build(settings, for_the_demo(programme), clock=clock, since=clock.now() - timedelta(hours=1))
        try:
            await app.start()
            sandbox.run(replay.run())
            counts = await settled(app, f"{sandbox.url}/", asyncio.Event())
        finally:
            await app.stop()
        verdict.must_be_clean()
    assert counts.add_up, counts
    assert counts.stored == written
    assert counts.cards <= sum(queue.window for queue in programme.queues)
    async with open_database.reading() as session:
        customers = Message.side == Side.CUSTOMER
        different = await session.scalar(select(func.count(func.distinct(Message.external_id))).where(customers))
    assert different == written
    assert sandbox.log.refused_for_rate("play") == 0
    show(
        f"The real reviews, {open_database.url.get_backend_name()}",
        seconds=round(asyncio.get_running_loop().time() - began),
        counts=counts,
        reads_left=sandbox.play.quotas.left("GET"),
    )


def test_invented_reviews_take_the_place_of_the_shared_ones(tmp_path: Path) -> None:
    path = invented(tmp_path / "reviews.jsonl")
    assert Replay.of_file(path, Sandbox()).progress.total == COUNT
