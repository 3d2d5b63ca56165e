"""The API's reading endpoints: users, timelines, lookups, recent search."""

from collections.abc import Iterable, Iterator
from datetime import timedelta
from itertools import islice
from typing import Any

from aiohttp import web

from sandbox.x.answers import Page, missing, shown_user
from sandbox.x.endpoints import Answer, Caller, Gate
from sandbox.x.fields import POST_LISTS, USER_LISTS
from sandbox.x.parameters import Parameters, an_id, page_token
from sandbox.x.posts import Post, User, first_number_at
from sandbox.x.problems import invalid, not_found
from sandbox.x.query import QueryError, parse
from sandbox.x.timeline import Timeline

MENTIONS_KEPT = 800
POSTS_KEPT = 3200
SEARCHED = timedelta(days=7)
QUERY_LENGTH = {"self_serve": 512, "enterprise": 4096}
SPAN = ("since_id", "until_id", "start_time", "end_time", "max_results", "pagination_token")


class Reading:
    """Everything that changes nothing."""

    def __init__(self, gate: Gate) -> None:
        self._gate = gate
        self._network = gate.network

    def routes(self) -> list[web.RouteDef]:
        """The endpoints, the more particular paths first."""
        route = self._gate.route
        return [
            route("GET /2/users/me", self.me),
            route("GET /2/users/by", self.users_by),
            route("GET /2/users/by/username/:username", self.user_by_name),
            route("GET /2/users", self.users),
            route("GET /2/users/:id", self.user),
            route("GET /2/users/:id/mentions", self.mentions),
            route("GET /2/users/:id/tweets", self.own_posts),
            route("GET /2/users/:id/liked_tweets", self.liked_posts),
            route("GET /2/tweets/search/recent", self.search),
            route("GET /2/tweets", self.lookup),
            route("GET /2/tweets/:id", self.lookup_one),
        ]

    async def me(self, caller: Caller, request: web.Request) -> Answer:
        """Whose token this is."""
        fields = Parameters(request, USER_LISTS).chosen("user.fields")
        return Answer({"data": shown_user(caller.user, fields)}, self._bill_users(caller, [caller.user]))

    async def users_by(self, caller: Caller, request: web.Request) -> Answer:
        """Users by their handles."""
        parameters = Parameters(request, USER_LISTS, ["usernames"])
        named = {name: self._network.user_named(name) for name in parameters.several("usernames")}
        return self._users(caller, parameters, "usernames", named)

    async def users(self, caller: Caller, request: web.Request) -> Answer:
        """Users by their ids."""
        parameters = Parameters(request, USER_LISTS, ["ids"])
        named = {str(number): self._network.users.get(number) for number in parameters.ids("ids")}
        return self._users(caller, parameters, "ids", named)

    async def user_by_name(self, caller: Caller, request: web.Request) -> Answer:
        """One user by handle."""
        name = request.match_info["username"]
        named = {name: self._network.user_named(name)}
        return self._users(caller, Parameters(request, USER_LISTS), "username", named, single=True)

    async def user(self, caller: Caller, request: web.Request) -> Answer:
        """One user by id."""
        number = an_id("id", request.match_info["id"])
        named = {str(number): self._network.users.get(number)}
        return self._users(caller, Parameters(request, USER_LISTS), "id", named, single=True)

    async def mentions(self, caller: Caller, request: web.Request) -> Answer:
        """Posts that mention a user, newest first; the newest 800 and no more."""
        user, parameters = self._owner(request, SPAN)
        timeline = self._network.mentioning[user.id]
        answer, page = self._timeline(caller, parameters, timeline, MENTIONS_KEPT, user, least=5)
        if user is caller.user:
            self._network.served_mentions(user.id, page.posts)
        return answer

    async def own_posts(self, caller: Caller, request: web.Request) -> Answer:
        """What a user posted, newest first; the newest 3,200."""
        user, parameters = self._owner(request, (*SPAN, "exclude"))
        left_out = set((parameters.text("exclude") or "").split(",")) - {""}
        if left_out - {"replies", "retweets"}:
            raise invalid("The `exclude` query parameter value is not one of [replies,retweets]", exclude="")
        timeline = self._network.by_author[user.id]
        return self._timeline(caller, parameters, timeline, POSTS_KEPT, user, least=5, left_out=left_out)[0]

    async def liked_posts(self, caller: Caller, request: web.Request) -> Answer:
        """What a user liked, the newest posts first."""
        user, parameters = self._owner(request, SPAN[-2:])
        return self._timeline(caller, parameters, self._network.liked_by[user.id], None, user, least=5)[0]

    async def search(self, caller: Caller, request: web.Request) -> Answer:
        """Posts of the last seven days that match a query, newest first."""
        parameters = Parameters(request, POST_LISTS, (*SPAN, "query", "next_token", "sort_order"))
        text = parameters.text("query") or ""
        most = QUERY_LENGTH[caller.user.plan]
        if not 1 <= len(text) <= most:
            message = f"Invalid 'query':'{text}'. 'query' must be between 1 and {most} characters"
            raise invalid(message, query=text)
        try:
            tree = parse(text)
        except QueryError as wrong:
            raise invalid(f"There were errors processing your request: {wrong}", query=text) from wrong
        oldest = first_number_at(self._network.clock.now() - SEARCHED) - 1
        _must_be_searchable(parameters, oldest)
        above, below = self._page_span(parameters)
        above = max(above, oldest)
        everything = self._network.all
        numbers = self._network.index.candidates(tree, everything, above=above, below=below)
        posts = (post for number in numbers if tree.matches(post := self._network.posts[number]))
        size = parameters.number("max_results", least=10, most=100, otherwise=10)
        return self._page(caller, parameters, posts, size, "post_read")[0]

    async def lookup(self, caller: Caller, request: web.Request) -> Answer:
        """Posts by their numbers; those that are gone stand in `errors`, and the status is 200 all the same."""
        parameters = Parameters(request, POST_LISTS, ["ids"])
        return self._lookup(caller, parameters, "ids", parameters.ids("ids"))

    async def lookup_one(self, caller: Caller, request: web.Request) -> Answer:
        """One post by its number, gone or not with status 200."""
        number = an_id("id", request.match_info["id"])
        return self._lookup(caller, Parameters(request, POST_LISTS), "id", [number], single=True)

    def _lookup(
        self, caller: Caller, parameters: Parameters, name: str, numbers: list[int], *, single: bool = False
    ) -> Answer:
        page = Page(self._network, caller.user, parameters)
        for number in dict.fromkeys(numbers):
            post = self._network.posts.get(number)
            if post is not None and self._network.visible(post, caller.user):
                page.add(post)
            else:
                page.add_error(missing(post, name, number))
        return Answer(page.body(single=single), self._bill(caller, page, "post_read"))

    def _users(
        self,
        caller: Caller,
        parameters: Parameters,
        name: str,
        named: dict[str, User | None],
        *,
        single: bool = False,
    ) -> Answer:
        found = [user for user in named.values() if user is not None]
        shown = [shown_user(user, parameters.chosen("user.fields")) for user in found]
        body: dict[str, Any] = {"data": shown[0] if single else shown} if shown else {}
        if lost := [value for value, user in named.items() if user is None]:
            body["errors"] = [not_found("user", name, value) for value in lost]
        return Answer(body, self._bill_users(caller, found))

    def _owner(self, request: web.Request, known: Iterable[str]) -> tuple[User, Parameters]:
        parameters = Parameters(request, POST_LISTS, known)
        value = request.match_info["id"]
        user = self._network.users.get(an_id("id", value))
        if user is None:
            raise invalid(f"The `id` query parameter value [{value}] does not exist", id=value)
        return user, parameters

    def _timeline(
        self,
        caller: Caller,
        parameters: Parameters,
        timeline: Timeline,
        keep: int | None,
        owner: User,
        *,
        least: int,
        left_out: Iterable[str] = (),
    ) -> tuple[Answer, Page]:
        above, below = self._page_span(parameters)
        numbers = timeline.newest_first(above=above, below=below, keep=keep)
        posts = (post for number in numbers if not _left_out(post := self._network.posts[number], left_out))
        kind = "owned_read" if owner is caller.user and caller.owns_app else "post_read"
        size = parameters.number("max_results", least=least, most=100, otherwise=10)
        return self._page(caller, parameters, posts, size, kind)

    @staticmethod
    def _page_span(parameters: Parameters) -> tuple[int, int | None]:
        above, below = parameters.span()
        begin = parameters.page("pagination_token", "next_token")
        return above, begin if begin is not None and (below is None or begin < below) else below

    def _page(
        self, caller: Caller, parameters: Parameters, posts: Iterator[Post], size: int, kind: str
    ) -> tuple[Answer, Page]:
        visible = (post for post in posts if self._network.visible(post, caller.user))
        chosen = list(islice(visible, size))
        more = next(visible, None) is not None
        page = Page(self._network, caller.user, parameters)
        for post in chosen:
            page.add(post)
        body = page.body()
        meta: dict[str, Any] = {"result_count": len(chosen)}
        if chosen:
            meta |= {"newest_id": str(chosen[0].id), "oldest_id": str(chosen[-1].id)}
        if more:
            meta["next_token"] = page_token(chosen[-1].id)
        body["meta"] = meta
        return Answer(body, self._bill(caller, page, kind)), page

    def _bill(self, caller: Caller, page: Page, kind: str) -> float:
        read = self._gate.billing.charge_reads
        who, app = caller.user.handle, caller.app.key
        dollars = read(who, app, kind, page.posts)
        dollars += read(who, app, "post_read", page.included_posts)
        return dollars + read(who, app, "user_read", page.included_users)

    def _bill_users(self, caller: Caller, users: list[User]) -> float:
        numbers = [user.id for user in users]
        return self._gate.billing.charge_reads(caller.user.handle, caller.app.key, "user_read", numbers)


def _must_be_searchable(parameters: Parameters, oldest: int) -> None:
    """Recent search refuses to begin before its seven days; raises Problem (400)."""
    since, start = parameters.post_id("since_id"), parameters.moment("start_time")
    if since is not None and since < oldest:
        message = f"'since_id' must be a tweet id created after seven days ago. Use one that is larger than {oldest}"
        raise invalid(message, since_id=str(since))
    if start is not None and first_number_at(start) <= oldest:
        raise invalid("'start_time' must be on or after seven days ago", start_time=start.isoformat())


def _left_out(post: Post, kinds: Iterable[str]) -> bool:
    is_kind = {"replies": post.in_reply_to is not None, "retweets": post.repost_of is not None}
    return any(is_kind[kind] for kind in kinds)
