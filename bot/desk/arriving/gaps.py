"""Gaps in reading a network that shows posts for some days only: what was not read in time is lost for good."""

from datetime import timedelta
from enum import StrEnum

from bot.networks.base import Capabilities
from storage.tables import Source

LATE_AFTER = timedelta(days=1)
MARGIN = timedelta(days=1)
"""How long before the first post is lost the alarm sounds. Source: programme.md, "What the networks allow"."""


class Gap(StrEnum):
    """How long ago a source was read."""

    NONE = "none"
    LATE = "late"
    LOST = "lost"


def gap_of(unread_for: timedelta, can: Capabilities) -> Gap:
    """Late after a day; about to lose posts, or losing them, a day before the network shows them no longer."""
    if can.readable_for is None or unread_for <= LATE_AFTER:
        return Gap.NONE
    return Gap.LOST if unread_for > can.readable_for - MARGIN else Gap.LATE


def words(gap: Gap, name: str, source: Source, can: Capabilities) -> str:
    """A gap, told to managers."""
    days = can.readable_for.days if can.readable_for else 0
    since = f"{source.succeeded_at or source.since:%d %B %H:%M} UTC"
    if gap is Gap.LOST:
        return (
            f"Between {since} and now {name} could not be read, and {can.label} shows only {days} days: "
            "some may be lost to the desk. Look there yourselves."
        )
    return f"Since {since} {name} could not be read. Nothing is lost yet: {can.label} shows {days} days."
