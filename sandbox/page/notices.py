"""Tells one browser what has changed: a burst of changes becomes one notice, however slow the browser reads."""

import asyncio
import json
from contextlib import suppress
from typing import Any

from aiohttp import web

from sandbox.clock import SandboxClock

PAUSE = 0.03
"""Seconds for which changes are gathered before they are told."""
HEARTBEAT = 15.0
"""Seconds after which a silent stream says that it is alive."""

MESSAGES = {"message", "message_changed", "message_deleted", "warning"}
PERSONAL = {"ephemeral", "warning", "read", "view", "home"}


class Notices:
    """What has changed for one person since they were last told. `take` must be called in the sandbox's loop."""

    def __init__(self, person: str, clock: SandboxClock) -> None:
        self._person = person
        self._clock = clock
        self._channels: set[str] = set()
        self._flags: set[str] = set()
        self._waiting = asyncio.Event()

    def take(self, kind: str, payload: dict[str, Any]) -> None:
        """Remember a change of one of the networks, as the sandbox's listeners hear it."""
        if kind in PERSONAL and payload.get("user") not in (None, self._person):
            return
        if kind in MESSAGES or kind == "ephemeral":
            self._channels.add(payload["channel"])
        elif kind in {"channel", "read"}:
            self._flags.add("list")
        elif kind.startswith(("x.", "play.", "kitsune.")):
            self._flags.add(kind.partition(".")[0])
        else:
            self._flags.add(kind)
        self._waiting.set()

    def called(self, _: object) -> None:
        """Remember that the log of calls has grown."""
        self._flags.add("log")
        self._waiting.set()

    def told(self) -> dict[str, Any]:
        """What there is to tell, and what time it is; afterwards there is nothing."""
        notice: dict[str, Any] = {"channels": sorted(self._channels), **dict.fromkeys(sorted(self._flags), True)}
        notice["time"] = self._clock.as_json()
        self._channels.clear()
        self._flags.clear()
        self._waiting.clear()
        return notice

    async def stream(self, request: web.Request) -> web.StreamResponse:
        """Server-sent events until the browser goes away."""
        headers = {"Content-Type": "text/event-stream", "Cache-Control": "no-store", "X-Accel-Buffering": "no"}
        response = web.StreamResponse(headers=headers)
        await response.prepare(request)
        with suppress(ConnectionError):
            await response.write(b"retry: 1000\n\n")
            while True:
                await response.write(await self._next())
        return response

    async def _next(self) -> bytes:
        try:
            await asyncio.wait_for(self._waiting.wait(), timeout=HEARTBEAT)
        except TimeoutError:
            return b": still here\n\n"
        await asyncio.sleep(PAUSE)
        return f"event: changed\ndata: {json.dumps(self.told())}\n\n".encode()
