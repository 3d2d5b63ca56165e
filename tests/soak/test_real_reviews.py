"""Half a year of real reviews in minutes: each is stored once, within the quota of reads that all apps share."""

from pathlib import Path

import pytest
from sqlalchemy import func, select

from bot.programme import Programme
from sandbox.replay import Replay
from sandbox.server import Sandbox
from storage.db import Database
from storage.tables import Message, Side
from tests.soak.figures import show
from tests.soak.replaying import replayed
from tests.soak.reviews import COUNT, all_reviews, invented

pytestmark = [pytest.mark.soak, pytest.mark.timeout(2400)]


async def test_replayed_reviews_are_stored_once_and_read_within_the_quota(
    open_database: Database, database_address: str, programme: Programme, tmp_path: Path
) -> None:
    path, written = all_reviews(tmp_path)
    done = await replayed(path, database_address, programme, tmp_path)
    assert done.counts.add_up, done.counts
    assert done.counts.stored == written
    assert done.counts.cards <= sum(queue.window for queue in programme.queues)
    async with open_database.reading() as session:
        customers = Message.side == Side.CUSTOMER
        different = await session.scalar(select(func.count(func.distinct(Message.external_id))).where(customers))
    assert different == written
    assert done.sandbox.log.refused_for_rate("play") == 0
    show(
        f"The real reviews, {open_database.url.get_backend_name()}",
        seconds=round(done.seconds),
        counts=done.counts,
        reads_left=done.sandbox.play.quotas.left("GET"),
    )


def test_invented_reviews_take_the_place_of_the_shared_ones(tmp_path: Path) -> None:
    path = invented(tmp_path / "reviews.jsonl")
    assert Replay.of_file(path, Sandbox()).progress.total == COUNT
