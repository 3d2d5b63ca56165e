"""Puts a real process of the bot, or of the bare app, before the sandbox; each in its own folder, ended afterwards."""

import asyncio
import os
import sys
from collections.abc import AsyncIterator, Callable
from contextlib import asynccontextmanager
from pathlib import Path
from time import perf_counter

from sandbox.__main__ import addresses
from sandbox.server import Sandbox
from sandbox.slack.hands import Person

ROOT = Path(__file__).parent.parent
PATIENCE = 300.0


def environment(sandbox: Sandbox, database: str, managers: str, desk_file: Path) -> dict[str, str]:
    """The settings that lead a process to the sandbox."""
    given: dict[str, str] = addresses(sandbox)["settings"]
    own = {
        "DATABASE_URL": database,
        "DESK_FILE": str(desk_file),
        "DESK_MANAGERS": managers,
        "PYTHONPATH": str(ROOT),
        "LOG_LEVEL": "WARNING",
    }
    return {**os.environ, **given, **own}


def quick_desk(folder: Path) -> Path:
    """The shipped desk.toml with polls every few seconds, so that a measurement need not wait a minute for each."""
    quick = (ROOT / "desk.toml").read_text(encoding="utf-8").replace("poll_seconds = 60", "poll_seconds = 4")
    path = folder / "desk.toml"
    path.write_text(quick, encoding="utf-8")
    return path


async def migrated(settings: dict[str, str], folder: Path) -> None:
    """Lay the tables, as a release does. Raises RuntimeError when that fails."""
    process = await asyncio.create_subprocess_exec(sys.executable, "-m", "bot", "migrate", env=settings, cwd=folder)
    if await process.wait() != 0:
        raise RuntimeError("the tables could not be laid")


@asynccontextmanager
async def running(module: list[str], settings: dict[str, str], folder: Path) -> AsyncIterator[int]:
    """A process of ours, by its id; asked to end, and waited for, when the block ends."""
    process = await asyncio.create_subprocess_exec(sys.executable, "-m", *module, env=settings, cwd=folder)
    try:
        yield process.pid
    finally:
        if process.returncode is None:
            process.terminate()
        await process.wait()


async def until(what: str, holds: Callable[[], bool]) -> None:
    """Wait until a condition holds. Raises TimeoutError that says what was waited for."""
    end = perf_counter() + PATIENCE
    while not holds():
        if perf_counter() > end:
            raise TimeoutError(f"{what} did not happen within {PATIENCE:.0f} s")
        await asyncio.sleep(0.05)


async def everybody_in(people: list[Person]) -> None:
    """Let everybody join every public channel there is."""
    for person in people:
        for channel in list(person.workspace.channels):
            if not channel.is_private and not channel.is_im and person.id not in channel.members:
                await person.join(channel.id)
