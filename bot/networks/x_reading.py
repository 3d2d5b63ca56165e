"""How far back a reading of X goes, and whether it got there."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

from bot.networks.base import Author, Mention
from bot.networks.odd import ODD, Unreadable
from bot.networks.x_posts import address, mention_of, number_at

OVERLAP = timedelta(minutes=5)
"""How far readings overlap: X shows posts of the last moments not always in the order of their numbers."""

NEARLY = 100
"""X leaves deleted posts out of the newest 800, so that fewer than 800 can be all it gives."""


@dataclass(frozen=True)
class Window:
    """Posts with numbers above `above` are read, down to `cursor` at least; X gives the newest `most` and no more."""

    above: int
    cursor: int | None
    most: int | None
    since: datetime | None = None

    @classmethod
    def of(cls, cursor: str | None, since: datetime, *, most: int | None) -> "Window":
        """From a little before the cursor; without one, from the moment at which the first reading begins."""
        if cursor is None:
            return cls(max(1, number_at(since - OVERLAP)), None, most, since)
        behind = int(OVERLAP.total_seconds() * 1000) << 22
        return cls(max(1, int(cursor) - behind), int(cursor), most)

    def reached_by(self, posts: Iterable[dict[str, Any]]) -> bool:
        """Whether a page goes back to what was read before: the pages behind it hold nothing new."""
        return self.cursor is not None and any(int(each["id"]) <= self.cursor for each in posts)

    def is_full(self, count: int) -> bool:
        """Whether X will give no more."""
        return self.most is not None and count >= self.most

    def overflown_by(self, posts: Iterable[dict[str, Any]]) -> bool:
        """Whether there was more than X gives, so that some posts can never be read: a gap."""
        numbers = [int(each["id"]) for each in posts]
        if self.most is None or len(numbers) < self.most - NEARLY:
            return False
        return self.cursor is None or min(numbers) > self.cursor


def read(
    posts: Iterable[dict[str, Any]], authors: dict[str, Author], *, whose: str = ""
) -> tuple[tuple[Mention, ...], tuple[Unreadable, ...]]:
    """The posts as mentions in the order in which they were written, each once, of `whose` account when given.

    Beside them what came in a form nobody thought of: one odd post must not keep all the others away.
    """
    mentions, odd = {}, {}
    for post in posts:
        number, author_id = str(post["id"]), str(post.get("author_id") or "")
        author = Author(author_id, whose) if whose else authors.get(author_id, Author(author_id, ""))
        try:
            mentions[number] = mention_of(post, author)
        except ODD as error:
            odd[number] = Unreadable(number, address(author.handle, number), type(error).__name__)
    return tuple(sorted(mentions.values(), key=lambda each: int(each.id))), tuple(odd.values())
