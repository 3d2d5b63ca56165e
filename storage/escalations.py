"""Questions asked of escalations, and of who can be called about them."""

from collections.abc import Sequence
from datetime import datetime

from sqlalchemy import func, select
from sqlalchemy.ext.asyncio import AsyncSession

from storage import conversations
from storage.tables import Conversation, Escalation, Member, Role, Urgency

OPEN = Escalation.settled_at.is_(None)


async def locked(session: AsyncSession, escalation_id: int) -> tuple[Escalation, Conversation] | None:
    """An escalation and its conversation, the conversation locked first; or None."""
    conversation_id = await session.scalar(select(Escalation.conversation_id).where(Escalation.id == escalation_id))
    conversation = await conversations.locked(session, conversation_id) if conversation_id else None
    if conversation is None:
        return None
    escalation = await session.scalar(
        select(Escalation)
        .where(Escalation.id == escalation_id)
        .with_for_update(of=Escalation)
        .execution_options(populate_existing=True)
    )
    return (escalation, conversation) if escalation else None


async def open_of(session: AsyncSession, conversation_id: int) -> Escalation | None:
    """The open escalation of a conversation; or None."""
    return await session.scalar(
        select(Escalation)
        .where(OPEN, Escalation.conversation_id == conversation_id)
        .order_by(Escalation.id.desc())
        .limit(1)
    )


async def still_open(session: AsyncSession, urgency: Urgency) -> Sequence[Escalation]:
    """All open escalations of one urgency, oldest first."""
    found = await session.scalars(
        select(Escalation).where(OPEN, Escalation.urgency == urgency).order_by(Escalation.at, Escalation.id)
    )
    return found.all()


async def to_page(session: AsyncSession, now: datetime) -> Sequence[int]:
    """The ids of escalations for which somebody is to be paged now."""
    found = await session.scalars(
        select(Escalation.id).where(OPEN, Escalation.ping_at <= now).order_by(Escalation.ping_at, Escalation.id)
    )
    return found.all()


async def next_page_at(session: AsyncSession) -> datetime | None:
    """When somebody is to be paged next; or None."""
    return await session.scalar(select(func.min(Escalation.ping_at)).where(OPEN))


async def left_alone(session: AsyncSession) -> Sequence[int]:
    """The ids of open escalations whose conversation is no longer with whoever took them."""
    found = await session.scalars(
        select(Escalation.id)
        .join(Conversation, Conversation.id == Escalation.conversation_id)
        .where(
            OPEN,
            Escalation.taken_by.is_not(None),
            Conversation.closed_at.is_(None),
            Conversation.claimed_by.is_distinct_from(Escalation.taken_by),
        )
        .order_by(Escalation.id)
    )
    return found.all()


async def outlived(session: AsyncSession, queue: str) -> Sequence[int]:
    """The ids of open escalations whose conversation is closed or has left the escalation queue."""
    found = await session.scalars(
        select(Escalation.id)
        .join(Conversation, Conversation.id == Escalation.conversation_id)
        .where(OPEN, Conversation.closed_at.is_not(None) | (Conversation.queue != queue))
        .order_by(Escalation.id)
    )
    return found.all()


async def who_can_be_called(session: AsyncSession) -> Sequence[Member]:
    """Managers and moderators who are neither suspended nor gone."""
    found = await session.scalars(
        select(Member).where(
            Member.role.in_((Role.MODERATOR, Role.MANAGER)),
            Member.suspended_at.is_(None),
            Member.left_at.is_(None),
        )
    )
    return found.all()
