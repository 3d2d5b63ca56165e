"""The sandbox as one thing: builds the pretend networks and the page, and serves them on one loopback port."""

import asyncio
from collections.abc import AsyncIterator, Callable, Coroutine
from contextlib import asynccontextmanager
from datetime import datetime
from typing import Any

from aiohttp import web

from sandbox.clock import SandboxClock
from sandbox.controls import Controls
from sandbox.faults import Faults, faults_middleware
from sandbox.kitsune import PretendKitsune
from sandbox.log import CallLog
from sandbox.page.server import Page
from sandbox.play import PretendPlay
from sandbox.play.keys import credentials
from sandbox.slack.workspace import SlackWorkspace
from sandbox.x import PretendX

Listener = Callable[[str, dict[str, Any]], None]
LARGEST_REQUEST = 600 * 1024 * 1024
"""Bytes; X takes films of 512 MB."""


class Sandbox:
    """A pretend Slack, X, Play Store and knowledge base with one clock, one call log and one set of faults."""

    def __init__(
        self,
        *,
        manifest: str | dict[str, Any] | None = None,
        rate_limits: bool = True,
        clock_speed: float = 1.0,
        clock_start: datetime | None = None,
        seed: int = 1,
    ) -> None:
        self.url = ""
        self.clock = SandboxClock(speed=clock_speed, start=clock_start)
        self.log = CallLog()
        self.faults = Faults(self.clock, seed=seed)
        self._listeners: list[Listener] = []
        self._tasks: set[asyncio.Task[None]] = set()
        self._broken: BaseException | None = None
        self.x = PretendX(self.clock, self.log, self.changed, rate_limits=rate_limits)
        self.play = PretendPlay(self.clock, self.log, self.changed, rate_limits=rate_limits)
        self.kitsune = PretendKitsune(self.clock, self.log, self.changed)
        self.slack = SlackWorkspace(self.clock, self.log, self.faults, manifest, self.changed, rate_limits=rate_limits)
        self.page = Page(self)
        self.extra_routes: list[web.RouteDef] = []
        """More to serve under /sandbox; must be there before `serve`."""

    @classmethod
    @asynccontextmanager
    async def start(
        cls,
        *,
        port: int = 0,
        manifest: str | dict[str, Any] | None = None,
        rate_limits: bool = True,
        clock_speed: float = 1.0,
        clock_start: datetime | None = None,
        seed: int = 1,
    ) -> "AsyncIterator[Sandbox]":
        """A sandbox that is being served; port 0 takes any free port. It ends with the block.

        `manifest` is the text of the app's manifest.json, or what is in it; without one every scope is granted. Its
        clock begins now, or at `clock_start`.
        An error in something it runs by itself, such as the story, is raised when the block ends.
        """
        sandbox = cls(
            manifest=manifest, rate_limits=rate_limits, clock_speed=clock_speed, clock_start=clock_start, seed=seed
        )
        async with sandbox.serve(port):
            yield sandbox

    @asynccontextmanager
    async def serve(self, port: int = 0) -> AsyncIterator[None]:
        """Serve on 127.0.0.1 until the block ends."""
        application = web.Application(middlewares=[faults_middleware(self.faults)], client_max_size=LARGEST_REQUEST)
        application.add_routes(
            [
                *self.slack.routes(),
                *self.x.routes(),
                *self.play.routes(),
                *self.kitsune.routes(),
                *Controls(self.faults, self.clock, self.log).routes(),
                *self.extra_routes,
                *self.page.routes(),
            ]
        )
        runner = web.AppRunner(application, access_log=None, shutdown_timeout=0.5)
        await runner.setup()
        try:
            site = web.TCPSite(runner, "127.0.0.1", port)
            await site.start()
            self.url = f"http://127.0.0.1:{runner.addresses[0][1]}"
            self.slack.base_url = self.url
            yield
        finally:
            await self._close(runner)
        if self._broken is not None:
            raise self._broken

    @property
    def slack_api_url(self) -> str:
        """What SLACK_API_URL must be."""
        return f"{self.url}/slack/api/"

    @property
    def x_api_url(self) -> str:
        """What X_API_URL must be; `/2/…` follows."""
        return f"{self.url}/x"

    @property
    def play_api_url(self) -> str:
        """What GOOGLE_PLAY_API_URL must be; `/androidpublisher/v3/…` follows."""
        return f"{self.url}/play"

    @property
    def play_credentials(self) -> str:
        """What GOOGLE_PLAY_CREDENTIALS may be: the service account's key as JSON; its tokens come from here, too."""
        return credentials(f"{self.play_api_url}/token")

    @property
    def kitsune_url(self) -> str:
        """What KNOWLEDGE_BASE_API_URL must be; `/api/1/kb/` and `/<locale>/search/` follow."""
        return f"{self.url}/kitsune"

    def changed(self, kind: str, payload: dict[str, Any]) -> None:
        """Tell everybody who listens that something changed on one of the networks."""
        for listener in tuple(self._listeners):
            listener(kind, payload)

    def listen(self, listener: Listener) -> Callable[[], None]:
        """Call `listener(kind, payload)` after every change from now on; returns what ends that."""
        self._listeners.append(listener)
        return lambda: self._listeners.remove(listener)

    def run(self, work: Coroutine[Any, Any, None]) -> asyncio.Task[None]:
        """Let something go on beside the serving; it is cancelled at the end."""
        task = asyncio.get_running_loop().create_task(work)
        self._tasks.add(task)
        task.add_done_callback(self._ended)
        return task

    def _ended(self, task: asyncio.Task[None]) -> None:
        self._tasks.discard(task)
        if not task.cancelled() and task.exception() is not None:
            self._broken = task.exception()

    async def _close(self, runner: web.AppRunner) -> None:
        tasks = tuple(self._tasks)
        for task in tasks:
            task.cancel()
        await asyncio.gather(*tasks, return_exceptions=True)
        self.faults.clear()
        await self.slack.close()
        await runner.cleanup()
