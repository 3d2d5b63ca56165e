"""The calendar: claims lapse, holds end, stand-ups come, each when its time has come and once, whatever restarts."""

from datetime import date, datetime, timedelta
from functools import partial

import structlog
from sqlalchemy.exc import IntegrityError

from bot.clock import Clock
from bot.desk import alarms
from bot.desk.arriving.emptying import empty_old
from bot.desk.arriving.rehousing import left_behind, rehouse
from bot.desk.arriving.vanishing import close_vanished
from bot.desk.desk import Nudge
from bot.desk.due import BATCH, Task
from bot.desk.handling.ending_holds import close_proposed, end_holds
from bot.desk.handling.lapsing import lapse_claims, send_back_untouched
from bot.desk.handling.old_ones import propose_old
from bot.desk.handling.renaming import write_new_names
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
from storage import alarms as sounded
from storage import bulks, channels, early_answers, interactions, sittings
from storage import standups as kept
from storage.db import Database
from storage.tables import Standup

TASKS = (
    lapse_claims,
    send_back_untouched,
    end_holds,
    close_proposed,
    rehouse,
    settle_idle,
    empty_old,
    close_vanished,
    write_new_names,
)

MARK = "volley_standup"
HOUR = timedelta(hours=1)
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
        self._proposed_at: datetime | None = None
        self._forgot_at: datetime | None = None
        self._begun: dict[str, tuple[date, datetime]] = {}
        self._has_more = False

    async def round(self) -> datetime | None:
        """Do what is due, each row apart; at once again when there was more of it than is asked for at a time."""
        self._has_more = False
        await self._apart.each("the look for", TASKS, self._settle_due, key=lambda task: task.name)
        await self._apart.each("the question about", ["old conversations"], self._propose_old)
        await self._apart.each("the alarm about", ["queues that are gone"], self._tell_of_left)
        await self._apart.each(
            "the beginning of stand-up", self._programme.standups, self._begin, key=lambda it: it.key
        )
        async with self._database.reading() as session:
            behind = await kept.behind(session)
        await self._apart.each("stand-up", behind, self._show, key=lambda standup: standup.id)
        await self._forget()
        return self._apart.at_the_earliest(self._clock.now() if self._has_more else None)

    async def _settle_due(self, task: Task) -> None:
        limit = BATCH + self._apart.broken(task.name)
        async with self._database.reading() as session:
            numbers = await task.due(session, self._clock.now(), self._programme, limit=limit)
        await self._apart.each(task.name, numbers, partial(self._settle, task), key="#{}".format)
        self._has_more |= len(numbers) >= limit

    async def _settle(self, task: Task, number: int) -> None:
        async with self._database.writing() as session:
            done = await task.settle(session, number, self._clock.now(), self._programme)
        if done:
            self._nudge()

    async def _propose_old(self, _: str) -> None:
        now = self._clock.now()
        if self._proposed_at is not None and now - self._proposed_at < HOUR:
            return
        async with self._database.writing() as session:
            await propose_old(session, now, self._programme)
        self._proposed_at = now

    async def _tell_of_left(self, _: str) -> None:
        async with self._database.reading() as session:
            text = await left_behind(session, self._programme)
            told = await sounded.open_one(session, alarms.QUEUES, alarms.QUEUES)
        if text != (told.text if told is not None else None):
            await self._alarm(alarms.QUEUES, alarms.QUEUES, text)

    async def _begin(self, slot: Slot) -> None:
        latest = standups.latest_due(slot, self._programme, self._clock.now())
        if self._begun.get(slot.key) == latest:
            return
        try:
            async with self._database.writing() as session:
                begun = await standups.begin_due(session, slot, now=self._clock.now(), programme=self._programme)
        except IntegrityError:
            log.info("stand-up already there", slot=slot.key)
            return
        self._begun[slot.key] = latest
        if begun is not None:
            log.info("stand-up due", slot=slot.key, day=begun.day.isoformat())

    async def _show(self, standup: Standup) -> None:
        """Post it, or bring it up to date; one whose posting was interrupted is looked for first."""
        async with self._database.reading() as session:
            team = (await channels.ids(session)).get(channels.TEAM)
            drawing = draw_standup(await picture_of(session, standup, programme=self._programme))
        channel = standup.channel if standup.ts is not None else team
        if channel is None:
            return
        ts = standup.ts
        try:
            ts = await self._put(standup, channel, drawing)
        except (Gone, Rejected) as refused:
            if ts is None and isinstance(refused, Gone):
                await self._lose_channel(channel, str(refused))
                return
            await self._alarm("standup", f"stand-up {standup.id}", f"The stand-up could not be posted: {refused}")
        async with self._database.writing() as session:
            await kept.set_shown(
                session, standup.id, version=standup.version, channel=channel, ts=ts, at=self._clock.now()
            )

    async def _lose_channel(self, channel: str, why: str) -> None:
        """The team's channel is gone or closed to us: what is to stand in it waits until it is found or made again."""
        log.warning("channel lost", channel=channel, why=why)
        async with self._database.writing() as session:
            await channels.forget(session, channel)
        self._nudge()

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
        if self._forgot_at is not None and now - self._forgot_at < HOUR:
            return
        async with self._database.writing() as session:
            await interactions.forget(session, before=now - KEYS_KEPT)
            await sittings.forget_skips(session, before=now)
            await early_answers.forget(session, before=now - EARLY_ANSWERS_KEPT)
            await bulks.forget(session, undecided_before=now - KEYS_KEPT, before=now - BULKS_KEPT)
        self._forgot_at = now
