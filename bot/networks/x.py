"""X through tweepy: reading mentions, searches and own timelines, replying, liking."""

import re
from collections.abc import Callable, Mapping
from dataclasses import replace
from datetime import datetime, timedelta
from functools import partial
from urllib.parse import quote, urlencode

import aiohttp

from bot.clock import Clock
from bot.errors import Trouble, Unauthorised, Unknown
from bot.networks.base import (
    Brought,
    Capabilities,
    Charge,
    Draft,
    Fetched,
    Looked,
    Media,
    Mention,
    Posted,
    Uploaded,
    Way,
    only_some_may_reply,
)
from bot.networks.leaving import TIMEOUT, Trip
from bot.networks.x_calls import Calls, Timeline
from bot.networks.x_keys import Keys
from bot.networks.x_media import Uploads
from bot.networks.x_posts import NAME, address, moment_of, number_at, posted_of
from bot.networks.x_prices import Meter, is_summoned, price_of_reply
from bot.networks.x_reading import OVERLAP, Window, read
from bot.networks.x_wire import Wire
from bot.programme import Account, Programme, Search
from bot.text import weighted_length

MEGABYTE = 1024 * 1024
SEARCHED = timedelta(days=7)
"""How far back recent search looks."""

POST_LINK = re.compile(
    r"https?://(?:www\.|mobile\.)?(?:twitter|x)\.com/(?:i/web|\w{1,15})/status/([0-9]{1,19})(?![0-9])", re.ASCII
)
"""A link to a post as people paste it; X refuses longer numbers."""

CAPABILITIES = Capabilities(
    label="X",
    limit=280,
    length=weighted_length,
    like=Way.HAND,
    hide=Way.API,
    attachments={"png": 5 * MEGABYTE, "jpg": 5 * MEGABYTE, "gif": 15 * MEGABYTE, "mp4": 64 * MEGABYTE},
    example_link="https://x.com/somebody/status/1957000000000000000",
    price=price_of_reply,
    same_text_for=timedelta(hours=24),
)


