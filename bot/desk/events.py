"""The diary: every change notes who did what, when, and raises the conversation's version."""

from datetime import datetime
from enum import StrEnum
from typing import Any

from sqlalchemy.ext.asyncio import AsyncSession

from storage.tables import Conversation, Happened, Member


class Event(StrEnum):
    """Everything that can happen to a conversation. `facts` never hold a message's text, only its number."""

    ARRIVED = "arrived"
    WROTE_AGAIN = "wrote_again"
    EDITED = "edited"
    DELETED = "deleted"
    EMPTIED = "emptied"
    ATTENTION = "attention"
    ANSWERED_OUTSIDE = "answered_outside"
    COMMUNITY_ANSWERED = "community_answered"
    CLAIMED = "claimed"
    RELEASED = "released"
    LAPSED = "lapsed"
    SENT_BACK = "sent_back"
    ASSIGNED = "assigned"
    MOVED = "moved"
    HELD = "held"
    UNHELD = "unheld"
    CLOSE_PROPOSED = "close_proposed"
    CLOSED = "closed"
    REOPENED = "reopened"
    TAGGED = "tagged"
    TAG_RENAMED = "tag_renamed"
    KIND_SET = "kind_set"
    SENTIMENT_SET = "sentiment_set"
    CUSTOMER_TAGGED = "customer_tagged"
    NOTED = "noted"
    NOTE_EDITED = "note_edited"
    NOTE_DELETED = "note_deleted"
    REPLY_QUEUED = "reply_queued"
    REPLY_UNDONE = "reply_undone"
    REPLY_SENDING = "reply_sending"
    REPLY_SENT = "reply_sent"
    REPLY_REFUSED = "reply_refused"
    REPLY_BY_HAND = "reply_by_hand"
    REPLY_SAID_SENT = "reply_said_sent"
    REPLY_UNKNOWN = "reply_unknown"
    REPLY_WAITS = "reply_waits"
    LIKED = "liked"
    LIKE_DONE = "like_done"
    LIKE_SAID_DONE = "like_said_done"
    LIKE_BY_HAND = "like_by_hand"
    LIKE_REFUSED = "like_refused"
    ESCALATED = "escalated"
    ESCALATION_PAGED = "escalation_paged"
    ESCALATION_TAKEN = "escalation_taken"
    ESCALATION_LEFT = "escalation_left"
    ESCALATION_ANSWERED = "escalation_answered"
    PARKED = "parked"
    TRIED_AGAIN = "tried_again"
    LET_REST = "let_rest"
    BROUGHT = "brought"


def note(
    session: AsyncSession, conversation: Conversation, kind: Event, /, *, by: Member | None, at: datetime, **facts: Any
) -> Happened:
    """Write one line of the conversation's diary and raise its version; `by` is None when the desk itself acted."""
    conversation.version += 1
    happened = Happened(
        conversation_id=conversation.id,
        number=conversation.version,
        kind=kind,
        by=by.id if by else None,
        at=at,
        facts=facts,
    )
    session.add(happened)
    return happened
