"""Replays posts from a file as mentions on the pretend X, in the order in which they were once written.

The file has one JSON object a line, in one of two shapes that may be mixed.

A post:
    text          what it says; required. Without a handle of the brand in it, one is put before it.
    created_at    when it was written, ISO 8601; required. Only order and gaps matter, dates are moved to now.
    author        a name, or an object with "name" and any of "handle", "followers", "verified_type", "description"
    account       the handle it mentions, or a list of handles; otherwise chosen by language
    lang          its language, such as "pt" or "pt-BR"
    id            a name for it, for `in_reply_to` and `quote`
    in_reply_to   the `id` of an earlier line; {"id": …, "answer": true} is posted under the brand's answer to it, when
                  there is one by then
    quote         the `id` of an earlier line

A question from a forum:
    title, content, created ("2025-11-11 08:00:00 -0800"), locale, author, id

Text is cut at 280 weighted characters. The replay waits while one of the accounts has 400 mentions that no mentions
call has returned, so that none is pushed out of the 800 that X keeps.
"""

import asyncio
import json
from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from itertools import cycle
from pathlib import Path
from typing import Any

from aiohttp import web

from sandbox.clock import SandboxClock
from sandbox.people import X_ACCOUNTS
from sandbox.x import PretendX
from sandbox.x.wording import LIMIT, handles, shorten

MOST_UNREAD = 400
AT_ONCE = 20
"""Posts that follow each other without a gap before others get a turn."""
BY_LANGUAGE = {
    "de": ("mozilla_germany",),
    "fr": ("mozilla_france",),
    "es": ("firefox_es",),
    "pt": ("FirefoxBrasil",),
    "tr": ("FirefoxTurkiye",),
}
OTHERS = ("Firefox", "FirefoxSupport")
BRAND = frozenset(account.handle.lower() for account in X_ACCOUNTS)


class NotReplayable(ValueError):
    """A line that is in neither of the two shapes; the text names it."""


@dataclass(frozen=True)
class Line:
    """One post that is to be replayed."""

    text: str
    at: datetime
    lang: str
    author: dict[str, Any]
    accounts: tuple[str, ...] = ()
    name: str | None = None
    in_reply_to: str | None = None
    under_answer: bool = False
    quote: str | None = None


def read_lines(lines: Iterable[str]) -> list[Line]:
    """All posts of a file in the order of their dates; raises NotReplayable."""
    found = []
    for number, line in enumerate(lines, 1):
        if not line.strip():
            continue
        try:
            found.append(read_line(json.loads(line)))
        except (ValueError, KeyError, TypeError, AttributeError) as wrong:
            raise NotReplayable(f"line {number}: {type(wrong).__name__}: {wrong}") from wrong
    return sorted(found, key=lambda line: line.at)


def read_line(entry: dict[str, Any]) -> Line:
    """One post or question; raises KeyError, TypeError or ValueError when it is neither."""
    if "title" in entry:
        return read_question(entry)
    author = entry.get("author", "somebody")
    account = entry.get("account", ())
    parent = entry.get("in_reply_to")
    return Line(
        str(entry["text"]),
        aware(datetime.fromisoformat(entry["created_at"])),
        entry.get("lang", "en"),
        author if isinstance(author, dict) else {"name": str(author)},
        (account,) if isinstance(account, str) else tuple(account),
        None if "id" not in entry else str(entry["id"]),
        str(parent["id"]) if isinstance(parent, dict) else None if parent is None else str(parent),
        isinstance(parent, dict) and bool(parent.get("answer")),
        None if entry.get("quote") is None else str(entry["quote"]),
    )


def read_question(entry: dict[str, Any]) -> Line:
    """A forum's question as somebody would post it: its title and the beginning of its text."""
    title, content = " ".join(entry["title"].split()), " ".join(entry.get("content", "").split())
    between = " " if title[-1:] in ".?!…" else ". "
    return Line(
        f"{title}{between}{content}" if content and content != title else title,
        datetime.strptime(entry["created"], "%Y-%m-%d %H:%M:%S %z").astimezone(UTC),
        entry.get("locale", "en-US"),
        {"name": str(entry.get("author", "somebody"))},
        name=str(entry["id"]),
    )


def aware(moment: datetime) -> datetime:
    """A moment in UTC; one without a zone is taken as UTC."""
    return moment.replace(tzinfo=UTC) if moment.tzinfo is None else moment.astimezone(UTC)


