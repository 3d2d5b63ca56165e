"""Members of the desk, and the interactions with which they asked for something."""

from datetime import datetime
from enum import StrEnum
from typing import Any

from sqlalchemy import ForeignKey, Index, String, Text, text
from sqlalchemy.orm import Mapped, mapped_column

from storage.tables.base import Base, word


class Role(StrEnum):
    """What a member may do, from least to most."""

    BEGINNER = "beginner"
    VOLUNTEER = "volunteer"
    MODERATOR = "moderator"
    MANAGER = "manager"

    def reaches(self, needed: "Role") -> bool:
        """Whether this role includes everything `needed` may do."""
        order = list(Role)
        return order.index(self) >= order.index(needed)


class Member(Base):
    """Somebody on the desk, known by their Slack user id. Whoever has no row is a beginner.

    `known_at` is when Slack was last asked for their name and time zone, `let_in_at` when they were brought into the
    public channels, which happens once: afterwards they come and go as they like. `languages` are those they read, all
    when it is empty; `languages_at` is when they said so. `accepted_at` is when two words made them a volunteer, which
    holds for as long as they are no beginner again.
    """

    __tablename__ = "members"

    id: Mapped[str] = mapped_column(String(40), primary_key=True)
    role: Mapped[Role] = mapped_column(word(Role), default=Role.BEGINNER)
    name: Mapped[str] = mapped_column(String(200), default="")
    timezone: Mapped[str] = mapped_column(String(64), default="UTC")
    languages: Mapped[list[str]] = mapped_column(default=list)
    languages_at: Mapped[datetime | None]
    signature: Mapped[str] = mapped_column(String(40), default="")
    works_from: Mapped[str] = mapped_column(String(5), default="09:00")
    works_until: Mapped[str] = mapped_column(String(5), default="18:00")
    works_days: Mapped[str] = mapped_column(String(7), default="12345")
    joined_at: Mapped[datetime]
    known_at: Mapped[datetime | None]
    let_in_at: Mapped[datetime | None]
    admitted_by: Mapped[str | None] = mapped_column(String(40))
    admitted_at: Mapped[datetime | None]
    accepted_at: Mapped[datetime | None]
    suspended_by: Mapped[str | None] = mapped_column(String(40))
    suspended_at: Mapped[datetime | None]
    left_at: Mapped[datetime | None]


class Acceptance(Base):
    """A word for somebody who is to become a volunteer: `by` gave it in the role `given_as`, which they had then."""

    __tablename__ = "acceptances"

    member_id: Mapped[str] = mapped_column(ForeignKey("members.id"), primary_key=True)
    given_as: Mapped[Role] = mapped_column(word(Role), primary_key=True)
    by: Mapped[str] = mapped_column(String(40))
    at: Mapped[datetime]


class Interaction(Base):
    """One click, command or form that was carried out; a second delivery finds it and does nothing."""

    __tablename__ = "interactions"

    key: Mapped[str] = mapped_column(String(200), primary_key=True)
    at: Mapped[datetime] = mapped_column(index=True)


class Notice(Base):
    """A private message the desk owes somebody: a refusal, a ping, news about a conversation of theirs.

    `channel` is set for a message only they can see in that channel; otherwise it goes to their direct messages.
    `kind` and `facts` say what to draw. `due_at` lets a notice wait; `sent_at` and `ts` say where it went.
    `urgent` notices (pings to managers) go before everything else. `redraw` asks for what was sent to be drawn again.
    """

    __tablename__ = "notices"
    __table_args__ = (
        Index(
            "ix_notices_owed",
            "due_at",
            sqlite_where=text("sent_at IS NULL AND parked IS NULL"),
            postgresql_where=text("sent_at IS NULL AND parked IS NULL"),
        ),
        Index(
            "ix_notices_place",
            "sent_channel",
            "ts",
            sqlite_where=text("ts IS NOT NULL"),
            postgresql_where=text("ts IS NOT NULL"),
        ),
        Index(
            "ix_notices_came_back",
            "to",
            "conversation_id",
            sqlite_where=text("kind = 'hold_ended'"),
            postgresql_where=text("kind = 'hold_ended'"),
        ),
        Index(
            "ix_notices_old_ones",
            "due_at",
            sqlite_where=text("kind = 'old_ones'"),
            postgresql_where=text("kind = 'old_ones'"),
        ),
        Index("ix_notices_redraw", "id", sqlite_where=text("redraw = 1"), postgresql_where=text("redraw")),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    to: Mapped[str] = mapped_column(String(40))
    kind: Mapped[str] = mapped_column(String(40))
    facts: Mapped[dict[str, Any]] = mapped_column(default=dict)
    conversation_id: Mapped[int | None] = mapped_column(index=True)
    channel: Mapped[str | None] = mapped_column(String(40))
    thread_ts: Mapped[str | None] = mapped_column(String(40))
    urgent: Mapped[bool] = mapped_column(default=False)
    due_at: Mapped[datetime]
    sent_at: Mapped[datetime | None]
    sent_channel: Mapped[str | None] = mapped_column(String(40))
    ts: Mapped[str | None] = mapped_column(String(40))
    tries: Mapped[int] = mapped_column(default=0)
    parked: Mapped[str | None] = mapped_column(Text)
    redraw: Mapped[bool] = mapped_column(default=False)
