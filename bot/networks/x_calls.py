"""The calls made to X: each signed by the right account, counted, and read to its last page."""

import asyncio
from collections import defaultdict
from collections.abc import Awaitable, Callable, Mapping
from dataclasses import dataclass
from functools import partial
from typing import Any, Protocol

import aiohttp
from tweepy.asynchronous import AsyncClient

from bot.errors import Garbled, Gone, Unauthorised
from bot.networks.base import Author, Mention
from bot.networks.leaving import Trip
from bot.networks.x_keys import Keys
from bot.networks.x_posts import POST_FIELDS, USER_FIELDS, authors_in, posts_in
from bot.networks.x_prices import Meter
from bot.networks.x_reading import Window, read
from bot.networks.x_wire import Wire, connect_again
from bot.programme import Search

SEARCH = "GET search"

LIKES_READ = 20
"""Of how many liked posts one look reads; as many post reads are billed, once a day each."""

Read = Callable[..., Awaitable[aiohttp.ClientResponse]]


class Client(Protocol):
    """The part of tweepy's client that is used; each call returns aiohttp's response."""

    session: aiohttp.ClientSession
    get_me: Read
    get_users_mentions: Read
    get_users_tweets: Read
    search_recent_tweets: Read
    get_tweets: Read
    create_tweet: Read
    request: Read
    like: Read
    get_liked_tweets: Read


@dataclass(frozen=True)
class Timeline:
    """Something read page by page: with whose token, who pays, what a post costs, whether authors come along."""

    account: str
    payer: str
    endpoint: str
    price: str
    read: Read
    authors: bool = True


