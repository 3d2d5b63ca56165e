"""Private messages: managers are paged, news and refusals delivered, and what was delivered is drawn again."""

import asyncio
from collections.abc import Mapping
from datetime import datetime, timedelta

import structlog

from bot.clock import Clock
from bot.desk import alarms
from bot.desk.escalating import escalation
from bot.desk.noticing import subject_of
from bot.errors import Gone, Rejected, RetryAt, Trouble, Unknown
from bot.loops.apart import Apart
from bot.loops.easel import Alarm
from bot.networks.base import Network
from bot.programme import Programme
from bot.slack.gateway import Gateway, Lane
from bot.slack.kit import Drawn
from bot.slack.notices import draw
from storage import escalations, notices
from storage.db import Database
from storage.tables import Notice

PAUSES = tuple(timedelta(seconds=each) for each in (2, 10, 60, 300, 900, 1800))
"""How long a notice waits after each failure; then it is parked, and the managers are told."""

log = structlog.get_logger()


class Pings:
    """Delivers what the desk owes people. For a ping, twice beats never: what may have been lost is said again."""

    name = "pings"
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
        self._alarm = alarm
        self._apart = Apart(self.name, clock, alarm)

    async def round(self) -> datetime | None:
        """Page, deliver, draw again; when the next notice or page is due."""
        await self._page()
        async with self._database.reading() as session:
            owed = await notices.owed(session, self._clock.now())
        for notice in owed:
            (outcome,) = await asyncio.gather(self._deliver(notice), return_exceptions=True)
            if isinstance(outcome, Exception):
                await self._broke(notice, outcome)
        await self._redraw_all()
        async with self._database.reading() as session:
            moments = [await notices.next_owed_at(session), await escalations.next_page_at(session)]
        return self._apart.at_the_earliest(min((each for each in moments if each is not None), default=None))

    async def _page(self) -> None:
        """Begin, end and go on with pages; an escalation that breaks keeps no other from its person."""
        async with self._database.reading() as session:
            over = await escalations.outlived(session, self._programme.escalation.queue)
            left = await escalations.left_alone(session)
        await self._apart.each("the end of escalation", over, self._settle)
        await self._apart.each("the taker of escalation", left, self._go_on_without)
        async with self._database.reading() as session:
            due = await escalations.to_page(session, self._clock.now())
        await self._apart.each("the page for escalation", due, self._page_next)

    async def _settle(self, number: int) -> None:
        async with self._database.writing() as session:
            await escalation.settle(session, number, now=self._clock.now())

    async def _go_on_without(self, number: int) -> None:
        async with self._database.writing() as session:
            await escalation.go_on_without(session, number, now=self._clock.now())

    async def _page_next(self, number: int) -> None:
        async with self._database.writing() as session:
            await escalation.page_next(session, number, now=self._clock.now(), programme=self._programme)

    async def _deliver(self, notice: Notice) -> None:
        """Send one notice; what goes wrong with it never holds up the others."""
        drawing = await self._drawn(notice)
        try:
            channel, ts = await self._send(notice, drawing)
        except (Gone, Rejected) as refused:
            await self._park(notice, str(refused))
        except Trouble as trouble:
            await self._later(notice, trouble)
        else:
            async with self._database.writing() as session:
                await notices.set_sent(session, notice.id, channel=channel, ts=ts, at=self._clock.now())

    async def _send(self, notice: Notice, drawing: Drawn) -> tuple[str, str | None]:
        """Where it went, and its ts when it stays: privately in a channel, else, or if they are not in it, directly."""
        if notice.channel is not None:
            try:
                await self._gateway.whisper(
                    notice.channel,
                    notice.to,
                    text=drawing.text,
                    blocks=drawing.blocks,
                    thread_ts=notice.thread_ts,
                )
            except (Gone, Rejected):
                log.info("told directly instead", notice=notice.id)
            else:
                return notice.channel, None
        channel = await self._gateway.direct(notice.to)
        return channel, await self._gateway.post(channel, text=drawing.text, blocks=drawing.blocks, lane=Lane.PING)

    async def _later(self, notice: Notice, trouble: Trouble) -> None:
        if notice.tries >= len(PAUSES) and not isinstance(trouble, RetryAt):
            await self._park(notice, str(trouble))
            return
        log.warning("notice not delivered", notice=notice.id, error=type(trouble).__name__)
        now = self._clock.now()
        pause = PAUSES[min(notice.tries, len(PAUSES) - 1)]
        due_at = trouble.at if isinstance(trouble, RetryAt) else now if isinstance(trouble, Unknown) else now + pause
        async with self._database.writing() as session:
            await notices.put_off(session, notice.id, until=max(due_at, now + timedelta(seconds=1)))

    async def _broke(self, notice: Notice, error: Exception) -> None:
        """Something nobody thought of: this notice is tried again later and at last parked, the others never notice."""
        log.error("notice broke", notice=notice.id, kind=notice.kind, exc_info=error)
        await self._later(notice, Trouble(f"Something is broken ({type(error).__name__}); the log says more."))

    async def _park(self, notice: Notice, why: str) -> None:
        log.error("notice parked", notice=notice.id, kind=notice.kind)
        async with self._database.writing() as session:
            await notices.park(session, notice.id, why)
        if notice.kind != "alarm":
            text = f"A message to <@{notice.to}> could not be delivered: {why}"
            await self._alarm(alarms.PARKED, f"notice {notice.id}", text)

    async def _redraw_all(self) -> None:
        async with self._database.reading() as session:
            waiting = await notices.to_redraw(session)
        await self._apart.each("message", waiting, self._redraw_one, key=lambda notice: notice.id)

    async def _redraw_one(self, notice: Notice) -> None:
        """What changes while it is drawn asks for it again; so does a drawing that did not arrive."""
        async with self._database.writing() as session:
            await notices.set_redraw(session, notice.id, redraw=False)
        is_done = False
        try:
            await self._redraw(notice)
            is_done = True
        except (Gone, Rejected):
            is_done = True
        finally:
            if not is_done:
                async with self._database.writing() as session:
                    await notices.set_redraw(session, notice.id, redraw=True)

    async def _redraw(self, notice: Notice) -> None:
        if notice.sent_channel is None or notice.ts is None:
            return

        async def newest() -> Drawn:
            return await self._drawn(notice)

        lane = Lane.PING if notice.urgent else Lane.REPAINT
        await self._gateway.redraw(notice.sent_channel, notice.ts, newest, lane=lane)

    async def _drawn(self, notice: Notice) -> Drawn:
        async with self._database.reading() as session:
            about = await subject_of(
                session, notice, programme=self._programme, networks=self._networks, now=self._clock.now()
            )
        return draw(
            notice.kind,
            notice.facts,
            card=about.card,
            reply=about.reply,
            like=about.like,
            escalation=about.escalation,
            place=self._gateway.link(*about.place) if about.place else None,
            hidden=about.hidden,
        )
