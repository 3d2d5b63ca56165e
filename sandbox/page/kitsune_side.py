"""What the page shows and does of the pretend knowledge base: its articles, and what an editor does with them."""

from typing import TYPE_CHECKING

from aiohttp import web

from sandbox.kitsune.locales import ENGLISH
from sandbox.page.answers import Answerer, Json, body_of, text_in

if TYPE_CHECKING:
    from sandbox.server import Sandbox


class KitsuneSide:
    """Answers `/page/api/kitsune/…`."""

    def __init__(self, sandbox: "Sandbox") -> None:
        self._kitsune = sandbox.kitsune

    def asked(self) -> dict[str, Answerer]:
        """What can be read, by its name in the address."""
        return {"articles": self.articles}

    def done(self) -> dict[str, Answerer]:
        """What can be done, by its name in the address."""
        return {"vanish": self.vanish, "bring_back": self.bring_back}

    async def articles(self, request: web.Request) -> Json:
        """Every article that was first written in English, those that vanished too, with the languages it has."""
        every = self._kitsune.site.articles
        return {
            "articles": [
                {
                    "slug": each.slug,
                    "title": each.title,
                    "summary": each.summary,
                    "visible": each.visible,
                    "locales": [other.locale for other in every if each.id in {other.id, other.parent}],
                }
                for each in every
                if each.locale == ENGLISH
            ]
        }

    async def vanish(self, request: web.Request) -> Json:
        """Take an article and its translations off the site."""
        self._kitsune.vanish(text_in(await body_of(request), "slug"))
        return {}

    async def bring_back(self, request: web.Request) -> Json:
        """Put an article and its translations onto the site again."""
        self._kitsune.bring_back(text_in(await body_of(request), "slug"))
        return {}
