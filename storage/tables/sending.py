"""What the brand says in public: replies and likes with every state they pass through, and the stops that halt them."""

from datetime import datetime
from enum import StrEnum
from typing import Any

from sqlalchemy import ForeignKey, Index, String, Text, text
from sqlalchemy.orm import Mapped, mapped_column

from storage.tables.base import Base, word


class ReplyState(StrEnum):
    """Where a reply stands. Design, "Three kinds of effects": what may have left is never sent again by a machine."""

    QUEUED = "queued"
    SENDING = "sending"
    SENT = "sent"
    REFUSED = "refused"
    BY_HAND = "by_hand"
    UNKNOWN = "unknown"
    UNDONE = "undone"


class Afterwards(StrEnum):
    """What becomes of the conversation once the reply is out."""

    NOTHING = "nothing"
    HOLD = "hold"
    CLOSE = "close"


LIVE = "state NOT IN ('undone', 'refused')"


class Reply(Base):
    """A text a member decided to send, and what became of it.

    At most one live reply answers a customer's message, or is its edit where a network has edits: `edition` is 0 for
    the answer itself and counts on. `text` is exactly what goes out, signature included; `typed` is
    what its author wrote, to be given back. `send_after` ends the undo window or a stated pause; `deadline` is the last
    moment at which the request may leave; `attempt` counts decisions to send, `tries` the failures since the last one
    of which it is certain that nothing was sent. While `unknown`, `look_at` says when the timeline is read next,
    `looks` how often it was and `looked_at` when last. While `by_hand`, `handed_to` is the keyholder, `hands` how many
    were asked so far, `hand_until` when the next is and `said_sent_at` when they said it is out. `sent_from` is the
    account under which it was found. `rehearsed_at` is set when it was written in a rehearsal: it never leaves.
    `attached` names the file in Slack that goes with it; `media_id` is what the network calls it once it was uploaded,
    to be posted from `media_from` until `media_until`.
    """

    __tablename__ = "replies"
    __table_args__ = (
        Index(
            "uq_replies_live_answer",
            "answers_id",
            "edition",
            unique=True,
            sqlite_where=text(LIVE),
            postgresql_where=text(LIVE),
        ),
        Index(
            "ix_replies_queued",
            "send_after",
            sqlite_where=text("state = 'queued'"),
            postgresql_where=text("state = 'queued'"),
        ),
        Index(
            "ix_replies_unsettled",
            "state",
            sqlite_where=text("state IN ('sending', 'unknown', 'by_hand')"),
            postgresql_where=text("state IN ('sending', 'unknown', 'by_hand')"),
        ),
        Index("ix_replies_sent_id", "network", "sent_id"),
        Index("ix_replies_said", "network", "at", sqlite_where=text(LIVE), postgresql_where=text(LIVE)),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    conversation_id: Mapped[int] = mapped_column(ForeignKey("conversations.id"), index=True)
    answers_id: Mapped[int] = mapped_column(ForeignKey("messages.id"))
    edition: Mapped[int] = mapped_column(default=0)
    network: Mapped[str] = mapped_column(String(40))
    account: Mapped[str] = mapped_column(String(60))
    text: Mapped[str] = mapped_column(Text)
    typed: Mapped[str] = mapped_column(Text, default="")
    by: Mapped[str] = mapped_column(String(40))
    at: Mapped[datetime]
    state: Mapped[ReplyState] = mapped_column(word(ReplyState), default=ReplyState.QUEUED)
    afterwards: Mapped[Afterwards] = mapped_column(word(Afterwards), default=Afterwards.NOTHING)
    close_reason: Mapped[str | None] = mapped_column(String(60))
    close_link: Mapped[str | None] = mapped_column(Text)
    send_after: Mapped[datetime]
    attempt: Mapped[int] = mapped_column(default=1)
    tries: Mapped[int] = mapped_column(default=0)
    sending_at: Mapped[datetime | None]
    deadline: Mapped[datetime | None]
    why: Mapped[str | None] = mapped_column(Text)
    looks: Mapped[int] = mapped_column(default=0)
    look_at: Mapped[datetime | None]
    looked_at: Mapped[datetime | None]
    handed_to: Mapped[str | None] = mapped_column(String(40))
    handed_at: Mapped[datetime | None]
    hand_until: Mapped[datetime | None]
    hands: Mapped[int] = mapped_column(default=0)
    said_sent_by: Mapped[str | None] = mapped_column(String(40))
    said_sent_at: Mapped[datetime | None]
    sent_at: Mapped[datetime | None]
    sent_id: Mapped[str | None] = mapped_column(String(200))
    sent_from: Mapped[str | None] = mapped_column(String(60))
    sent_url: Mapped[str | None] = mapped_column(Text)
    rehearsed_at: Mapped[datetime | None]
    attached: Mapped[dict[str, Any]] = mapped_column(default=dict)
    media_id: Mapped[str | None] = mapped_column(String(60))
    media_from: Mapped[datetime | None]
    media_until: Mapped[datetime | None]


class LikeState(StrEnum):
    """Where a like stands; liking twice is harmless, so there is no unknown."""

    QUEUED = "queued"
    DONE = "done"
    BY_HAND = "by_hand"
    REFUSED = "refused"


class Like(Base):
    """A member's click on Like: always a person's, always from the account that was mentioned.

    `said_done_at` is when a person said that they did it by hand, `look_at` when the account's likes are read to see it
    there, `seen_at` when it was seen. `rehearsed_at` is set when it was clicked in a rehearsal: it never leaves.
    """

    __tablename__ = "likes"
    __table_args__ = (
        Index("uq_likes_message_account", "message_id", "account", unique=True),
        Index(
            "ix_likes_queued",
            "try_at",
            sqlite_where=text("state = 'queued'"),
            postgresql_where=text("state = 'queued'"),
        ),
        Index(
            "ix_likes_by_hand",
            "hand_until",
            sqlite_where=text("state = 'by_hand'"),
            postgresql_where=text("state = 'by_hand'"),
        ),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    conversation_id: Mapped[int] = mapped_column(ForeignKey("conversations.id"), index=True)
    message_id: Mapped[int] = mapped_column(ForeignKey("messages.id"))
    network: Mapped[str] = mapped_column(String(40))
    account: Mapped[str] = mapped_column(String(60))
    by: Mapped[str] = mapped_column(String(40))
    at: Mapped[datetime]
    state: Mapped[LikeState] = mapped_column(word(LikeState), default=LikeState.QUEUED)
    try_at: Mapped[datetime]
    tries: Mapped[int] = mapped_column(default=0)
    why: Mapped[str | None] = mapped_column(Text)
    handed_to: Mapped[str | None] = mapped_column(String(40))
    hand_until: Mapped[datetime | None]
    hands: Mapped[int] = mapped_column(default=0)
    said_done_by: Mapped[str | None] = mapped_column(String(40))
    said_done_at: Mapped[datetime | None]
    look_at: Mapped[datetime | None]
    looks: Mapped[int] = mapped_column(default=0)
    seen_at: Mapped[datetime | None]
    done_at: Mapped[datetime | None]
    rehearsed_at: Mapped[datetime | None]


class Stop(Base):
    """Public sending is halted for one account, or for all of them (`*`), until somebody starts it again."""

    __tablename__ = "stops"

    account: Mapped[str] = mapped_column(String(60), primary_key=True)
    by: Mapped[str] = mapped_column(String(40))
    at: Mapped[datetime]
