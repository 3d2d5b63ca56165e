"""Who is on the desk: admitting, changing, suspending and removing members."""

from datetime import datetime

from sqlalchemy.ext.asyncio import AsyncSession

from storage.tables import Member, Role


async def member_of(session: AsyncSession, slack_id: str, *, now: datetime) -> Member:
    """The member behind a Slack id; whoever is unknown is a beginner, and gets a row so that history can name them."""
    member = await session.get(Member, slack_id)
    if member is None:
        member = Member(id=slack_id, role=Role.BEGINNER, joined_at=now)
        session.add(member)
        await session.flush()
    return member


async def reader_of(session: AsyncSession, slack_id: str, *, now: datetime) -> Member:
    """Who is asking, without writing anything: an unknown person is a beginner for the length of the question."""
    member = await session.get(Member, slack_id)
    return member or Member(id=slack_id, role=Role.BEGINNER, joined_at=now, languages=[])
