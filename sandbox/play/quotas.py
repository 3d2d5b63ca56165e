"""The store's quotas: 200 reads an hour and 2,000 answers a day.

Google's form for more of it counts them per app; here they are shared by all apps of the service account, which is
the stricter reading and the one the desk plans with.
"""

from dataclasses import dataclass
from datetime import datetime, timedelta

from sandbox.clock import SandboxClock
from sandbox.play.problems import too_many


@dataclass(frozen=True)
class Quota:
    """So many calls in a window."""

    name: str
    calls: int
    window: timedelta


QUOTAS = {
    "GET": Quota("Reply to Reviews GET requests per hour", 200, timedelta(hours=1)),
    "POST": Quota("Reply to Reviews POST requests per day", 2_000, timedelta(days=1)),
}


class Quotas:
    """Counts calls and refuses those above a quota."""

    def __init__(self, clock: SandboxClock, *, enforced: bool = True) -> None:
        self.enforced = enforced
        self._clock = clock
        self._windows: dict[str, tuple[datetime, int]] = {}

    def count(self, verb: str) -> None:
        """Count one call; raises Problem (429) when its quota is used up."""
        quota, now = QUOTAS[verb], self._clock.now()
        began, calls = self._windows.get(verb, (now, 0))
        if now >= began + quota.window:
            began, calls = now, 0
        if self.enforced and calls >= quota.calls:
            raise too_many(quota.name)
        self._windows[verb] = began, calls + 1

    def left(self, verb: str) -> int:
        """How many calls of a verb the present window still allows."""
        began, calls = self._windows.get(verb, (self._clock.now(), 0))
        is_over = self._clock.now() >= began + QUOTAS[verb].window
        return QUOTAS[verb].calls - (0 if is_over else calls)
