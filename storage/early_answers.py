"""Questions asked of answers of ours that were read before the posts they answer."""

from collections.abc import Iterable, Sequence
from datetime import datetime

from sqlalchemy import delete, select
from sqlalchemy.ext.asyncio import AsyncSession

from storage.tables import EarlyAnswer


async def keep(session: AsyncSession, answer: EarlyAnswer) -> None:
    """Keep an answer until its question comes; one that is kept already changes nothing."""
    if await session.get(EarlyAnswer, (answer.network, answer.external_id)) is None:
        session.add(answer)


async def to(session: AsyncSession, network: str, post_ids: Iterable[str]) -> Sequence[EarlyAnswer]:
    """The answers kept to any of these posts, the oldest first."""
    found = await session.scalars(
        select(EarlyAnswer)
        .where(EarlyAnswer.network == network, EarlyAnswer.answers.in_(tuple(post_ids)))
        .order_by(EarlyAnswer.posted_at)
    )
    return found.all()


async def forget(session: AsyncSession, *, before: datetime) -> None:
    """Drop answers given before then: their questions can no longer be read."""
    await session.execute(delete(EarlyAnswer).where(EarlyAnswer.posted_at < before))
