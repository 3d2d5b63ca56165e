"""Receives every Web API call: token, rate, scope, arguments, method, answer, log, in Slack's order."""

import json
import time
from typing import TYPE_CHECKING

from aiohttp import web

from sandbox.log import Call as Logged
from sandbox.people import SLACK_APP_TOKEN, SLACK_BOT_TOKEN
from sandbox.slack.api.call import Call, Method
from sandbox.slack.api.methods import METHODS
from sandbox.slack.errors import Json, SlackError

if TYPE_CHECKING:
    from sandbox.slack.workspace import SlackWorkspace


class Dispatcher:
    """The one handler behind /slack/api/."""

    def __init__(self, workspace: "SlackWorkspace") -> None:
        self._workspace = workspace

    async def answer(self, request: web.Request) -> web.Response:
        """Do what the method says and answer as Slack does: 200 with `ok`, or 429 with Retry-After."""
        workspace = self._workspace
        workspace.base_url = workspace.base_url or f"http://{request.host}"
        started = time.perf_counter()
        name = request.match_info["method"]
        headers: dict[str, str] = {}
        status, error = 200, ""
        try:
            body = {"ok": True, **self._run(name, request, await arguments_of(request))}
        except SlackError as refusal:
            body, error = refusal.as_json(), refusal.name
            if error == "ratelimited":
                status, headers = 429, {"Retry-After": str(body.pop("retry_after"))}
        spent = (time.perf_counter() - started) * 1000
        workspace.log.add(Logged(workspace.clock.now(), "slack", name, "bot", status, error, spent))
        headers["X-OAuth-Scopes"] = ",".join(sorted(workspace.app.scopes))
        return web.json_response(body, status=status, headers=headers, dumps=compact)

    def _run(self, name: str, request: web.Request, arguments: Json) -> Json:
        method = METHODS.get(name)
        if method is None:
            raise SlackError("unknown_method", req_method=name)
        self._check_token(method, request, arguments)
        self._workspace.rates.take(name, method.tier)
        call = Call(self._workspace, arguments)
        if method.scope:
            call.need(method.scope)
        return method.function(call)

    @staticmethod
    def _check_token(method: Method, request: web.Request, arguments: Json) -> None:
        scheme, _, value = request.headers.get("Authorization", "").partition(" ")
        token = value.strip() if scheme.lower() == "bearer" else str(arguments.get("token") or "")
        if not token:
            raise SlackError("not_authed")
        if token not in {SLACK_BOT_TOKEN, SLACK_APP_TOKEN}:
            raise SlackError("invalid_auth")
        if (token == SLACK_APP_TOKEN) != method.app_token:
            raise SlackError("not_allowed_token_type")


async def arguments_of(request: web.Request) -> Json:
    """Query, form or JSON body in one; raises SlackError invalid_json, json_not_object, invalid_form_data."""
    arguments: Json = dict(request.query)
    if request.method != "POST" or not request.can_read_body:
        return arguments
    if request.content_type == "application/json":
        return {**arguments, **_json_object(await request.text())}
    if request.content_type in {"application/x-www-form-urlencoded", "multipart/form-data"}:
        try:
            return {**arguments, **dict(await request.post())}
        except ValueError as wrong:
            raise SlackError("invalid_form_data") from wrong
    if await request.read():
        raise SlackError("invalid_post_type")
    return arguments


def _json_object(text: str) -> Json:
    try:
        body = json.loads(text) if text else {}
    except ValueError as wrong:
        raise SlackError("invalid_json") from wrong
    if not isinstance(body, dict):
        raise SlackError("json_not_object")
    return body


def compact(body: Json) -> str:
    """JSON without blanks."""
    return json.dumps(body, ensure_ascii=False, separators=(",", ":"))
