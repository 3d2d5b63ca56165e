"""What the desk asks of a knowledge base."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Protocol

from bot.articles import ArticlePicture


@dataclass(frozen=True)
class Page:
    """One page of the list of all articles in a language, and whether another one follows."""

    articles: tuple[ArticlePicture, ...]
    is_last: bool


class KnowledgeSite(Protocol):
    """A site with articles. Every method raises Unavailable, or RetryAt, when it does not answer as it should."""

    async def search(self, locale: str, words: str) -> tuple[ArticlePicture, ...]:
        """The articles that its own search finds in one language, best first; none for a language it has not."""
        ...

    async def listed(self, locale: str, page: int) -> Page:
        """One page, counted from 1, of all articles in a language; an empty last one for a page that is not there."""
        ...

    async def is_there(self, locale: str, slug: str) -> bool:
        """Whether there is an article of this slug in this language."""
        ...

    async def check(self, locales: Sequence[str]) -> tuple[str, str | None]:
        """Try both ways of asking, in each language: what was tried, and the remedy, None when it is well."""
        ...

    async def close(self) -> None:
        """Hand back connections."""
        ...
