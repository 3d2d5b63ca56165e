"""Accounts whose access the network no longer accepts: managers hear of it at once, and nobody asks in vain."""

from datetime import datetime, timedelta

from bot.clock import Clock
from bot.desk import alarms
from bot.errors import Unauthorised
from bot.loops.easel import Alarm
from storage.replies import Lane

ASK_AGAIN = timedelta(minutes=10)
"""How long an account rests after a refusal; only a person can mend it, and then its replies leave within this time."""


class Access:
    """Remembers until when each account rests; what managers were told is kept in the database, so it is told once."""

    def __init__(self, clock: Clock, alarm: Alarm) -> None:
        self._clock = clock
        self._alarm = alarm
        self._rests: dict[Lane, datetime] = {}
        self._working: set[Lane] = set()

    def rests_until(self, lane: Lane) -> datetime | None:
        """Until when nothing is sent from an account; None when it may try."""
        until = self._rests.get(lane)
        return until if until is not None and until > self._clock.now() else None

    def rest(self, lane: Lane) -> datetime:
        """Let an account rest from now on; until when."""
        self._rests[lane] = self._clock.now() + ASK_AGAIN
        return self._rests[lane]

    async def lost(self, lane: Lane, refusal: Unauthorised) -> None:
        """Tell the managers, once while it lasts; the refusal is in the network's words and names the remedy."""
        self._working.discard(lane)
        text = f"Replies and likes from @{lane.account} wait: {refusal}"
        await self._alarm(alarms.ACCESS, about(lane), text)

    async def works(self, lane: Lane) -> None:
        """Something has left: it is over. Asked of the database once for each account and start."""
        if lane not in self._working:
            await self._alarm(alarms.ACCESS, about(lane), None)
            self._rests.pop(lane, None)
            self._working.add(lane)


def about(lane: Lane) -> str:
    """What the alarm is about."""
    return f"{lane.network} {lane.account}"
