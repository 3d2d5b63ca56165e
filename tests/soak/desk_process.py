"""The real bot as a process of its own, `python -m bot run`, which a test may kill, freeze and wake."""

import asyncio
import os
import re
import signal
import subprocess
import sys
from collections.abc import AsyncIterator, Awaitable, Callable, Sequence
from contextlib import asynccontextmanager, suppress
from datetime import UTC, datetime
from functools import partial
from pathlib import Path
from typing import TypeVar

from bot.programme import load
from sandbox.__main__ import addresses
from sandbox.people import SLACK_PEOPLE
from sandbox.server import Sandbox
from tests.conftest import ROOT

T = TypeVar("T")
OURS = ("SLACK_", "X_", "DATABASE_", "DESK_", "GOOGLE_PLAY_", "PORT", "LOG_LEVEL")
"""How the names of the bot's own settings begin; what stands in the environment of the tests is not for it."""

PATIENCE = 120.0
"""Seconds after which something that should have happened has not; machines that run long tests are busy."""

LOOK = 0.02
"""Seconds between two looks at what cannot be listened to."""

CONNECTIONS = 2
"""How many each process opens to Slack."""


def settings_of(sandbox: Sandbox, database: str, desk_file: Path, *, log_level: str = "INFO") -> dict[str, str]:
    """The whole environment of a process that is led to the sandbox."""
    inherited = {name: value for name, value in os.environ.items() if not name.startswith(OURS)}
    given: dict[str, str] = addresses(sandbox)["settings"]
    managers = ",".join(each.id for each in SLACK_PEOPLE if each.role == "manager")
    own = {
        "DATABASE_URL": database,
        "DESK_FILE": str(desk_file),
        "DESK_MANAGERS": managers,
        "LOG_LEVEL": log_level,
        "PYTHONPATH": str(ROOT),
        "PYTHONDONTWRITEBYTECODE": "1",
    }
    return {**inherited, **given, **own}


def desk_file(folder: Path, *, budget: str = '"unlimited"', **times: int) -> Path:
    """The shipped desk.toml with other periods, such as `undo_seconds=1`, and another daily budget, as a file."""
    text = (ROOT / "desk.toml").read_text(encoding="utf-8")
    text = re.sub(r"^daily_budget = .*$", f"daily_budget = {budget}", text, flags=re.MULTILINE)
    for name, value in times.items():
        text, found = re.subn(rf"^{name} = \d+ ", f"{name} = {value} ", text, flags=re.MULTILINE)
        assert found == 1, name
    path = folder / "desk.toml"
    path.write_text(text, encoding="utf-8")
    load(path)
    return path


class DeskProcess:
    """One process of the bot. It is started again after each kill, with the same settings, under another number."""

    def __init__(
        self, settings: dict[str, str], folder: Path, name: str = "desk", module: Sequence[str] = ("bot", "run")
    ) -> None:
        self.started_at = datetime.min.replace(tzinfo=UTC)
        self.log = folder / f"{name}.log"
        self._settings = settings
        self._folder = folder
        self._module = module
        self._process: asyncio.subprocess.Process | None = None

    @property
    def pid(self) -> int:
        """The number of the running process."""
        assert self._process is not None
        return self._process.pid

    @property
    def is_running(self) -> bool:
        """Whether the process has not ended."""
        return self._process is not None and self._process.returncode is None

    @property
    def is_asleep(self) -> bool:
        """Whether it was stopped, by whomever, and not woken."""
        asked = ["ps", "-o", "state=", "-p", str(self.pid)]
        return subprocess.run(asked, capture_output=True, check=True, text=True).stdout.strip().startswith("T")

    @property
    def said(self) -> str:
        """Everything it has written so far, over all its lives."""
        return self.log.read_text(encoding="utf-8", errors="replace") if self.log.exists() else ""

    async def start(self) -> None:
        """Begin a new life."""
        assert not self.is_running
        self.started_at = datetime.now(UTC)
        with self.log.open("ab") as log:
            self._process = await asyncio.create_subprocess_exec(
                sys.executable, "-m", *self._module, env=self._settings, cwd=self._folder, stdout=log, stderr=log
            )

    def freeze(self) -> None:
        """SIGSTOP: it sleeps, and does not know."""
        os.kill(self.pid, signal.SIGSTOP)

    def wake(self) -> None:
        """SIGCONT."""
        os.kill(self.pid, signal.SIGCONT)

    async def kill(self) -> int:
        """SIGKILL, and the number that the process had."""
        process = self._process
        assert process is not None
        with suppress(ProcessLookupError):
            process.kill()
        await process.wait()
        return process.pid

    async def close(self) -> int:
        """SIGTERM; how it ended. It has to end by itself."""
        process = self._process
        assert process is not None
        with suppress(ProcessLookupError):
            process.terminate()
        return await asyncio.wait_for(process.wait(), PATIENCE)


@asynccontextmanager
async def desk_open(
    sandbox: Sandbox, settings: dict[str, str], folder: Path, *, processes: int = 1
) -> AsyncIterator[list[DeskProcess]]:
    """So many processes of the bot, connected; whatever state they are in, none is left behind."""
    crowd = [DeskProcess(settings, folder, f"desk-{number}") for number in range(1, processes + 1)]
    async with connected(sandbox, crowd):
        yield crowd


@asynccontextmanager
async def connected(sandbox: Sandbox, crowd: Sequence[DeskProcess]) -> AsyncIterator[None]:
    """These processes, started one after the other, each when the one before is connected; none is left behind."""
    try:
        for number, each in enumerate(crowd, start=1):
            await each.start()
            await until(partial(all_up, sandbox, crowd[:number]), what="a connected process", crowd=crowd)
        yield
    finally:
        for each in crowd:
            if each.is_running:
                await each.kill()


def all_up(sandbox: Sandbox, crowd: Sequence[DeskProcess]) -> bool:
    """Whether Slack reaches every process; fails with the bot's own words when one has given up."""
    for each in crowd:
        assert each.is_running, each.said[-3000:]
    return len(sandbox.slack.socket.connections) >= CONNECTIONS * len(crowd)


async def until(
    look: Callable[[], T | None], *, what: str, crowd: Sequence[DeskProcess] = (), patience: float = PATIENCE
) -> T:
    """Wait until a look shows something, and return it.

    Fails with what never came and the last words of the bot.
    """

    async def awaited() -> T | None:
        return look()

    return await until_stored(awaited, what=what, crowd=crowd, patience=patience)


async def until_stored(
    look: Callable[[], Awaitable[T | None]],
    *,
    what: str,
    crowd: Sequence[DeskProcess] = (),
    patience: float = PATIENCE,
) -> T:
    """The same for a look into the database."""
    loop = asyncio.get_running_loop()
    end = loop.time() + patience
    while not (seen := await look()):
        if loop.time() > end:
            words = "\n".join(f"{each.log.name}: {each.said[-3000:]}" for each in crowd)
            raise AssertionError(f"{what} never came\n{words}")
        await asyncio.sleep(LOOK)
    return seen
