"""What every call to the pretend store goes through: token, quota, access to the app, work, log."""

import time
from collections.abc import Awaitable, Callable
from typing import Any

from aiohttp import web

from sandbox.log import Call, CallLog
from sandbox.people import PLAY_APP_OF_OTHERS, PLAY_APPS
from sandbox.play.keys import Keys
from sandbox.play.problems import NoToken, Problem, no_permission, no_such_app
from sandbox.play.quotas import Quotas
from sandbox.play.store import Store

APPS = frozenset(app.package for app in PLAY_APPS)
BEFORE = "/play/androidpublisher/v3/applications/{app}"

Work = Callable[[str, web.Request], Awaitable[dict[str, Any]]]


class Gate:
    """Wraps the work of each endpoint in what Google does around it."""

    def __init__(self, store: Store, keys: Keys, quotas: Quotas, log: CallLog) -> None:
        self.store = store
        self.keys = keys
        self.quotas = quotas
        self.log = log

    def route(self, endpoint: str, work: Work) -> web.RouteDef:
        """The route of an endpoint such as `GET /reviews/:id`; its work gets the app's package name."""
        verb, path = endpoint.split(" ")

        async def answer(request: web.Request) -> web.Response:
            return await self._answer(endpoint, work, request)

        return web.route(verb, BEFORE + path.replace(":id", "{id}"), answer)

    def token_route(self) -> web.RouteDef:
        """The route of the token endpoint, to which the key's `token_uri` leads."""
        return web.post("/play/token", self._grant)

    async def _answer(self, endpoint: str, work: Work, request: web.Request) -> web.Response:
        began, app, error = time.perf_counter(), request.match_info["app"], ""
        try:
            self.keys.check(request)
            self.quotas.count(request.method)
            must_be_ours(app)
            response = web.json_response(await work(app, request))
        except Problem as problem:
            response, error = problem.response(), problem.title
        self._log(endpoint, app, response.status, error, began)
        return response

    async def _grant(self, request: web.Request) -> web.Response:
        began, error = time.perf_counter(), ""
        form = await request.post()
        audience = str(request.url.with_query(None))
        try:
            granted = self.keys.grant(str(form.get("grant_type")), str(form.get("assertion")), audience=audience)
            response = web.json_response(granted)
        except NoToken as refusal:
            response, error = refusal.response(), refusal.error
        self._log("POST /token", "service account", response.status, error, began)
        return response

    def _log(self, endpoint: str, who: str, status: int, error: str, began: float) -> None:
        ms = (time.perf_counter() - began) * 1000
        self.log.add(Call(self.store.clock.now(), "play", endpoint, who, status, error, ms))


def must_be_ours(app: str) -> None:
    """Only the service account's own apps; raises Problem (403 for somebody else's, 404 for none)."""
    if app == PLAY_APP_OF_OTHERS:
        raise no_permission()
    if app not in APPS:
        raise no_such_app()
