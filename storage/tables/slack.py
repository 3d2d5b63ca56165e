"""What the desk has put into Slack: cards, the posts in their threads, and the channels of the queues."""

from datetime import datetime
from enum import StrEnum
from typing import Any

from sqlalchemy import ForeignKey, Index, String, Text, UniqueConstraint, text
from sqlalchemy.orm import Mapped, mapped_column

from storage.tables.base import Base, word


class CardState(StrEnum):
    """Where a card stands: about to be posted, shown, to be turned into a link to its successor, or a link."""

    POSTING = "posting"
    SHOWN = "shown"
    LEAVING = "leaving"
    LINK = "link"


class Card(Base):
    """One Slack message that shows, or has shown, a conversation. A conversation's current one is its `card_id`.

    `id` travels in the message's metadata, so that an interrupted post is found again. `way_back` is the last click's
    `response_url`, good for `way_back_uses` more repaints until `way_back_until`.
    """

    __tablename__ = "cards"
    __table_args__ = (
        UniqueConstraint("channel", "ts"),
        Index(
            "ix_cards_unfinished",
            "id",
            sqlite_where=text("state IN ('posting', 'leaving')"),
            postgresql_where=text("state IN ('posting', 'leaving')"),
        ),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    conversation_id: Mapped[int] = mapped_column(ForeignKey("conversations.id"), index=True)
    queue: Mapped[str] = mapped_column(String(60))
    channel: Mapped[str] = mapped_column(String(40))
    ts: Mapped[str | None] = mapped_column(String(40))
    state: Mapped[CardState] = mapped_column(word(CardState), default=CardState.POSTING)
    wanted_at: Mapped[datetime]
    posted_at: Mapped[datetime | None]
    tries: Mapped[int] = mapped_column(default=0)
    parked: Mapped[str | None] = mapped_column(Text)
    way_back: Mapped[str | None] = mapped_column(Text)
    way_back_uses: Mapped[int] = mapped_column(default=0)
    way_back_until: Mapped[datetime | None]


class ThreadPost(Base):
    """One message the desk posted in a card's thread; it tells the events numbered `first` to `last`."""

    __tablename__ = "thread_posts"
    __table_args__ = (
        UniqueConstraint("card_id", "first"),
        Index("ix_thread_posts_redraw", "id", sqlite_where=text("redraw = 1"), postgresql_where=text("redraw")),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    card_id: Mapped[int] = mapped_column(ForeignKey("cards.id"), index=True)
    conversation_id: Mapped[int] = mapped_column(ForeignKey("conversations.id"), index=True)
    first: Mapped[int]
    last: Mapped[int]
    ts: Mapped[str | None] = mapped_column(String(40))
    redraw: Mapped[bool] = mapped_column(default=False)
    posted_at: Mapped[datetime | None]


class Channel(Base):
    """The Slack channel of a queue (`queue:moderated`) or of the desk itself (`team`).

    `heard_until` is how far the threads in it have been read for notes that Slack never told of.
    """

    __tablename__ = "channels"

    key: Mapped[str] = mapped_column(String(80), primary_key=True)
    channel: Mapped[str] = mapped_column(String(40), unique=True)
    name: Mapped[str] = mapped_column(String(80))
    private: Mapped[bool] = mapped_column(default=False)
    counter_ts: Mapped[str | None] = mapped_column(String(40))
    counter_shown: Mapped[dict[str, Any]] = mapped_column(default=dict)
    heard_until: Mapped[datetime | None]


class NamedChannel(Base):
    """Where a public channel is that desk.toml names and the desk does not use, such as one to ask first."""

    __tablename__ = "named_channels"

    name: Mapped[str] = mapped_column(String(80), primary_key=True)
    channel: Mapped[str] = mapped_column(String(40))
