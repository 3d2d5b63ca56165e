"""The last moment before a request leaves: there, and no earlier, every network checks the deadline of a reply."""

from collections.abc import Callable
from contextvars import ContextVar
from dataclasses import dataclass, field
from datetime import datetime
from typing import TYPE_CHECKING

import aiohttp

from bot.clock import Clock
from bot.errors import Trouble, Unavailable, Unknown

if TYPE_CHECKING:
    from aiohttp.connector import Connection

TIMEOUT = aiohttp.ClientTimeout(total=20, sock_connect=5, sock_read=15)
"""Shorter than the 30 s a reply has to leave, so that a silent network is noticed before the deadline is."""


@dataclass
class Trip:
    """One call on its way: whose, what kind, until when it may leave, and whether it has left.

    `acts` is set when it does something in public, `once` when doing it twice would be seen.
    """

    account: str
    endpoint: str
    acts: bool = False
    once: bool = False
    deadline: datetime | None = None
    left: bool = False
    must_leave_before: Callable[[], None] = field(default=lambda: None)


current: ContextVar[Trip] = ContextVar("trip")


class LastMoment(aiohttp.ClientRequest):
    """A request that checks its deadline when the connection stands and the first byte is about to leave."""

    async def send(self, conn: "Connection") -> aiohttp.ClientResponse:
        """Leave now or never; a process that slept while connecting wakes up here. Raises Unknown."""
        trip = current.get()
        trip.must_leave_before()
        trip.left = True
        return await super().send(conn)


def check_deadline(trip: Trip, clock: Clock) -> None:
    """Raise Unknown when it is too late for this trip: nothing was sent."""
    if trip.deadline is not None and clock.now() >= trip.deadline:
        raise Unknown("The deadline passed before the request left; nothing was sent.")


def lost(trip: Trip, error: Exception, *, whose: str) -> Trouble:
    """What a call without a usable answer means: nothing was done if it never left, or if it changes nothing."""
    what = f"{str(error) or type(error).__name__}, {trip.endpoint}"
    if trip.once and trip.left:
        return Unknown(f"The request left and no answer came back ({what}).")
    return Unavailable(f"{whose} does not answer ({what}).")
