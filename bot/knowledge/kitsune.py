"""Kitsune, the software of support.mozilla.org: its search and its list of articles, read as anybody may.

Source: the project's own code, kitsune/wiki/api.py and kitsune/search/views.py.
"""

import html
import json
import re
from collections.abc import Mapping, Sequence
from datetime import timedelta
from typing import Any
from urllib.parse import quote, unquote, urlsplit

import aiohttp

from bot.articles import LOCALE, SLUG, ArticlePicture
from bot.clock import Clock
from bot.errors import RetryAt, Unavailable
from bot.knowledge.base import Page
from bot.text import clean_line

TIMEOUT = aiohttp.ClientTimeout(total=1.8, sock_connect=1.5)
"""Seconds. Slack waits three for the choices of a menu, and what is remembered must still be looked up in them."""

WITHOUT_HURRY = aiohttp.ClientTimeout(total=20)
LARGEST = 2_000_000
"""Bytes; an answer of ten results has fifteen thousand."""

ARTICLES_ONLY = "1"
"""What `w` must say, or questions of the forum come mixed with the articles."""

LONGEST_QUERY = 200
LONGEST_TITLE, LONGEST_SUMMARY = 300, 1000
REST = timedelta(minutes=1)
ADDRESS = re.compile(rf"/(?P<locale>{LOCALE.pattern})/kb/(?P<slug>[^/]+)/?")
TAG = re.compile(r"<[^<>]*>")


class Kitsune:
    """Reads one Kitsune site. Redirects are followed, for a language may bear another name there."""

    def __init__(self, site: str, *, clock: Clock, address: str | None = None) -> None:
        """`address` takes the place of the site's own; links go to the site in any case."""
        self._site = site
        self._address = (address or site).rstrip("/")
        self._clock = clock
        self._session: aiohttp.ClientSession | None = None

    async def close(self) -> None:
        """Hand back connections."""
        if self._session is not None:
            await self._session.close()
            self._session = None

    async def search(self, locale: str, words: str) -> tuple[ArticlePicture, ...]:
        """The articles that its search finds, best first. Raises Unavailable and RetryAt within two seconds."""
        asked = {"format": "json", "w": ARTICLES_ONLY, "q": words[:LONGEST_QUERY]}
        status, answer = await self._read(f"/{quote(locale)}/search/", asked, timeout=TIMEOUT)
        if status in {400, 404}:
            return ()
        results = answer.get("results")
        read = (result_in(each) for each in results) if isinstance(results, list) else ()
        return tuple(each for each in read if each is not None)

    async def listed(self, locale: str, page: int) -> Page:
        """One page of titles and slugs. A page beyond the last, as when articles went meanwhile, is empty and last."""
        status, answer = await self._read("/api/1/kb/", {"page": str(page)}, locale=locale)
        if status == 404 and "detail" in answer:
            return Page((), is_last=True)
        results = answer.get("results")
        if status != 200 or not isinstance(results, list):
            raise Unavailable(f"{self._site} lists its articles in a way that cannot be read ({status}).")
        return Page(
            tuple(
                ArticlePicture(locale, each["slug"], clean_line(each["title"], LONGEST_TITLE))
                for each in results
                if isinstance(each, dict) and are_texts(each.get("slug"), each.get("title"))
                if SLUG.fullmatch(each["slug"])
            ),
            is_last=not answer.get("next"),
        )

    async def is_there(self, locale: str, slug: str) -> bool:
        """Whether there is such an article; only the API's own word that there is none counts as a no."""
        status, answer = await self._read(f"/api/1/kb/{quote(slug, safe='')}", {}, locale=locale)
        if status == 404 and "detail" in answer:
            return False
        if status != 200 or "slug" not in answer:
            raise Unavailable(f"{self._site} answers {status} about one of its articles.")
        return True

    async def check(self, locales: Sequence[str]) -> tuple[str, str | None]:
        """Ask the list, and the search in each language, and say what is wrong."""
        what = f"knowledge base {self._site}"
        try:
            if not (await self.listed(locales[0], 1)).articles:
                return what, "it lists no articles; look at `site` in desk.toml"
            for locale in locales:
                status, _ = await self._read(f"/{locale}/search/", {"format": "json", "q": "help"})
                if status == 404:
                    return what, f"it has no language {locale}; look at `languages` and `fall_back` in desk.toml"
        except (Unavailable, RetryAt) as error:
            return what, f"{error} See that this host may read it, or take [knowledge_base] out of desk.toml"
        return what, None

    async def _read(
        self,
        path: str,
        query: Mapping[str, str],
        *,
        locale: str = "",
        timeout: aiohttp.ClientTimeout = WITHOUT_HURRY,
    ) -> tuple[int, dict[str, Any]]:
        """One GET: its status, and the object it holds, empty for a page of HTML beside an error."""
        if self._session is None:
            self._session = aiohttp.ClientSession(headers={"Accept": "application/json", "User-Agent": "Volley"})
        headers = {"Accept-Language": locale} if locale else {}
        try:
            async with self._session.get(
                f"{self._address}{path}", params=query, headers=headers, timeout=timeout, max_redirects=3
            ) as response:
                status = response.status
                if status == 429:
                    raise RetryAt(self._clock.now() + REST, f"{self._site} asks to wait.")
                if status >= 500:
                    raise Unavailable(f"{self._site} answers {status}.")
                return status, self._object(status, await self._all_of(response))
        except (aiohttp.ClientError, TimeoutError, OSError) as error:
            raise Unavailable(f"{self._site} does not answer ({type(error).__name__}).") from error

    async def _all_of(self, response: aiohttp.ClientResponse) -> bytes:
        """What an answer holds. Raises Unavailable when it does not end."""
        raw = bytearray()
        async for part in response.content.iter_chunked(65_536):
            raw += part
            if len(raw) > LARGEST:
                raise Unavailable(f"{self._site} answers with more than the desk reads.")
        return bytes(raw)

    def _object(self, status: int, raw: bytes) -> dict[str, Any]:
        """The JSON object of an answer. Raises Unavailable for a page in its place, such as one for robots."""
        try:
            answer = json.loads(raw)
        except ValueError as error:
            if status == 200:
                raise Unavailable(f"{self._site} answers with a page instead of data, as to a robot.") from error
            return {}
        return answer if isinstance(answer, dict) else {}


def result_in(result: Any) -> ArticlePicture | None:
    """One result of a search; None for what is no article. Its language stands in its address in every release."""
    if not isinstance(result, dict) or not are_texts(result.get("url"), result.get("title")):
        return None
    found = ADDRESS.fullmatch(urlsplit(result["url"]).path)
    slug = unquote(found["slug"]) if found is not None else ""
    if found is None or not SLUG.fullmatch(slug):
        return None
    summary = result.get("search_summary")
    return ArticlePicture(
        locale=found["locale"],
        slug=slug,
        title=clean_line(result["title"], LONGEST_TITLE),
        summary=without_tags(summary) if isinstance(summary, str) else "",
    )


def without_tags(written: str) -> str:
    """Words of a page on one line, without its tags."""
    return clean_line(html.unescape(TAG.sub("", written)), LONGEST_SUMMARY)


def are_texts(*values: object) -> bool:
    """Whether all of these are texts that say something."""
    return all(isinstance(each, str) and each for each in values)
