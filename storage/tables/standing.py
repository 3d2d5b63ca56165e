"""Where a conversation stands: who works on it, for whom it waits, why it was closed."""

from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum


class WaitingOn(StrEnum):
    """For whom a held conversation waits."""

    CUSTOMER = "customer"
    INTERNAL = "internal"


@dataclass(frozen=True)
class Claim:
    """Who works on it, since when, and until when without a sign of life."""

    by: str
    since: datetime
    until: datetime


@dataclass(frozen=True)
class Hold:
    """For whom it waits, who set it aside and when; `ends_at` is when it comes back or closing is proposed."""

    waiting_on: WaitingOn
    by: str
    since: datetime
    ends_at: datetime | None
    whom: str | None = None


@dataclass(frozen=True)
class Closing:
    """Why, by whom and when it was closed; `by` is None when the desk did; `link` is the bug or forum thread."""

    reason: str
    at: datetime
    by: str | None = None
    link: str | None = None
