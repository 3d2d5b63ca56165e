"""Two Socket Mode connections to Slack, watched over: what comes in is handed to Bolt, what Bolt says goes back."""

import asyncio
import logging
from contextlib import suppress

import aiohttp
import structlog
from slack_bolt.adapter.socket_mode.async_internals import run_async_bolt_app, send_async_response
from slack_bolt.app.async_app import AsyncApp
from slack_bolt.response import BoltResponse
from slack_sdk.errors import SlackApiError
from slack_sdk.socket_mode.aiohttp import SocketModeClient
from slack_sdk.socket_mode.async_client import AsyncBaseSocketModeClient
from slack_sdk.socket_mode.request import SocketModeRequest
from slack_sdk.web.async_client import AsyncWebClient

from bot.errors import Misconfigured
from bot.slack.caller import name_of, parts_of

CONNECTIONS = 2
"""Slack gives each click to one of them: while one reconnects, the other serves."""

PING_SECONDS = 1.5
"""The SDK gives a silent connection up after four of these. Source: platforms.md, "Slack"."""

WATCH_SECONDS = 3.0
DEAD_AFTER = 5
"""Found dead so often in a row, a connection is replaced: the SDK may be waiting on an address gone stale."""

DRAIN_SECONDS = 10.0

RATE_LIMITED = "ratelimited"
LONGEST_WAIT = 30.0
"""Seconds to wait when Slack asks to wait without saying how long."""

UNREADABLE = (AttributeError, TypeError, ValueError, KeyError, IndexError)
"""What Bolt raises before any of our code runs, when a payload is not shaped as Slack shapes them."""

log = structlog.get_logger()


class Sockets:
    """Connections to Slack, as many as there should be, whatever happens to each."""

    def __init__(self, app: AsyncApp, web: AsyncWebClient, app_token: str) -> None:
        self._app = app
        self._web = web
        self._app_token = app_token
        self._clients: list[SocketModeClient] = []
        self._dead: dict[int, int] = {}
        self._under_way = 0
        self._idle = asyncio.Event()
        self._idle.set()
        self._watch: asyncio.Task[None] | None = None

    async def open(self) -> None:
        """Connect. Raises Misconfigured when Slack does not accept the app-level token."""
        for _ in range(CONNECTIONS):
            self._clients.append(await self._connected(await self._address()))
        self._watch = asyncio.create_task(self._watch_over(), name="sockets")

    async def connected(self) -> int:
        """How many connections are alive."""
        return sum([await client.is_connected() for client in self._clients])

    async def close(self) -> None:
        """Answer what has come in, then hang up; what comes later goes to another process or is sent again by Slack."""
        if self._watch is not None:
            self._watch.cancel()
            with suppress(asyncio.CancelledError):
                await self._watch
        with suppress(TimeoutError):
            await asyncio.wait_for(self._idle.wait(), DRAIN_SECONDS)
        await asyncio.gather(*(hang_up(client) for client in self._clients))
        self._clients.clear()

    async def _address(self) -> str:
        """Where to connect. Slack gives few of these in a minute: a desk that is started too often waits its turn."""
        while True:
            try:
                answer = await self._web.apps_connections_open(app_token=self._app_token)
            except SlackApiError as error:
                await wait_or_give_up(error)
            else:
                return str(answer["url"])

    async def _connected(self, address: str | None) -> SocketModeClient:
        client = SocketModeClient(
            app_token=self._app_token,
            web_client=self._web,
            ping_interval=PING_SECONDS,
            logger=logging.getLogger("slack_sdk.socket_mode"),
        )
        client.wss_uri = address
        client.socket_mode_request_listeners.append(self._handle)
        await client.connect()  # type: ignore[no-untyped-call]
        return client

    async def _handle(self, client: AsyncBaseSocketModeClient, request: SocketModeRequest) -> None:
        started = asyncio.get_running_loop().time()
        self._under_way += 1
        self._idle.clear()
        try:
            await send_async_response(client, request, await answered(self._app, request), started)
        finally:
            self._under_way -= 1
            if not self._under_way:
                self._idle.set()

    async def _watch_over(self) -> None:
        while True:
            await asyncio.sleep(WATCH_SECONDS)
            for place, client in enumerate(self._clients):
                alive = await client.is_connected()
                self._dead[place] = 0 if alive else self._dead.get(place, 0) + 1
                if self._dead[place] >= DEAD_AFTER:
                    await self._replace(place)

    async def _replace(self, place: int) -> None:
        log.warning("socket replaced", place=place)
        with suppress(aiohttp.ClientError, OSError):
            await hang_up(self._clients[place])
        try:
            async with asyncio.timeout(WATCH_SECONDS * DEAD_AFTER):
                self._clients[place] = await self._connected(await self._address())
        except (Misconfigured, aiohttp.ClientError, OSError) as error:
            log.error("socket not replaced", place=place, error=type(error).__name__)
            return
        self._dead[place] = 0


async def wait_or_give_up(error: SlackApiError) -> None:
    """Wait as long as Slack asks, when that is all it asks for. Raises Misconfigured for what waiting does not mend."""
    if name_of(error) != RATE_LIMITED:
        raise Misconfigured(
            f"SLACK_APP_TOKEN is not accepted by Slack ({name_of(error)}): under Basic Information, "
            "App-Level Tokens, make one with the scope connections:write, and turn Socket Mode on"
        ) from error
    seconds = float(parts_of(error)[2].get("Retry-After") or LONGEST_WAIT)
    log.warning("slack rate limit", method="apps.connections.open", seconds=seconds)
    await asyncio.sleep(seconds)


async def answered(app: AsyncApp, request: SocketModeRequest) -> BoltResponse:
    """What Bolt answers; what it cannot even read is acknowledged, as sending it again would not mend it."""
    try:
        response: BoltResponse = await run_async_bolt_app(app, request)
    except UNREADABLE as error:
        log.warning("unreadable", type=request.type, error=type(error).__name__)
        return BoltResponse(status=200, body="")
    return response


async def hang_up(client: SocketModeClient) -> None:
    """Close a connection and let its tasks end."""
    tasks = [client.message_processor, client.current_session_monitor, client.message_receiver]
    await client.close()  # type: ignore[no-untyped-call]
    await asyncio.gather(*(task for task in tasks if task is not None), return_exceptions=True)
