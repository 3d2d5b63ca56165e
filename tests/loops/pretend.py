"""A network that keeps the protocol to the letter and fails on request, for tests of the loops."""

import asyncio
import re
from collections import deque
from collections.abc import Awaitable, Callable
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from itertools import count

from bot.errors import Gone, Trouble, Unknown
from bot.networks.base import Brought, Draft, Fetched, Looked, Media, Mention, Posted, Uploaded, Way
from bot.networks.x import CAPABILITIES
from bot.programme import Account
from tests.conftest import SetClock


@dataclass(frozen=True)
class Fate:
    """What becomes of one request: `done` says whether the post appears, `trouble` what the caller hears.

    `meanwhile` happens while the request is under way.
    """

    done: bool = True
    trouble: BaseException | None = None
    meanwhile: Callable[[], Awaitable[None]] | None = None


@dataclass
class PretendFiles:
    """Slack's files by their ids; what is not there is gone."""

    kept: dict[str, bytes] = field(default_factory=dict)

    async def fetch(self, file: str, *, of: str, most: int) -> bytes:
        """The content."""
        if file not in self.kept:
            raise Gone("file_not_found")
        return self.kept[file]


@dataclass
class PretendNetwork:
    """Posts, likes and what is to go wrong next; `posts` is the public timeline, whoever wrote it there.

    `files` is what Slack keeps.
    """

    clock: SetClock
    name: str = "x"
    posts: list[Posted] = field(default_factory=list)
    likes: list[tuple[str, str]] = field(default_factory=list)
    fates: dict[str, deque[Fate]] = field(default_factory=dict)
    sends: list[Draft] = field(default_factory=list)
    uploads: list[Media] = field(default_factory=list)
    files: PretendFiles = field(default_factory=PretendFiles)
    looks: list[str] = field(default_factory=list)
    blind: Trouble | None = None
    numbers: "count[int]" = field(default_factory=lambda: count(9000))
    capabilities = CAPABILITIES

    def next(self, account: str, *fates: Fate) -> None:
        """Say what becomes of the account's next requests."""
        self.fates.setdefault(account, deque()).extend(fates)

    def answers_to(self, post_id: str) -> list[Posted]:
        """What the customer sees under their post."""
        return [each for each in self.posts if each.replying_to == post_id]

    def by_hand(self, account: str, text: str, post_id: str | None) -> Posted:
        """A person posts as the account."""
        posted = Posted(str(next(self.numbers)), account, text, self.clock.now(), post_id, "https://x.com/a/status/1")
        self.posts.append(posted)
        return posted

    async def send(self, draft: Draft, *, deadline: datetime) -> Posted:
        """Post, unless the deadline has passed; then whatever fate has in store."""
        fate = self.fate(draft.account)
        if self.clock.now() >= deadline:
            raise Unknown("Too late; nothing was sent.")
        self.sends.append(draft)
        if fate.meanwhile is not None:
            await fate.meanwhile()
        posted = self.by_hand(draft.account, draft.text, draft.post_id) if fate.done else None
        if fate.trouble is not None:
            raise fate.trouble
        assert posted is not None
        return posted

    def fate(self, account: str) -> Fate:
        """What becomes of this request."""
        waiting = self.fates.get(account)
        return waiting.popleft() if waiting else Fate()

    async def upload(self, account: str, media: Media) -> Uploaded:
        """Take a file, which can be posted once X would have looked through it."""
        fate = self.fate(account)
        if fate.trouble is not None:
            raise fate.trouble
        self.uploads.append(media)
        slow = timedelta(seconds=3 if media.kind == "mp4" else 0)
        return Uploaded(f"media-{len(self.uploads)}", self.clock.now() + slow, self.clock.now() + timedelta(days=1))

    async def uploaded(self, account: str, media_id: str) -> Uploaded:
        """It is ready."""
        return Uploaded(media_id, self.clock.now(), self.clock.now() + timedelta(days=1))

    async def own_posts(self, account: str, *, since: datetime, answering: tuple[str, ...] = ()) -> tuple[Posted, ...]:
        """The account's own posts, newest first."""
        self.looks.append(account)
        if self.blind is not None:
            raise self.blind
        return tuple(each for each in reversed(self.posts) if each.account == account and each.at >= since)

    async def like(self, account: str, post_id: str) -> None:
        """Like, once however often it is asked."""
        fate = self.fate(account)
        if fate.done and (account, post_id) not in self.likes:
            self.likes.append((account, post_id))
        if fate.trouble is not None:
            raise fate.trouble

    async def liked(self, account: str) -> tuple[str, ...]:
        """What the account likes, newest first."""
        if self.blind is not None:
            raise self.blind
        return tuple(post for who, post in reversed(self.likes) if who == account)

    def reply_way(self, account: Account, mention: Mention) -> Way:
        """By API."""
        return Way.API

    def like_way(self, account: Account) -> Way:
        """As X's plans have it."""
        return Way.API if account.plan == "enterprise" else Way.HAND

    def composer(self, draft: Draft) -> str:
        """Somewhere to post by hand."""
        return f"https://x.com/intent/post?in_reply_to={draft.post_id}"

    def timeline(self, draft: Draft) -> str:
        """Somewhere to look."""
        return f"https://x.com/{draft.account}/with_replies"

    def liker(self, post_id: str) -> str:
        """Somewhere to like by hand."""
        return f"https://x.com/intent/like?tweet_id={post_id}"

    def sources(self) -> tuple[str, ...]:
        """Nothing is polled here."""
        return ()

    def source_name(self, source: str) -> str:
        """Its key will do."""
        return source

    def account_of(self, source: str) -> str:
        """The account in a source's name."""
        return source.rsplit(":", 1)[-1]

    async def fetch(self, source: str, *, cursor: str | None, since: datetime) -> Fetched:
        """Nothing is new."""
        return Fetched((), cursor)

    async def look_up(self, account: str, ids: tuple[str, ...]) -> Looked:
        """Nothing is known."""
        return Looked((), ids)

    def post_in(self, text: str) -> str:
        """The number at the end of an address of X."""
        found = re.search(r"https://x\.com/\w+/status/(\d+)", text)
        return found[1] if found else ""

    async def read_one(self, account: str, post_id: str) -> Brought:
        """Nothing is there."""
        raise Gone("it was deleted.")

    async def check(self) -> tuple[tuple[str, str | None], ...]:
        """All is well."""
        return ()

    async def close(self) -> None:
        """There is nothing to hand back."""


class Gate:
    """Holds a request back until it is opened, and says when it has been reached."""

    def __init__(self) -> None:
        self.reached = asyncio.Event()
        self.opened = asyncio.Event()

    async def __call__(self) -> None:
        """Wait at the gate."""
        self.reached.set()
        await self.opened.wait()