@dataclass
class Progress:
    """How far a replay has come."""

    total: int
    posted: int = 0
    waiting_for: str | None = None
    """The account whose mentions must be fetched before the replay goes on."""
    unserved: set[int] = field(default_factory=set)
    """Numbers of posts that some account they mention has not been given yet."""

    @property
    def served_once(self) -> int:
        """Posts that every account they mention has been given."""
        return self.posted - len(self.unserved)

    @property
    def done(self) -> bool:
        """Whether all posts are there and have been fetched."""
        return self.posted == self.total and not self.unserved


class Replay:
    """Posts the lines one after the other. `speed` divides the gaps between them, nothing else."""

    def __init__(self, lines: list[Line], x: PretendX, clock: SandboxClock, *, speed: float = 1.0) -> None:
        if not speed > 0:
            raise ValueError("The replay needs a speed above zero.")
        self._lines = lines
        self._x = x
        self._clock = clock
        self._speed = speed
        self._others = cycle(OTHERS)
        self._posts: dict[str, int] = {}
        self._served = asyncio.Event()
        self._brand = [x.account(account.handle).user for account in X_ACCOUNTS]
        self.progress = Progress(len(lines))
        x.network.on_served.append(self._look_again)

    @classmethod
    def of_file(cls, path: Path, x: PretendX, clock: SandboxClock, *, speed: float = 1.0) -> "Replay":
        """A replay of a whole file; raises NotReplayable or OSError."""
        with path.open(encoding="utf-8") as file:
            return cls(read_lines(file), x, clock, speed=speed)

    def routes(self) -> list[web.RouteDef]:
        """GET /sandbox/replay says how far it has come."""
        return [web.get("/sandbox/replay", self._show)]

    async def run(self) -> None:
        """Post everything; returns when all of it has been fetched, too."""
        due = self._clock.now()
        last: datetime | None = None
        for number, line in enumerate(self._lines):
            due += (line.at - last) / self._speed if last is not None else timedelta(0)
            last = line.at
            await self._clock.sleep_until(due)
            text, accounts = self._addressed(line)
            due = max(due, await self._room(accounts) or due)
            self._post(line, text)
            if number % AT_ONCE == 0:
                await asyncio.sleep(0)
        self._look_again()
        while not self.progress.done:
            await self._next_call()

    def _addressed(self, line: Line) -> tuple[str, list[str]]:
        """The text as it will be posted, and the brand's handles in it."""
        text = line.text
        if not _brand_in(text):
            wanted = line.accounts or BY_LANGUAGE.get(line.lang.partition("-")[0].lower()) or (next(self._others),)
            text = f"{' '.join(f'@{handle}' for handle in wanted)} {text}"
        text = shorten(text, LIMIT)
        return text, _brand_in(text)

    async def _room(self, accounts: list[str]) -> datetime | None:
        """Wait while an account has too many unread mentions; returns when that ended, None when it was not so."""
        waited = None
        for handle in accounts:
            while self._x.unread(handle) >= MOST_UNREAD:
                self.progress.waiting_for = handle
                await self._next_call()
                waited = self._clock.now()
        self.progress.waiting_for = None
        return waited

    async def _next_call(self) -> None:
        self._served.clear()
        await self._served.wait()

    def _post(self, line: Line, text: str) -> None:
        author = self._x.customer(**line.author, language=line.lang)
        parent, quote = self._parent(line), self._visible(self._posts.get(line.quote or ""))
        post = int(author.post(text, in_reply_to=parent, quote=quote, lang=line.lang))
        if line.name is not None:
            self._posts[line.name] = post
        self.progress.posted += 1
        if any(post in self._x.network.unserved[user.id] for user in self._brand):
            self.progress.unserved.add(post)

    def _parent(self, line: Line) -> int | None:
        """The post above, or the brand's newest answer to it when the line is meant for that."""
        parent = self._visible(self._posts.get(line.in_reply_to or ""))
        if parent is None or not line.under_answer:
            return parent
        answers = [reply.id for reply in self._x.replies_to(parent) if reply.author.kind == "account"]
        return answers[-1] if answers else parent

    def _visible(self, post: int | None) -> int | None:
        return post if post is not None and self._x.network.visible(self._x.find(post)) else None

    def _unserved(self) -> set[int]:
        return set[int]().union(*(self._x.network.unserved[user.id] for user in self._brand))

    def _look_again(self) -> None:
        if self.progress.unserved:
            self.progress.unserved &= self._unserved()
        self._served.set()

    async def _show(self, request: web.Request) -> web.Response:
        progress = self.progress
        return web.json_response(
            {
                "total": progress.total,
                "posted": progress.posted,
                "served_once": progress.served_once,
                "waiting_for": progress.waiting_for,
                "unread": {user.handle: self._x.unread(user.handle) for user in self._brand},
                "done": progress.done,
            }
        )


def _brand_in(text: str) -> list[str]:
    return [handle for handle in handles(text) if handle.lower() in BRAND]
