"""How the page's server reads what the browser asks and answers it: JSON, never kept, refusals in plain words."""

from collections.abc import Awaitable, Callable
from functools import wraps
from json import JSONDecodeError
from typing import Any
from urllib.parse import urlsplit

from aiohttp import web

from sandbox.play.hands import Refused as RefusedByPlay
from sandbox.slack.errors import NotPossible, SlackError
from sandbox.x.hands import Refused as RefusedByX

Json = dict[str, Any]
Answerer = Callable[[web.Request], Awaitable[Json]]
Handler = Callable[[web.Request], Awaitable[web.StreamResponse]]

NEVER_KEPT = {"Cache-Control": "no-store"}


def answering(answer: Answerer) -> Handler:
    """A handler out of a function that returns what to say; what people may not do becomes a 409 with the reason."""

    @wraps(answer)
    async def handle(request: web.Request) -> web.StreamResponse:
        refusal = _suspicion(request)
        if refusal is not None:
            return web.json_response({"error": refusal}, status=403, headers=NEVER_KEPT)
        try:
            said = await answer(request)
        except (NotPossible, SlackError, RefusedByX, RefusedByPlay) as refused:
            return web.json_response({"error": str(refused)}, status=409, headers=NEVER_KEPT)
        except KeyError as unknown:
            return web.json_response({"error": f"There is no {unknown.args[0]}."}, status=404, headers=NEVER_KEPT)
        except ValueError as wrong:
            return web.json_response({"error": str(wrong)}, status=400, headers=NEVER_KEPT)
        return web.json_response(said, headers=NEVER_KEPT)

    return handle


async def body_of(request: web.Request) -> Json:
    """The JSON object that came with a request; raises ValueError for anything else."""
    try:
        body = await request.json()
    except (JSONDecodeError, UnicodeDecodeError) as wrong:
        raise ValueError("A JSON object was expected.") from wrong
    if not isinstance(body, dict):
        raise ValueError("A JSON object was expected.")
    return body


def text_in(body: Json, name: str) -> str:
    """A text that must be there; raises ValueError otherwise."""
    value = body.get(name)
    if not isinstance(value, str) or not value:
        raise ValueError(f"{name} is missing.")
    return value


def optional_text(body: Json, name: str) -> str | None:
    """A text that may be absent or empty."""
    value = body.get(name)
    return str(value) if value else None


def objects_in(body: Json, name: str) -> list[Json]:
    """A list of JSON objects; raises ValueError for anything else."""
    values = body.get(name)
    if not isinstance(values, list) or not all(isinstance(value, dict) for value in values):
        raise ValueError(f"{name} is a list of objects.")
    return values


def number_in(request: web.Request, name: str, default: int, largest: int) -> int:
    """A positive whole number out of the query; what is not one counts as the default."""
    text = request.query.get(name, "")
    return min(max(int(text), 1), largest) if text.isdecimal() else default


def _suspicion(request: web.Request) -> str | None:
    """Why a request does not come from the page itself, or None: other sites must not act in anybody's name."""
    origin = request.headers.get("Origin")
    if origin is not None and urlsplit(origin).netloc != request.host:
        return "Only the page itself may ask this."
    if request.method == "POST" and request.content_type != "application/json":
        return "Only JSON is accepted."
    return None
