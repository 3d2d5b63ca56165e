"""The API's three calls: list reviews, get one, answer one."""

import base64
from datetime import UTC, datetime
from json import JSONDecodeError
from typing import Any

from aiohttp import web

from sandbox.play.answers import shown_review, wire_time
from sandbox.play.endpoints import Gate
from sandbox.play.problems import invalid, no_such_review, unknown_name
from sandbox.play.reviews import Review
from sandbox.play.rules import NotTaken, taken_text
from sandbox.play.store import is_shown, place_in_list

COMMON = frozenset({"alt", "prettyPrint", "quotaUser", "key"})
LISTED, MOST_LISTED = 10, 100
"""Reviews on a page when nothing is said, and at most."""

Place = tuple[datetime, int]


class Calls:
    """What an app's developer can do through the API."""

    def __init__(self, gate: Gate) -> None:
        self._gate = gate
        self._store = gate.store

    def routes(self) -> list[web.RouteDef]:
        """The endpoints."""
        route = self._gate.route
        return [
            route("GET /reviews", self.listing),
            route("GET /reviews/:id", self.get),
            route("POST /reviews/:id:reply", self.reply),
        ]

    async def listing(self, app: str, request: web.Request) -> dict[str, Any]:
        """Reviews of the last seven days, the last changed first; an empty list is an empty object."""
        query = checked_query(request, "maxResults", "startIndex", "token", "translationLanguage")
        size = number(query.get("maxResults"), "maxResults", LISTED)
        if not 1 <= size <= MOST_LISTED:
            raise invalid(f"maxResults must be between 1 and {MOST_LISTED}.")
        found = self._store.readable(app)
        start = number(query.get("startIndex"), "startIndex", 0)
        if token := query.get("token"):
            begin = place_of(token)
            start = next((index for index, each in enumerate(found) if place_in_list(each) < begin), len(found))
        page = found[start : start + size]
        self._store.served(app, page)
        answer: dict[str, Any] = {}
        if page:
            answer["reviews"] = [shown_review(each, query.get("translationLanguage")) for each in page]
        if start + size < len(found):
            answer["tokenPagination"] = {"nextPageToken": token_of(place_in_list(page[-1]))}
        if "startIndex" in query:
            answer["pageInfo"] = {"totalResults": len(found), "resultPerPage": len(page), "startIndex": start}
        return answer

    async def get(self, app: str, request: web.Request) -> dict[str, Any]:
        """One review, as long as the list could show it."""
        language = checked_query(request, "translationLanguage").get("translationLanguage")
        review = self._review(app, request)
        if not self._store.is_readable(review):
            raise no_such_review()
        return shown_review(review, language)

    async def reply(self, app: str, request: web.Request) -> dict[str, Any]:
        """Answer a review, or overwrite the answer there is; also an old review can be answered."""
        checked_query(request)
        body = await read_json(request)
        for name in body:
            if name != "replyText":
                raise unknown_name(name)
        review = self._review(app, request)
        try:
            text = taken_text(body.get("replyText"))
        except NotTaken as refusal:
            raise invalid(str(refusal)) from refusal
        answer = self._store.answer(review, text, "api")
        return {"result": {"replyText": answer.text, "lastEdited": wire_time(answer.at)}}

    def _review(self, app: str, request: web.Request) -> Review:
        review = self._store.by_app[app].get(request.match_info["id"])
        if review is None or not is_shown(review):
            raise no_such_review()
        return review


def checked_query(request: web.Request, *known: str) -> dict[str, str]:
    """The query of a call; raises Problem (400) for a parameter that it does not have."""
    for name in request.query:
        if name not in known and name not in COMMON:
            raise unknown_name(name, in_query=True)
    return dict(request.query)


async def read_json(request: web.Request) -> dict[str, Any]:
    """The JSON object of a call; raises Problem (400) when there is none."""
    try:
        body = await request.json()
    except (JSONDecodeError, UnicodeDecodeError) as wrong:
        raise invalid("Invalid JSON payload received.") from wrong
    if request.content_type != "application/json" or not isinstance(body, dict):
        raise invalid("Invalid JSON payload received.")
    return body


def number(text: str | None, name: str, otherwise: int) -> int:
    """A whole number from 0; raises Problem (400) for anything else."""
    if text is None:
        return otherwise
    if not text.isascii() or not text.isdecimal():
        raise invalid(f"Invalid value at '{name}' (TYPE_UINT32), \"{text}\"")
    return int(text)


def token_of(place: Place) -> str:
    """The token of the page that begins behind a place in the list; reviews that come meanwhile do not move it."""
    moment, serial = place
    return base64.urlsafe_b64encode(f"{round(moment.timestamp() * 1000)}:{serial}".encode()).decode().rstrip("=")


def place_of(token: str) -> Place:
    """The place behind which a page begins; raises Problem (400) for a token that was never given."""
    try:
        text = base64.urlsafe_b64decode(token + "=" * (-len(token) % 4)).decode()
        milliseconds, serial = map(int, text.split(":"))
        seconds, rest = divmod(milliseconds, 1000)
        return datetime.fromtimestamp(seconds, UTC).replace(microsecond=rest * 1000), serial
    except (ValueError, OverflowError, OSError) as wrong:
        raise invalid("Invalid page token.") from wrong
