"""Slack's rate limits: sliding windows of a minute a method, and one post a second a channel."""

import math
from collections import defaultdict, deque

from sandbox.clock import SandboxClock
from sandbox.slack.errors import SlackError

WINDOW = 60.0
TIERS = {1: 20, 2: 20, 3: 50, 4: 100}
"""Calls a minute. Slack says "1+" for tier 1 and tolerates a burst, which a bot with several connections needs."""

SPECIAL = {"chat.postMessage": 300, "auth.test": 300, "chat.getPermalink": 300}
POSTS_AT_ONCE = 4
"""How many posts one channel takes in a burst before it falls back to one a second."""


class RateLimits:
    """Counts the app's calls in the sandbox's time; `limits` can be changed, `enabled` switched off by a bench."""

    def __init__(self, clock: SandboxClock, *, enabled: bool = True) -> None:
        self._clock = clock
        self.enabled = enabled
        self.limits: dict[str, int] = dict(SPECIAL)
        """Calls a minute by method, before its tier."""
        self._calls: defaultdict[str, deque[float]] = defaultdict(deque)
        self._posts: dict[str, tuple[float, float]] = {}

    def take(self, method: str, tier: int) -> None:
        """Count one call; raises SlackError `ratelimited` with `retry_after` in seconds when the minute is full."""
        if not self.enabled:
            return
        now = self._clock.timestamp()
        calls = self._calls[method]
        while calls and calls[0] <= now - WINDOW:
            calls.popleft()
        if len(calls) >= self.limits.get(method, TIERS[tier]):
            raise self._limited(calls[0] + WINDOW - now)
        calls.append(now)

    def take_post(self, channel_id: str) -> None:
        """Count one post in a channel; raises SlackError `ratelimited` as `take` does."""
        if not self.enabled:
            return
        now = self._clock.timestamp()
        tokens, counted = self._posts.get(channel_id, (float(POSTS_AT_ONCE), now))
        tokens = min(POSTS_AT_ONCE, tokens + now - counted)
        if tokens < 1:
            raise self._limited(1 - tokens)
        self._posts[channel_id] = (tokens - 1, now)

    def _limited(self, seconds: float) -> SlackError:
        """Retry-After is read by a bot whose time is the wall clock's."""
        return SlackError("ratelimited", retry_after=max(1, math.ceil(seconds / self._clock.speed)))
