"""What happens by itself: escalations and their pings, stand-ups, sources and spending, alarms, the worker's lease."""

from datetime import date, datetime
from enum import StrEnum
from typing import Any

from sqlalchemy import ForeignKey, Index, String, Text, UniqueConstraint, text
from sqlalchemy.orm import Mapped, mapped_column

from storage.tables.base import Base, word


class Urgency(StrEnum):
    """Whether an escalation pages a manager or waits for the next stand-up."""

    URGENT = "urgent"
    CAN_WAIT = "can_wait"


class Escalation(Base):
    """A conversation a volunteer handed up: why, what was tried, and who took it.

    `pinged` lists the Slack ids already paged, `ping_at` is when the next one is.
    """

    __tablename__ = "escalations"
    __table_args__ = (
        Index(
            "ix_escalations_open",
            "ping_at",
            sqlite_where=text("settled_at IS NULL"),
            postgresql_where=text("settled_at IS NULL"),
        ),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    conversation_id: Mapped[int] = mapped_column(ForeignKey("conversations.id"), index=True)
    by: Mapped[str] = mapped_column(String(40))
    at: Mapped[datetime]
    reason: Mapped[str] = mapped_column(String(100))
    note: Mapped[str] = mapped_column(Text)
    urgency: Mapped[Urgency] = mapped_column(word(Urgency))
    from_queue: Mapped[str] = mapped_column(String(60))
    pinged: Mapped[list[str]] = mapped_column(default=list)
    ping_at: Mapped[datetime | None]
    taken_by: Mapped[str | None] = mapped_column(String(40))
    taken_at: Mapped[datetime | None]
    answered_by: Mapped[str | None] = mapped_column(String(40))
    answered_at: Mapped[datetime | None]
    answer: Mapped[str | None] = mapped_column(Text)
    settled_at: Mapped[datetime | None]


class Standup(Base):
    """One stand-up; unique on slot and local date, so that it is posted once whatever happens."""

    __tablename__ = "standups"
    __table_args__ = (UniqueConstraint("slot", "day"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    slot: Mapped[str] = mapped_column(String(40))
    day: Mapped[date]
    due_at: Mapped[datetime]
    since: Mapped[datetime]
    facts: Mapped[dict[str, Any]] = mapped_column(default=dict)
    channel: Mapped[str | None] = mapped_column(String(40))
    ts: Mapped[str | None] = mapped_column(String(40))
    posted_at: Mapped[datetime | None]
    baton: Mapped[str | None] = mapped_column(String(40))
    baton_at: Mapped[datetime | None]
    version: Mapped[int] = mapped_column(default=1)
    shown_version: Mapped[int] = mapped_column(default=0)


class StandupLine(Base):
    """What a member adds to a stand-up, one line each; writing again replaces it."""

    __tablename__ = "standup_lines"
    __table_args__ = (UniqueConstraint("standup_id", "by"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    standup_id: Mapped[int] = mapped_column(ForeignKey("standups.id"))
    by: Mapped[str] = mapped_column(String(40))
    at: Mapped[datetime]
    text: Mapped[str] = mapped_column(Text)


class Source(Base):
    """Something that is polled (`x:mentions:FirefoxSupport`): how far it has been read, and how it is doing."""

    __tablename__ = "sources"

    key: Mapped[str] = mapped_column(String(120), primary_key=True)
    cursor: Mapped[str | None] = mapped_column(String(100))
    since: Mapped[datetime]
    polled_at: Mapped[datetime | None]
    succeeded_at: Mapped[datetime | None]
    next_at: Mapped[datetime | None]
    misses: Mapped[int] = mapped_column(default=0)
    error: Mapped[str | None] = mapped_column(Text)


class Spending(Base):
    """What an account's reading and posting cost on one UTC day, in millionths of a dollar, and its budget.

    `raised_to` is a budget a manager raised for this day; `warned` the highest share (percent) already told.
    """

    __tablename__ = "spending"

    account: Mapped[str] = mapped_column(String(60), primary_key=True)
    day: Mapped[date] = mapped_column(primary_key=True)
    microdollars: Mapped[int] = mapped_column(default=0)
    calls: Mapped[dict[str, Any]] = mapped_column(default=dict)
    raised_to: Mapped[int | None]
    raised_by: Mapped[str | None] = mapped_column(String(40))
    warned: Mapped[int] = mapped_column(default=0)


class Alarm(Base):
    """Something a manager must know: a gap, a silent source, parked work. Open until `cleared_at`."""

    __tablename__ = "alarms"
    __table_args__ = (
        Index(
            "uq_alarms_open",
            "kind",
            "about",
            unique=True,
            sqlite_where=text("cleared_at IS NULL"),
            postgresql_where=text("cleared_at IS NULL"),
        ),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    kind: Mapped[str] = mapped_column(String(40))
    about: Mapped[str] = mapped_column(String(120))
    text: Mapped[str] = mapped_column(Text)
    at: Mapped[datetime]
    cleared_at: Mapped[datetime | None]
    cleared_by: Mapped[str | None] = mapped_column(String(40))


class Lease(Base):
    """Who runs the loops. `fence` rises with each new holder; `until` is measured by the database's own clock."""

    __tablename__ = "leases"

    name: Mapped[str] = mapped_column(String(40), primary_key=True)
    holder: Mapped[str] = mapped_column(String(80))
    fence: Mapped[int] = mapped_column(default=1)
    until: Mapped[datetime]
