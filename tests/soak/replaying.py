"""A replay before the whole desk: started, run until all of it has settled, and judged by Slack's limits."""

import asyncio
from dataclasses import dataclass
from datetime import timedelta
from pathlib import Path

from bot.app import build
from bot.clock import SystemClock
from bot.demo import Counts, for_the_demo, settings_for, settled
from bot.programme import Programme
from sandbox.__main__ import addresses
from sandbox.replay import Replay
from sandbox.server import Sandbox
from tests.conftest import ROOT
from tests.soak.verdict import Verdict

SPEED = 1e9
"""The gaps take no time at all; what takes time is reading, storing and showing."""


@dataclass(frozen=True)
class Replayed:
    """What came of a replay, how many seconds it took, and the sandbox as it stood at the end."""

    sandbox: Sandbox
    counts: Counts
    seconds: float
    calls_to_slack: int


async def replayed(path: Path, database_address: str, programme: Programme, folder: Path) -> Replayed:
    """Replay a file into an empty database; fails when Slack refused anything for its form or its rate."""
    sandbox = Sandbox(manifest=(ROOT / "manifest.json").read_text(encoding="utf-8"))
    replay = Replay.of_file(path, sandbox, speed=SPEED)
    sandbox.extra_routes += replay.routes()
    clock, began = SystemClock(), asyncio.get_running_loop().time()
    async with sandbox.serve():
        verdict = Verdict(sandbox)
        settings = settings_for(addresses(sandbox)["settings"], folder)
        settings = settings.model_copy(update={"database_url": database_address})
        app = await build(settings, for_the_demo(programme), clock=clock, since=clock.now() - timedelta(hours=1))
        try:
            await app.start()
            sandbox.run(replay.run())
            counts = await settled(app, f"{sandbox.url}/", asyncio.Event())
        finally:
            await app.stop()
        seconds = asyncio.get_running_loop().time() - began
        verdict.must_be_clean()
    return Replayed(sandbox, counts, seconds, verdict.calls)
