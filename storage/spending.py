"""Questions asked of spending: what an account has used of a day's budget."""

from collections.abc import Sequence
from datetime import date

from sqlalchemy import select
from sqlalchemy.ext.asyncio import AsyncSession

from storage.tables import Spending


async def of_day(session: AsyncSession, day: date) -> Sequence[Spending]:
    """What every account has spent on a UTC day, by account."""
    return (await session.scalars(select(Spending).where(Spending.day == day).order_by(Spending.account))).all()


async def locked(session: AsyncSession, account: str, day: date) -> Spending:
    """An account's line of that day, locked; a new one begins at nothing."""
    line = await session.get(Spending, (account, day), with_for_update=True)
    if line is None:
        line = Spending(account=account, day=day, microdollars=0, calls={}, warned=0)
        session.add(line)
        await session.flush()
    return line
