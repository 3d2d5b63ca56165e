"""Reading the posts that people pointed at: each once, what fails again later, and its asker always hears of it."""

from collections.abc import Mapping
from datetime import datetime, timedelta

import structlog

from bot.clock import Clock
from bot.desk import parking
from bot.desk.arriving import bringing
from bot.desk.arriving.routing import account_for_strangers
from bot.desk.desk import Nudge
from bot.desk.leaving.spending import Till
from bot.errors import Garbled, RetryAt, Trouble, Unavailable
from bot.loops.apart import Apart, reason, what_broke
from bot.loops.books import Books
from bot.loops.easel import Alarm
from bot.networks.base import Brought, Network
from bot.programme import Programme
from storage import wanted
from storage.db import Database
from storage.tables import WantedPost

BATCH = 10
PAUSES = tuple(timedelta(seconds=each) for each in (5, 30, 120, 600))
"""How long a post waits after each failure of its network; then its asker hears that it cannot be brought."""

log = structlog.get_logger()


class WantedPosts:
    """One round reads what is due, one after the other: people ask for single posts."""

    name = "wanted posts"
    tick = 10.0
    rest = 0.3

    def __init__(
        self,
        *,
        database: Database,
        programme: Programme,
        networks: Mapping[str, Network],
        clock: Clock,
        nudge: Nudge,
        alarm: Alarm,
        till: Till,
    ) -> None:
        self._database = database
        self._programme = programme
        self._networks = networks
        self._clock = clock
        self._nudge = nudge
        self._books = Books(database, programme, clock, till)
        self._apart = Apart(self.name, clock, alarm)

    async def round(self) -> datetime | None:
        """Read what is wanted; when the next one is due."""
        async with self._database.reading() as session:
            due = await wanted.due(session, self._clock.now(), limit=BATCH)
        await self._apart.each("the wanted post", due, self._bring, key=lambda each: each.id)
        if due:
            await self._books.write()
            self._nudge()
        async with self._database.reading() as session:
            return self._apart.at_the_earliest(await wanted.next_due_at(session))

    async def _bring(self, asked: WantedPost) -> None:
        network = self._networks.get(asked.network)
        if network is None:
            await self._give_up(asked, "the desk does not read that network any more.")
            return
        account = account_for_strangers(asked.network, self._programme)
        try:
            brought = await network.read_one(account.handle, asked.external_id)
        except (RetryAt, Unavailable) as trouble:
            await self._later(asked, trouble)
            return
        except Garbled as garbled:
            await self._park(asked, garbled.url, garbled.why)
            return
        except Trouble as trouble:
            await self._give_up(asked, str(trouble))
            return
        if await what_broke(self._came(asked, brought)) is None:
            log.info("post brought", network=asked.network)
            return
        error = await what_broke(self._came(asked, brought))
        if error is not None:
            await self._park(asked, brought.mention.url, reason(error))

    async def _came(self, asked: WantedPost, brought: Brought) -> None:
        """Take it in. What a source is just storing as well is found the second time."""
        async with self._database.writing() as session:
            await bringing.came(
                session,
                asked.id,
                brought,
                now=self._clock.now(),
                programme=self._programme,
                networks=self._networks,
            )

    async def _park(self, asked: WantedPost, url: str, why: str) -> None:
        """The desk stumbles over it: it is set aside for the managers, and who asked knows."""
        log.error("post not stored", network=asked.network, post=asked.external_id, error=why)
        now = self._clock.now()
        async with self._database.writing() as session:
            await parking.park_post(session, asked.network, asked.external_id, url, why, now=now)
            await bringing.cannot_come(session, asked.id, f"the desk stumbles over it ({why}).", now=now)

    async def _later(self, asked: WantedPost, trouble: Trouble) -> None:
        """The network does not answer now. One that says until when is waited for."""
        if asked.tries >= len(PAUSES):
            await self._give_up(asked, str(trouble))
            return
        now = self._clock.now()
        until = trouble.at if isinstance(trouble, RetryAt) else now + PAUSES[asked.tries]
        async with self._database.writing() as session:
            await wanted.put_off(session, asked.id, until=max(until, now + timedelta(seconds=1)))

    async def _give_up(self, asked: WantedPost, why: str) -> None:
        async with self._database.writing() as session:
            await bringing.cannot_come(session, asked.id, why, now=self._clock.now())
