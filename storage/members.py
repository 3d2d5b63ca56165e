"""Questions asked of members, named after their answers, and forgetting one of them."""

from collections.abc import Sequence

from sqlalchemy import ColumnElement, select
from sqlalchemy.ext.asyncio import AsyncSession

from storage.tables import Member, Role

FORMER = "a former member"
"""What stands in place of the Slack id of somebody who left: their answers stay counted, without a name."""


def is_active() -> ColumnElement[bool]:
    """Whether somebody is on the desk at present: neither suspended nor gone."""
    return Member.suspended_at.is_(None) & Member.left_at.is_(None)


async def with_role(session: AsyncSession, *roles: Role) -> Sequence[Member]:
    """Everybody active who has one of these roles, by id."""
    return (await session.scalars(select(Member).where(Member.role.in_(roles), is_active()).order_by(Member.id))).all()


async def managers_locked(session: AsyncSession) -> Sequence[Member]:
    """All active managers, locked, so that two of them cannot take the last one away together."""
    return (
        await session.scalars(
            select(Member).where(Member.role == Role.MANAGER, is_active()).order_by(Member.id).with_for_update()
        )
    ).all()


async def everybody(session: AsyncSession) -> Sequence[Member]:
    """All who have not left, suspended ones included, those who joined first first."""
    return (
        await session.scalars(select(Member).where(Member.left_at.is_(None)).order_by(Member.joined_at, Member.id))
    ).all()
