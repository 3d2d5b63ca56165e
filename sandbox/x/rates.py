"""X's rate limits: how many calls of a kind one account, or one app, may make in a window."""

from dataclasses import dataclass
from datetime import datetime, timedelta

from sandbox.clock import SandboxClock
from sandbox.x.problems import too_many

QUARTER = timedelta(minutes=15)
DAY = timedelta(hours=24)


@dataclass(frozen=True)
class Limit:
    """So many calls in a window, counted per account or per app."""

    calls: int
    window: timedelta = QUARTER
    per_app: bool = False


LIMITS: dict[str, tuple[Limit, ...]] = {
    "GET /2/users/me": (Limit(75),),
    "GET /2/users": (Limit(900),),
    "GET /2/users/by": (Limit(900),),
    "GET /2/users/by/username/:username": (Limit(900),),
    "GET /2/users/:id": (Limit(900),),
    "GET /2/users/:id/mentions": (Limit(300),),
    "GET /2/users/:id/tweets": (Limit(900),),
    "GET /2/users/:id/liked_tweets": (Limit(75),),
    "GET /2/tweets": (Limit(5000),),
    "GET /2/tweets/:id": (Limit(900),),
    "GET /2/tweets/search/recent": (Limit(300),),
    "POST /2/tweets": (Limit(100), Limit(10_000, DAY, per_app=True)),
    "DELETE /2/tweets/:id": (Limit(50),),
    "POST /2/users/:id/likes": (Limit(50), Limit(1000, DAY)),
    "DELETE /2/users/:id/likes/:tweet_id": (Limit(50), Limit(1000, DAY)),
    "POST /2/media/upload": (Limit(500),),
    "POST /2/media/upload/initialize": (Limit(1875),),
    "POST /2/media/upload/:id/append": (Limit(1875),),
    "POST /2/media/upload/:id/finalize": (Limit(1875),),
    "GET /2/media/upload": (Limit(1000),),
    "POST /2/media/metadata": (Limit(500),),
}
"""The first of several is the one the headers speak of, unless another is used up."""


@dataclass
class Window:
    """Calls since the first one in a window."""

    began: datetime
    calls: int = 0


class Rates:
    """Counts calls and refuses those above the limit."""

    def __init__(self, clock: SandboxClock, *, enforced: bool = True) -> None:
        self.enforced = enforced
        self._clock = clock
        self._windows: dict[tuple[str, int, str], Window] = {}

    def count(self, endpoint: str, *, account: str, app: str) -> dict[str, str]:
        """Count one call and return its rate-limit headers; raises Problem (429) when the limit is reached.

        The headers of a refused call are found by `headers`.
        """
        windows = self._open(endpoint, account, app)
        if self.enforced and any(window.calls >= limit.calls for limit, window in windows):
            raise too_many()
        for _, window in windows:
            window.calls += 1
        return self.headers(endpoint, account=account, app=app)

    def headers(self, endpoint: str, *, account: str, app: str) -> dict[str, str]:
        """The limit that speaks, what is left of it, and when it starts anew in seconds of the wall clock."""
        windows = self._open(endpoint, account, app)
        if not windows:
            return {}
        used_up = [pair for pair in windows if pair[1].calls >= pair[0].calls]
        limit, window = (used_up or windows)[0]
        reset = self._clock.wall_moment(window.began + limit.window)
        return {
            "x-rate-limit-limit": str(limit.calls),
            "x-rate-limit-remaining": str(max(0, limit.calls - window.calls)),
            "x-rate-limit-reset": str(int(reset.timestamp()) + 1),
        }

    def _open(self, endpoint: str, account: str, app: str) -> list[tuple[Limit, Window]]:
        now = self._clock.now()
        found = []
        for number, limit in enumerate(LIMITS.get(endpoint, ())):
            key = (endpoint, number, app if limit.per_app else account)
            window = self._windows.get(key)
            if window is None or now >= window.began + limit.window:
                window = self._windows[key] = Window(now)
            found.append((limit, window))
        return found
