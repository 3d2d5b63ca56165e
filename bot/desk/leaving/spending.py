"""What reading and posting cost: counted per account and UTC day, warned of in time, raised with one click."""

from collections.abc import Iterable
from datetime import datetime, timedelta

from sqlalchemy.ext.asyncio import AsyncSession

from bot.desk.leaving.answered import named
from bot.desk.notices import tell
from bot.desk.permissions import needs
from bot.errors import NotFound, Refused
from bot.networks.base import Charge
from bot.programme import Programme
from storage import members, notices, sources, spending
from storage.tables import Member, Role, Spending

WARNINGS = (50, 80, 100)
"""Percent of a day's budget at which managers are told, once each."""

MILLION = 1_000_000
SEARCH = "search "
"""How the purse of a search is called: `search fxhelp`."""


class Till:
    """Where networks put their charges, between the call that cost something and the next time it is written down."""

    def __init__(self) -> None:
        self._charges: list[Charge] = []

    def __call__(self, charge: Charge) -> None:
        """Take a charge."""
        self._charges.append(charge)

    def emptied(self) -> tuple[Charge, ...]:
        """All charges since the last time."""
        taken, self._charges = tuple(self._charges), []
        return taken

    def put_back(self, charges: Iterable[Charge]) -> None:
        """Keep charges that could not be written down."""
        self._charges[:0] = charges


async def book(session: AsyncSession, charges: Iterable[Charge], *, now: datetime, programme: Programme) -> None:
    """Write charges down on the day of `now`, and warn managers at 50, 80 and 100 % of an account's budget."""
    by_account: dict[str, list[Charge]] = {}
    for charge in charges:
        by_account.setdefault(charge.account, []).append(charge)
    for account in sorted(by_account):
        line = await spending.locked(session, account, now.date())
        for charge in by_account[account]:
            line.microdollars += charge.microdollars
            line.calls = line.calls | {charge.kind: line.calls.get(charge.kind, 0) + charge.count}
        await warn(session, line, now=now, programme=programme)


async def warn(session: AsyncSession, line: Spending, *, now: datetime, programme: Programme) -> None:
    """Tell managers of the highest step that was newly reached."""
    budget = budget_of(line, programme)
    reached = step(line.microdollars, budget)
    if budget is None or reached <= line.warned:
        return
    line.warned = reached
    percent = 100 if budget == 0 else int(line.microdollars * 100 / budget)
    for manager in await members.with_role(session, Role.MANAGER):
        tell(
            session,
            manager.id,
            "budget",
            now=now,
            account=line.account,
            percent=percent,
            spent=line.microdollars,
            budget=budget,
            minutes=programme.times.over_budget_poll_minutes,
        )


@needs(Role.MANAGER)
async def raise_budget(
    session: AsyncSession, account: str, *, by: Member, now: datetime, programme: Programme
) -> Spending:
    """Double today's budget of an account or search, until it covers what is spent; what it pays for is read at once.

    Every manager is told, also the one who did it: their click shows them nothing; what warned them says so, too.
    Raises NotFound for an account that has no budget of its own, and Refused when it is unlimited, or was raised today
    and what is spent is below 80 % of that.
    """
    name = account.removeprefix("@")
    if name not in purses(programme):
        raise NotFound(f"There is no account “{name}” with a budget.")
    line = await spending.locked(session, name, now.date())
    budget = budget_of(line, programme)
    if budget is None:
        raise Refused(f"The budget of {name} is unlimited.")
    if line.raised_to is not None and step(line.microdollars, budget) < WARNINGS[1]:
        to = f"${budget / MILLION:.2f}"
        raise Refused(f"{named(line.raised_by)} has raised it already, to {to} for today. That is enough for now.")
    raised = max(budget * 2, MILLION)
    while step(line.microdollars, raised) >= WARNINGS[1]:
        raised *= 2
    line.raised_to, line.raised_by = raised, by.id
    line.warned = step(line.microdollars, raised)
    keys = [key for key in await sources.all_of(session) if purse_of(key, programme) == name]
    await sources.wake(session, keys, at=now)
    whose = f"the search “{name.removeprefix(SEARCH)}”" if name.startswith(SEARCH) else f"@{name}"
    sentence = f"<@{by.id}> raised today's budget of {whose} to ${raised / MILLION:.2f}."
    for manager in await members.with_role(session, Role.MANAGER):
        tell(session, manager.id, "text", now=now, text=sentence)
    for warning in await notices.of_kind(session, "budget", since=now - timedelta(days=1)):
        if warning.facts["account"] == name:
            warning.facts, warning.redraw = {**warning.facts, "raised": sentence}, True
    return line


async def overspent(session: AsyncSession, *, now: datetime, programme: Programme) -> frozenset[str]:
    """The accounts and searches whose budget of today is used up: they are read once an hour until it is raised."""
    lines = await spending.of_day(session, now.date())
    return frozenset(each.account for each in lines if step(each.microdollars, budget_of(each, programme)) >= 100)


def purses(programme: Programme) -> dict[str, float | None]:
    """Everything that has a budget of its own, with its dollars a day: accounts by handle, searches by name."""
    accounts: dict[str, float | None] = {each.handle: each.daily_budget for each in programme.accounts}
    return accounts | {f"{SEARCH}{each.name}": each.daily_budget for each in programme.searches}


def purse_of(source: str, programme: Programme) -> str:
    """Who pays for a source: a search for itself, everything else its account."""
    _, kind, name = source.split(":", 2)
    searches = {each.name for each in programme.searches}
    return f"{SEARCH}{name}" if kind == "search" and name in searches else name


def budget_of(line: Spending, programme: Programme) -> int | None:
    """The budget of that day in millionths of a dollar, raised or not; None is unlimited."""
    dollars = purses(programme).get(line.account)
    if dollars is None:
        return None
    return max(line.raised_to or 0, round(dollars * MILLION))


def step(spent: int, budget: int | None) -> int:
    """The highest of the warned percentages that is reached; 0 below the first."""
    if budget is None:
        return 0
    return max((percent for percent in WARNINGS if spent * 100 >= percent * budget), default=0)
