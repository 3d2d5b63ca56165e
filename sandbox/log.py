"""What was called in the sandbox: a short memory of API calls that the page and the tests can look at."""

from collections import Counter, deque
from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime


@dataclass(frozen=True)
class Call:
    """One API call as its network saw it."""

    when: datetime
    network: str
    """"slack", "x", "play" or "kitsune"."""
    method: str
    """Slack's method name, or a verb and path with `:id` for what varies, such as `GET /2/users/:id/mentions`."""
    who: str
    """The bot, the handle of the account that acted, or the app a call was about; empty when unknown."""
    status: int
    error: str = ""
    """Slack's error name, X's title of the problem or Google's status; empty when all went well."""
    ms: float = 0.0
    cost: float = 0.0
    """US dollars that X charges."""


class CallLog:
    """Keeps the newest calls, counts all of them, and tells listeners of each."""

    def __init__(self, keep: int = 2000) -> None:
        self._calls: deque[Call] = deque(maxlen=keep)
        self._listeners: list[Callable[[Call], None]] = []
        self.counts: Counter[tuple[str, str, int]] = Counter()
        """How often each (network, method, status) happened since the start, also beyond what is kept."""

    def add(self, call: Call) -> None:
        """Remember a call and tell the listeners."""
        self._calls.append(call)
        self.counts[(call.network, call.method, call.status)] += 1
        for listener in tuple(self._listeners):
            listener(call)

    def listen(self, listener: Callable[[Call], None]) -> Callable[[], None]:
        """Call `listener` with every call from now on; returns what ends that."""
        self._listeners.append(listener)
        return lambda: self._listeners.remove(listener)

    def recent(self, limit: int = 200, *, network: str | None = None) -> list[Call]:
        """The newest calls, newest first, of one network or of all."""
        chosen = (call for call in reversed(self._calls) if network in (None, call.network))
        return [call for call, _ in zip(chosen, range(limit), strict=False)]

    def of(self, method: str) -> list[Call]:
        """The kept calls of one method, oldest first."""
        return [call for call in self._calls if call.method == method]

    def refused_for_rate(self, network: str) -> int:
        """How many calls of a network were answered 429 since the start."""
        return sum(count for (where, _, status), count in self.counts.items() if where == network and status == 429)
