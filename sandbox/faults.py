"""Faults on demand: lost answers, refusals, slow and dead sockets, by rules that tests and the curious can set."""

import asyncio
import itertools
import random
import re
from contextlib import suppress
from dataclasses import dataclass, field
from enum import StrEnum
from fnmatch import fnmatchcase
from typing import Any

from aiohttp import web
from aiohttp.typedefs import Handler, Middleware

from sandbox.clock import SandboxClock
from sandbox.play.problems import too_many


class Fault(StrEnum):
    """What can go wrong."""

    DROP_ANSWER = "drop_answer"
    """The work is done, then the connection ends without an answer."""
    RATE_LIMITED = "rate_limited"
    """429 in the network's own words; nothing is done."""
    SERVER_ERROR = "server_error"
    """`status` (500 or 503) with a page of HTML; nothing is done."""
    SLOW = "slow"
    """The answer comes `seconds` late; the work is done at once."""
    CUT = "cut"
    """The connection ends before anything is done."""
    BLACK_HOLE = "black_hole"
    """Nothing is done and nothing is said; the connection stays open until the caller gives up."""
    DUPLICATE = "duplicate"
    """Socket Mode delivers an envelope twice."""


ON_REQUESTS = tuple(fault for fault in Fault if fault is not Fault.DUPLICATE)
ABOUT_REVIEWS = re.compile(r".*/applications/[^/]+/reviews(?P<id>/[^/]+?)?(?P<verb>:reply)?")
HTML_BODY = "<!DOCTYPE html><html><head><title>{0}</title></head><body><h1>{0}</h1></body></html>"


@dataclass
class Rule:
    """One standing order: which calls suffer what, how often and how many times in all."""

    fault: Fault
    method: str = "*"
    """A pattern such as `slack/chat.*`, `x/POST /2/tweets` or `chat.postMessage`; see `Faults.take`."""
    probability: float = 1.0
    count: int | None = None
    """How many calls it may strike in all; None is no end."""
    seconds: float = 1.0
    """How late a slow answer is, in seconds of the wall clock."""
    retry_after: int = 1
    """Seconds that a refusal for rate asks to wait."""
    status: int = 503
    after_work: bool = False
    """For a black hole: whether the work is done before the silence."""
    id: int = 0
    struck: int = field(default=0)

    def __post_init__(self) -> None:
        self.fault = Fault(self.fault)
        if not 0 <= self.probability <= 1:
            raise ValueError("probability lies between 0 and 1")

    def spent(self) -> bool:
        """Whether the rule has struck as often as it may."""
        return self.count is not None and self.struck >= self.count

    def fits(self, target: str) -> bool:
        """Whether the rule is about `target`, by its full name or by the part behind the network."""
        return fnmatchcase(target, self.method) or fnmatchcase(target.partition("/")[2], self.method)


class Faults:
    """The rules in force. Chance is seeded, so that the same calls in the same order suffer the same."""

    def __init__(self, clock: SandboxClock, *, seed: int = 1) -> None:
        self.rules: list[Rule] = []
        self.struck: list[tuple[str, Fault]] = []
        """What happened, as (target, fault), oldest first."""
        self._clock = clock
        self._random = random.Random(seed)
        self._numbers = itertools.count(1)
        self._over = asyncio.Event()

    def add(self, fault: Fault | str, method: str = "*", **how: Any) -> Rule:
        """Put a rule in force and return it; `how` are the other fields of Rule. Raises ValueError when malformed."""
        try:
            rule = Rule(Fault(fault), method, id=next(self._numbers), **how)
        except TypeError as wrong:
            raise ValueError(str(wrong)) from wrong
        self.rules.append(rule)
        return rule

    def remove(self, rule_id: int) -> bool:
        """Lift one rule; False when there is none of that number."""
        before = len(self.rules)
        self.rules = [rule for rule in self.rules if rule.id != rule_id]
        return len(self.rules) < before

    def clear(self) -> None:
        """Lift all rules and let go of every call held in a black hole."""
        self.rules.clear()
        self._over.set()
        self._over = asyncio.Event()

    def take(self, target: str, *faults: Fault) -> Rule | None:
        """The rule that strikes this call, counted as struck, or None.

        `target` is `slack/METHOD` for the Web API, `slack/socket` for one envelope on its way to the bot, `slack/link`
        for a Socket Mode connection being opened, `slack/response` for a response_url, `x/VERB /2/path/:id` for X,
        `play/VERB /reviews/:id` and `play/POST /token` for the Play Store, `kitsune/GET /api/1/kb/:slug` and
        `kitsune/GET /:locale/search/` for the knowledge base.
        With `faults`, only rules of these kinds are asked.
        """
        for rule in self.rules:
            if (faults and rule.fault not in faults) or rule.spent() or not rule.fits(target):
                continue
            if self._random.random() >= rule.probability:
                continue
            rule.struck += 1
            self.struck.append((target, rule.fault))
            return rule
        return None

    async def silence(self, request: web.Request) -> None:
        """Say nothing until the caller has gone away or the rules are lifted."""
        over = self._over
        while not over.is_set() and request.transport is not None and not request.transport.is_closing():
            with suppress(TimeoutError):
                await asyncio.wait_for(over.wait(), timeout=0.05)

    async def strike(self, rule: Rule, request: web.Request, handler: Handler) -> web.StreamResponse:
        """Answer one request as the rule says."""
        match rule.fault:
            case Fault.RATE_LIMITED:
                return rate_limited(request.path, rule.retry_after, self._clock)
            case Fault.SERVER_ERROR:
                title = {500: "Internal Server Error", 503: "Service Unavailable"}.get(rule.status, "Error")
                return web.Response(status=rule.status, text=HTML_BODY.format(title), content_type="text/html")
            case Fault.SLOW:
                answer = await handler(request)
                await asyncio.sleep(rule.seconds)
                return answer
            case Fault.BLACK_HOLE:
                if rule.after_work:
                    await handler(request)
                await self.silence(request)
            case Fault.DROP_ANSWER:
                await handler(request)
        return hung_up(request)


