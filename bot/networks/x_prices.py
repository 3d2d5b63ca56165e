"""What X charges, counted call by call as X counts: a post or user read again on the same day costs nothing more."""

from collections.abc import Callable, Iterable
from datetime import date

from bot.clock import Clock
from bot.networks.base import Charge
from bot.text import holds_link

MICRODOLLARS = {
    "own post read": 1_000,
    "post read": 5_000,
    "user read": 10_000,
    "post": 15_000,
    "post with link": 200_000,
    "summoned reply": 10_000,
    "like": 15_000,
}
"""Prices in millionths of a dollar. Source: X's price list, August 2026; own posts are cheap with the account's app."""


class Meter:
    """Turns what was read and posted into charges."""

    def __init__(self, clock: Clock, charged: Callable[[Charge], None]) -> None:
        self._clock = clock
        self._charged = charged
        self._day: date | None = None
        self._read: set[tuple[str, str, str]] = set()

    def reads(self, payer: str, app: str, kind: str, ids: Iterable[str]) -> None:
        """Charge each post or user that this app has not read yet on this UTC day."""
        today = self._clock.now().date()
        if today != self._day:
            self._day, self._read = today, set()
        what = "user" if kind == "user read" else "post"
        new = {(app, what, each) for each in ids} - self._read
        self._read |= new
        self._charge(payer, kind, len(new))

    def posts(self, payer: str, text: str, *, summoned: bool) -> None:
        """Charge a post: a link makes it dear, a summons cheap."""
        self._charge(payer, kind_of_post(text, summoned=summoned), 1)

    def likes(self, payer: str) -> None:
        """Charge a like."""
        self._charge(payer, "like", 1)

    def _charge(self, payer: str, kind: str, count: int) -> None:
        if count:
            self._charged(Charge(payer, kind, count, count * MICRODOLLARS[kind]))


def kind_of_post(text: str, *, summoned: bool) -> str:
    """As what X bills a post."""
    if holds_link(text):
        return "post with link"
    return "summoned reply" if summoned else "post"


def is_summoned(plan: str) -> bool:
    """Whether X bills a reply by API as summoned: on a self-serve plan it takes no others."""
    return plan == "self_serve"


def price_of_reply(plan: str, text: str) -> int:
    """What X will charge for a reply by API, in millionths of a dollar."""
    return MICRODOLLARS[kind_of_post(text, summoned=is_summoned(plan))]
