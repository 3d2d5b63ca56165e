"""The first endpoint, `/api/1/kb/`: every article by title and slug, page by page, and each one in full.

Its language is what Accept-Language says; nothing in the address changes that.
"""

from collections.abc import Mapping
from typing import Any

from aiohttp import web

from sandbox.kitsune.locales import ENGLISH, preferred
from sandbox.kitsune.site import Article, Site

PAGE_SIZE = 20


class Api:
    """What programs read of articles."""

    def __init__(self, site: Site) -> None:
        self._site = site

    def routes(self) -> list[web.RouteDef]:
        """The endpoint; anything but reading is refused."""
        listed = self._site.logged("GET /api/1/kb/", self.listing)
        found = self._site.logged("GET /api/1/kb/:slug", self.detail)
        return [
            web.get("/kitsune/api/1/kb/", listed),
            web.get("/kitsune/api/1/kb/{slug}", found),
            *(web.route("*", f"/kitsune/api/1/kb/{rest}", self.only_reading) for rest in ("", "{slug}")),
        ]

    async def listing(self, request: web.Request) -> web.Response:
        """Titles and slugs in one language, of a `product` and `topic` if asked, twenty on a `page`."""
        product, topic = request.query.get("product"), request.query.get("topic")
        if topic is not None and product is None:
            return said({"detail": "topic requires product"}, 400)
        found = [
            each
            for each in self._site.visible(locale_of(request))
            if product in (None, *each.products) and topic in (None, *each.topics)
        ]
        pages = max(1, -(-len(found) // PAGE_SIZE))
        number = page_number(request.query.get("page", "1"), pages)
        if number is None:
            return said({"detail": "Invalid page."}, 404)
        begin = (number - 1) * PAGE_SIZE
        answer = {
            "count": len(found),
            "next": address(request, number + 1) if number < pages else None,
            "previous": address(request, number - 1) if number > 1 else None,
            "results": [{"title": each.title, "slug": each.slug} for each in found[begin : begin + PAGE_SIZE]],
        }
        return said(answer)

    async def detail(self, request: web.Request) -> web.Response:
        """One article by the slug it has in the language asked for; a slug of another language's is not found."""
        slug, locale = request.match_info["slug"], locale_of(request)
        found = next((each for each in self._site.visible(locale) if each.slug == slug), None)
        if found is None:
            return said({"detail": "No Document matches the given query."}, 404)
        return said(shown(found))

    async def only_reading(self, request: web.Request) -> web.Response:
        """405 for everything that would write."""
        return said({"detail": f'Method "{request.method}" not allowed.'}, 405)


def shown(article: Article) -> dict[str, Any]:
    """An article in full."""
    return {
        "id": article.id,
        "title": article.title,
        "slug": article.slug,
        "url": article.path,
        "locale": article.locale,
        "products": list(article.products),
        "topics": list(article.topics),
        "summary": article.summary,
        "html": article.html,
    }


def page_number(written: str, pages: int) -> int | None:
    """The page that is asked for; None when there is none of that number."""
    if written == "last":
        return pages
    number = int(written) if written.isascii() and written.isdecimal() else 0
    return number if 1 <= number <= pages else None


def address(request: web.Request, number: int) -> str:
    """The whole address of another page; the first has no number."""
    query = {name: value for name, value in request.query.items() if name != "page"}
    return str(request.url.with_query(query | ({"page": str(number)} if number > 1 else {})))


def said(answer: Mapping[str, Any], status: int = 200) -> web.Response:
    """JSON, with what tells caches that it depends on the language."""
    return web.json_response(answer, status=status, headers={"Vary": "Accept, Accept-Language"})


def locale_of(request: web.Request) -> str:
    """The language that a request asks for, in the site's spelling."""
    return preferred(request.headers.get("Accept-Language", ENGLISH))
