"""The line "+312 waiting" in a queue's channel: how many stand behind its window, and the button that hands one out."""

from datetime import datetime, timedelta

import structlog

from bot.errors import Gone, Trouble
from bot.loops.apart import Apart
from bot.loops.cards import hidden_in
from bot.loops.easel import Easel
from bot.programme import Queue
from bot.slack import counter as counter_drawing
from bot.slack.gateway import Lane
from storage import cards, channels
from storage.tables import Channel

MARK = ("volley_counter", 1)
"""A channel has one counter, wherever desk.toml lists its queue."""
PACE = timedelta(seconds=60)
"""How often a counter may change: it shares chat.update with everything that matters more."""

log = structlog.get_logger()


class Counters:
    """Keeps one message in each channel whose window is full; it goes away when nothing waits behind it."""

    name = "counters"
    tick = 60.0
    rest = 5.0

    def __init__(self, easel: Easel) -> None:
        self._easel = easel
        self._apart = Apart(self.name, easel.clock, easel.alarm)
        self._looked_at: datetime | None = None

    async def round(self) -> datetime | None:
        """Once a minute at the most, bring every counter up to date."""
        now = self._easel.now()
        if self._looked_at is not None and now < self._looked_at + PACE:
            return self._looked_at + PACE
        self._looked_at = now
        async with self._easel.database.reading() as session:
            without_card = await cards.without_card(session)
            known = {each.key: each for each in await channels.known(session)}
            counting = any(each.counter_shown for each in known.values())
            shown = await cards.shown_unclaimed(session) if without_card or counting else {}

        async def count(queue: Queue) -> None:
            channel = known[channels.of_queue(queue.key)]
            waiting = hidden_in(queue, shown.get(queue.key, 0), without_card.get(queue.key, 0))
            if waiting != channel.counter_shown.get("waiting", 0) or begun_at(channel) is not None:
                await self._show(channel, queue.key, waiting, now)

        there = [each for each in self._easel.programme.queues if channels.of_queue(each.key) in known]
        await self._apart.each("the counter of", there, count, key=lambda queue: queue.key)
        return now + PACE

    async def _show(self, channel: Channel, queue: str, waiting: int, now: datetime) -> None:
        try:
            if waiting == 0:
                await self._take_away(channel)
            elif channel.counter_ts is None:
                await self._post(channel, queue, waiting, now)
            else:
                await self._update(channel, queue, waiting)
        except Gone:
            await self._keep(channel, None, 0)
        except Trouble as trouble:
            log.warning("counter not shown", queue=queue, why=str(trouble))

    async def _take_away(self, channel: Channel) -> None:
        ts = channel.counter_ts or await self._find(channel)
        if ts is not None:
            await self._easel.gateway.delete(channel.channel, ts)
        await self._keep(channel, None, 0)

    async def _post(self, channel: Channel, queue: str, waiting: int, now: datetime) -> None:
        """Post it; an earlier try whose answer was lost is looked for first."""
        ts = await self._find(channel)
        if ts is not None:
            await self._keep(channel, ts, 0)
            channel.counter_ts = ts
            await self._update(channel, queue, waiting)
            return
        if begun_at(channel) is None:
            async with self._easel.database.writing() as session:
                await channels.set_counter(session, channel.key, ts=None, shown={"begun": now.isoformat()})
        drawing = counter_drawing.draw(queue, waiting)
        ts = await self._easel.gateway.post(
            channel.channel, text=drawing.text, blocks=drawing.blocks, lane=Lane.DIGEST, mark=MARK
        )
        await self._keep(channel, ts, waiting)

    async def _find(self, channel: Channel) -> str | None:
        """The line whose posting was begun and whose end nobody knows, if it is there."""
        begun = begun_at(channel)
        return await self._easel.gateway.find(channel.channel, MARK, since=begun) if begun is not None else None

    async def _update(self, channel: Channel, queue: str, waiting: int) -> None:
        drawing = counter_drawing.draw(queue, waiting)
        await self._easel.gateway.update(
            channel.channel, channel.counter_ts or "", text=drawing.text, blocks=drawing.blocks, lane=Lane.DIGEST
        )
        await self._keep(channel, channel.counter_ts, waiting)

    async def _keep(self, channel: Channel, ts: str | None, waiting: int) -> None:
        shown = {"waiting": waiting} if waiting else {}
        async with self._easel.database.writing() as session:
            await channels.set_counter(session, channel.key, ts=ts, shown=shown)


def begun_at(channel: Channel) -> datetime | None:
    """When the posting of a counter began of which nobody knows whether it is there; None when all is known."""
    begun = channel.counter_shown.get("begun")
    return datetime.fromisoformat(str(begun)) if begun is not None else None
