"""Bulk work: one decision about many conversations, and what is needed to take it back."""

from datetime import datetime
from typing import Any

from sqlalchemy import ForeignKey, Index, String, Text, text
from sqlalchemy.orm import Mapped, mapped_column

from storage.tables.base import Base
from storage.tables.conversations import Conversation


class Bulk(Base):
    """What somebody is about to do, or has done, with the conversations of a list; `act` is None until it is chosen.

    `value` is the tag, reason, queue or member it is done with. `total` is how many the list held when it was gathered.
    """

    __tablename__ = "bulks"
    __table_args__ = (Index("ix_bulks_by", "by", "id"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    by: Mapped[str] = mapped_column(String(40))
    at: Mapped[datetime]
    title: Mapped[str] = mapped_column(Text, default="")
    total: Mapped[int] = mapped_column(default=0)
    act: Mapped[str | None] = mapped_column(String(20))
    value: Mapped[str] = mapped_column(String(200), default="")
    done_at: Mapped[datetime | None]
    undone_at: Mapped[datetime | None]


class BulkPart(Base):
    """One conversation of it. `before` is how it stood and `version` the one it was brought to; None when left out.

    `why_not` says why it was left out, or why it was not taken back.
    """

    __tablename__ = "bulk_parts"
    __table_args__ = (Index("ix_bulk_parts_conversation", "conversation_id"),)

    bulk_id: Mapped[int] = mapped_column(ForeignKey("bulks.id"), primary_key=True)
    conversation_id: Mapped[int] = mapped_column(ForeignKey("conversations.id"), primary_key=True)
    place: Mapped[int]
    before: Mapped[dict[str, Any] | None]
    version: Mapped[int | None]
    why_not: Mapped[str | None] = mapped_column(Text)


Index(
    "ix_conversations_old",
    Conversation.opened_at,
    sqlite_where=text("closed_at IS NULL"),
    postgresql_where=text("closed_at IS NULL"),
)
