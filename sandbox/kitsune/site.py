"""The state of the pretend knowledge base: which articles there are, and what all its answers share."""

import itertools
import time
from collections.abc import Awaitable, Callable
from dataclasses import dataclass, field
from typing import Any
from urllib.parse import quote

from aiohttp import web

from sandbox.clock import SandboxClock
from sandbox.kitsune.invented import INVENTED
from sandbox.kitsune.locales import ENGLISH
from sandbox.log import Call, CallLog

Changed = Callable[[str, dict[str, Any]], None]
Work = Callable[[web.Request], Awaitable[web.Response]]
Handler = Callable[[web.Request], Awaitable[web.StreamResponse]]
PAGE = "<!DOCTYPE html><html><head><title>{0}</title></head><body><h1>{0}</h1></body></html>"


@dataclass
class Article:
    """One article in one language; a translation bears the `parent` it was made from. `visible` until it vanishes."""

    id: int
    locale: str
    slug: str
    title: str
    summary: str
    products: tuple[str, ...] = ("firefox",)
    topics: tuple[str, ...] = ()
    parent: int | None = None
    visible: bool = field(default=True)

    @property
    def path(self) -> str:
        """Where people read it."""
        return f"/{self.locale}/kb/{quote(self.slug)}"

    @property
    def html(self) -> str:
        """The article as a page shows it."""
        return f"<p>{self.summary}</p>"


class Site:
    """Everything on the site. It begins with a handful of invented articles."""

    def __init__(self, clock: SandboxClock, log: CallLog, changed: Changed) -> None:
        self.clock = clock
        self.log = log
        self.changed = changed
        self.articles: list[Article] = []
        self._ids = itertools.count(10_001)
        for each in INVENTED:
            original = self.publish(ENGLISH, each.slug, *each.english, products=each.products)
            for locale, (slug, title, summary) in each.translations.items():
                self.publish(locale, slug, title, summary, products=each.products, parent=original.id)

    def publish(
        self,
        locale: str,
        slug: str,
        title: str,
        summary: str,
        *,
        products: tuple[str, ...] = ("firefox",),
        parent: int | None = None,
    ) -> Article:
        """Add an article."""
        article = Article(next(self._ids), locale, slug, title, summary, products, ("settings",), parent)
        self.articles.append(article)
        return article

    def visible(self, locale: str) -> list[Article]:
        """What anybody can read in a language."""
        return [each for each in self.articles if each.visible and each.locale == locale]

    def logged(self, endpoint: str, work: Work) -> Handler:
        """The same work, noted in the log of calls."""

        async def answer(request: web.Request) -> web.StreamResponse:
            began = time.perf_counter()
            response = await work(request)
            ms = (time.perf_counter() - began) * 1000
            error = "" if response.status < 400 else response.reason
            self.log.add(Call(self.clock.now(), "kitsune", endpoint, "", response.status, error, ms))
            return response

        return answer

    async def nothing_there(self, request: web.Request) -> web.Response:
        """The page for an address that leads nowhere."""
        return page("Page Not Found", 404)


def page(title: str, status: int) -> web.Response:
    """A page of HTML, as people see it."""
    return web.Response(status=status, text=PAGE.format(title), content_type="text/html")