def hung_up(request: web.Request) -> web.Response:
    """End the connection without an answer; what is returned reaches nobody."""
    if request.transport is not None:
        request.transport.abort()
    return web.Response(status=499)


def rate_limited(path: str, seconds: int, clock: SandboxClock) -> web.Response:
    """429 as the network behind `path` says it: Slack with Retry-After, X with an absolute reset and no Retry-After,
    Google without a word of how long, the knowledge base with a page."""
    if path.startswith("/slack"):
        body = {"ok": False, "error": "ratelimited"}
        return web.json_response(body, status=429, headers={"Retry-After": str(seconds)})
    if path.startswith("/play"):
        return too_many("Queries").response()
    if path.startswith("/kitsune"):
        page = HTML_BODY.format("Too Many Requests")
        return web.Response(status=429, text=page, content_type="text/html", headers={"Retry-After": str(seconds)})
    reset = int(clock.wall_moment(clock.now()).timestamp()) + seconds
    headers = {"x-rate-limit-limit": "300", "x-rate-limit-remaining": "0", "x-rate-limit-reset": str(reset)}
    problem = {"title": "Too Many Requests", "detail": "Too Many Requests", "type": "about:blank", "status": 429}
    return web.json_response(problem, status=429, headers=headers)


def target_of(request: web.Request) -> str | None:
    """How rules call this request, or None for a path that rules do not touch."""
    path = request.path
    if path.startswith("/slack/api/"):
        return f"slack/{path.removeprefix('/slack/api/')}"
    if path.startswith("/slack/"):
        return f"slack/{path.split('/')[2]}"
    if path.startswith("/x/"):
        return f"x/{request.method} {without_numbers(path.removeprefix('/x'))}"
    if path.startswith("/play/"):
        return f"play/{request.method} {within_app(path.removeprefix('/play'))}"
    if path.startswith("/kitsune/"):
        return f"kitsune/{request.method} {of_any_article(path.removeprefix('/kitsune'))}"
    return None


def within_app(path: str) -> str:
    """A path of the Play Store without what leads to the app, and with `:id` in the place of a review's id."""
    found = ABOUT_REVIEWS.fullmatch(path)
    return path if found is None else f"/reviews{'/:id' if found['id'] else ''}{found['verb'] or ''}"


def of_any_article(path: str) -> str:
    """A path of the knowledge base with `:slug` in the place of an article's slug, and `:locale` of a language."""
    return re.sub(r"^/[^/]+(?=/search/)", "/:locale", re.sub(r"(?<=^/api/1/kb/).+", ":slug", path))


def without_numbers(path: str) -> str:
    """An X path with `:id` in the place of every number but the version, so that calls of one kind bear one name."""
    version, *parts = path.removeprefix("/").split("/")
    return "/".join(["", version, *(":id" if part.isdigit() else part for part in parts)])


def faults_middleware(faults: Faults) -> Middleware:
    """The aiohttp middleware through which every request to the pretend networks passes."""

    @web.middleware
    async def suffer(request: web.Request, handler: Handler) -> web.StreamResponse:
        target = target_of(request) if faults.rules else None
        rule = faults.take(target, *ON_REQUESTS) if target else None
        return await (handler(request) if rule is None else faults.strike(rule, request, handler))

    return suffer
