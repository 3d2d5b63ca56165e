"""Socket Mode: tickets, connections, envelopes to one connection each, acknowledgements and redelivery."""

import asyncio
import json
import random
import secrets
from collections import deque
from contextlib import suppress
from dataclasses import dataclass, field

from aiohttp import WSMsgType, web

from sandbox.clock import SandboxClock
from sandbox.faults import Fault, Faults
from sandbox.people import APP_ID
from sandbox.slack.errors import Json

ACKNOWLEDGE_WITHIN = 3.0
"""Seconds of the wall clock, as the bot's own time runs there."""
RETRY_AFTER = (0.0, 60.0, 300.0)
"""Seconds of the sandbox's clock before the first, second and third redelivery of an event."""
MOST_CONNECTIONS = 10
ON_ENVELOPES = (Fault.DUPLICATE, Fault.SLOW, Fault.CUT, Fault.BLACK_HOLE, Fault.DROP_ANSWER)
TICKET_LIFE = 30.0
HEARTBEAT = 30.0
MOST_WAITING = 2_000
"""Events that wait to be sent again; past it Slack drops them."""
CONNECTION_LIFE = 18_060.0
"""Seconds of the wall clock before a connection is asked to reconnect."""


@dataclass
class Connection:
    """One open Socket Mode connection."""

    id: str
    socket: web.WebSocketResponse
    transport: asyncio.BaseTransport | None
    silent: bool = False
    """A black hole: reads nothing, says nothing, answers no ping."""
    retiring: bool = False
    """Told to reconnect: gets no more envelopes."""
    waiting: set[str] = field(default_factory=set)
    """Envelopes sent and not acknowledged."""

    async def send(self, frame: Json) -> bool:
        """Send one frame; False when the connection is gone."""
        if self.silent:
            return True
        try:
            await self.socket.send_str(json.dumps(frame, ensure_ascii=False, separators=(",", ":")))
        except (ConnectionError, RuntimeError):
            return False
        return True


@dataclass
class Acknowledgement:
    """What came of one envelope: `payload` is the app's answer, {} when it gave none."""

    ok: bool
    payload: Json = field(default_factory=dict)
    reason: str = ""
    """When not ok: timeout, connection_closed or no_connection."""


