"""Questions asked of spending: what an account has used of a day's budget."""

from collections.abc import Sequence
from datetime import date

from sqlalchemy import select
from sqlalchemy.dialects import postgresql, sqlite
from sqlalchemy.ext.asyncio import AsyncSession

from storage.leases import is_sqlite
from storage.tables import Spending


async def of_day(session: AsyncSession, day: date) -> Sequence[Spending]:
    """What every account has spent on a UTC day, by account."""
    return (await session.scalars(select(Spending).where(Spending.day == day).order_by(Spending.account))).all()


async def locked(session: AsyncSession, account: str, day: date) -> Spending:
    """An account's line of that day, locked; a new one begins at nothing, whoever else begins it at the same time."""
    line = await session.get(Spending, (account, day), with_for_update=True)
    if line is not None:
        return line
    insert = sqlite.insert if is_sqlite(session) else postgresql.insert
    nothing = insert(Spending).values(account=account, day=day, microdollars=0, calls={}, warned=0)
    await session.execute(nothing.on_conflict_do_nothing())
    return await session.get_one(Spending, (account, day), with_for_update=True)
