"""Questions asked of acceptances: who has given their word for whom, and whether it still counts."""

from collections.abc import Sequence

from sqlalchemy import delete, select
from sqlalchemy.ext.asyncio import AsyncSession

from storage.members import is_active
from storage.tables import Acceptance, Member


async def of(session: AsyncSession, member_ids: Sequence[str]) -> Sequence[Acceptance]:
    """The words given for these people that count: whoever gave one is active and has the role in which they did."""
    found = await session.scalars(
        select(Acceptance)
        .join(Member, (Member.id == Acceptance.by) & (Member.role == Acceptance.given_as))
        .where(Acceptance.member_id.in_(member_ids), is_active())
        .order_by(Acceptance.at)
    )
    return found.all()


async def drop(session: AsyncSession, member_id: str) -> None:
    """Forget all words given for somebody; there may be none."""
    await session.execute(delete(Acceptance).where(Acceptance.member_id == member_id))
