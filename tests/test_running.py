"""`python -m bot run` as a host runs it: it opens, takes over from a dead worker, and ends when it is told to."""

import asyncio
import signal
import sys
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from pathlib import Path

import pytest

from sandbox.__main__ import addresses
from sandbox.server import Sandbox
from storage import schema
from storage.db import Database
from tests.conftest import ROOT


@pytest.fixture
async def sandbox() -> AsyncIterator[Sandbox]:
    """A pretend Slack and a pretend X."""
    async with Sandbox.start(manifest=(ROOT / "manifest.json").read_text(encoding="utf-8")) as started:
        yield started


@asynccontextmanager
async def running(sandbox: Sandbox, address: str, folder: Path) -> AsyncIterator[asyncio.subprocess.Process]:
    """A process of the desk, which is ended at the end if it still runs."""
    own = {
        "PYTHONPATH": str(ROOT),
        "PATH": "/usr/bin:/bin",
        "HOME": str(folder),
        "DATABASE_URL": address,
        "DESK_FILE": str(ROOT / "desk.toml"),
        "DESK_MANAGERS": "U0KIRA",
    }
    process = await asyncio.create_subprocess_exec(
        sys.executable,
        "-m",
        "bot",
        "run",
        cwd=folder,
        env=own | addresses(sandbox)["settings"],
        stderr=asyncio.subprocess.PIPE,
    )
    try:
        yield process
    finally:
        if process.returncode is None:
            process.kill()
        await process.wait()


async def says(process: asyncio.subprocess.Process, words: str) -> str:
    """The line of its log with these words, as soon as it is there."""
    assert process.stderr is not None
    said = ""
    async with asyncio.timeout(60):
        while line := (await process.stderr.readline()).decode():
            said += line
            if words in line:
                return line
    raise AssertionError(f"it ended without saying {words!r}, but: {said}")


async def test_it_opens_and_ends_when_it_is_interrupted(sandbox: Sandbox, tmp_path: Path) -> None:
    async with running(sandbox, f"sqlite:///{tmp_path / 'desk.db'}", tmp_path) as process:
        await says(process, "worker")
        process.send_signal(signal.SIGINT)
        await says(process, "desk closed")
        async with asyncio.timeout(30):
            assert await process.wait() == 0


@pytest.mark.parametrize("database_address", ["postgresql"], indirect=True)  # a second on one file is refused
async def test_another_takes_over_at_once_when_the_worker_ends(
    sandbox: Sandbox, database: Database, database_address: str, tmp_path: Path
) -> None:
    await schema.stamp(database)
    async with (
        running(sandbox, database_address, tmp_path) as first,
        running(sandbox, database_address, tmp_path) as second,
    ):
        await says(first, "desk open")
        await says(second, "desk open")
        either = [asyncio.create_task(says(each, '"worker"')) for each in (first, second)]
        done, waiting = await asyncio.wait(either, return_when=asyncio.FIRST_COMPLETED, timeout=60)
        worker = first if either[0] in done else second
        worker.send_signal(signal.SIGTERM)
        line = await asyncio.wait_for(waiting.pop(), 60)
        assert '"fence": 2' in line
        async with asyncio.timeout(30):
            assert await worker.wait() == 0
