"""The one way in: a person's interaction becomes one verb in one transaction, at most once."""

import inspect
from collections.abc import Awaitable, Callable, Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta
from functools import cache
from typing import Any, Protocol, TypeVar

from sqlalchemy.exc import DBAPIError, IntegrityError
from sqlalchemy.ext.asyncio import AsyncSession
from sqlalchemy.orm.exc import StaleDataError

from bot.clock import Clock
from bot.desk.handling.catalogue import KNOWS, with_tags
from bot.desk.people.members import member_of, reader_of
from bot.desk.permissions import must_be_allowed, must_belong
from bot.desk.writing.library import Library
from bot.errors import Refused
from bot.networks.base import Network
from bot.programme import Programme
from storage import homes, interactions, notices, ways_back
from storage.db import Database, lost_a_race

T = TypeVar("T")

TRIES = 5
"""How often a verb is begun when others are quicker: of several presses at once, each round lets one through."""

DIRECT = "D"
"""How the ids of direct messages begin: what stands there is a notice, which is to show what pressing it did."""


class Done(Refused):
    """This was already carried out; nothing was done twice."""


class Nudge(Protocol):
    """Wakes the loops after a commit, in this process and in the one that runs them."""

    def __call__(self) -> None:
        """Say that something changed."""
        ...


@dataclass(frozen=True)
class WayBack:
    """Where a click came from: the message, and the address that repaints it outside Slack's budgets."""

    channel: str
    ts: str
    address: str


@dataclass(frozen=True)
class Who:
    """All that is believed of an interaction: whose it is, its key, and the way back to the clicked message.

    `is_guest` when Slack says that they are of another workspace.
    """

    id: str
    key: str
    way_back: WayBack | None = None
    is_guest: bool = False


class Desk:
    """Carries out what people decide."""

    def __init__(
        self,
        database: Database,
        programme: Programme,
        networks: Mapping[str, Network],
        clock: Clock,
        nudge: Nudge,
        *,
        library: Library | None = None,
    ) -> None:
        """`library` finds articles; None where desk.toml names no knowledge base."""
        self.database = database
        self.programme = programme
        self.networks = networks
        self.clock = clock
        self.nudge = nudge
        self.library = library

    async def do(self, verb: Callable[..., Awaitable[T]], *arguments: Any, by: Who, **more: Any) -> T:
        """Run one verb for a person: the key is stored, the role read and the verb run in one transaction.

        The verb receives the session first and `by` as a Member; `now`, `programme` and `networks` when its signature
        asks for them. Raises Done when this interaction was carried out before, NotAllowed when the role does not
        reach, and whatever the verb refuses with; then nothing was changed. Their Home tab is to show it, and the loops
        are woken after the commit.
        """
        for left in reversed(range(TRIES)):
            try:
                result = await self._once(verb, *arguments, by=by, **more)
            except (DBAPIError, StaleDataError) as error:
                if not left or (isinstance(error, DBAPIError) and not lost_a_race(error)):
                    raise
            else:
                break
        self.nudge()
        return result

    async def _once(self, verb: Callable[..., Awaitable[T]], *arguments: Any, by: Who, **more: Any) -> T:
        """The one transaction; when somebody else was quicker with a row it is done again, and finds theirs."""
        now = self.clock.now()
        async with self.database.writing() as session:
            await self._first_time(session, by, now)
            member = await member_of(session, by.id, now=now)
            must_belong(member, is_guest=by.is_guest)
            must_be_allowed(verb, member, self.programme)
            result = await verb(session, *arguments, by=member, **await self._asked_for(session, verb, now), **more)
            await homes.outdate(session, member.id)
            if by.way_back is not None:
                await ways_back.keep(
                    session,
                    channel=by.way_back.channel,
                    ts=by.way_back.ts,
                    address=by.way_back.address,
                    until=now + timedelta(minutes=29),
                )
                if by.way_back.channel.startswith(DIRECT):
                    await notices.redraw_at(session, channel=by.way_back.channel, ts=by.way_back.ts)
        return result

    async def ask(self, question: Callable[..., Awaitable[T]], *arguments: Any, by: Who, **more: Any) -> T:
        """Answer a person's question from the read engine; the question states the role it needs, as a verb does.

        Nothing is stored, so `by` may be somebody without a row: they are a beginner.
        """
        now = self.clock.now()
        async with self.database.reading() as session:
            member = await reader_of(session, by.id, now=now)
            must_belong(member, is_guest=by.is_guest)
            must_be_allowed(question, member, self.programme)
            asked_for = await self._asked_for(session, question, now)
            return await question(session, *arguments, by=member, **asked_for, **more)

    async def was_done(self, key: str) -> bool:
        """Whether the interaction of this key had its effect; what went wrong then only kept it from being shown."""
        try:
            async with self.database.reading() as session:
                return await interactions.was_carried_out(session, key)
        except DBAPIError:
            return False

    async def _first_time(self, session: AsyncSession, by: Who, now: datetime) -> None:
        try:
            await interactions.keep(session, by.key, at=now)
        except IntegrityError as error:
            raise Done from error

    async def _asked_for(self, session: AsyncSession, verb: Callable[..., Any], now: datetime) -> dict[str, Any]:
        about_tags = getattr(verb, KNOWS, False)
        programme = await with_tags(session, self.programme) if about_tags else self.programme
        offered = {"now": now, "programme": programme, "networks": self.networks}
        return {name: value for name, value in offered.items() if name in parameters_of(verb)}


@cache
def parameters_of(verb: Callable[..., Any]) -> frozenset[str]:
    """The names of a verb's parameters."""
    return frozenset(inspect.signature(verb).parameters)
