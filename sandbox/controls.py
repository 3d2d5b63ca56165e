"""The sandbox's own levers over HTTP: faults, the clock and the count of refused calls, under /sandbox/."""

from dataclasses import asdict
from json import JSONDecodeError
from typing import Any

from aiohttp import web

from sandbox.clock import SandboxClock
from sandbox.faults import Faults
from sandbox.log import CallLog


class Controls:
    """Answers /sandbox/faults, /sandbox/clock and /sandbox/refusals."""

    def __init__(self, faults: Faults, clock: SandboxClock, log: CallLog) -> None:
        self._faults = faults
        self._clock = clock
        self._log = log

    def routes(self) -> list[web.RouteDef]:
        """GET shows, POST sets, DELETE lifts."""
        return [
            web.get("/sandbox/faults", self.show_faults),
            web.post("/sandbox/faults", self.add_fault),
            web.delete("/sandbox/faults", self.lift_faults),
            web.get("/sandbox/clock", self.show_clock),
            web.post("/sandbox/clock", self.set_clock),
            web.get("/sandbox/refusals", self.show_refusals),
        ]

    async def show_faults(self, request: web.Request) -> web.Response:
        """The rules in force and how often each has struck."""
        return web.json_response({"faults": [asdict(rule) for rule in self._faults.rules]})

    async def add_fault(self, request: web.Request) -> web.Response:
        """Put a rule in force: `{"fault": "drop_answer", "method": "x/POST /2/tweets", "count": 1, …}`."""
        how = await read_object(request)
        try:
            rule = self._faults.add(how.pop("fault", ""), how.pop("method", "*"), **how)
        except (ValueError, TypeError) as wrong:
            return web.json_response({"error": str(wrong)}, status=400)
        return web.json_response(asdict(rule), status=201)

    async def lift_faults(self, request: web.Request) -> web.Response:
        """Lift the rule `?id=N`, or all."""
        number = request.query.get("id", "")
        if number.isdigit():
            found = self._faults.remove(int(number))
            return web.json_response({"lifted": int(found)}, status=200 if found else 404)
        lifted = len(self._faults.rules)
        self._faults.clear()
        return web.json_response({"lifted": lifted})

    async def show_clock(self, request: web.Request) -> web.Response:
        """The sandbox's time and speed."""
        return web.json_response(self._clock.as_json())

    async def set_clock(self, request: web.Request) -> web.Response:
        """Change the speed and jump ahead: `{"speed": 60, "jump": 3600}`."""
        wanted = await read_object(request)
        try:
            if "speed" in wanted:
                self._clock.run_at(float(wanted["speed"]))
            self._clock.jump(float(wanted.get("jump", 0)))
        except (ValueError, TypeError) as wrong:
            return web.json_response({"error": str(wrong)}, status=400)
        return await self.show_clock(request)

    async def show_refusals(self, request: web.Request) -> web.Response:
        """How many calls each network refused for rate since the start; those a fault refused do not count."""
        return web.json_response({network: self._log.refused_for_rate(network) for network in ("slack", "x", "play")})


async def read_object(request: web.Request) -> dict[str, Any]:
    """The JSON object in a request's body; answers 400 when there is none."""
    try:
        body = await request.json()
    except (JSONDecodeError, UnicodeDecodeError) as wrong:
        raise web.HTTPBadRequest(text="A JSON object was expected.") from wrong
    if not isinstance(body, dict):
        raise web.HTTPBadRequest(text="A JSON object was expected.")
    return body
