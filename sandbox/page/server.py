"""The page: its files, and JSON and notices over the hands with which people act on the pretend networks."""

import asyncio
import hashlib
from collections.abc import Iterator
from dataclasses import asdict
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING

from aiohttp import web

from sandbox.log import Call
from sandbox.page.answers import Json, answering, number_in
from sandbox.page.kitsune_side import KitsuneSide
from sandbox.page.notices import Notices
from sandbox.page.play_side import PlaySide
from sandbox.page.workspace_side import WorkspaceSide
from sandbox.page.x_side import XSide

if TYPE_CHECKING:
    from sandbox.server import Sandbox

STATIC = Path(__file__).parent / "static"
TYPES = {".html": "text/html", ".js": "text/javascript", ".css": "text/css", ".svg": "image/svg+xml"}
POLICY = (
    "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self' data:; connect-src 'self'; "
    "base-uri 'none'; form-action 'none'; frame-ancestors 'none'"
)
GUARDS = {
    "Content-Security-Policy": POLICY,
    "X-Content-Type-Options": "nosniff",
    "Referrer-Policy": "no-referrer",
    "Cache-Control": "no-cache",
}
MOST_CALLS = 1_000


class Page:
    """Serves `/`, `/page/…` and `/page/api/…`. It sees and does only what a person could."""

    def __init__(self, sandbox: "Sandbox") -> None:
        self._sandbox = sandbox
        self._workspace = WorkspaceSide(sandbox)
        self._x = XSide(sandbox)
        self._play = PlaySide(sandbox)
        self._kitsune = KitsuneSide(sandbox)

    def routes(self) -> list[web.RouteDef]:
        """What to mount."""
        files = {path.name: path for path in STATIC.iterdir() if path.suffix in TYPES}
        mine = "/page/api/as/{person}"
        return [
            web.get("/", partial(_serve, files["index.html"])),
            *(web.get(f"/page/{name}", partial(_serve, path)) for name, path in files.items()),
            web.get("/page/api/world", answering(self.world)),
            web.get("/page/api/calls", answering(self.calls)),
            web.get(f"{mine}/events", self.events),
            *(web.get(f"{mine}/{name}", answering(answer)) for name, answer in self._workspace.asked().items()),
            *(web.post(f"{mine}/{name}", answering(answer)) for name, answer in self._workspace.done().items()),
            *_public("x", self._x),
            *_public("play", self._play),
            *_public("kitsune", self._kitsune),
        ]

    async def world(self, request: web.Request) -> Json:
        """What stays the same while the sandbox runs, and its clock."""
        return {
            "people": self._workspace.cast(),
            "commands": self._workspace.commands(),
            "shortcuts": self._workspace.shortcuts(),
            "clock": self._sandbox.clock.as_json(),
        }

    async def calls(self, request: web.Request) -> Json:
        """The kept API calls, newest first, by `network`, `search` and `trouble`; and sums of all there ever were."""
        query = request.query
        limit = number_in(request, "limit", 250, MOST_CALLS)
        kept = self._sandbox.log.recent(10 * MOST_CALLS, network=query.get("network") or None)
        fitting = [call for call in kept if _fits(call, query.get("search", ""), bool(query.get("trouble")))]
        return {
            "calls": [{**asdict(call), "when": call.when.isoformat()} for call in fitting[:limit]],
            "sums": self._sums(),
        }

    async def events(self, request: web.Request) -> web.StreamResponse:
        """A stream of notices for one person."""
        notices = Notices(request.match_info["person"], self._sandbox.clock)
        ends = [self._sandbox.listen(notices.take), self._sandbox.log.listen(notices.called)]
        try:
            return await notices.stream(request)
        finally:
            for end in ends:
                end()

    def _sums(self) -> Json:
        log = self._sandbox.log
        statuses = [(status, count) for (_, _, status), count in log.counts.items()]
        return {
            "calls": sum(count for _, count in statuses),
            "rate_limited": sum(count for status, count in statuses if status == 429),
            "errors": sum(count for status, count in statuses if status >= 400 and status != 429),
            "cost": self._sandbox.x.billing.total(),
        }


def _public(network: str, side: XSide | PlaySide | KitsuneSide) -> Iterator[web.RouteDef]:
    for name, answer in side.asked().items():
        yield web.get(f"/page/api/{network}/{name}", answering(answer))
    for name, answer in side.done().items():
        yield web.post(f"/page/api/{network}/{name}", answering(answer))


def _fits(call: Call, search: str, trouble: bool) -> bool:
    if trouble and call.status < 400 and not call.error:
        return False
    return search.strip().lower() in f"{call.method} {call.who} {call.error} {call.status}".lower()


async def _serve(path: Path, request: web.Request) -> web.StreamResponse:
    """A file of the page; the browser asks every time and is told when nothing changed."""
    content = await asyncio.to_thread(path.read_bytes)
    tag = hashlib.sha256(content).hexdigest()[:20]
    if any(known.value == tag for known in request.if_none_match or ()):
        return web.Response(status=304, headers={**GUARDS, "ETag": f'"{tag}"'})
    response = web.Response(body=content, content_type=TYPES[path.suffix], charset="utf-8", headers=GUARDS)
    response.etag = tag
    return response
