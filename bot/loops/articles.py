"""Reading the knowledge base in the background: all titles, and whether the clippings' articles are there."""

from datetime import datetime, timedelta

import structlog

from bot.clock import Clock
from bot.desk import alarms
from bot.desk.desk import Nudge
from bot.desk.writing import clipping_articles
from bot.desk.writing.library import Library
from bot.errors import RetryAt, Trouble
from bot.loops.easel import Alarm
from storage import articles
from storage.db import Database
from storage.tables import ArticleList

PAGE_PAUSE = timedelta(seconds=2)
"""Between two pages: a thousand articles are fifty of them, and nobody waits. Thirty languages take an hour a day."""

IDLE = timedelta(minutes=5)
DOWN_LONG = timedelta(hours=6)
"""After so long without an answer the managers hear of it; meanwhile the desk finds what it remembers."""

REMEMBERED_FOR = timedelta(days=30)
AT_ONCE = 5

log = structlog.get_logger()


class Articles:
    """One round looks for a few clippings' articles, and reads one page of one language's list."""

    name = "articles"
    tick = 300.0
    rest = 1.0

    def __init__(self, database: Database, library: Library, clock: Clock, nudge: Nudge, *, alarm: Alarm) -> None:
        self._database = database
        self._library = library
        self._clock = clock
        self._nudge = nudge
        self._alarm = alarm
        self._every = timedelta(minutes=library.knowledge_base.read_minutes)
        self._rests_until = clock.now()
        self._down_since: datetime | None = None
        self._answers = False

    async def round(self) -> datetime | None:
        """Read a little; soon again while there is more, else in five minutes. A site that is silent gets a pause."""
        if self._clock.now() < self._rests_until:
            return self._rests_until
        try:
            await self._look_at_clippings()
            more = await self._read_a_page()
        except Trouble as trouble:
            return await self._failed(trouble)
        await self._works()
        self._rests_until = self._clock.now() + (PAGE_PAUSE if more else min(IDLE, self._every))
        return self._rests_until

    async def _look_at_clippings(self) -> None:
        async with self._database.reading() as session:
            before = self._clock.now() - self._every
            due = await articles.clippings_to_look_at(session, before=before, limit=AT_ONCE)
        for clipping in due:
            is_there = await self._library.site.is_there(self._library.knowledge_base.fall_back, clipping.article)
            async with self._database.writing() as session:
                await clipping_articles.looked_for(
                    session, clipping.id, clipping.article, is_there=is_there, now=self._clock.now()
                )
            self._nudge()

    async def _read_a_page(self) -> bool:
        """Read the next page that is due; returns whether there was one."""
        due = await self._due()
        if due is None:
            return False
        locale, number = due
        page = await self._library.site.listed(locale, number)
        now = self._clock.now()
        async with self._database.writing() as session:
            reading = await articles.list_of(session, locale) or ArticleList(locale=locale, began_at=now)
            session.add(reading)
            if number == 1:
                reading.began_at, reading.read_at = now, None
            await self._library.keep(session, page.articles)
            reading.page = number + 1
            if page.is_last:
                reading.page, reading.read_at = 1, now
                if number > 1 or page.articles:
                    await session.flush()
                    await articles.forget_unseen(session, locale, since=reading.began_at)
                await articles.forget_searches(session, before=now - REMEMBERED_FOR)
        return True

    async def _due(self) -> tuple[str, int] | None:
        """The language and the page to read next; one that was begun is read to its end."""
        async with self._database.reading() as session:
            lists = await articles.lists(session)
        for locale in self._library.knowledge_base.locales:
            reading = lists.get(locale)
            if reading is None or reading.read_at is None:
                return locale, reading.page if reading is not None else 1
            if reading.read_at < self._clock.now() - self._every:
                return locale, 1
        return None

    async def _works(self) -> None:
        """The site answers. The first time after a start says so too: an alarm may be left from before it."""
        if not self._answers:
            await self._alarm(alarms.ARTICLES, self._library.knowledge_base.site, None)
        self._answers, self._down_since = True, None

    async def _failed(self, trouble: Trouble) -> datetime:
        now = self._clock.now()
        self._answers = False
        self._down_since = self._down_since or now
        self._rests_until = max(trouble.at, now + PAGE_PAUSE) if isinstance(trouble, RetryAt) else now + IDLE
        log.warning("knowledge base not read", error=type(trouble).__name__, why=str(trouble))
        if now - self._down_since >= DOWN_LONG:
            site = self._library.knowledge_base.site
            text = f"The knowledge base {site} has not answered for hours: {trouble} Articles are found from memory."
            await self._alarm(alarms.ARTICLES, site, text)
        return self._rests_until
