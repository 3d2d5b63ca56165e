"""Replays posts and reviews from a file on the pretend X and Play Store, in the order in which they were once written.

The file has one JSON object a line, in one of three shapes that may be mixed.

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

A review, as androidpublisher v3 answers it:
    reviewId, authorName, comments; and packageName, which names the app, otherwise it is Firefox for Android. The
    developer's comments are left out: answering is the desk's. The same reviewId once more is an edit by its author,
    which waits until somebody has read what it changes.

A post's text is cut at 280 weighted characters. The replay waits while one of the accounts has 400 mentions that no
mentions call has returned, so that none is pushed out of the 800 that X keeps; and while an app has 1,000 reviews that
no list has returned, so that a reading stays far below the store's quota.
"""

import asyncio
import json
from collections.abc import Callable, Iterable
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from pathlib import Path
from typing import TYPE_CHECKING, Any

from aiohttp import web

from sandbox.replay_posts import PostLine, Posts, read_post, read_question
from sandbox.replay_reviews import ReviewLine, Reviews, read_review

if TYPE_CHECKING:
    from sandbox.server import Sandbox

AT_ONCE = 20
"""Lines that follow each other without a gap before others get a turn."""

Line = PostLine | ReviewLine


class NotReplayable(ValueError):
    """A line that is in none of the three shapes; the text names it."""


def read_lines(lines: Iterable[str]) -> list[Line]:
    """All posts and reviews of a file in the order of their dates; raises NotReplayable."""
    found: list[Line] = []
    for number, line in enumerate(lines, 1):
        if not line.strip():
            continue
        try:
            found.append(read_line(json.loads(line)))
        except (ValueError, KeyError, TypeError, AttributeError, StopIteration) as wrong:
            raise NotReplayable(f"line {number}: {type(wrong).__name__}: {wrong}") from wrong
    return sorted(found, key=lambda line: line.at)


def read_line(entry: dict[str, Any]) -> Line:
    """One post, question or review; raises KeyError, TypeError or ValueError when it is none of them."""
    if "reviewId" in entry:
        return read_review(entry)
    return read_question(entry) if "title" in entry else read_post(entry)


@dataclass
class Progress:
    """How far a replay has come."""

    total: int
    posted: int = 0
    waiting_for: str | None = None
    """The account or app that must be read before the replay goes on."""
    unserved: set[str] = field(default_factory=set)
    """Posts that some account they mention has not been given yet, and reviews that no list has returned yet."""

    @property
    def served_once(self) -> int:
        """Posts that every account they mention has been given, and reviews that were listed."""
        return self.posted - len(self.unserved)

    @property
    def done(self) -> bool:
        """Whether everything has been posted and given."""
        return self.posted == self.total and not self.unserved


class Replay:
    """Writes one line after the other. `speed` divides the gaps between them, nothing else."""

    def __init__(self, lines: list[Line], sandbox: "Sandbox", *, speed: float = 1.0) -> None:
        if not speed > 0:
            raise ValueError("The replay needs a speed above zero.")
        self._lines = lines
        self._clock = sandbox.clock
        self._speed = speed
        self._served = asyncio.Event()
        self._posts = Posts(sandbox.x, self._look_again)
        self._reviews = Reviews(sandbox.play, self._look_again)
        self.progress = Progress(len(lines))

    @classmethod
    def of_file(cls, path: Path, sandbox: "Sandbox", *, speed: float = 1.0) -> "Replay":
        """A replay of a whole file; raises NotReplayable or OSError."""
        with path.open(encoding="utf-8") as file:
            return cls(read_lines(file), sandbox, speed=speed)

    def routes(self) -> list[web.RouteDef]:
        """GET /sandbox/replay says how far it has come."""
        return [web.get("/sandbox/replay", self._show)]

    async def run(self) -> None:
        """Write everything; returns when all of it has been fetched, too."""
        due = self._clock.now()
        last: datetime | None = None
        for number, line in enumerate(self._lines):
            due += (line.at - last) / self._speed if last is not None else timedelta(0)
            last = line.at
            await self._clock.sleep_until(due)
            sources, write = self._prepared(line)
            due = max(due, await self._room(sources, line) or due)
            self.progress.unserved.add(write())
            self.progress.posted += 1
            if number % AT_ONCE == 0:
                await asyncio.sleep(0)
        self._look_again()
        while not self.progress.done:
            await self._next_call()

    def _prepared(self, line: Line) -> tuple[list[str], Callable[[], str]]:
        return self._posts.prepared(line) if isinstance(line, PostLine) else self._reviews.prepared(line)

    def _is_full(self, source: str) -> bool:
        """Whether a source has too much unread."""
        player = self._posts if source in self._posts.unread() else self._reviews
        return player.unread()[source] >= player.most_unread

    async def _room(self, sources: list[str], line: Line) -> datetime | None:
        """Wait while a source has too much unread, or what a line edits; returns when that ended, or None at once."""
        waited = None
        for source in sources:
            while self._is_full(source) or self._edits_unread(line):
                self.progress.waiting_for = source
                await self._next_call()
                waited = self._clock.now()
        self.progress.waiting_for = None
        return waited

    def _edits_unread(self, line: Line) -> bool:
        return isinstance(line, ReviewLine) and line.name in self._reviews and self._reviews.is_unserved(line.name)

    async def _next_call(self) -> None:
        self._served.clear()
        await self._served.wait()

    def _look_again(self) -> None:
        self.progress.unserved = {name for name in self.progress.unserved if self._is_unserved(name)}
        self._served.set()

    def _is_unserved(self, name: str) -> bool:
        return self._reviews.is_unserved(name) if name in self._reviews else self._posts.is_unserved(name)

    async def _show(self, request: web.Request) -> web.Response:
        progress = self.progress
        return web.json_response(
            {
                "total": progress.total,
                "posted": progress.posted,
                "served_once": progress.served_once,
                "waiting_for": progress.waiting_for,
                "unread": self._posts.unread() | self._reviews.unread(),
                "done": progress.done,
            }
        )
