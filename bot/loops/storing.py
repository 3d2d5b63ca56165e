"""Storing what a source brought: oldest first, in small parts, the cursor with the last of them."""

import asyncio
from collections.abc import Awaitable, Callable, Mapping, Sequence

import structlog
from sqlalchemy.exc import DBAPIError, IntegrityError, OperationalError
from sqlalchemy.ext.asyncio import AsyncSession

from bot.clock import Clock
from bot.desk import alarms
from bot.desk.arriving.intake import take_in_all
from bot.desk.desk import Nudge
from bot.networks.base import Mention, Network
from bot.programme import Programme
from storage import posts
from storage.db import Database

PART = 20
"""Posts stored in one transaction: few enough that a click never waits long behind them."""

Last = Callable[[AsyncSession], Awaitable[None]]

log = structlog.get_logger()


class Storing:
    """Takes posts in, one source after the other, so that two that bring the same posts do not wait on each other."""

    def __init__(
        self,
        database: Database,
        programme: Programme,
        networks: Mapping[str, Network],
        clock: Clock,
        nudge: Nudge,
    ) -> None:
        self._database = database
        self._programme = programme
        self._networks = networks
        self._clock = clock
        self._nudge = nudge
        self._turn = asyncio.Lock()

    async def store(self, source: str, mentions: Sequence[Mention], last: Last) -> int:
        """Take in what is new, oldest first; `last` runs within the transaction of the last part. Returns how many."""
        async with self._turn:
            new = await self._unknown(mentions)
            parts = [new[start : start + PART] for start in range(0, len(new), PART)] or [[]]
            for part in parts[:-1]:
                await self._part(source, part, nothing)
            await self._part(source, parts[-1], last)
        return len(new)

    async def _unknown(self, mentions: Sequence[Mention]) -> list[Mention]:
        """Readings overlap, so that most posts of a quiet hour are known: one question leaves them out."""
        if not mentions:
            return []
        ids = {each.id for each in mentions}
        async with self._database.reading() as session:
            known = await posts.known(session, mentions[0].network, ids)
        return [each for each in mentions if each.id not in known and each.reposts_of is None]

    async def _part(self, source: str, part: Sequence[Mention], last: Last) -> None:
        try:
            await self._together(source, part, last)
        except (IntegrityError, OperationalError) as error:
            log.warning("taken in one by one", source=source, error=type(error.orig).__name__)
            for mention in part:
                await self._alone(source, mention)
            await self._together(source, (), last)
        if part:
            self._nudge()

    async def _together(self, source: str, part: Sequence[Mention], last: Last) -> None:
        async with self._database.writing() as session:
            await take_in_all(
                session,
                part,
                source,
                now=self._clock.now(),
                programme=self._programme,
                networks=self._networks,
            )
            await last(session)

    async def _alone(self, source: str, mention: Mention) -> None:
        """One post by itself; what another process has stored meanwhile is found the second time. Else it is parked."""
        try:
            await self._together(source, (mention,), nothing)
        except DBAPIError:
            try:
                await self._together(source, (mention,), nothing)
            except OperationalError:
                raise
            except DBAPIError as error:
                await self._park(source, mention, error)

    async def _park(self, source: str, mention: Mention, error: DBAPIError) -> None:
        """A post the database will not have: managers are told where it is, and the others go on."""
        log.error("post not stored", source=source, post=mention.id, error=type(error.orig).__name__)
        text = f"A post could not be stored and is not on the desk: {mention.url}"
        async with self._database.writing() as session:
            about = f"post {mention.network} {mention.id}"[:120]
            await alarms.sound(session, alarms.PARKED, about, text, now=self._clock.now())


async def nothing(session: AsyncSession) -> None:
    """Nothing more to do in this transaction."""
