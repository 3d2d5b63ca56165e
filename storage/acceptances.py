"""Questions asked of acceptances: who has given their word for whom, and whether it still counts."""

from collections.abc import Sequence

from sqlalchemy import ColumnElement, delete, false, func, select
from sqlalchemy.ext.asyncio import AsyncSession
from sqlalchemy.orm import aliased

from storage.members import is_active
from storage.tables import Acceptance, Member, Role


async def of(session: AsyncSession, member_ids: Sequence[str]) -> Sequence[Acceptance]:
    """The words given for these people that count: whoever gave one is active and has the role in which they did."""
    found = await session.scalars(
        select(Acceptance)
        .join(Member, (Member.id == Acceptance.by) & (Member.role == Acceptance.given_as))
        .where(Acceptance.member_id.in_(member_ids), is_active())
        .order_by(Acceptance.at)
    )
    return found.all()


async def how_many_wait_for(session: AsyncSession, role: Role) -> int:
    """How many active beginners wait for the word of this role, as the other's counts; for a manager's decision also
    those who have come to the desk and were never decided upon.
    """
    other = Role.MODERATOR if role is Role.MANAGER else Role.MANAGER
    never = Member.admitted_at.is_(None) if role is Role.MANAGER else false()
    waits = select(func.count()).where(
        Member.role == Role.BEGINNER, is_active(), never | has_word_of(other), ~has_word_of(role)
    )
    return await session.scalar(waits) or 0


def has_word_of(role: Role) -> ColumnElement[bool]:
    """Whether somebody of this role has given their word for a member, and it counts."""
    giver = aliased(Member)
    return (
        select(Acceptance)
        .join(giver, (giver.id == Acceptance.by) & (giver.role == Acceptance.given_as))
        .where(Acceptance.member_id == Member.id, Acceptance.given_as == role)
        .where(giver.suspended_at.is_(None), giver.left_at.is_(None))
        .correlate(Member)
        .exists()
    )


async def drop(session: AsyncSession, member_id: str) -> None:
    """Forget all words given for somebody; there may be none."""
    await session.execute(delete(Acceptance).where(Acceptance.member_id == member_id))
