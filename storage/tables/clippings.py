"""Clippings, the saved replies: their words in each language, what managers changed, what they were used for."""

from datetime import datetime
from typing import Any

from sqlalchemy import ForeignKey, String
from sqlalchemy.orm import Mapped, mapped_column

from storage.tables.base import Base


class Clipping(Base):
    """A saved reply. `texts` holds its words by language ("en", "pt-BR"), `words` what it is also found by.

    A retired one is offered no more and stays, so that its name, its history and its counts do. `article` is the slug
    of the knowledge base's article that it links to, empty for none; `article_seen_at` when that was last looked for,
    `article_gone_at` since when it is missing.
    """

    __tablename__ = "clippings"

    id: Mapped[int] = mapped_column(primary_key=True)
    name: Mapped[str] = mapped_column(String(60), unique=True)
    category: Mapped[str] = mapped_column(String(40))
    texts: Mapped[dict[str, Any]]
    tags: Mapped[list[str]] = mapped_column(default=list)
    words: Mapped[list[str]] = mapped_column(default=list)
    article: Mapped[str] = mapped_column(String(200), default="")
    article_seen_at: Mapped[datetime | None]
    article_gone_at: Mapped[datetime | None]
    retired_at: Mapped[datetime | None]
    retired_by: Mapped[str | None] = mapped_column(String(40))


class ClippingChange(Base):
    """One line of a clipping's history: who did what, and what it said before. `by` is None when a file was read."""

    __tablename__ = "clipping_changes"

    id: Mapped[int] = mapped_column(primary_key=True)
    clipping_id: Mapped[int] = mapped_column(ForeignKey("clippings.id"), index=True)
    kind: Mapped[str] = mapped_column(String(20))
    by: Mapped[str | None] = mapped_column(String(40))
    at: Mapped[datetime]
    before: Mapped[dict[str, Any]] = mapped_column(default=dict)


class ClippingUse(Base):
    """A reply that was begun from a clipping; `edited` when its author changed the words before sending."""

    __tablename__ = "clipping_uses"

    reply_id: Mapped[int] = mapped_column(ForeignKey("replies.id"), primary_key=True)
    clipping_id: Mapped[int] = mapped_column(ForeignKey("clippings.id"), index=True)
    edited: Mapped[bool]
