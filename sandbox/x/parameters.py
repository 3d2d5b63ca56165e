"""Reading the query of an API call, and refusing what X would refuse."""

import re
from collections.abc import Iterable
from datetime import UTC, datetime

from aiohttp import web

from sandbox.x.posts import first_number_at
from sandbox.x.problems import invalid

LARGEST_ID = 10**19
MOMENT = re.compile(r"\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d(\.\d+)?Z", re.ASCII)


class Parameters:
    """The query of one call; every question raises Problem (400) when the value is not one X would take."""

    def __init__(self, request: web.Request, lists: dict[str, frozenset[str]], known: Iterable[str] = ()) -> None:
        self._query = request.query
        allowed = {*lists, *known}
        for name in self._query:
            if name not in allowed:
                shown = ",".join(sorted(allowed))
                raise invalid(f"The query parameter [{name}] is not one of [{shown}]", **{name: self._query[name]})
        self._lists = {name: self._listed(name, values) for name, values in lists.items()}

    def chosen(self, name: str) -> frozenset[str]:
        """The values of a comma-separated list such as `tweet.fields`."""
        return self._lists[name]

    def text(self, name: str) -> str | None:
        """A value as it is."""
        return self._query.get(name)

    def number(self, name: str, *, least: int, most: int, otherwise: int) -> int:
        """A whole number between two bounds."""
        value = self._query.get(name)
        if value is None:
            return otherwise
        if not value.isascii() or not value.isdigit() or not least <= int(value) <= most:
            message = f"The `{name}` query parameter value [{value}] is not between {least} and {most}"
            raise invalid(message, **{name: value})
        return int(value)

    def post_id(self, name: str) -> int | None:
        """A post's number."""
        value = self._query.get(name)
        return None if value is None else an_id(name, value)

    def moment(self, name: str) -> datetime | None:
        """A time such as 2026-11-01T12:00:00Z."""
        value = self._query.get(name)
        if value is None:
            return None
        message = f"The `{name}` query parameter value [{value}] is not a valid time (expects YYYY-MM-DDTHH:mm:ssZ)"
        if not MOMENT.fullmatch(value):
            raise invalid(message, **{name: value})
        try:
            return datetime.fromisoformat(value).astimezone(UTC)
        except ValueError as wrong:
            raise invalid(message, **{name: value}) from wrong

    def ids(self, name: str, *, most: int = 100) -> list[int]:
        """Between one and a hundred numbers, comma-separated."""
        return [an_id(name, value) for value in self.several(name, most=most)]

    def several(self, name: str, *, most: int = 100) -> list[str]:
        """Between one and a hundred values, comma-separated."""
        values = [value for value in self._query.get(name, "").split(",") if value]
        if not 1 <= len(values) <= most:
            message = f"The number of values in the `{name}` query parameter list [{len(values)}] is not between 1 and "
            raise invalid(f"{message}{most}", **{name: self._query.get(name, "")})
        return values

    def span(self) -> tuple[int, int | None]:
        """Numbers above the first and below the second are wanted: since_id, until_id, start_time, end_time."""
        since, until = self.post_id("since_id"), self.post_id("until_id")
        start, end = self.moment("start_time"), self.moment("end_time")
        above = since if since is not None else first_number_at(start) - 1 if start else 0
        below = until if until is not None else first_number_at(end) if end else None
        return above, below

    def page(self, *names: str) -> int | None:
        """Where the page begins that an earlier answer's `next_token` stands for: numbers below it."""
        for name in names:
            value = self._query.get(name)
            if value is not None:
                return read_token(name, value)
        return None

    def _listed(self, name: str, allowed: frozenset[str]) -> frozenset[str]:
        values = [value for value in self._query.get(name, "").split(",") if value]
        for value in values:
            if value not in allowed:
                message = f"The `{name}` query parameter value [{value}] is not one of [{','.join(sorted(allowed))}]"
                raise invalid(message, **{name: value})
        return frozenset(values)


def an_id(name: str, value: str) -> int:
    """A number of up to 19 digits; raises Problem (400)."""
    if not value.isascii() or not value.isdigit() or int(value) >= LARGEST_ID:
        raise invalid(f"The `{name}` query parameter value [{value}] is not valid", **{name: value})
    return int(value)


def page_token(number: int) -> str:
    """What stands for "the page of posts below this number"."""
    letters, left = "", number
    while left:
        left, letter = divmod(left, 36)
        letters = "0123456789abcdefghijklmnopqrstuvwxyz"[letter] + letters
    return f"7140dibdnow9c{letters}"


def read_token(name: str, token: str) -> int:
    """The number behind a page token; raises Problem (400) for a token that was never given."""
    try:
        return int(token.removeprefix("7140dibdnow9c"), 36)
    except ValueError as wrong:
        raise invalid(f"The `{name}` query parameter value [{token}] is not valid", **{name: token}) from wrong