class X:
    """X, as the protocol of base has it: Unknown is raised only for a reply, never for what can be repeated."""

    name = NAME
    capabilities = CAPABILITIES

    def __init__(
        self,
        programme: Programme,
        keys: Mapping[str, Keys],
        *,
        clock: Clock,
        charged: Callable[[Charge], None],
        address: str | None = None,
        timeout: aiohttp.ClientTimeout = TIMEOUT,
    ) -> None:
        """`keys` by handle; an account without keys is not read. `address` replaces X's own, as in X_API_URL."""
        self._accounts = {each.handle: each for each in programme.accounts if each.network == NAME}
        self._searches = {each.name: each for each in programme.searches if each.network == NAME}
        known = {handle: keys[handle] for handle in self._accounts if handle in keys}
        self._clock = clock
        self._meter = Meter(clock, charged)
        self._wire = Wire(address=address, clock=clock, timeout=timeout)
        self._calls = Calls(known, self._wire, self._meter)
        self._uploads = Uploads(self._calls, clock)

    def sources(self) -> tuple[str, ...]:
        """What there is to poll: mentions and own posts of each account that has keys, and the searches they can do."""
        accounts = tuple(self._calls.keys)
        searches = (each.name for each in self._searches.values() if each.account in self._calls.keys)
        return (
            *(f"{NAME}:mentions:{each}" for each in accounts),
            *(f"{NAME}:own:{each}" for each in accounts),
            *(f"{NAME}:search:{each}" for each in searches),
        )

    def source_name(self, source: str) -> str:
        """Mentions, own posts, or a search, with whose it is."""
        _, kind, name = source.split(":", 2)
        return {"own": f"the posts of @{name}", "search": f"the search “{name}”"}.get(kind, f"the mentions of @{name}")

    def account_of(self, source: str) -> str:
        """The account whose token a source is read with."""
        _, kind, name = source.split(":", 2)
        return self._searches[name].account if kind == "search" else name

    async def fetch(self, source: str, *, cursor: str | None, since: datetime) -> Fetched:
        """Everything new at a source, oldest first; pages come newest first, so nothing is handed out before the last.

        The cursor is the newest number seen. What is a few minutes older is read again, for X does not always show
        posts in the order of their numbers.
        """
        _, kind, name = source.split(":", 2)
        if kind == "search":
            return await self._found(self._searches[name], cursor=cursor, since=since)
        if kind == "own":
            return await self._read(await self._calls.own_posts(name), Window.of(cursor, since, most=3200), whose=name)
        return await self._read(await self._calls.mentions(name), Window.of(cursor, since, most=800))

    async def look_up(self, account: str, ids: tuple[str, ...]) -> Looked:
        """Known posts as they stand now, an edited one in its newest version; authors carry their number only."""
        handle = self._account(account).handle
        there, gone = await self._calls.look(handle, ids)
        stale = {each.versions[-1]: each for each in there if each.versions[-1] != each.id}
        if not stale:
            return Looked(there, gone)
        newer, _ = await self._calls.look(handle, tuple(stale))
        found = {each.id for each in newer}
        kept = tuple(each for each in there if each.versions[-1] == each.id or each.versions[-1] not in found)
        return Looked((*kept, *newer), gone)

    def post_in(self, text: str) -> str:
        """The number in the first link to a post."""
        found = POST_LINK.search(text)
        return found[1] if found else ""

    async def read_one(self, account: str, post_id: str) -> Brought:
        """One post with its author; X names deleted and protected ones as such."""
        handle = self._account(account).handle
        return Brought(await self._calls.one(handle, post_id), f"{NAME}:brought:{handle}")

    async def send(self, draft: Draft, *, deadline: datetime) -> Posted:
        """Reply as the account. Past the deadline nothing leaves; an answer that does not come raises Unknown."""
        account = self._account(draft.account)
        await self._calls.number_of(account.handle)
        trip = Trip(account.handle, "POST /2/tweets", acts=True, once=True, deadline=deadline)
        summoned = is_summoned(account.plan)
        call = partial(
            self._calls.client(account.handle).create_tweet,
            text=draft.text,
            in_reply_to_tweet_id=draft.post_id,
            media_ids=[draft.media] if draft.media else None,
            user_auth=True,
        )
        try:
            answer = await self._wire.carry(trip, call)
        except Unknown:
            if trip.left:
                self._meter.posts(account.handle, draft.text, summoned=summoned)
            raise
        self._meter.posts(account.handle, draft.text, summoned=summoned)
        number = str((answer.get("data") or {}).get("id") or "")
        if not number:
            raise Unknown("X answered without saying what became of the reply.")
        return Posted(
            number, account.handle, draft.text, moment_of(int(number)), draft.post_id, address(account.handle, number)
        )

    async def upload(self, account: str, media: Media) -> Uploaded:
        """Bring a file to X, in parts."""
        return await self._uploads.upload(self._account(account).handle, media)

    async def uploaded(self, account: str, media_id: str) -> Uploaded:
        """How far X is with a file."""
        return await self._uploads.status(self._account(account).handle, media_id)

    async def own_posts(self, account: str, *, since: datetime, answering: tuple[str, ...] = ()) -> tuple[Posted, ...]:
        """What the account has posted since then, newest first; clocks that differ by a minute do no harm."""
        handle = self._account(account).handle
        window = Window(above=number_at(since - timedelta(minutes=1)), cursor=None, most=800)
        raw, _ = await self._calls.collect(await self._calls.own_posts(handle), window)
        return tuple(posted_of(post, handle) for post in sorted(raw, key=lambda each: int(each["id"]), reverse=True))

    async def like(self, account: str, post_id: str) -> None:
        """Like a post; self-serve plans raise NeedsHand."""
        handle = self._account(account).handle
        await self._calls.number_of(handle)
        trip = Trip(handle, "POST /2/users/:id/likes", acts=True)
        await self._wire.carry(trip, partial(self._calls.client(handle).like, post_id, user_auth=True))
        self._meter.likes(handle)

    async def liked(self, account: str) -> tuple[str, ...]:
        """The newest posts among those the account likes; each is billed as a post read, so only a few are read."""
        return await self._calls.liked(self._account(account).handle)

    def reply_way(self, account: Account, mention: Mention) -> Way:
        """By API on Enterprise plans, and where the author mentioned or quoted the account; by hand elsewhere.

        Also by hand where the author lets only some reply and did not mention the account: that X may take nowhere.
        """
        summoners = {*mention.mentions, (mention.quotes_author or "").lower()}
        if only_some_may_reply(account, mention):
            return Way.HAND
        if account.plan == "enterprise" or account.handle.lower() in summoners:
            return Way.API
        return Way.HAND

    def like_way(self, account: Account) -> Way:
        """By API on Enterprise plans only."""
        return Way.API if account.plan == "enterprise" else Way.HAND

    def composer(self, draft: Draft) -> str:
        """X's composer, answering the post, with the text filled in; it can grow to 10,000 characters."""
        query = urlencode({"in_reply_to": draft.post_id, "text": draft.text}, quote_via=quote)
        return f"https://x.com/intent/post?{query}"

    def timeline(self, draft: Draft) -> str:
        """The account's own posts and replies."""
        return f"https://x.com/{draft.account}/with_replies"

    def liker(self, post_id: str) -> str:
        """Where a person likes the post."""
        return f"https://x.com/intent/like?tweet_id={post_id}"

    async def check(self) -> tuple[tuple[str, str | None], ...]:
        """Try each account's token, at the price of a user read each."""
        found = []
        for handle in self._accounts:
            remedy = await self._remedy(handle)
            found.append((f"X: @{handle} can be read and answers as itself", remedy))
        return tuple(found)

    async def close(self) -> None:
        """Hand back connections."""
        await self._wire.close()

    async def _remedy(self, handle: str) -> str | None:
        if handle not in self._calls.keys:
            return f"its keys are missing; run `python -m bot connect @{handle}`"
        try:
            await self._calls.number_of(handle)
        except Trouble as trouble:
            return str(trouble)
        return None

    async def _found(self, search: Search, *, cursor: str | None, since: datetime) -> Fetched:
        oldest = number_at(self._clock.now() - SEARCHED + OVERLAP)
        window = Window.of(cursor, since, most=None)
        reaches = (window.cursor or window.above) >= oldest - 1
        window = Window(max(window.above, oldest), window.cursor, window.most, window.since)
        fetched = await self._read(self._calls.found(search), window)
        return replace(fetched, complete=fetched.complete and reaches)

    async def _read(self, timeline: Timeline, window: Window, whose: str = "") -> Fetched:
        raw, authors = await self._calls.collect(timeline, window)
        mentions, odd = read(raw, authors, whose=whose)
        newest = max((int(each["id"]) for each in raw), default=0)
        cursor = max(newest, window.cursor or 0)
        return Fetched(
            tuple(each for each in mentions if window.since is None or each.posted_at >= window.since),
            str(cursor) if cursor else None,
            complete=not window.overflown_by(raw),
            unreadable=odd,
        )

    def _account(self, handle: str) -> Account:
        wanted = handle.removeprefix("@").lower()
        for account in self._accounts.values():
            if account.handle.lower() == wanted and account.handle in self._calls.keys:
                return account
        raise Unauthorised(f"There are no keys for @{handle}; run `python -m bot connect @{handle}`.")
