"""Play mode's messages: one for each sitting, posted once and brought up to date as it goes on."""

from collections.abc import Mapping
from datetime import datetime

import structlog

from bot.clock import Clock
from bot.desk.play.sitting_pictures import depict_sitting
from bot.errors import Gone, Rejected
from bot.loops.apart import Apart
from bot.loops.easel import Alarm
from bot.networks.base import Network
from bot.programme import Programme
from bot.slack.gateway import Gateway, Lane
from bot.slack.kit import Drawn
from bot.slack.play import draw
from storage import sittings
from storage.db import Database
from storage.tables import Sitting

MARK = "volley_sitting"

log = structlog.get_logger()


class Sittings:
    """Draws what is behind: a sitting that went on, or whose conversation in hand has changed."""

    name = "sittings"
    tick = 10.0
    rest = 0.3

    def __init__(
        self,
        *,
        database: Database,
        programme: Programme,
        networks: Mapping[str, Network],
        gateway: Gateway,
        clock: Clock,
        alarm: Alarm,
    ) -> None:
        self._database = database
        self._programme = programme
        self._networks = networks
        self._gateway = gateway
        self._clock = clock
        self._apart = Apart(self.name, clock, alarm)

    async def round(self) -> datetime | None:
        """Show each sitting as it stands."""
        async with self._database.reading() as session:
            behind = await sittings.behind(session)
        await self._apart.each("play mode", behind, self._show)
        return self._apart.at_the_earliest(None)

    async def _show(self, number: int) -> None:
        """Draw one. A message that Slack no longer takes is left as it is: `/desk play` makes another."""
        async with self._database.reading() as session:
            sitting = await session.get_one(Sitting, number)
            picture = await depict_sitting(
                session, sitting, programme=self._programme, networks=self._networks, now=self._clock.now()
            )
        channel, ts = sitting.channel, sitting.ts
        try:
            channel = channel or await self._gateway.direct(sitting.by)
            ts = await self._put(sitting, channel, draw(picture))
        except (Gone, Rejected) as refused:
            log.warning("sitting not shown", sitting=number, error=type(refused).__name__)
        async with self._database.writing() as session:
            await sittings.set_shown(session, number, version=picture.version, of=picture.of, channel=channel, ts=ts)

    async def _put(self, sitting: Sitting, channel: str, drawing: Drawn) -> str:
        """Bring its message up to date, or post it; one whose posting was interrupted is looked for first."""
        mark = (MARK, sitting.id)
        ts = sitting.ts or await self._gateway.find(channel, mark, since=sitting.began_at)
        if ts is None:
            return await self._gateway.post(
                channel, text=drawing.text, blocks=drawing.blocks, lane=Lane.REPAINT, mark=mark
            )
        await self._gateway.update(channel, ts, text=drawing.text, blocks=drawing.blocks, lane=Lane.REPAINT)
        return ts
