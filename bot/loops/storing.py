"""Storing what a source brought: oldest first, in small parts; the cursor moves once the last of them is safe."""

import asyncio
from collections.abc import Awaitable, Callable, Mapping, Sequence

import structlog
from sqlalchemy.exc import OperationalError
from sqlalchemy.ext.asyncio import AsyncSession

from bot.clock import Clock
from bot.desk import parking
from bot.desk.arriving.intake import take_in_all
from bot.desk.desk import Nudge
from bot.loops.apart import reason, what_broke
from bot.networks.base import Fetched, Mention, Network
from bot.networks.odd import Unreadable
from bot.programme import Programme
from storage import posts
from storage.db import Database

PART = 20
"""Posts stored in one transaction: few enough that a click never waits long behind them."""

FEW = 3
"""So many new posts may all be odd: one person may well write them alike, and no other may come for hours."""

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
        self._set_aside: set[tuple[str, str]] = set()

    async def store(self, source: str, fetched: Fetched, last: Last) -> int:
        """Take in what is new, oldest first, set aside what breaks, then do `last`. Returns how many are stored.

        What was set aside is tried again when a manager says so, or by the next process. When the desk stumbles over
        every one of more than a few posts, the fault is hardly theirs: that error is raised, and all are read again.
        """
        async with self._turn:
            await self._park(source, fetched.unreadable)
            new = await self._unknown(fetched.mentions)
            broken: dict[str, Exception] = {}
            for start in range(0, len(new), PART):
                broken |= await self._part(source, new[start : start + PART])
            if len(broken) == len(new) > FEW:
                raise next(iter(broken.values()))
            odd = [Unreadable(each.id, each.url, reason(broken[each.id])) for each in new if each.id in broken]
            await self._park(source, odd)
            async with self._database.writing() as session:
                await last(session)
        return len(new) - len(broken)

    async def _unknown(self, mentions: Sequence[Mention]) -> list[Mention]:
        """Readings overlap, so that most posts of a quiet hour are known: one question leaves them out."""
        mentions = [each for each in mentions if (each.network, each.id) not in self._set_aside]
        if not mentions:
            return []
        ids = {each.id for each in mentions}
        async with self._database.reading() as session:
            known = await posts.known(session, mentions[0].network, ids)
        return [each for each in mentions if each.id not in known and each.reposts_of is None]

    async def _part(self, source: str, part: Sequence[Mention]) -> dict[str, Exception]:
        """Store a part; what broke over which of its posts. Raises what concerns all: a database that is away."""
        broken: dict[str, Exception] = {}
        try:
            trouble = await what_broke(self._together(source, part))
        except OperationalError as error:
            trouble = error
        if trouble is not None:
            log.warning("taken in one by one", source=source, error=reason(trouble))
            for mention in part:
                trouble = await self._alone(source, mention)
                broken |= {} if trouble is None else {mention.id: trouble}
        self._nudge()
        return broken

    async def _together(self, source: str, part: Sequence[Mention]) -> None:
        async with self._database.writing() as session:
            await take_in_all(
                session,
                part,
                source,
                now=self._clock.now(),
                programme=self._programme,
                networks=self._networks,
            )

    async def _alone(self, source: str, mention: Mention) -> Exception | None:
        """One post by itself; what another process has stored meanwhile is found the second time."""
        try:
            first = await what_broke(self._together(source, (mention,)))
        except OperationalError as error:
            first = error
        return None if first is None else await what_broke(self._together(source, (mention,)))

    async def _park(self, source: str, odd: Sequence[Unreadable]) -> None:
        """Posts the desk stumbles over: managers are told where they are, and the others go on."""
        network = source.partition(":")[0]
        new = [each for each in odd if (network, each.id) not in self._set_aside]
        for each in new:
            log.error("post not stored", source=source, post=each.id, error=each.why)
            async with self._database.writing() as session:
                await parking.park_post(session, network, each.id, each.url, each.why, now=self._clock.now())
        self._set_aside |= {(network, each.id) for each in new}
