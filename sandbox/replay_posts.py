"""Replaying posts and forum questions as mentions on the pretend X: how they are read and whom they address."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import UTC, datetime
from itertools import cycle
from typing import Any

from sandbox.people import X_ACCOUNTS
from sandbox.x import PretendX
from sandbox.x.wording import LIMIT, handles, shorten

BY_LANGUAGE = {
    "de": ("mozilla_germany",),
    "fr": ("mozilla_france",),
    "es": ("firefox_es",),
    "pt": ("FirefoxBrasil",),
    "tr": ("FirefoxTurkiye",),
}
OTHERS = ("Firefox", "FirefoxSupport")
BRAND = {account.handle.lower(): account.handle for account in X_ACCOUNTS}


@dataclass(frozen=True)
class PostLine:
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


def read_post(entry: dict[str, Any]) -> PostLine:
    """One post; raises KeyError, TypeError or ValueError when it is none."""
    author = entry.get("author", "somebody")
    account = entry.get("account", ())
    parent = entry.get("in_reply_to")
    return PostLine(
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


def read_question(entry: dict[str, Any]) -> PostLine:
    """A forum's question as somebody would post it: its title and the beginning of its text."""
    title, content = " ".join(entry["title"].split()), " ".join(entry.get("content", "").split())
    between = " " if title[-1:] in ".?!…" else ". "
    return PostLine(
        f"{title}{between}{content}" if content and content != title else title,
        datetime.strptime(entry["created"], "%Y-%m-%d %H:%M:%S %z").astimezone(UTC),
        entry.get("locale", "en-US"),
        {"name": str(entry.get("author", "somebody"))},
        name=str(entry["id"]),
    )


def aware(moment: datetime) -> datetime:
    """A moment in UTC; one without a zone is taken as UTC."""
    return moment.replace(tzinfo=UTC) if moment.tzinfo is None else moment.astimezone(UTC)


class Posts:
    """Writes posts on the pretend X."""

    most_unread = 400

    def __init__(self, x: PretendX, on_served: Callable[[], None]) -> None:
        self._x = x
        self._others = cycle(OTHERS)
        self._posts: dict[str, int] = {}
        self._brand = [x.account(account.handle).user for account in X_ACCOUNTS]
        x.network.on_served.append(on_served)

    def unread(self) -> dict[str, int]:
        """How many mentions of each account no call has returned."""
        return {user.handle: self._x.unread(user.handle) for user in self._brand}

    def is_unserved(self, name: str) -> bool:
        """Whether some account that a post mentions has not been given it."""
        return any(int(name) in self._x.network.unserved[user.id] for user in self._brand)

    def prepared(self, line: PostLine) -> tuple[list[str], Callable[[], str]]:
        """The accounts a post will reach, and what posts it and returns its number."""
        text = line.text
        if not _brand_in(text):
            wanted = line.accounts or BY_LANGUAGE.get(line.lang.partition("-")[0].lower()) or (next(self._others),)
            text = f"{' '.join(f'@{handle}' for handle in wanted)} {text}"
        text = shorten(text, LIMIT)
        return _brand_in(text), lambda: self._post(line, text)

    def _post(self, line: PostLine, text: str) -> str:
        author = self._x.customer(**line.author, language=line.lang)
        parent, quote = self._parent(line), self._visible(self._posts.get(line.quote or ""))
        post = author.post(text, in_reply_to=parent, quote=quote, lang=line.lang)
        if line.name is not None:
            self._posts[line.name] = int(post)
        return post

    def _parent(self, line: PostLine) -> int | None:
        """The post above, or the brand's newest answer to it when the line is meant for that."""
        parent = self._visible(self._posts.get(line.in_reply_to or ""))
        if parent is None or not line.under_answer:
            return parent
        answers = [reply.id for reply in self._x.replies_to(parent) if reply.author.kind == "account"]
        return answers[-1] if answers else parent

    def _visible(self, post: int | None) -> int | None:
        return post if post is not None and self._x.network.visible(self._x.find(post)) else None


def _brand_in(text: str) -> list[str]:
    return [BRAND[handle.lower()] for handle in handles(text) if handle.lower() in BRAND]
