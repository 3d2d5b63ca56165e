"""Slack's rate limits kept on our side: calls wait their turn, the most urgent lane first, so that 429 never comes."""

import asyncio
from bisect import insort
from collections import deque
from collections.abc import AsyncIterator, Mapping
from contextlib import asynccontextmanager
from dataclasses import dataclass, field
from enum import IntEnum


class Lane(IntEnum):
    """What goes first when there is more to say than Slack lets us."""

    PING = 0
    REPAINT = 1
    CARD = 2
    DIGEST = 3


WINDOW = 60.0
"""Seconds over which Slack counts."""

LIMITS: Mapping[str, int] = {
    "chat.postMessage": 290,
    "chat.update": 48,
    "chat.delete": 48,
    "chat.postEphemeral": 96,
    "conversations.create": 18,
    "conversations.history": 48,
    "conversations.info": 48,
    "conversations.invite": 48,
    "conversations.join": 48,
    "conversations.kick": 48,
    "conversations.list": 18,
    "conversations.members": 96,
    "conversations.open": 48,
    "conversations.replies": 48,
    "conversations.setTopic": 18,
    "files.completeUploadExternal": 96,
    "files.getUploadURLExternal": 96,
    "files.info": 96,
    "reactions.add": 48,
    "users.info": 96,
    "views.publish": 96,
}
"""Calls a minute that we allow ourselves: Slack's tier, less a few."""
OTHERS = 18
"""For a method that is not in the table: tier 2."""

SHARES = {Lane.PING: 1.0, Lane.REPAINT: 0.95, Lane.CARD: 0.9, Lane.DIGEST: 0.75}
"""How much of a method's minute a lane may use up, so that what is urgent finds room in the middle of a surge."""

IN_ONE_GO = 2.0
"""Posts one channel takes at once before it falls back to one a second."""


@dataclass
class Meter:
    """One method's last minute. A call counts from its start until a minute after its end: Slack counted in between."""

    limit: int
    under_way: int = 0
    ended: deque[float] = field(default_factory=deque)
    closed_until: float = 0.0

    def free_at(self, now: float, share: float) -> float:
        """The moment from which another call is allowed; infinity when that depends on one under way."""
        while self.ended and self.ended[0] <= now - WINDOW:
            self.ended.popleft()
        allowed = max(1, int(self.limit * share))
        too_many = len(self.ended) + self.under_way - allowed + 1
        if too_many <= 0:
            return self.closed_until
        if too_many > len(self.ended):
            return float("inf")
        return max(self.closed_until, self.ended[too_many - 1] + WINDOW)


@dataclass
class Room:
    """One channel's posts: one at a time, a second apart after a short burst. Counting begins at the answer."""

    tokens: float = IN_ONE_GO
    counted_at: float = 0.0
    busy: bool = False
    closed_until: float = 0.0

    def free_at(self, now: float) -> float:
        """The moment from which another post is allowed; infinity while one is under way."""
        if self.busy:
            return float("inf")
        missing = 1.0 - self.filled(now)
        return max(self.closed_until, now + missing if missing > 0 else 0.0)

    def filled(self, now: float) -> float:
        """How many posts it takes now."""
        return min(IN_ONE_GO, self.tokens + max(0.0, now - self.counted_at))


@dataclass(order=True)
class Waiting:
    """Somebody in the queue: by lane, then first come, first served."""

    lane: Lane
    number: int
    method: str = field(compare=False)
    channel: str | None = field(compare=False)
    turn: asyncio.Future[None] = field(compare=False)


class Budgets:
    """Hands out turns. Times are the event loop's own, which never jump; nothing here asks for the date."""

    def __init__(self, limits: Mapping[str, int] = LIMITS, *, unlimited: bool = False) -> None:
        """`unlimited` is for measuring against a Slack without limits."""
        self._limits = limits
        self._unlimited = unlimited
        self._meters: dict[str, Meter] = {}
        self._rooms: dict[str, Room] = {}
        self._waiting: list[Waiting] = []
        self._count = 0
        self._alarm: asyncio.TimerHandle | None = None

    @asynccontextmanager
    async def turn(self, method: str, lane: Lane, *, channel: str | None = None) -> AsyncIterator[None]:
        """Wait until this method may be called, make the call inside. `channel` is given for posts only."""
        if self._unlimited:
            yield
            return
        await self._wait(method, lane, channel)
        try:
            yield
        finally:
            self._end(method, channel)

    def pause(self, method: str, seconds: float, *, channel: str | None = None) -> None:
        """Slack asked for a pause: nobody calls until then; for a post, nobody posts in that channel."""
        until = self._now() + seconds
        target: Meter | Room = self._room(channel) if channel is not None else self._meter(method)
        target.closed_until = max(target.closed_until, until)

    def waiting(self) -> dict[str, int]:
        """How many calls wait, by lane."""
        counts = dict.fromkeys((lane.name.lower() for lane in Lane), 0)
        for each in self._waiting:
            counts[each.lane.name.lower()] += 1
        return counts

    async def _wait(self, method: str, lane: Lane, channel: str | None) -> None:
        self._count += 1
        mine = Waiting(lane, self._count, method, channel, asyncio.get_running_loop().create_future())
        insort(self._waiting, mine)
        self._serve()
        try:
            await mine.turn
        except asyncio.CancelledError:
            if mine in self._waiting:
                self._waiting.remove(mine)
            elif mine.turn.done() and not mine.turn.cancelled():
                self._end(method, channel)
            raise

    def _serve(self) -> None:
        """Give turns to everybody who may go now, and set an alarm for the next."""
        now = self._now()
        blocked: dict[tuple[str, Lane, str | None], float] = {}
        left: list[Waiting] = []
        for each in self._waiting:
            kind = (each.method, each.lane, each.channel)
            if each.turn.done():
                continue
            if kind not in blocked and (free_at := self._free_at(each, now)) > now:
                blocked[kind] = free_at
            if kind in blocked:
                left.append(each)
            else:
                self._begin(each, now)
        self._waiting = left
        self._wake_at(min(blocked.values(), default=float("inf")))

    def _free_at(self, each: Waiting, now: float) -> float:
        free_at = self._meter(each.method).free_at(now, SHARES[each.lane])
        if each.channel is not None:
            free_at = max(free_at, self._room(each.channel).free_at(now))
        return free_at

    def _begin(self, each: Waiting, now: float) -> None:
        self._meter(each.method).under_way += 1
        if each.channel is not None:
            room = self._room(each.channel)
            room.tokens = room.filled(now) - 1.0
            room.busy = True
        each.turn.set_result(None)

    def _end(self, method: str, channel: str | None) -> None:
        now = self._now()
        meter = self._meter(method)
        meter.under_way -= 1
        meter.ended.append(now)
        if channel is not None:
            room = self._room(channel)
            room.busy = False
            room.counted_at = now
        self._serve()

    def _wake_at(self, moment: float) -> None:
        if self._alarm is not None:
            self._alarm.cancel()
            self._alarm = None
        if moment != float("inf"):
            self._alarm = asyncio.get_running_loop().call_at(moment, self._serve)

    def _meter(self, method: str) -> Meter:
        if method not in self._meters:
            self._meters[method] = Meter(self._limits.get(method, OTHERS))
        return self._meters[method]

    def _room(self, channel: str) -> Room:
        return self._rooms.setdefault(channel, Room())

    @staticmethod
    def _now() -> float:
        return asyncio.get_running_loop().time()
