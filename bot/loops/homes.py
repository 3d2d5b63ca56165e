"""Home tabs: what somebody did shows at once in their own; figures once a minute, while they may still be looking.

Slack takes about 100 publications a minute for the whole workspace (tier 4). What shows already is not published again:
a digest of what was drawn last is compared first.
"""

import asyncio
import json
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from hashlib import sha256
from weakref import WeakValueDictionary

import structlog

from bot.clock import Clock
from bot.desk import alarms
from bot.desk.desk import Desk, Who
from bot.desk.showing import home as desk_home
from bot.errors import Gone, Refused, Rejected
from bot.loops.apart import Apart
from bot.loops.easel import Alarm
from bot.slack import home as drawing
from bot.slack.gateway import Gateway, Lane
from bot.slack.kit import Block
from storage import homes

LOOKING_FOR = timedelta(minutes=15)
"""How long after opening it somebody may still look at their Home, for figures to follow; opening it again draws it."""

AT_WORK_FOR = timedelta(hours=12)
"""How long after opening it their own doing shows: Slack says nothing of who just stays there, and presses a button."""

EVERY = timedelta(seconds=60)
KIND = "the Home of"
AT_ONCE = 20
"""Homes drawn beside each other; the others have their turn in the next round."""

log = structlog.get_logger()


@dataclass(frozen=True)
class Sketch:
    """A Home as it stands: its version, its blocks and their digest; `refused` when its person may see nothing."""

    version: int
    blocks: list[Block]
    digest: str
    refused: bool = False


class HomePainter:
    """Draws one Home at a time for each person: two drawings under way could arrive in the wrong order."""

    def __init__(self, desk: Desk, gateway: Gateway, clock: Clock, *, alarm: Alarm) -> None:
        self.clock = clock
        self._alarm = alarm
        self._desk = desk
        self._gateway = gateway
        self._brushes: WeakValueDictionary[str, asyncio.Lock] = WeakValueDictionary()

    async def behind(self) -> list[str]:
        """Whose Home does not show yet what they did."""
        since = self.clock.now() - AT_WORK_FOR
        async with self._desk.database.reading() as session:
            return list(await homes.behind(session, opened_since=since, limit=AT_ONCE))

    async def to_compare(self) -> list[str]:
        """Whose Home was last compared a minute ago."""
        now = self.clock.now()
        since, before = now - LOOKING_FOR, now - EVERY
        async with self._desk.database.reading() as session:
            return list(await homes.to_compare(session, opened_since=since, looked_before=before, limit=AT_ONCE))

    async def next_at(self) -> datetime | None:
        """When the next Home is to be compared; None when nobody has opened theirs lately."""
        since = self.clock.now() - LOOKING_FOR
        async with self._desk.database.reading() as session:
            looked_at = await homes.next_to_compare(session, opened_since=since)
        return looked_at + EVERY if looked_at is not None else None

    async def paint(self, member: str, lane: Lane) -> None:
        """Bring somebody's Home up to date; what shows already costs Slack nothing."""
        sketch = await self._changed(member)
        if sketch is None:
            return
        brush = self._brushes.setdefault(member, asyncio.Lock())
        held = False
        shown: Sketch | None = None

        async def newest() -> list[Block] | None:
            nonlocal held, shown
            if not held:
                held = await brush.acquire()
            shown = await self._changed(member)
            return shown.blocks if shown else None

        try:
            await self._gateway.homes.publish(member, newest, lane=lane)
            await self._keep(member, shown)
        except Gone:
            await self._keep(member, sketch)
        except Rejected as rejected:
            log.error("home refused", why=str(rejected))
            await self._alarm(alarms.PARKED, "home tabs", f"Slack refuses to show somebody's Home tab: {rejected}")
            await self._keep(member, sketch)
        finally:
            if held:
                brush.release()

    async def _changed(self, member: str) -> Sketch | None:
        """The Home as it stands; None when it shows that already, or is nobody's any more."""
        async with self._desk.database.reading() as session:
            home = await homes.one(session, member)
        if home is None:
            return None
        refused = False
        try:
            picture = await self._desk.ask(desk_home.at_home, by=Who(id=member, key=""))
            blocks = drawing.draw(picture).blocks
        except Refused as refusal:
            refused, blocks = True, drawing.draw_refusal(str(refusal)).blocks
        digest = sha256(json.dumps(blocks, sort_keys=True).encode()).hexdigest()
        sketch = Sketch(home.version, blocks, digest, refused)
        if digest != home.digest:
            return sketch
        await self._keep(member, sketch)
        return None

    async def _keep(self, member: str, sketch: Sketch | None) -> None:
        if sketch is None:
            return
        now = self.clock.now()
        async with self._desk.database.writing() as session:
            await homes.set_shown(session, member, version=sketch.version, digest=sketch.digest, at=now)
            if sketch.refused:
                await homes.put_away(session, member, version=sketch.version)


class Homes:
    """What people did themselves: at once, before all figures."""

    name = "homes"
    tick = 10.0
    rest = 0.3

    def __init__(self, painter: HomePainter, *, alarm: Alarm) -> None:
        self._painter = painter
        self._apart = Apart(self.name, painter.clock, alarm)

    async def round(self) -> datetime | None:
        """Draw each Home that is behind; returns at once for more when there were many."""
        behind = await self._painter.behind()
        await paint_all(self._painter, behind, Lane.REPAINT, self._apart)
        return self._apart.at_the_earliest(self._painter.clock.now() if len(behind) == AT_ONCE else None)


class HomeFigures:
    """What others did, and time itself: once a minute, in the lane that goes last."""

    name = "home figures"
    tick = 10.0
    rest = 5.0

    def __init__(self, painter: HomePainter, *, alarm: Alarm) -> None:
        self._painter = painter
        self._apart = Apart(self.name, painter.clock, alarm)

    async def round(self) -> datetime | None:
        """Compare each Home that was not for a minute; when the next one is to be."""
        due = await self._painter.to_compare()
        await paint_all(self._painter, due, Lane.DIGEST, self._apart)
        return self._apart.at_the_earliest(await self._painter.next_at())


async def paint_all(painter: HomePainter, members: Sequence[str], lane: Lane, apart: Apart) -> None:
    """Bring these Homes up to date beside each other; one that breaks rests, and keeps no other back."""
    due = [each for each in members if not apart.rests(KIND, each)]
    outcomes = await asyncio.gather(*(painter.paint(each, lane) for each in due), return_exceptions=True)
    ended = dict(zip(due, outcomes, strict=True))

    async def as_it_ended(member: str) -> None:
        outcome = ended[member]
        if outcome is not None:
            raise outcome

    await apart.each(KIND, members, as_it_ended)
