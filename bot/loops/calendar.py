"""The calendar: claims lapse, holds end, stand-ups come, each when its time has come and once, whatever restarts."""

from collections.abc import Awaitable, Callable
from datetime import datetime, timedelta

import structlog
from sqlalchemy.exc import IntegrityError
from sqlalchemy.ext.asyncio import AsyncSession

from bot.clock import Clock
from bot.desk.arriving.emptying import empty_old
from bot.desk.arriving.rehousing import rehouse
from bot.desk.arriving.vanishing import close_vanished
from bot.desk.desk import Nudge
from bot.desk.handling.ending_holds import close_proposed, end_holds
from bot.desk.handling.lapsing import BATCH, lapse_claims, send_back_untouched
from bot.desk.handling.old_ones import propose_old
from bot.desk.play.playing import settle_idle
from bot.desk.rhythm import standups
from bot.desk.rhythm.standup_facts import picture_of
from bot.errors import Gone, Rejected
from bot.loops.apart import Apart
from bot.loops.easel import Alarm
from bot.programme import Programme, Slot
from bot.slack.digests import draw_standup
from bot.slack.gateway import Gateway, Lane
from bot.slack.kit import Drawn
from storage import bulks, channels, early_answers, interactions, sittings
from storage import standups as kept
from storage.db import Database
from storage.tables import Standup

Act = Callable[[AsyncSession, datetime, Programme], Awaitable[int]]
ACTS: tuple[Act, ...] = (
    lapse_claims,
    send_back_untouched,
    end_holds,
    close_proposed,
    rehouse,
    settle_idle,
    propose_old,
    empty_old,
    close_vanished,
)

MARK = "volley_standup"
KEYS_KEPT = timedelta(days=2)
"""Slack delivers nothing again after so long; then the key of an interaction has done its work."""

EARLY_ANSWERS_KEPT = timedelta(days=30)
"""No network gives a source's unread posts for longer."""

BULKS_KEPT = timedelta(days=30)
"""So long bulk work can be taken back; most of it will have gone on by then."""

log = structlog.get_logger()


class Calendar:
    """Looks every few seconds at what has become due; what is due is decided by rows, never by a timer."""

    name = "calendar"
    tick = 15.0
    rest = 1.0

    def __init__(
        self,
        *,
        database: Database,
        programme: Programme,
        gateway: Gateway,
        clock: Clock,
        nudge: Nudge,
        alarm: Alarm,
    ) -> None:
        self._database = database
        self._programme = programme
        self._gateway = gateway
        self._clock = clock
        self._nudge = nudge
        self._alarm = alarm
        self._apart = Apart(self.name, clock, alarm)
        self._forgot_at: datetime | None = None

    async def round(self) -> datetime | None:
        """Do what is due; None: the next tick looks again."""
        await self._apart.each("the task", ACTS, self._act, key=lambda act: getattr(act, "__name__", ""))
        await self._apart.each(
            "the beginning of stand-up", self._programme.standups, self._begin, key=lambda it: it.key
        )
        async with self._database.reading() as session:
            behind = await kept.behind(session)
        await self._apart.each("stand-up", behind, self._show, key=lambda standup: standup.id)
        await self._forget()
        return None

    async def _act(self, act: Act) -> None:
        """Run one of the desk's own acts until nothing is left, a bounded part in each transaction."""
        done = BATCH
        while done >= BATCH:
            async with self._database.writing() as session:
                done = await act(session, self._clock.now(), self._programme)
            if done:
                self._nudge()

    async def _begin(self, slot: Slot) -> None:
        try:
            async with self._database.writing() as session:
                begun = await standups.begin_due(session, slot, now=self._clock.now(), programme=self._programme)
        except IntegrityError:
            log.info("stand-up already there", slot=slot.key)
            return
        if begun is not None:
            log.info("stand-up due", slot=slot.key, day=begun.day.isoformat())

    async def _show(self, standup: Standup) -> None:
        """Post it, or bring it up to date; one whose posting was interrupted is looked for first."""
        async with self._database.reading() as session:
            channel = standup.channel or (await channels.ids(session)).get(channels.TEAM)
            drawing = draw_standup(await picture_of(session, standup, programme=self._programme))
        if channel is None:
            return
        ts = standup.ts
        try:
            ts = await self._put(standup, channel, drawing)
        except (Gone, Rejected) as refused:
            await self._alarm("standup", f"stand-up {standup.id}", f"The stand-up could not be posted: {refused}")
        async with self._database.writing() as session:
            await kept.set_shown(
                session, standup.id, version=standup.version, channel=channel, ts=ts, at=self._clock.now()
            )

    async def _put(self, standup: Standup, channel: str, drawing: Drawn) -> str:
        ts = standup.ts
        mark = (MARK, standup.id)
        if ts is None:
            ts = await self._gateway.find(channel, mark, since=standup.due_at)
        if ts is None:
            return await self._gateway.post(
                channel, text=drawing.text, blocks=drawing.blocks, lane=Lane.DIGEST, mark=mark
            )
        await self._gateway.update(channel, ts, text=drawing.text, blocks=drawing.blocks, lane=Lane.REPAINT)
        return ts

    async def _forget(self) -> None:
        """Once an hour, drop what has done its work: keys of interactions, answers whose questions never came."""
        now = self._clock.now()
        if self._forgot_at is not None and now - self._forgot_at < timedelta(hours=1):
            return
        async with self._database.writing() as session:
            await interactions.forget(session, before=now - KEYS_KEPT)
            await sittings.forget_skips(session, before=now)
            await early_answers.forget(session, before=now - EARLY_ANSWERS_KEPT)
            await bulks.forget(session, undecided_before=now - KEYS_KEPT, before=now - BULKS_KEPT)
        self._forgot_at = now
