"""Reading what an account likes, to see there what keyholders did by hand; one look answers for all of an account."""

from collections.abc import Mapping
from datetime import timedelta

import structlog

from bot.clock import Clock
from bot.desk.desk import Nudge
from bot.desk.leaving import liked
from bot.errors import RetryAt, Trouble
from bot.loops.alarm import Alarms
from bot.loops.apart import Apart, what_broke
from bot.networks.base import Network
from storage import likes
from storage.db import Database
from storage.replies import Lane
from storage.tables import Like

AGAIN = timedelta(minutes=5)
"""When likes that could not be read are read again."""

LIKE = "the look for like"

log = structlog.get_logger()


class Liked:
    """Looks for likes that a person may have done by hand."""

    def __init__(self, database: Database, networks: Mapping[str, Network], clock: Clock, nudge: Nudge) -> None:
        self._database = database
        self._networks = networks
        self._clock = clock
        self._nudge = nudge
        self._apart = Apart("outbox", clock, Alarms(database, clock, nudge))

    async def look(self, lane: Lane) -> None:
        """Read an account's likes once and judge every one of ours that is due for a look."""
        async with self._database.reading() as session:
            sought = await likes.to_look_for(session, lane, self._clock.now())
        network = self._networks.get(lane.network)
        posts: tuple[str, ...] = ()
        trouble: Trouble | None = None
        try:
            posts = await network.liked(lane.account) if network is not None and sought else ()
        except Trouble as met:
            trouble = met
            log.warning("likes not read", account=lane.account, error=type(met).__name__)
        for like in sought:
            error = await what_broke(self._judge(like, posts, trouble))
            if error is not None:
                await self._put_off(like)
            self._apart.ended(LIKE, like.id, error)
        await self._apart.tell(LIKE)
        self._nudge()

    async def _judge(self, like: Like, posts: tuple[str, ...], trouble: Trouble | None) -> None:
        now = self._clock.now()
        async with self._database.writing() as session:
            if trouble is None:
                await liked.looked(session, like.id, posts, now=now)
            else:
                at = max(trouble.at, now + AGAIN) if isinstance(trouble, RetryAt) else now + AGAIN
                await liked.look_later(session, like.id, at=at, now=now)

    async def _put_off(self, like: Like) -> None:
        """One over which the desk stumbles is looked for again later, the others never notice."""
        async with self._database.writing() as session:
            await likes.put_off_look(session, like.id, at=self._clock.now() + AGAIN)