class SocketHub:
    """The app's connections and the envelopes under way. Belongs to one event loop."""

    def __init__(self, clock: SandboxClock, faults: Faults) -> None:
        self._clock = clock
        self._faults = faults
        self._random = random.Random(1)
        self._connections: dict[str, Connection] = {}
        self._tickets: dict[str, float] = {}
        self._pending: dict[str, asyncio.Future[Acknowledgement]] = {}
        self._events: set[asyncio.Task[None]] = set()
        self.acknowledge_within = ACKNOWLEDGE_WITHIN
        self.retry_after: tuple[float, ...] = RETRY_AFTER
        self._waiting = 0
        self.delivered = 0
        self.unacknowledged_events: deque[Json] = deque(maxlen=MOST_WAITING)
        """The last events that Slack gave up, oldest first."""

    @property
    def connections(self) -> list[Connection]:
        """The open connections that still get envelopes."""
        return [connection for connection in self._connections.values() if not connection.retiring]

    def new_ticket(self) -> str:
        """A ticket for one connection, good for thirty seconds."""
        ticket = secrets.token_hex(16)
        self._tickets[ticket] = asyncio.get_running_loop().time()
        return ticket

    async def link(self, request: web.Request) -> web.StreamResponse:
        """Serve one connection until it ends."""
        opened = self._tickets.pop(request.query.get("ticket", ""), None)
        if opened is None or asyncio.get_running_loop().time() - opened > TICKET_LIFE:
            return web.json_response({"ok": False, "error": "invalid_ticket"}, status=404)
        socket = web.WebSocketResponse(autoping=False, heartbeat=HEARTBEAT, compress=False)
        await socket.prepare(request)
        connection = Connection(secrets.token_hex(4), socket, request.transport)
        if len(self._connections) >= MOST_CONNECTIONS:
            await connection.send({"type": "disconnect", "reason": "too_many_websockets", "debug_info": DEBUG_INFO})
            await socket.close()
            return socket
        self._connections[connection.id] = connection
        loop = asyncio.get_running_loop()
        retirement = loop.call_later(CONNECTION_LIFE, lambda: loop.create_task(self.refresh(connection)))
        try:
            await connection.send(self._hello())
            await self._read(connection)
        finally:
            retirement.cancel()
            self._connections.pop(connection.id, None)
            self._lose(connection)
        return socket

    async def deliver(self, kind: str, payload: Json, *, wants_answer: bool) -> Acknowledgement:
        """Send a person's act to one connection and wait for its acknowledgement; never sent twice on purpose."""
        envelope = {"type": kind, "payload": payload, "accepts_response_payload": wants_answer}
        return await self._send(envelope)

    def tell(self, event_payload: Json) -> None:
        """Send an event, again on another connection while it is not acknowledged; returns at once."""
        task = asyncio.get_running_loop().create_task(self._deliver_event(event_payload))
        self._events.add(task)
        task.add_done_callback(self._events.discard)

    async def refresh(self, connection: Connection | None = None) -> None:
        """Ask one connection, or all, to reconnect, as Slack does every few hours."""
        for one in [connection] if connection is not None else self.connections:
            one.retiring = True
            await one.send({"type": "disconnect", "reason": "refresh_requested", "debug_info": DEBUG_INFO})

    def cut(self, connection: Connection | None = None) -> None:
        """End one connection, or all, without a word."""
        for one in [connection] if connection is not None else list(self._connections.values()):
            if isinstance(one.transport, asyncio.Transport):
                one.transport.abort()

    def black_hole(self, connection: Connection | None = None) -> None:
        """Let one connection, or all, stay open and dead: nothing is sent, read or ponged any more."""
        for one in [connection] if connection is not None else list(self._connections.values()):
            one.silent = True

    async def close(self) -> None:
        """End everything: redeliveries and connections."""
        for task in tuple(self._events):
            task.cancel()
        await asyncio.gather(*self._events, return_exceptions=True)
        for connection in tuple(self._connections.values()):
            with suppress(Exception):
                await asyncio.wait_for(connection.socket.close(), timeout=1)

    async def _deliver_event(self, payload: Json) -> None:
        envelope: Json = {"type": "events_api", "payload": payload, "accepts_response_payload": False}
        envelope |= {"retry_attempt": 0, "retry_reason": ""}
        answer = await self._send(envelope)
        for attempt, pause in enumerate(self.retry_after, start=1):
            if answer.ok:
                return
            if pause and not await self._waited(pause):
                break
            again = {**envelope, "retry_attempt": attempt, "retry_reason": "timeout"}
            answer = await self._send(again, not_on=answer.payload.get("connection"))
        if not answer.ok:
            self.unacknowledged_events.append(payload)

    async def _waited(self, pause: float) -> bool:
        """Wait before a redelivery; False when too many wait already."""
        if self._waiting >= MOST_WAITING:
            return False
        self._waiting += 1
        try:
            await self._clock.sleep(pause)
        finally:
            self._waiting -= 1
        return True

    async def _send(self, envelope: Json, *, not_on: str | None = None) -> Acknowledgement:
        connection = self._choose(not_on)
        if connection is None:
            return Acknowledgement(ok=False, reason="no_connection")
        envelope_id = _uuid()
        frame = {"envelope_id": envelope_id, **envelope}
        waiting: asyncio.Future[Acknowledgement] = asyncio.get_running_loop().create_future()
        self._pending[envelope_id] = waiting
        connection.waiting.add(envelope_id)
        try:
            await self._put_on_the_wire(connection, frame)
            return await asyncio.wait_for(waiting, timeout=self.acknowledge_within)
        except TimeoutError:
            return Acknowledgement(ok=False, payload={"connection": connection.id}, reason="timeout")
        finally:
            self._pending.pop(envelope_id, None)
            connection.waiting.discard(envelope_id)

    async def _put_on_the_wire(self, connection: Connection, frame: Json) -> None:
        self.delivered += 1
        rule = self._faults.take("slack/socket", *ON_ENVELOPES) if self._faults.rules else None
        match rule.fault if rule is not None else None:
            case Fault.DUPLICATE:
                other = self._choose(connection.id) or connection
                await other.send(frame)
            case Fault.SLOW:
                await asyncio.sleep(rule.seconds if rule is not None else 0)
            case Fault.CUT:
                self.cut(connection)
                return
            case Fault.BLACK_HOLE:
                connection.silent = True
            case Fault.DROP_ANSWER:
                self._pending.pop(frame["envelope_id"], None)
        await connection.send(frame)

    def _choose(self, not_on: str | None) -> Connection | None:
        open_ones = self.connections
        others = [connection for connection in open_ones if connection.id != not_on]
        candidates = others or open_ones
        return self._random.choice(candidates) if candidates else None

    async def _read(self, connection: Connection) -> None:
        async for message in connection.socket:
            if connection.silent:
                continue
            if message.type is WSMsgType.PING:
                with suppress(ConnectionError):
                    await connection.socket.pong(message.data)
            elif message.type is WSMsgType.TEXT:
                self._acknowledge(message.data)

    def _acknowledge(self, text: str) -> None:
        try:
            frame = json.loads(text)
        except ValueError:
            return
        envelope_id = frame.get("envelope_id") if isinstance(frame, dict) else None
        if not isinstance(envelope_id, str):
            return
        waiting = self._pending.get(envelope_id)
        if waiting is None or waiting.done():
            return
        payload = frame.get("payload")
        waiting.set_result(Acknowledgement(ok=True, payload=payload if isinstance(payload, dict) else {}))

    def _lose(self, connection: Connection) -> None:
        for envelope_id in tuple(connection.waiting):
            waiting = self._pending.get(envelope_id)
            if waiting is not None and not waiting.done():
                waiting.set_result(
                    Acknowledgement(ok=False, payload={"connection": connection.id}, reason="connection_closed")
                )

    def _hello(self) -> Json:
        return {
            "type": "hello",
            "num_connections": len(self._connections),
            "debug_info": {**DEBUG_INFO, "approximate_connection_time": 18_060},
            "connection_info": {"app_id": APP_ID},
        }


DEBUG_INFO: Json = {"host": "applink-sandbox-0", "build_number": 1}


def _uuid() -> str:
    noise = secrets.token_hex(16)
    return "-".join((noise[:8], noise[8:12], noise[12:16], noise[16:20], noise[20:]))
