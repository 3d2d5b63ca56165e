"""The desk's memory of the knowledge base: it answers at once what it was asked before, and when the site does not."""

import asyncio
import re
from collections import Counter
from collections.abc import Iterable, Sequence
from datetime import timedelta

import structlog
from sqlalchemy.exc import DBAPIError
from sqlalchemy.ext.asyncio import AsyncSession

from bot.articles import ArticlePicture, Found, KnowledgeBase
from bot.clock import Clock
from bot.errors import Trouble
from bot.knowledge.base import KnowledgeSite
from storage import articles
from storage.db import Database, lost_a_race
from storage.tables import Article, ArticleSearch

FRESH = timedelta(hours=12)
"""How long the site is not asked the same again."""

REST = timedelta(seconds=30)
"""How long a site that did not answer is left alone: whoever types on should not wait for it at each letter."""

FEWEST_LETTERS = 3
"""With fewer typed the site is not asked."""

LONGEST_WORDS = 100
MOST = 20
WORD = re.compile(r"[^\W_]{2,}")
SAYS_SOMETHING = 4
"""Letters of a customer's word by which articles are looked for; shorter ones stand everywhere."""

log = structlog.get_logger()


class Library:
    """Finds articles. What the site finds is kept, so that it is found again without it."""

    def __init__(self, database: Database, site: KnowledgeSite, knowledge_base: KnowledgeBase, clock: Clock) -> None:
        self.site = site
        self.knowledge_base = knowledge_base
        self._database = database
        self._clock = clock
        self._rests_until = clock.now()

    async def search(self, language: str, typed: str) -> Found:
        """The articles for these words in a customer's language, then those in the one that has them all.

        Answers within two seconds: at once what was asked before, else what the site says, else what is remembered by
        its words. No transaction is open while the site is asked. What was typed by halves is remembered as well.
        """
        words = tidy(typed)
        locales = self.knowledge_base.locales_for(language)
        fresh = await self._fresh(locales, words)
        missing = [each for each in locales if each not in fresh]
        can_ask = len(words) >= FEWEST_LETTERS and self._clock.now() >= self._rests_until
        is_answered = not missing or (can_ask and await self._ask(missing, words))
        async with self._database.reading() as session:
            found = await self._known(session, locales, words, by_words=not is_answered)
        return Found(found, remembered=not is_answered and len(words) >= FEWEST_LETTERS)

    async def fitting(self, language: str, said: str) -> Found:
        """Remembered articles in which words of a customer stand; the site is not asked, and hears nothing of them."""
        locales = self.knowledge_base.locales_for(language)
        words = sorted({each for each in WORD.findall(said.casefold()) if len(each) >= SAYS_SOMETHING}, key=len)[-12:]
        async with self._database.reading() as session:
            rows = await articles.with_words(session, locales, words, every=False)
        return Found(self._pictures(distinct(ranked(rows, words, locales)))[:MOST])

    async def keep(self, session: AsyncSession, found: Sequence[ArticlePicture]) -> None:
        """Remember articles that the site has just shown, in the transaction at hand."""
        now = self._clock.now()
        for locale in sorted({each.locale for each in found}):
            shown = {each.slug: each for each in sorted(found, key=slug_of) if each.locale == locale}
            known = await articles.named(session, locale, tuple(shown))
            for slug, each in shown.items():
                row = known.get(slug) or Article(locale=locale, slug=slug, summary="")
                row.title, row.seen_at = each.title, now
                row.summary = each.summary or row.summary
                row.words = f"{row.title} {row.summary} {slug}".casefold()
                session.add(row)

    async def _fresh(self, locales: Sequence[str], words: str) -> frozenset[str]:
        """The languages in which the site was asked the same not long ago."""
        async with self._database.reading() as session:
            there = await articles.searched(session, locales, words)
        since = self._clock.now() - FRESH
        return frozenset(locale for locale, each in there.items() if each.at > since)

    async def _ask(self, locales: Sequence[str], words: str) -> bool:
        """Ask the site in these languages at once and remember what it says; returns whether it answered in all."""
        outcomes = await asyncio.gather(*(self.site.search(each, words) for each in locales), return_exceptions=True)
        answers: dict[str, tuple[ArticlePicture, ...]] = {}
        for locale, outcome in zip(locales, outcomes, strict=True):
            if isinstance(outcome, Trouble):
                self._rests_until = self._clock.now() + REST
                log.warning("knowledge base not searched", locale=locale, error=type(outcome).__name__)
            elif isinstance(outcome, BaseException):
                raise outcome
            else:
                answers[locale] = outcome
        try:
            await self._remember(words, answers)
        except DBAPIError as error:  # somebody asked the same at the same moment, and theirs is there now
            if not lost_a_race(error):
                raise
            await self._remember(words, answers)
        return len(answers) == len(locales)

    async def _remember(self, words: str, answers: dict[str, tuple[ArticlePicture, ...]]) -> None:
        now = self._clock.now()
        async with self._database.writing() as session:
            await self.keep(session, [each for found in answers.values() for each in found])
            there = await articles.searched(session, tuple(answers), words)
            for locale, found in answers.items():
                row = there.get(locale) or ArticleSearch(locale=locale, words=words)
                row.slugs, row.at = [each.slug for each in found if each.locale == locale], now
                session.add(row)

    async def _known(
        self, session: AsyncSession, locales: Sequence[str], words: str, *, by_words: bool
    ) -> tuple[ArticlePicture, ...]:
        """What the site found for these words, whenever that was, and if asked for all in which they stand."""
        there = await articles.searched(session, locales, words)
        rows: list[Article] = []
        for locale in locales:
            slugs = there[locale].slugs if locale in there else []
            known = await articles.named(session, locale, slugs)
            rows += [known[each] for each in slugs if each in known]
        if by_words:
            pieces = WORD.findall(words)
            rows += ranked(await articles.with_words(session, locales, pieces), pieces, locales)
        return self._pictures(distinct(rows))[:MOST]

    def _pictures(self, rows: Iterable[Article]) -> tuple[ArticlePicture, ...]:
        return tuple(picture(each, self.knowledge_base) for each in rows)


def picture(article: Article, knowledge_base: KnowledgeBase) -> ArticlePicture:
    """An article as it is drawn."""
    link = knowledge_base.link(article.locale, article.slug)
    return ArticlePicture(article.locale, article.slug, article.title, article.summary, link, article.id)


def slug_of(article: ArticlePicture) -> str:
    """By what articles are kept in order, so that no two who keep the same wait for each other."""
    return article.slug


def tidy(typed: str) -> str:
    """What was typed as it is asked and remembered: small letters, single spaces, not too long."""
    return " ".join(typed.casefold().split())[:LONGEST_WORDS].strip()


def ranked(rows: Sequence[Article], words: Sequence[str], locales: Sequence[str]) -> list[Article]:
    """The most fitting first: the customer's language, then as many of the words as can be, in the title above all.

    A word counts the less, the more articles have it: a brand's name stands in most of them.
    """

    common = Counter(word for each in rows for word in words if word in each.words)

    def worth(article: Article) -> tuple[int, float]:
        title, there = article.title.casefold(), [word for word in words if word in article.words]
        return -locales.index(article.locale), sum((2 if word in title else 1) / common[word] for word in there)

    return sorted(rows, key=worth, reverse=True)


def distinct(rows: Iterable[Article]) -> list[Article]:
    """Each article once: a translation with the same slug makes the English one needless."""
    first: dict[str, Article] = {}
    for each in rows:
        first.setdefault(each.slug, each)
    return list(first.values())
