"""The second endpoint, `/<locale>/search/?format=json`: what people's search finds, as data."""

import html
import json
import re
from typing import Any

from aiohttp import web

from sandbox.kitsune.locales import ENGLISH, LOCALES, normalised, preferred
from sandbox.kitsune.site import Article, Site, page

PER_PAGE = 10
LONGEST_QUERY = 200
ARTICLES, QUESTIONS, BOTH, DISCUSSIONS = 1, 2, 3, 4
"""What `w` can ask for; without it, articles and questions of the forum come mixed."""

NO_ROBOTS = {"X-Robots-Tag": "noindex, nofollow"}
PRODUCTS = {
    "firefox": "Firefox",
    "mobile": "Firefox for Android",
    "ios": "Firefox for iOS",
    "focus-firefox": "Firefox Focus",
}


class Search:
    """The site's search."""

    def __init__(self, site: Site) -> None:
        self._site = site

    def routes(self) -> list[web.RouteDef]:
        """With a language in front, and without one."""
        return [
            web.get("/kitsune/{locale}/search/", self._site.logged("GET /:locale/search/", self.search)),
            web.get("/kitsune/search/", self._site.logged("GET /search/", self.without_language)),
        ]

    async def without_language(self, request: web.Request) -> web.Response:
        """On to the search in the language that the browser likes best."""
        return onward(request, preferred(request.headers.get("Accept-Language", ENGLISH)))

    async def search(self, request: web.Request) -> web.Response:
        """What fits in one language. A language under another name is redirected, one the site has not is not found."""
        written = request.match_info["locale"]
        locale = normalised(written)
        if locale is None:
            return page("Page Not Found", 404)
        if locale != written:
            return onward(request, locale)
        query = dict(request.query)
        if query.get("format") != "json":
            return page("Search", 200)
        words, where, product = query.get("q", "").strip(), query.get("w") or str(BOTH), query.get("product")
        if not 0 < len(words) <= LONGEST_QUERY or where not in {"1", "2", "3", "4"} or product not in (None, *PRODUCTS):
            return rendered({"error": "Invalid search data."}, 400)
        spoken = normalised(query.get("language", "")) or locale
        return rendered(self._answer(words, int(where), spoken, product, query.get("page", "1")))

    def _answer(self, words: str, where: int, locale: str, product: str | None, number: str) -> dict[str, Any]:
        found = self._found(words, locale, product) if where & ARTICLES else []
        results = [document(each, words, score) for each, score in found]
        if where & QUESTIONS:
            results.append(question(words, locale))
        pages = max(1, -(-len(results) // PER_PAGE))
        at = int(number) if number.isdecimal() and 1 <= int(number) <= pages else 1
        answer: dict[str, Any] = {
            "num_results": len(results),
            "results": results[(at - 1) * PER_PAGE : at * PER_PAGE],
            "fallback_results": None if results else [best(each) for each in self._site.visible(locale)[:20]],
            "product_titles": PRODUCTS.get(product or "", "All Products"),
            "q": words,
            "w": where,
            "lang_name": LOCALES[locale],
            "products": [{"slug": slug, "title": title} for slug, title in PRODUCTS.items()],
            "total": len(results),
            "pagination": {
                "number": at,
                "num_pages": pages,
                "has_next": at < pages,
                "has_previous": at > 1,
                "page_range": list(range(1, pages + 1)),
                "dotted_upper": False,
                "dotted_lower": False,
            },
        }
        if product is not None:
            answer["product"] = product
        if not results:
            answer["message"] = "No pages matched the search criteria"
        return answer

    def _found(self, words: str, locale: str, product: str | None) -> list[tuple[Article, float]]:
        """Articles in which every word begins one of theirs, those with it in the title first."""
        wanted = words.lower().split()
        found = []
        for article in self._site.visible(locale):
            title, everything = article.title.lower(), f"{article.title} {article.summary} {article.slug}".lower()
            known = re.findall(r"\w+", everything)
            if product in (None, *article.products) and all(any(w.startswith(each) for w in known) for each in wanted):
                found.append((article, 1.0 + 6.0 * sum(each in title for each in wanted)))
        return sorted(found, key=lambda each: -each[1])


def document(article: Article, words: str, score: float) -> dict[str, Any]:
    """An article as a result: its address on the site, and its summary with what was searched for marked."""
    return {
        "type": "document",
        "url": article.path,
        "score": score,
        "title": article.title,
        "search_summary": marked(article.summary, words),
        "id": article.id,
    }


def question(words: str, locale: str) -> dict[str, Any]:
    """A question of the forum, which fits whatever is searched for."""
    return {
        "type": "question",
        "url": f"/{locale}/questions/1234567",
        "score": 0.5,
        "title": f"Somebody asks about {words}",
        "search_summary": "I have the same question.",
        "last_updated": "2026-02-27T08:15:00+00:00",
        "is_solved": False,
        "num_answers": 2,
        "num_votes": 1,
    }


def best(article: Article) -> dict[str, Any]:
    """What is offered when nothing fits: the best-liked articles, whatever was searched for."""
    return {
        "id": article.id,
        "document_title": article.title,
        "url": article.path,
        "document_parent_id": article.parent,
        "document_summary": article.summary,
    }


def marked(summary: str, words: str) -> str:
    """The summary as HTML, with the words searched for in <strong>."""
    pieces = "|".join(re.escape(html.escape(each, quote=False)) for each in words.split())
    return re.sub(f"({pieces})", r"<strong>\1</strong>", html.escape(summary, quote=False), flags=re.IGNORECASE)


def rendered(answer: dict[str, Any], status: int = 200) -> web.Response:
    """JSON as the site writes it, safe inside a page: `</` never stands in it."""
    text = json.dumps(answer, ensure_ascii=False).replace("</", "<\\/")
    return web.Response(text=text, status=status, content_type="application/json", headers=NO_ROBOTS)


def onward(request: web.Request, locale: str) -> web.Response:
    """A redirect to the search in a language, with the same question."""
    target = request.url.with_path(f"/kitsune/{locale}/search/", keep_query=True)
    return web.Response(status=302, headers={"Location": str(target.relative()), "Vary": "Accept-Language"})
