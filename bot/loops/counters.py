"""The line "+312 waiting" in a queue's channel: how many stand behind its window, and the button that hands one out."""

from datetime import datetime, timedelta

import structlog

from bot.errors import Gone, Trouble
from bot.loops.cards import hidden_in
from bot.loops.easel import Easel
from bot.slack import counter as counter_drawing
from bot.slack.gateway import Lane
from storage import cards, channels
from storage.tables import Channel

MARK = "volley_counter"
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
        for number, queue in enumerate(self._easel.programme.queues, start=1):
            channel = known.get(channels.of_queue(queue.key))
            if channel is None:
                continue
            waiting = hidden_in(queue, shown.get(queue.key, 0), without_card.get(queue.key, 0))
            if waiting != channel.counter_shown.get("waiting", 0):
                await self._show(channel, queue.key, number, waiting, now)
        return now + PACE

    async def _show(self, channel: Channel, queue: str, number: int, waiting: int, now: datetime) -> None:
        try:
            if waiting == 0:
                await self._take_away(channel)
            elif channel.counter_ts is None:
                await self._post(channel, queue, number, waiting, now)
            else:
                await self._update(channel, queue, waiting)
        except Gone:
            await self._keep(channel, None, 0)
        except Trouble as trouble:
            log.warning("counter not shown", queue=queue, why=str(trouble))

    async def _take_away(self, channel: Channel) -> None:
        if channel.counter_ts is not None:
            await self._easel.gateway.delete(channel.channel, channel.counter_ts)
        await self._keep(channel, None, 0)

    async def _post(self, channel: Channel, queue: str, number: int, waiting: int, now: datetime) -> None:
        """Post it; an earlier try whose answer was lost is looked for first."""
        drawing = counter_drawing.draw(queue, waiting)
        begun = channel.counter_shown.get("begun")
        ts = None
        if begun is not None:
            since = datetime.fromisoformat(str(begun))
            ts = await self._easel.gateway.find(channel.channel, (MARK, number), since=since)
        else:
            async with self._easel.database.writing() as session:
                await channels.set_counter(session, channel.key, ts=None, shown={"begun": now.isoformat()})
        if ts is None:
            ts = await self._easel.gateway.post(
                channel.channel, text=drawing.text, blocks=drawing.blocks, lane=Lane.DIGEST, mark=(MARK, number)
            )
        await self._keep(channel, ts, waiting)

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