class Calls:
    """Calls in the name of accounts, by their handles as desk.toml writes them."""

    def __init__(self, keys: Mapping[str, Keys], wire: Wire, meter: Meter) -> None:
        self.keys = keys
        self.wire = wire
        self.meter = meter
        self._ids: dict[str, str] = {}
        self._asking: defaultdict[str, asyncio.Lock] = defaultdict(asyncio.Lock)

    def client(self, handle: str) -> Client:
        """Tweepy in the name of an account. Its answers are aiohttp's, so that X's own words are read by the wire."""
        keys = self.keys[handle]
        client: Client = AsyncClient(
            consumer_key=keys.consumer_key,
            consumer_secret=keys.consumer_secret,
            access_token=keys.token,
            access_token_secret=keys.token_secret,
            return_type=aiohttp.ClientResponse,
        )
        client.session = self.wire.session
        return client

    async def number_of(self, handle: str) -> str:
        """The account's own number, asked once: so that no token ever acts for an account it does not belong to.

        Whoever asks meanwhile waits for the same answer: X allows 75 questions in 15 minutes, and a desk that is
        restarted again and again would otherwise use them up and could not send. Raises Unauthorised when it
        belongs to another.
        """
        async with self._asking[handle]:
            if handle not in self._ids:
                self._ids[handle] = await self._ask_number(handle)
        return self._ids[handle]

    async def _ask_number(self, handle: str) -> str:
        trip = Trip(handle, "GET /2/users/me")
        answer = await self.wire.carry(trip, partial(self.client(handle).get_me, user_auth=True))
        user = answer.get("data") or {}
        self.meter.reads(handle, self.keys[handle].consumer_key, "user read", (str(user.get("id")),))
        if str(user.get("username", "")).lower() != handle.lower():
            raise Unauthorised(f"The token of @{handle} belongs to @{user.get('username')}; {connect_again(handle)}")
        return str(user["id"])

    async def mentions(self, handle: str) -> Timeline:
        """The posts that mention an account."""
        price = "own post read" if self.keys[handle].own_app else "post read"
        read = partial(self.client(handle).get_users_mentions, await self.number_of(handle), user_auth=True)
        return Timeline(handle, handle, "GET mentions", price, read)

    async def own_posts(self, handle: str) -> Timeline:
        """The posts of an account itself; reposts are left out."""
        price = "own post read" if self.keys[handle].own_app else "post read"
        number = await self.number_of(handle)
        read = partial(self.client(handle).get_users_tweets, number, exclude=["retweets"], user_auth=True)
        return Timeline(handle, handle, "GET own posts", price, read, authors=False)

    def found(self, search: Search) -> Timeline:
        """The posts a search finds; it pays for itself."""
        read = partial(self.client(search.account).search_recent_tweets, search.query, user_auth=True)
        return Timeline(search.account, f"search {search.name}", SEARCH, "post read", read)

    async def collect(self, timeline: Timeline, window: Window) -> tuple[list[dict[str, Any]], dict[str, Author]]:
        """All pages down to where the last reading began, newest first, with their authors.

        An error on any page loses nothing, for nothing is handed out before the last.
        """
        posts: list[dict[str, Any]] = []
        authors: dict[str, Author] = {}
        following: str | None = None
        while True:
            answer = await self._page(timeline, window.above, following)
            page = posts_in(answer)
            posts += page
            authors |= authors_in(answer)
            following = (answer.get("meta") or {}).get("next_token")
            if not following or window.reached_by(page) or window.is_full(len(posts)):
                return posts, authors

    async def _page(self, timeline: Timeline, above: int, following: str | None) -> dict[str, Any]:
        more: dict[str, Any] = {"max_results": 100, "since_id": above, "tweet_fields": list(POST_FIELDS)}
        if timeline.authors:
            more |= {"expansions": ["author_id"], "user_fields": list(USER_FIELDS)}
        if following:
            more["next_token" if timeline.endpoint == SEARCH else "pagination_token"] = following
        trip = Trip(timeline.account, timeline.endpoint)
        answer = await self.wire.carry(trip, partial(timeline.read, **more))
        app = self.keys[timeline.account].consumer_key
        self.meter.reads(timeline.payer, app, timeline.price, (str(each["id"]) for each in posts_in(answer)))
        self.meter.reads(timeline.payer, app, "user read", authors_in(answer))
        return answer

    async def look(self, handle: str, ids: tuple[str, ...]) -> tuple[tuple[Mention, ...], tuple[str, ...]]:
        """Posts by their numbers as they stand now, and the numbers of those that are gone; at most 100."""
        call = partial(self.client(handle).get_tweets, list(ids), tweet_fields=list(POST_FIELDS), user_auth=True)
        answer = await self.wire.carry(Trip(handle, "GET /2/tweets"), call)
        posts = posts_in(answer)
        self.meter.reads(handle, self.keys[handle].consumer_key, "post read", (str(each["id"]) for each in posts))
        return read(posts, {})[0], gone_in(answer)

    async def one(self, handle: str, number: str) -> Mention:
        """One post with its author. Raises Gone, saying whether it was deleted or is protected, and Garbled."""
        more: dict[str, Any] = {"expansions": ["author_id"], "user_fields": list(USER_FIELDS)}
        call = partial(self.client(handle).get_tweets, [number], tweet_fields=list(POST_FIELDS), user_auth=True, **more)
        answer = await self.wire.carry(Trip(handle, "GET /2/tweets"), call)
        posts, authors = posts_in(answer), authors_in(answer)
        app = self.keys[handle].consumer_key
        self.meter.reads(handle, app, "post read", (str(each["id"]) for each in posts))
        self.meter.reads(handle, app, "user read", authors)
        found, odd = read(posts, authors)
        if odd:
            raise Garbled(odd[0].why, url=odd[0].url)
        if not found:
            raise Gone(why_gone(answer))
        return found[0]

    async def liked(self, handle: str) -> tuple[str, ...]:
        """The numbers of posts that an account likes, newest first."""
        number = await self.number_of(handle)
        call = partial(self.client(handle).get_liked_tweets, number, max_results=LIKES_READ, user_auth=True)
        answer = await self.wire.carry(Trip(handle, "GET /2/users/:id/liked_tweets"), call)
        found = tuple(str(each["id"]) for each in posts_in(answer))
        self.meter.reads(handle, self.keys[handle].consumer_key, "post read", found)
        return found


def why_gone(answer: dict[str, Any]) -> str:
    """Why X does not show a post, in words."""
    kinds = {str(each.get("type", "")).rsplit("/", 1)[-1] for each in answer.get("errors") or ()}
    if "not-authorized-for-resource" in kinds:
        return "its author shows it to followers only."
    return "it was deleted, or never was there."


def gone_in(answer: dict[str, Any]) -> tuple[str, ...]:
    """The posts X says are deleted, protected or otherwise no longer to be seen; it answers 200 all the same."""
    errors = answer.get("errors") or ()
    return tuple(
        str(each.get("resource_id") or each.get("value"))
        for each in errors
        if str(each.get("type", "")).rsplit("/", 1)[-1] in {"resource-not-found", "not-authorized-for-resource"}
        and each.get("parameter") in {"ids", "id"}
    )
