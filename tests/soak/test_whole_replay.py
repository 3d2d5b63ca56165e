"""A year of questions in minutes: each is stored once, none is lost, no channel overflows, Slack refuses nothing."""

import asyncio
import re
import sys
from pathlib import Path

import pytest
from sqlalchemy import func, select

from bot.demo import Counts
from bot.programme import Programme
from sandbox.replay import Replay
from sandbox.server import Sandbox
from storage.db import Database
from storage.tables import Message, Side
from tests.conftest import ROOT
from tests.soak.figures import show
from tests.soak.questions import COUNT, a_year_of_questions, invented
from tests.soak.replaying import SPEED, replayed
from tests.stories.stage import elements

pytestmark = [pytest.mark.soak, pytest.mark.timeout(2400)]

COUNTS = re.compile(
    r"served (?P<served>\d+) · stored (?P<stored>\d+) · conversations (?P<conversations>\d+) · "
    r"cards posted (?P<cards>\d+) · waiting (?P<waiting>\d+) · refused by Slack for rate (?P<refused>\d+)"
)


async def test_the_demo_replays_a_whole_year_and_its_counts_add_up(programme: Programme, tmp_path: Path) -> None:
    path, asked = a_year_of_questions(tmp_path)
    told = ["demo", "--replay", str(path), "--speed", str(SPEED), "--until-done"]
    began = asyncio.get_running_loop().time()
    process = await asyncio.create_subprocess_exec(
        sys.executable, "-m", "bot", *told, cwd=ROOT, stdout=asyncio.subprocess.PIPE, stderr=asyncio.subprocess.PIPE
    )
    try:
        out, errors = await process.communicate()
    finally:
        if process.returncode is None:
            process.terminate()
            await process.wait()
    seconds = asyncio.get_running_loop().time() - began
    assert process.returncode == 0, (out.decode()[-2000:], errors.decode()[-4000:])
    found = COUNTS.search(out.decode())
    assert found is not None, out.decode()
    counts = Counts(**{name: int(figure) for name, figure in found.groupdict().items()})
    must_add_up(counts, asked, programme)
    show("The whole replay, python -m bot demo", seconds=round(seconds), counts=counts)


async def test_a_replayed_year_is_stored_once_and_overflows_no_channel(
    open_database: Database, database_address: str, programme: Programme, tmp_path: Path
) -> None:
    path, asked = a_year_of_questions(tmp_path)
    done = await replayed(path, database_address, programme, tmp_path)
    counts = done.counts
    cards = {queue.key: unclaimed_cards(done.sandbox, queue.channel) for queue in programme.queues}
    must_add_up(counts, asked, programme)
    async with open_database.reading() as session:
        customers = Message.side == Side.CUSTOMER
        different = await session.scalar(select(func.count(func.distinct(Message.external_id))).where(customers))
    assert different == asked
    assert all(cards[queue.key] <= queue.window for queue in programme.queues), cards
    assert sum(cards.values()) == counts.cards
    show(
        f"The whole replay, {open_database.url.get_backend_name()}",
        seconds=round(done.seconds),
        counts=counts,
        cards=cards,
        calls_to_Slack=done.calls_to_slack,
    )


def test_invented_questions_take_the_place_of_the_shared_ones(tmp_path: Path) -> None:
    path = invented(tmp_path / "questions.jsonl")
    sandbox = Sandbox()
    assert Replay.of_file(path, sandbox).progress.total == COUNT


def must_add_up(counts: Counts, asked: int, programme: Programme) -> None:
    """Fail unless every question was served, is stored, and has its card or waits for one."""
    assert counts.add_up, counts
    assert counts.stored == asked
    assert counts.cards <= sum(queue.window for queue in programme.queues)
    assert counts.waiting > 0


def unclaimed_cards(sandbox: Sandbox, channel: str) -> int:
    """How many messages of a channel offer Claim, as Slack has them."""
    messages = sandbox.slack.messages(f"#{channel}")
    return sum(
        any(each.get("action_id") == "conversation:claim" for each in elements(message.blocks or []))
        for message in messages
    )
