"""What X charges: every call's price, added up per account, kind and day.

What is believed, and only a real bill can prove: reads are charged per post or user in the answer, those that
come as `includes` of an expansion too; the same one is charged once per app and UTC day; reading its own mentions,
posts and likes is cheap for an account whose own app asks; a post with a link costs the same as answer or not.
"""

from collections import Counter, defaultdict
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date

from sandbox.clock import SandboxClock

MILLICENTS = {
    "post_read": 500,
    "owned_read": 100,
    "user_read": 1_000,
    "post": 1_500,
    "post_with_link": 20_000,
    "summoned_reply": 1_000,
    "delete": 1_000,
    "like": 1_500,
}
"""Prices in thousandths of a cent, so that sums stay whole numbers."""


@dataclass(frozen=True)
class Charge:
    """A line of the bill: what one kind of thing cost one account on one day."""

    day: date
    account: str
    kind: str
    count: int
    dollars: float


class Billing:
    """The bill of all accounts."""

    def __init__(self, clock: SandboxClock) -> None:
        self._clock = clock
        self._counts: Counter[tuple[date, str, str]] = Counter()
        self._seen: defaultdict[tuple[date, str], set[tuple[str, int]]] = defaultdict(set)

    def charge(self, account: str, kind: str) -> float:
        """Charge one action; returns its price in dollars."""
        self._counts[(self._clock.now().date(), account, kind)] += 1
        return MILLICENTS[kind] / 100_000

    def charge_reads(self, account: str, app: str, kind: str, numbers: Iterable[int]) -> float:
        """Charge each post or user that this app has not read today; returns the price in dollars."""
        day = self._clock.now().date()
        seen = self._seen[(day, app)]
        what = "user" if kind == "user_read" else "post"
        new = {(what, number) for number in numbers} - seen
        seen |= new
        self._counts[(day, account, kind)] += len(new)
        return len(new) * MILLICENTS[kind] / 100_000

    def total(self, *, account: str | None = None, kind: str | None = None) -> float:
        """Dollars charged so far, of one account, of one kind, or of all."""
        return (
            sum(
                count * MILLICENTS[what]
                for (_, who, what), count in self._counts.items()
                if account in (None, who) and kind in (None, what)
            )
            / 100_000
        )

    def lines(self) -> list[Charge]:
        """The whole bill, by day, account and kind."""
        return [
            Charge(day, account, kind, count, count * MILLICENTS[kind] / 100_000)
            for (day, account, kind), count in sorted(self._counts.items())
            if count
        ]
