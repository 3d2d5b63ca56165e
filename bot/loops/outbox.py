"""The outbox: lets due replies and likes leave, looks for those that may be out, passes hand-sent ones on.

Accounts work beside each other, so that a slow one, or one that was asked to wait, holds up nobody else.
"""

import asyncio
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime

from bot.clock import Clock
from bot.desk import alarms
from bot.desk.desk import Nudge
from bot.desk.leaving import liking, sending
from bot.desk.leaving.spending import Till
from bot.loops.access import about
from bot.loops.alarm import Alarms
from bot.loops.apart import SHORTEST, Apart, what_broke
from bot.loops.attachments import Attachments, Files
from bot.loops.books import Books
from bot.loops.liked import Liked
from bot.loops.looks import Looks, lane_of
from bot.loops.sender import Sender
from bot.networks.base import Network
from bot.programme import Programme
from storage import likes, replies
from storage.db import Database
from storage.replies import Lane

PATROL = 0.5
"""Seconds after which new work is looked for while some account is slow."""

GRACE = 20.0
"""Seconds that requests under way are given to finish when the desk closes; cut short they would be unknown."""

SEND, LOOK, LIKES = "send", "look", "read the likes"
JOB, LIKE, REPLY = "work", "like", "reply"
BOOKING, COST = "writing down", "what was charged"


@dataclass(frozen=True)
class Job:
    """One kind of work for one account; at most one of each runs at a time."""

    kind: str
    lane: Lane

    def __str__(self) -> str:
        """As managers hear of it."""
        return f"to {self.kind} from @{self.lane.account}"


class Outbox:
    """One round does everything that is due; while an account is slow the others go on."""

    name = "outbox"
    tick = 5.0
    rest = 0.2
    grace = GRACE + 2.0

    def __init__(
        self,
        database: Database,
        programme: Programme,
        networks: Mapping[str, Network],
        clock: Clock,
        nudge: Nudge,
        *,
        files: Files,
        till: Till,
    ) -> None:
        self._database = database
        self._programme = programme
        self._clock = clock
        self._nudge = nudge
        self._apart = Apart(self.name, clock, Alarms(database, clock, nudge))
        self._looks = Looks(database, programme, networks, clock, nudge)
        attachments = Attachments(database, networks, clock, files)
        self._liked = Liked(database, networks, clock, nudge)
        self._sender = Sender(database, programme, networks, clock, nudge, looks=self._looks, attachments=attachments)
        self._books = Books(database, programme, clock, till)
        self._closing = False
        self._begun = False

    async def round(self) -> datetime | None:
        """Do all that is due now; when something is due next. An account whose work broke rests, the others go on."""
        self._closing = False
        if not self._begun:
            await self._forget_left()
        running: dict[Job, asyncio.Task[None]] = {}
        try:
            await self._write_down()
            await self._hand_likes_on()
            ended: set[Job] = set()
            while True:
                await self._start_what_is_due(running, ended)
                if not running:
                    break
                await self._until_one_is_done(running, ended)
        finally:
            await self._finish(running)
        await self._apart.tell(JOB)
        await self._apart.tell(BOOKING)
        moment, now = await self._next_moment(), self._clock.now()
        return self._apart.at_the_earliest(now + SHORTEST if moment is not None and moment <= now else moment)

    async def _forget_left(self) -> None:
        """What was told of the access to accounts that desk.toml no longer names is over."""
        lanes = [Lane(each.network, each.handle) for each in self._programme.accounts]
        async with self._database.writing() as session:
            await alarms.clear_others(session, {*map(about, lanes)}, alarms.ACCESS, now=self._clock.now())
        self._begun = True

    async def _start_what_is_due(self, running: dict[Job, asyncio.Task[None]], ended: set[Job]) -> None:
        """Begin what is due; what ended and is due again has its turn after a pause: it may have changed nothing."""
        await self._settle_interrupted()
        due = await self._due()
        self._apart.only(JOB, [*due, *running])
        for job in due:
            if job not in running and job not in ended and not self._apart.rests(JOB, job):
                running[job] = asyncio.create_task(self._do(job), name=f"{job.kind} {job.lane.account}")

    async def _until_one_is_done(self, running: dict[Job, asyncio.Task[None]], ended: set[Job]) -> None:
        await asyncio.wait(running.values(), timeout=PATROL, return_when=asyncio.FIRST_COMPLETED)
        done = [job for job, task in running.items() if task.done()]
        if not done:
            ended.clear()
        for job in done:
            ended.add(job)
            self._apart.ended(JOB, job, running.pop(job).exception())

    async def _finish(self, running: dict[Job, asyncio.Task[None]]) -> None:
        """Let requests under way end, begin no new ones, and stop what takes longer."""
        self._closing = True
        if running:
            await asyncio.wait(running.values(), timeout=GRACE)
        for task in running.values():
            task.cancel()
        await asyncio.gather(*running.values(), return_exceptions=True)

    async def _do(self, job: Job) -> None:
        """Do it, and write down at once what it cost: a post with a link is the dearest thing there is."""
        try:
            await self._work(job)
        finally:
            await self._write_down()

    async def _write_down(self) -> None:
        """What cannot be written down is no account's fault: it is kept for the next time, and everything goes on."""
        if not self._apart.rests(BOOKING, COST):
            self._apart.ended(BOOKING, COST, await what_broke(self._books.write()))

    async def _work(self, job: Job) -> None:
        if job.kind == SEND:
            await self._sender.empty(job.lane, lambda: self._closing)
        elif job.kind == LIKES:
            await self._liked.look(job.lane)
        else:
            await self._looks.look(job.lane)

    async def _due(self) -> list[Job]:
        now = self._clock.now()
        async with self._database.reading() as session:
            rehearsal = self._programme.sending == "off"
            leaving = () if rehearsal else await replies.due_lanes(session, now)
            handed = () if rehearsal else await replies.hands_over(session, now)
            looking = [*await replies.to_look_for(session, now), *handed]
            liking_lanes = await likes.lanes_to_look_at(session, now)
        jobs = [Job(SEND, lane) for lane in leaving] + [Job(LIKES, lane) for lane in liking_lanes]
        return jobs + [Job(LOOK, lane) for lane in dict.fromkeys(lane_of(each) for each in looking)]

    async def _settle_interrupted(self) -> None:
        """What was being sent when its process died or slept becomes unknown once its deadline has passed."""
        now = self._clock.now()
        async with self._database.reading() as session:
            interrupted = await replies.interrupted(session, now)
        waiting = [each for each in interrupted if each not in self._sender.in_flight]
        await self._apart.each(REPLY, waiting, self._interrupt)

    async def _interrupt(self, reply_id: int) -> None:
        async with self._database.writing() as session:
            await sending.interrupt(session, reply_id, now=self._clock.now())
        self._nudge()

    async def _hand_likes_on(self) -> None:
        if self._programme.sending == "off":
            return
        async with self._database.reading() as session:
            overdue = [each.id for each in await likes.hands_over(session, self._clock.now())]
        await self._apart.each(LIKE, overdue, self._hand_like_on)

    async def _hand_like_on(self, like_id: int) -> None:
        async with self._database.writing() as session:
            await liking.pass_on(session, like_id, now=self._clock.now(), programme=self._programme)
        self._nudge()

    async def _next_moment(self) -> datetime | None:
        async with self._database.reading() as session:
            return await replies.next_moment(session, sending=self._programme.sending == "on")
