"""Play mode: who sits at it, what they were handed, and what they passed over."""

from datetime import datetime
from typing import Any

from sqlalchemy import ForeignKey, Index, String, text
from sqlalchemy.orm import Mapped, mapped_column

from storage.tables.base import Base


class Sitting(Base):
    """One sitting of a member, of whom no two are open, and the direct message that shows it.

    `asked` are the filters they typed, `conversation_id` what they were handed last; None when nothing was left.
    `seen_at` is their last sign of life, `reminded_at` when they were asked whether they are still there. `version`
    is raised by each change of the sitting, `shown_version` is the one its message shows, `shown_of` the version of the
    conversation that it shows.
    """

    __tablename__ = "sittings"
    __table_args__ = (
        Index(
            "uq_sittings_open",
            "by",
            unique=True,
            sqlite_where=text("ended_at IS NULL"),
            postgresql_where=text("ended_at IS NULL"),
        ),
        Index(
            "ix_sittings_behind",
            "id",
            sqlite_where=text("version > shown_version"),
            postgresql_where=text("version > shown_version"),
        ),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    by: Mapped[str] = mapped_column(String(40))
    began_at: Mapped[datetime]
    seen_at: Mapped[datetime]
    reminded_at: Mapped[datetime | None]
    ended_at: Mapped[datetime | None]
    ended_why: Mapped[str | None] = mapped_column(String(20))
    asked: Mapped[dict[str, Any]] = mapped_column(default=dict)
    conversation_id: Mapped[int | None] = mapped_column(ForeignKey("conversations.id"))
    handed: Mapped[int] = mapped_column(default=0)
    skipped: Mapped[int] = mapped_column(default=0)
    channel: Mapped[str | None] = mapped_column(String(40))
    ts: Mapped[str | None] = mapped_column(String(40))
    version: Mapped[int] = mapped_column(default=1)
    shown_version: Mapped[int] = mapped_column(default=0)
    shown_of: Mapped[int] = mapped_column(default=0)


class Skip(Base):
    """A conversation that a member passed over, and why, in words; it is not handed to them again before `until`."""

    __tablename__ = "skips"

    by: Mapped[str] = mapped_column(String(40), primary_key=True)
    conversation_id: Mapped[int] = mapped_column(ForeignKey("conversations.id"), primary_key=True)
    at: Mapped[datetime]
    until: Mapped[datetime]
    reason: Mapped[str] = mapped_column(String(60))
