"""Questions asked of members, named after their answers."""

from collections.abc import Sequence
from datetime import datetime
from typing import Any

from sqlalchemy import ColumnElement, select, update
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


async def locked(session: AsyncSession, member_id: str) -> Member | None:
    """Somebody's row, locked; or None."""
    return await session.scalar(select(Member).where(Member.id == member_id).with_for_update())


async def strangers(session: AsyncSession, *, before: datetime, limit: int) -> Sequence[Member]:
    """Active members of whom Slack was not asked since then, the newest first."""
    found = await session.scalars(
        select(Member)
        .where(is_active(), Member.known_at.is_(None) | (Member.known_at < before))
        .order_by(Member.known_at.is_not(None), Member.joined_at.desc(), Member.id)
        .limit(limit)
    )
    return found.all()


async def outside(session: AsyncSession, *, limit: int) -> Sequence[Member]:
    """Active members, admitted beginners among them, who were never brought into the public channels."""
    was_admitted = Member.admitted_at.is_not(None) | (Member.role != Role.BEGINNER)
    found = await session.scalars(
        select(Member).where(is_active(), was_admitted, Member.let_in_at.is_(None)).order_by(Member.id).limit(limit)
    )
    return found.all()


async def set_known(session: AsyncSession, member_id: str, *, name: str, timezone: str, at: datetime) -> None:
    """Keep what Slack says of somebody; what it does not say stays as it was."""
    said: dict[str, Any] = {"known_at": at}
    said |= {"name": name[:200]} if name else {}
    said |= {"timezone": timezone} if timezone else {}
    await session.execute(update(Member).where(Member.id == member_id, Member.left_at.is_(None)).values(said))


async def set_let_in(session: AsyncSession, ids: Sequence[str], *, at: datetime) -> None:
    """Record that these were brought into the public channels."""
    await session.execute(update(Member).where(Member.id.in_(ids)).values(let_in_at=at))


async def names_of(session: AsyncSession, ids: Sequence[str]) -> dict[str, str]:
    """What these people are called, by id; whoever has no name is left out."""
    if not ids:
        return {}
    found = await session.execute(select(Member.id, Member.name).where(Member.id.in_(ids), Member.name != ""))
    return {row[0]: row[1] for row in found}
