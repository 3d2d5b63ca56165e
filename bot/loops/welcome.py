"""Welcoming members: Slack is asked for their name and time zone, and they are let into the public channels once."""

from datetime import datetime, timedelta

import structlog

from bot.clock import Clock, zone_named
from bot.errors import Gone, Rejected
from bot.loops.apart import Apart
from bot.loops.easel import Alarm
from bot.programme import Programme
from bot.slack.gateway import Gateway
from storage import channels, members
from storage.db import Database
from storage.tables import Member

ASK_AGAIN = timedelta(days=1)
"""People move: working hours are counted in the zone they are in now."""

MOST = 20

log = structlog.get_logger()


class Welcome:
    """Gets to know whoever is new, a few at a time."""

    name = "welcome"
    tick = 60.0
    rest = 1.0

    def __init__(
        self, database: Database, programme: Programme, gateway: Gateway, clock: Clock, *, alarm: Alarm
    ) -> None:
        self._database = database
        self._needed = {channels.TEAM, *(channels.of_queue(queue.key) for queue in programme.queues)}
        self._gateway = gateway
        self._clock = clock
        self._apart = Apart(self.name, clock, alarm)

    async def round(self) -> datetime | None:
        """Ask about strangers, let newcomers in; at once again while there are more."""
        now = self._clock.now()
        async with self._database.reading() as session:
            strangers = await members.strangers(session, before=now - ASK_AGAIN, limit=MOST)
            outside = await members.outside(session, limit=MOST)
            known = {each.key: each for each in await channels.known(session)}
        await self._apart.each("the name of", strangers, self._ask, key=lambda member: member.id)
        if outside and self._needed <= known.keys():
            await self._let_in(
                [each.id for each in outside], [each.channel for each in known.values() if not each.private]
            )
        return self._apart.at_the_earliest(now if MOST in {len(strangers), len(outside)} else None)

    async def _ask(self, member: Member) -> None:
        try:
            name, zone = await self._gateway.profile(member.id)
        except (Gone, Rejected) as refused:
            log.warning("not known to Slack", member=member.id, why=str(refused))
            name = zone = ""
        zone = zone if zone_named(zone) is not None else ""
        async with self._database.writing() as session:
            await members.set_known(session, member.id, name=name, timezone=zone, at=self._clock.now())

    async def _let_in(self, newcomers: list[str], public: list[str]) -> None:
        for channel in public:
            try:
                is_in = await self._gateway.channels.invite(channel, *newcomers)
            except Rejected:
                is_in = False
            if not is_in:
                log.warning("not let in", channel=channel, members=newcomers)
        async with self._database.writing() as session:
            await members.set_let_in(session, newcomers, at=self._clock.now())
