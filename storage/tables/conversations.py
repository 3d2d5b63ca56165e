"""Conversations with customers: what they wrote, where each conversation stands, and everything that happened to it."""

from datetime import datetime
from enum import StrEnum
from typing import Any

from sqlalchemy import ForeignKey, Index, String, Text, UniqueConstraint, text
from sqlalchemy.orm import Mapped, composite, mapped_column, relationship

from storage.tables.base import Base, word
from storage.tables.standing import Claim, Closing, Hold, WaitingOn


class Side(StrEnum):
    """Who wrote a message: the customer, the brand, or somebody else in the same public thread."""

    CUSTOMER = "customer"
    BRAND = "brand"
    COMMUNITY = "community"


FREE_AND_WAITING = "closed_at IS NULL AND claimed_by IS NULL AND held_at IS NULL AND waits_since IS NOT NULL"
KEPT = "closed_at IS NOT NULL AND emptied_at IS NULL"


class Customer(Base):
    """Somebody who writes to the brand on one network. Nothing joins them with an identity elsewhere."""

    __tablename__ = "customers"
    __table_args__ = (UniqueConstraint("network", "external_id"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    network: Mapped[str] = mapped_column(String(40))
    external_id: Mapped[str] = mapped_column(String(200))
    handle: Mapped[str] = mapped_column(String(100))
    name: Mapped[str] = mapped_column(String(200), default="")
    followers: Mapped[int | None]
    verified: Mapped[str] = mapped_column(String(20), default="none")
    tags: Mapped[list[str]] = mapped_column(default=list)


class Conversation(Base):
    """A customer's thread with the brand; its number is what people say to each other.

    `version` is raised by every event; `shown_version` and `told_version` are the ones its card and its card's thread
    show. `waits_since` is when the oldest customer message without an answer arrived; None when none waits.
    `rank` orders a queue: higher first, then the longest waiting. `owner_due_at` is until when the owner has to touch
    it after a customer's new post; None when they have. `emptied_at` is when the customer's words were let go, some
    time after it was closed; None again once there are new ones. `vanished_at` is when the customer's last post was
    deleted while somebody was at work on it; None again once it is closed or there are new ones.
    """

    __tablename__ = "conversations"
    __table_args__ = (
        UniqueConstraint("network", "thread", "customer_id"),
        Index(
            "ix_conversations_next",
            "queue",
            text("rank DESC"),
            "waits_since",
            "id",
            sqlite_where=text(FREE_AND_WAITING),
            postgresql_where=text(FREE_AND_WAITING),
        ),
        Index(
            "ix_conversations_uncarded",
            "queue",
            text("rank DESC"),
            "waits_since",
            "id",
            sqlite_where=text("closed_at IS NULL AND card_id IS NULL"),
            postgresql_where=text("closed_at IS NULL AND card_id IS NULL"),
        ),
        Index(
            "ix_conversations_open",
            "queue",
            "claimed_by",
            sqlite_where=text("closed_at IS NULL"),
            postgresql_where=text("closed_at IS NULL"),
        ),
        Index(
            "ix_conversations_unshown",
            "id",
            sqlite_where=text("card_id IS NOT NULL AND version > shown_version"),
            postgresql_where=text("card_id IS NOT NULL AND version > shown_version"),
        ),
        Index(
            "ix_conversations_untold",
            "id",
            sqlite_where=text("card_id IS NOT NULL AND version > told_version"),
            postgresql_where=text("card_id IS NOT NULL AND version > told_version"),
        ),
        Index(
            "ix_conversations_claims",
            "claim_until",
            sqlite_where=text("claimed_by IS NOT NULL AND held_at IS NULL"),
            postgresql_where=text("claimed_by IS NOT NULL AND held_at IS NULL"),
        ),
        Index(
            "ix_conversations_untouched",
            "owner_due_at",
            sqlite_where=text("owner_due_at IS NOT NULL"),
            postgresql_where=text("owner_due_at IS NOT NULL"),
        ),
        Index(
            "ix_conversations_holds",
            "hold_ends_at",
            sqlite_where=text("hold_ends_at IS NOT NULL"),
            postgresql_where=text("hold_ends_at IS NOT NULL"),
        ),
        Index(
            "ix_conversations_vanished",
            "vanished_at",
            sqlite_where=text("vanished_at IS NOT NULL"),
            postgresql_where=text("vanished_at IS NOT NULL"),
        ),
        Index("ix_conversations_customer", "customer_id", "id"),
        Index(
            "ix_conversations_closed",
            "closed_at",
            sqlite_where=text("closed_at IS NOT NULL"),
            postgresql_where=text("closed_at IS NOT NULL"),
        ),
        Index("ix_conversations_kept", "closed_at", sqlite_where=text(KEPT), postgresql_where=text(KEPT)),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    network: Mapped[str] = mapped_column(String(40))
    thread: Mapped[str] = mapped_column(String(200))
    customer_id: Mapped[int] = mapped_column(ForeignKey("customers.id"))
    queue: Mapped[str] = mapped_column(String(60))
    product: Mapped[str] = mapped_column(String(60), default="")
    language: Mapped[str] = mapped_column(String(20), default="")
    kind: Mapped[str] = mapped_column(String(40), default="other")
    sentiment: Mapped[str | None] = mapped_column(String(20))
    account: Mapped[str] = mapped_column(String(60))
    mentioned: Mapped[str | None] = mapped_column(String(60))
    reply_by_hand: Mapped[bool] = mapped_column(default=False)
    like_by_hand: Mapped[bool] = mapped_column(default=False)
    lines: Mapped[list[str]] = mapped_column(default=list)
    tags: Mapped[list[str]] = mapped_column(default=list)
    rank: Mapped[int] = mapped_column(default=0)
    priority: Mapped[int] = mapped_column(default=0)
    opened_at: Mapped[datetime]
    waits_since: Mapped[datetime | None]
    returned_at: Mapped[datetime | None]
    close_proposed_at: Mapped[datetime | None]
    emptied_at: Mapped[datetime | None]
    vanished_at: Mapped[datetime | None]

    claimed_by: Mapped[str | None] = mapped_column(String(40))
    claimed_at: Mapped[datetime | None]
    claim_until: Mapped[datetime | None]
    owner_due_at: Mapped[datetime | None]
    held_for: Mapped[WaitingOn | None] = mapped_column(word(WaitingOn))
    held_by: Mapped[str | None] = mapped_column(String(40))
    held_at: Mapped[datetime | None]
    hold_ends_at: Mapped[datetime | None]
    held_whom: Mapped[str | None] = mapped_column(String(200))
    closed_reason: Mapped[str | None] = mapped_column(String(60))
    closed_at: Mapped[datetime | None]
    closed_by: Mapped[str | None] = mapped_column(String(40))
    closed_link: Mapped[str | None] = mapped_column(Text)

    claim: Mapped[Claim | None] = composite("claimed_by", "claimed_at", "claim_until")
    hold: Mapped[Hold | None] = composite("held_for", "held_by", "held_at", "hold_ends_at", "held_whom")
    closing: Mapped[Closing | None] = composite("closed_reason", "closed_at", "closed_by", "closed_link")

    version: Mapped[int] = mapped_column(default=0)
    shown_version: Mapped[int] = mapped_column(default=0)
    told_version: Mapped[int] = mapped_column(default=0)
    card_id: Mapped[int | None]

    customer: Mapped[Customer] = relationship(lazy="raise")


class Message(Base):
    """One public post or review in a conversation, as the network last gave it.

    `external_id` is its newest id on the network (an edit gives a new one; all are in `posts`). `text` is emptied and
    `deleted_at` set when the author removes it, `emptied_at` when the desk lets its words go. `answered_at` is set when
    the brand has answered it, from the desk or outside; `about` holds what the network says beyond that (likes, stars,
    device …).
    """

    __tablename__ = "messages"
    __table_args__ = (
        UniqueConstraint("network", "external_id"),
        Index("ix_messages_conversation", "conversation_id", "posted_at", "id"),
        Index(
            "ix_messages_said",
            "network",
            "posted_at",
            sqlite_where=text("side = 'brand'"),
            postgresql_where=text("side = 'brand'"),
        ),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    conversation_id: Mapped[int] = mapped_column(ForeignKey("conversations.id"))
    network: Mapped[str] = mapped_column(String(40))
    external_id: Mapped[str] = mapped_column(String(200))
    side: Mapped[Side] = mapped_column(word(Side))
    author: Mapped[str] = mapped_column(String(100))
    text: Mapped[str] = mapped_column(Text)
    language: Mapped[str] = mapped_column(String(20), default="")
    url: Mapped[str] = mapped_column(Text, default="")
    posted_at: Mapped[datetime]
    stored_at: Mapped[datetime]
    edited_at: Mapped[datetime | None]
    deleted_at: Mapped[datetime | None]
    emptied_at: Mapped[datetime | None]
    checked_at: Mapped[datetime | None]
    answered_at: Mapped[datetime | None]
    answered_by: Mapped[str | None] = mapped_column(String(100))
    about: Mapped[dict[str, Any]] = mapped_column(default=dict)


class Post(Base):
    """Every id under which the desk knows a post; a known id never becomes a second message."""

    __tablename__ = "posts"

    network: Mapped[str] = mapped_column(String(40), primary_key=True)
    external_id: Mapped[str] = mapped_column(String(200), primary_key=True)
    message_id: Mapped[int] = mapped_column(ForeignKey("messages.id"), index=True)


class EarlyAnswer(Base):
    """A post of ours that answers a post the desk has not read yet; taken in with its question, whenever that comes."""

    __tablename__ = "early_answers"
    __table_args__ = (Index("ix_early_answers_question", "network", "answers"),)

    network: Mapped[str] = mapped_column(String(40), primary_key=True)
    external_id: Mapped[str] = mapped_column(String(200), primary_key=True)
    answers: Mapped[str] = mapped_column(String(200))
    account: Mapped[str] = mapped_column(String(100))
    text: Mapped[str] = mapped_column(Text)
    url: Mapped[str] = mapped_column(Text)
    posted_at: Mapped[datetime]


class Note(Base):
    """What only the team sees. `ts` is the Slack message it was typed as, when it was typed in a card's thread."""

    __tablename__ = "notes"
    __table_args__ = (
        UniqueConstraint("channel", "ts"),
        Index(
            "ix_notes_unmarked",
            "id",
            sqlite_where=text("ts IS NOT NULL AND marked_at IS NULL AND deleted_at IS NULL"),
            postgresql_where=text("ts IS NOT NULL AND marked_at IS NULL AND deleted_at IS NULL"),
        ),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    conversation_id: Mapped[int] = mapped_column(ForeignKey("conversations.id"), index=True)
    by: Mapped[str] = mapped_column(String(40))
    at: Mapped[datetime]
    text: Mapped[str] = mapped_column(Text)
    channel: Mapped[str | None] = mapped_column(String(40))
    ts: Mapped[str | None] = mapped_column(String(40))
    edited_at: Mapped[datetime | None]
    deleted_at: Mapped[datetime | None]
    marked_at: Mapped[datetime | None]


class Happened(Base):
    """One line of a conversation's diary: who did what, when. `number` is the version it raised the conversation to."""

    __tablename__ = "events"
    __table_args__ = (UniqueConstraint("conversation_id", "number"), Index("ix_events_kind_at", "kind", "at"))

    id: Mapped[int] = mapped_column(primary_key=True)
    conversation_id: Mapped[int] = mapped_column(ForeignKey("conversations.id"))
    number: Mapped[int]
    kind: Mapped[str] = mapped_column(String(40))
    by: Mapped[str | None] = mapped_column(String(40))
    at: Mapped[datetime]
    facts: Mapped[dict[str, Any]] = mapped_column(default=dict)
