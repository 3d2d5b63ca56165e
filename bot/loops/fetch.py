"""Reading every source: what is new is taken in, then the cursor moves; silence and gaps raise alarms."""

import asyncio
from collections.abc import Mapping
from datetime import datetime, timedelta

import structlog
from sqlalchemy.ext.asyncio import AsyncSession

from bot.clock import Clock
from bot.desk import alarms
from bot.desk.arriving import gaps
from bot.desk.arriving.routing import search_of
from bot.desk.desk import Nudge
from bot.desk.leaving.spending import Till, overspent, purse_of
from bot.errors import RetryAt, Trouble, Unauthorised, Unavailable
from bot.loops.books import Books
from bot.loops.storing import Storing
from bot.networks.base import Fetched, Network
from bot.programme import Programme
from storage import sources
from storage.db import Database
from storage.tables import Source

SHORTEST = timedelta(seconds=1)

MISSES = 2
"""As many polls in a row without an answer raise an alarm; a token that is not accepted does at once."""

POLLS_SHARE = 0.5
"""As much of a network's quota as polls take; further pages, and looks at single posts, need the rest."""

log = structlog.get_logger()


class Fetch:
    """One round reads every source that is due, all beside each other: a slow or failing one holds up no other."""

    name = "fetch"
    tick = 5.0
    rest = 1.0

    def __init__(
        self,
        database: Database,
        programme: Programme,
        networks: Mapping[str, Network],
        clock: Clock,
        nudge: Nudge,
        *,
        till: Till,
        since: datetime,
    ) -> None:
        """A source that was never read begins at `since`; all others go on where they stopped."""
        self._database = database
        self._programme = programme
        self._networks = networks
        self._clock = clock
        self._nudge = nudge
        self._since = since
        self._books = Books(database, programme, clock, till)
        self._storing = Storing(database, programme, networks, clock, nudge)
        self._begun: frozenset[str] = frozenset()

    async def round(self) -> datetime | None:
        """Read what is due; returns when the next source is."""
        await self._begin()
        now = self._clock.now()
        async with self._database.reading() as session:
            found = {key: each for key, each in (await sources.all_of(session)).items() if key in self._begun}
            over = await overspent(session, now=now, programme=self._programme)
        due = [each for each in found.values() if is_due(each, now)]
        reads = (self._read(each, is_over=purse_of(each.key, self._programme) in over) for each in due)
        outcomes = await asyncio.gather(*reads, return_exceptions=True)
        await self._books.write()
        for source, outcome in zip(due, outcomes, strict=True):
            if isinstance(outcome, Exception):
                await self._broke(source, outcome)
        async with self._database.reading() as session:
            moments = [each.next_at for key, each in (await sources.all_of(session)).items() if key in self._begun]
        return min((each for each in moments if each is not None), default=None)

    async def _begin(self) -> None:
        keys = frozenset(key for network in self._networks.values() for key in network.sources())
        if keys == self._begun:
            return
        async with self._database.writing() as session:
            await sources.begin(session, sorted(keys), since=self._since)
            await alarms.clear_others(session, keys, alarms.SILENT, alarms.LATE, alarms.GAP, now=self._clock.now())
        self._begun = keys

    async def _read(self, source: Source, *, is_over: bool) -> None:
        """Fetch one source and store what is new; whatever goes wrong stays with this source.

        Where the budget was used up since its last poll, which had not known that, it waits out its hour first.
        """
        network = self._network(source)
        now = self._clock.now()
        resting = source.polled_at is not None and now - self._pause(source, True) < source.polled_at <= now
        if is_over and resting:
            await self._put_off(source)
            return

        async def keep(session: AsyncSession) -> None:
            """After the last part: only now is everything before the cursor safe."""
            await self._keep(session, source, fetched, is_over=is_over)

        try:
            fetched = await network.fetch(source.key, cursor=source.cursor, since=source.since)
        except Trouble as trouble:
            await self._missed(source, trouble, is_over=is_over)
            return
        stored = await self._storing.store(source.key, fetched, keep)
        if stored:
            log.info("mentions stored", source=source.key, count=stored)

    async def _put_off(self, source: Source) -> None:
        """Until its hour is over; not when the budget was raised in this very moment."""
        async with self._database.writing() as session:
            kept = await sources.locked(session, source.key)
            if kept is not None and kept.polled_at is not None and await self._is_over(session, source):
                kept.next_at = kept.polled_at + self._pause(source, True)

    async def _keep(self, session: AsyncSession, source: Source, fetched: Fetched, *, is_over: bool) -> None:
        now = self._clock.now()
        kept = await sources.locked(session, source.key)
        if kept is None:
            return
        if not fetched.complete:
            text = gap_words(source, self._network(source))
            await alarms.sound(session, alarms.GAP, source.key, text, now=now)
        await self._judge_gap(session, kept, now, complete=fetched.complete, over=(alarms.SILENT,))
        kept.cursor = fetched.cursor or kept.cursor
        kept.polled_at = kept.succeeded_at = now
        kept.next_at = now + self._pause(source, is_over and await self._is_over(session, source))
        kept.misses, kept.error = 0, None

    async def _missed(self, source: Source, trouble: Trouble, *, is_over: bool) -> None:
        now = self._clock.now()
        log.warning("source not read", source=source.key, error=type(trouble).__name__)
        async with self._database.writing() as session:
            kept = await sources.locked(session, source.key)
            if kept is None:
                return
            kept.misses += 1
            kept.polled_at, kept.error = now, str(trouble)
            pause = self._pause(source, is_over and await self._is_over(session, source))
            kept.next_at = max(trouble.at, now + SHORTEST) if isinstance(trouble, RetryAt) else now + pause
            if kept.misses >= MISSES or isinstance(trouble, Unauthorised):
                text = silence_words(kept, self._network(source), trouble)
                await alarms.sound(session, alarms.SILENT, source.key, text, now=now)
            await self._judge_gap(session, kept, now, complete=False)
        self._nudge()

    async def _judge_gap(
        self, session: AsyncSession, source: Source, now: datetime, *, complete: bool, over: tuple[str, ...] = ()
    ) -> None:
        """Warn after a day without a reading, sound the alarm when posts are about to be lost, or were; clear what is
        over.
        """
        network = self._network(source)
        can, name = network.capabilities, network.source_name(source.key)
        gap = gaps.gap_of(now - (source.succeeded_at or source.since), can)
        for kind, is_so in ((alarms.LATE, gap is gaps.Gap.LATE), (alarms.GAP, gap is gaps.Gap.LOST)):
            if is_so:
                await alarms.sound(session, kind, source.key, gaps.words(gap, name, source, can), now=now)
            elif kind is not alarms.GAP or complete:
                over = (*over, kind)
        await alarms.clear(session, source.key, *over, now=now)

    async def _broke(self, source: Source, error: Exception) -> None:
        """Something nobody thought of: this source counts as silent, the others never notice."""
        log.error("source broke", source=source.key, exc_info=error)
        what = Unavailable(f"Something is broken ({type(error).__name__}); the log says more.")
        await self._missed(source, what, is_over=False)

    async def _is_over(self, session: AsyncSession, source: Source) -> bool:
        """Whether its budget is used up still: managers may raise it while it is read."""
        return purse_of(source.key, self._programme) in await overspent(
            session, now=self._clock.now(), programme=self._programme
        )

    def _pause(self, source: Source, is_over: bool) -> timedelta:
        """How long until a source is read again: hourly once its budget is spent, when reading more would cost more."""
        times = self._programme.times
        if is_over:
            return timedelta(minutes=times.over_budget_poll_minutes)
        search = search_of(source.key, self._programme)
        pause = timedelta(seconds=search.poll_seconds if search else times.poll_seconds)
        return max(pause, shortest_pause(self._network(source)))

    def _network(self, source: Source) -> Network:
        return self._networks[source.key.partition(":")[0]]


def is_due(source: Source, now: datetime) -> bool:
    """Whether it is to be read now; one read later than now was read by a clock that has been set back since."""
    was_set_back = source.polled_at is not None and source.polled_at > now
    return source.next_at is None or source.next_at <= now or was_set_back


def shortest_pause(network: Network) -> timedelta:
    """How often each source can be read when all of them share so many reads an hour, and polls take half of these."""
    reads = network.capabilities.reads_an_hour
    if reads is None:
        return timedelta()
    return timedelta(hours=1) * len(network.sources()) / (reads * POLLS_SHARE)


def gap_words(source: Source, network: Network) -> str:
    """A gap, told to managers."""
    name, label = network.source_name(source.key), network.capabilities.label
    since = f" since {source.succeeded_at:%d %B %H:%M} UTC" if source.succeeded_at else ""
    return f"Some of {name}{since} can no longer be read: {label} gives only the newest. Look there yourselves."


def silence_words(source: Source, network: Network, trouble: Trouble) -> str:
    """A source that does not answer, told to managers."""
    since = f"since {source.succeeded_at:%d %B %H:%M} UTC" if source.succeeded_at else "yet"
    return f"I have not been able to read {network.source_name(source.key)} {since}. {trouble}"
