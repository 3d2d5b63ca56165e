"""What every call to the pretend X goes through: signature, rate limit, work, bill, headers, log."""

import time
from collections.abc import Awaitable, Callable
from dataclasses import dataclass
from typing import Any

from aiohttp import web

from sandbox.log import Call, CallLog
from sandbox.x.billing import Billing
from sandbox.x.network import Network
from sandbox.x.posts import User
from sandbox.x.problems import Problem, unauthorized
from sandbox.x.rates import Rates
from sandbox.x.signatures import App, Keys


@dataclass(frozen=True)
class Caller:
    """Which account acts, through which app."""

    user: User
    app: App

    @property
    def owns_app(self) -> bool:
        """Whether the app belongs to the account: its own reads are cheap then."""
        return self.app.owner == self.user.id


@dataclass(frozen=True)
class Answer:
    """What a call ends with when all went well."""

    body: dict[str, Any]
    dollars: float = 0.0
    status: int = 200


Work = Callable[[Caller, web.Request], Awaitable[Answer]]


class Gate:
    """Wraps the work of each endpoint in what X does around it."""

    def __init__(self, network: Network, keys: Keys, rates: Rates, billing: Billing, log: CallLog) -> None:
        self.network = network
        self.keys = keys
        self.rates = rates
        self.billing = billing
        self.log = log

    def route(self, endpoint: str, work: Work) -> web.RouteDef:
        """The route of an endpoint such as `GET /2/users/:id/mentions`."""
        method, path = endpoint.split(" ")
        pattern = "/".join(f"{{{part[1:]}}}" if part.startswith(":") else part for part in path.split("/"))

        async def answer(request: web.Request) -> web.Response:
            return await self._answer(endpoint, work, request)

        return web.route(method, f"/x{pattern}", answer)

    async def _answer(self, endpoint: str, work: Work, request: web.Request) -> web.Response:
        began = time.perf_counter()
        who, dollars, error, headers = "", 0.0, "", {}
        try:
            caller = await self._caller(request)
            who = caller.user.handle
            self.rates.count(endpoint, account=who, app=caller.app.key)
            answer = await work(caller, request)
            response, dollars = web.json_response(answer.body, status=answer.status), answer.dollars
        except Problem as problem:
            response, error = problem.response(), problem.title
        if who:
            headers = self.rates.headers(endpoint, account=who, app=caller.app.key)
        response.headers.update(headers)
        ms = (time.perf_counter() - began) * 1000
        when = self.network.clock.now()
        self.log.add(Call(when, "x", endpoint, who, response.status, error, ms, dollars))
        return response

    async def _caller(self, request: web.Request) -> Caller:
        signed = await self.keys.check(request)
        if signed.token is None or signed.token.user is None:
            raise unauthorized()
        return Caller(self.network.users[signed.token.user], signed.app)
