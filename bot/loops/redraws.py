"""Private messages drawn again, in a loop of their own: no page waits until they are."""

from datetime import datetime

from bot.errors import Gone, Rejected
from bot.loops.apart import Apart
from bot.loops.easel import Easel
from bot.loops.pings import drawn
from bot.slack.gateway import Lane
from bot.slack.kit import Drawn
from storage import notices
from storage.tables import Notice


class Redraws:
    """Brings delivered messages up to date that no longer show what is true."""

    name = "redraws"
    tick = 10.0
    rest = 0.3

    def __init__(self, easel: Easel) -> None:
        self._easel = easel
        self._apart = Apart(self.name, easel.clock, easel.alarm)

    async def round(self) -> datetime | None:
        """Draw what waits for it; at once again while there may be more."""
        async with self._easel.database.reading() as session:
            waiting = await notices.to_redraw(session)
        await self._apart.each("message", waiting, self._redraw_one, key=lambda notice: notice.id)
        return self._apart.at_the_earliest(self._easel.now() if len(waiting) == notices.BATCH else None)

    async def _redraw_one(self, notice: Notice) -> None:
        """What changes while it is drawn asks for it again; so does a drawing that did not arrive."""
        async with self._easel.database.writing() as session:
            await notices.set_redraw(session, notice.id, redraw=False)
        is_done = False
        try:
            await self._redraw(notice)
            is_done = True
        except (Gone, Rejected):
            is_done = True
        finally:
            if not is_done:
                async with self._easel.database.writing() as session:
                    await notices.set_redraw(session, notice.id, redraw=True)

    async def _redraw(self, notice: Notice) -> None:
        if notice.sent_channel is None or notice.ts is None:
            return

        async def newest() -> Drawn:
            return await drawn(self._easel, notice)

        lane = Lane.PING if notice.urgent else Lane.REPAINT
        await self._easel.gateway.redraw(notice.sent_channel, notice.ts, newest, lane=lane)
