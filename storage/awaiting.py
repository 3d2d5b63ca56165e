"""What waits for one member: replies and likes to send by hand, replies to decide on, customers, proposals, holds."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import Select, literal, or_, select, text, union_all
from sqlalchemy.ext.asyncio import AsyncSession

from storage.tables import Conversation, Escalation, Like, Notice, Reply, ReplyState

UNSETTLED = text("replies.state IN ('sending', 'unknown', 'by_hand')")
BY_HAND = text("likes.state = 'by_hand'")
CAME_BACK = text("notices.kind = 'hold_ended'")
"""As the partial indexes have them, word for word: SQLite does not see that a bound value is one of these."""

Question = Select[str, Any, int, str]


@dataclass(frozen=True)
class Awaiting:
    """One thing that waits for somebody: why, since when, and the conversation it is about."""

    why: str
    since: datetime
    conversation_id: int
    queue: str


async def awaiting(session: AsyncSession, member_id: str) -> Sequence[Awaiting]:
    """All that waits for a member, in no order; costs by what is open."""
    question = union_all(*(each(member_id) for each in KINDS))
    found = await session.execute(question)
    return [Awaiting(row[0], row[1], row[2], row[3]) for row in found]


def hand_replies(member_id: str) -> Question:
    """Replies that this keyholder was asked to send."""
    return (
        select(literal("hand_reply"), Reply.handed_at, Conversation.id, Conversation.queue)
        .join(Conversation, Conversation.id == Reply.conversation_id)
        .where(UNSETTLED, Reply.state == ReplyState.BY_HAND, Reply.handed_to == member_id, Reply.said_sent_at.is_(None))
    )


def hand_likes(member_id: str) -> Question:
    """Likes that this keyholder was asked to give."""
    return (
        select(literal("hand_like"), Like.at, Conversation.id, Conversation.queue)
        .join(Conversation, Conversation.id == Like.conversation_id)
        .where(BY_HAND, Like.handed_to == member_id)
    )


def unknown_replies(member_id: str) -> Question:
    """Their own replies of which a person has to say whether they are out."""
    return (
        select(literal("unknown_reply"), Reply.at, Conversation.id, Conversation.queue)
        .join(Conversation, Conversation.id == Reply.conversation_id)
        .where(UNSETTLED, Reply.state == ReplyState.UNKNOWN, Reply.by == member_id, Reply.look_at.is_(None))
    )


def customers(member_id: str) -> Question:
    """Theirs, on which the customer has written and they have not acted yet."""
    return select(literal("wrote_again"), Conversation.waits_since, Conversation.id, Conversation.queue).where(
        Conversation.closed_at.is_(None),
        Conversation.claimed_by == member_id,
        Conversation.owner_due_at.is_not(None),
        Conversation.waits_since.is_not(None),
    )


def proposals(member_id: str) -> Question:
    """Theirs that the desk proposes to close."""
    of_theirs = or_(
        Conversation.claimed_by == member_id,
        Conversation.claimed_by.is_(None) & (Conversation.held_by == member_id),
    )
    return select(literal("close_proposed"), Conversation.close_proposed_at, Conversation.id, Conversation.queue).where(
        Conversation.closed_at.is_(None), Conversation.close_proposed_at.is_not(None), of_theirs
    )


def holds(member_id: str) -> Question:
    """What they had set aside, and what came back and nobody has taken yet."""
    return (
        select(literal("hold_ended"), Notice.due_at, Conversation.id, Conversation.queue)
        .join(Conversation, Conversation.id == Notice.conversation_id)
        .where(
            CAME_BACK,
            Notice.to == member_id,
            Conversation.closed_at.is_(None),
            Conversation.claimed_by.is_(None),
            Conversation.held_at.is_(None),
        )
    )


def escalations(member_id: str) -> Question:
    """Escalations that they took on and have not answered."""
    return (
        select(literal("escalation"), Escalation.taken_at, Conversation.id, Conversation.queue)
        .join(Conversation, Conversation.id == Escalation.conversation_id)
        .where(Escalation.settled_at.is_(None), Escalation.taken_by == member_id, Escalation.answered_at.is_(None))
    )


KINDS = (hand_replies, unknown_replies, escalations, customers, hand_likes, holds, proposals)
