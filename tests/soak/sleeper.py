"""The real bot, `python -m bot run`, which falls asleep (SIGSTOP) once, at the moment of a send that SLEEPS names.

    before       the departure of a reply is committed, the request is not yet begun
    last_moment  the connection to the network stands, the first byte is about to leave
    after        the network has done it and said so, nothing is recorded yet

Whoever started it wakes it up, when they please.
"""

import os
import signal
import sys
from datetime import datetime
from typing import TYPE_CHECKING

import aiohttp

from bot.__main__ import main
from bot.networks.base import Draft, Posted
from bot.networks.leaving import LastMoment, current
from bot.networks.x import X

if TYPE_CHECKING:
    from aiohttp.connector import Connection

send, leave = X.send, LastMoment.send
naps: list[str] = [os.environ["SLEEPS"]]


def nap(moment: str) -> None:
    """Fall asleep if this is the moment, and the first time."""
    if moment in naps:
        naps.remove(moment)
        os.kill(os.getpid(), signal.SIGSTOP)


async def sleepy_send(self: X, draft: Draft, *, deadline: datetime) -> Posted:
    """A send, with a nap before or after."""
    nap("before")
    posted = await send(self, draft, deadline=deadline)
    nap("after")
    return posted


async def sleepy_leave(self: LastMoment, conn: "Connection") -> aiohttp.ClientResponse:
    """A request whose first byte leaves, with a nap before when it is a reply."""
    if current.get().once:
        nap("last_moment")
    return await leave(self, conn)


if __name__ == "__main__":
    X.send = sleepy_send  # type: ignore[method-assign]
    LastMoment.send = sleepy_leave  # type: ignore[method-assign]
    sys.argv[1:] = ["run"]
    main()
