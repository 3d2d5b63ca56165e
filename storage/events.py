"""Questions asked of the diary."""

from collections.abc import Sequence

from sqlalchemy import select
from sqlalchemy.ext.asyncio import AsyncSession

from storage.tables import Happened


async def after(session: AsyncSession, conversation_id: int, number: int, *, limit: int) -> Sequence[Happened]:
    """What happened to a conversation after the event of that number, oldest first."""
    found = await session.scalars(
        select(Happened)
        .where(Happened.conversation_id == conversation_id, Happened.number > number)
        .order_by(Happened.number)
        .limit(limit)
    )
    return found.all()


async def last_of(session: AsyncSession, conversation_id: int, *, limit: int) -> Sequence[Happened]:
    """The last things that happened to a conversation, oldest first."""
    newest = await session.scalars(
        select(Happened)
        .where(Happened.conversation_id == conversation_id)
        .order_by(Happened.number.desc())
        .limit(limit)
    )
    return list(reversed(newest.all()))


async def was_decided(session: AsyncSession, conversation_id: int, kinds: Sequence[str]) -> bool:
    """Whether a person, and not the desk, has done anything of these kinds to a conversation."""
    by_people = Happened.conversation_id == conversation_id, Happened.kind.in_(kinds), Happened.by.is_not(None)
    return await session.scalar(select(Happened.id).where(*by_people).limit(1)) is not None
