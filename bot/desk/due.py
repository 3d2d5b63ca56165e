"""What the desk does by itself when a moment has passed: what is due is asked for, and each row is settled apart."""

from collections.abc import Awaitable, Callable, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Protocol

from sqlalchemy.ext.asyncio import AsyncSession

from bot.programme import Programme
from storage import conversations
from storage.conversations import Over
from storage.tables import Conversation

BATCH = 100
"""The most that is asked for at a time, besides what is broken: that stays due, and keeps nothing else waiting."""


class Due(Protocol):
    """Asks what is due."""

    async def __call__(
        self, session: AsyncSession, now: datetime, programme: Programme, *, limit: int = BATCH
    ) -> Sequence[int]:
        """The numbers of the first so many rows that are due, the same ones until they are settled."""
        ...


@dataclass(frozen=True)
class Task:
    """`name` is what managers read in front of a row's number.

    `settle` asks again whether the row is due, locks it and says whether anything was done. Each row has a transaction
    of its own, so that one that breaks keeps no other back, and clicks never wait long.
    """

    name: str
    due: Due
    settle: Callable[[AsyncSession, int, datetime, Programme], Awaitable[bool]]


def of_conversations(
    name: str,
    over: Callable[[datetime, Programme], Over],
    act: Callable[[AsyncSession, Conversation, datetime, Programme], Awaitable[bool]],
) -> Task:
    """A task about conversations: `act` is done with each one, locked, for which something is `over`."""

    async def due(session: AsyncSession, now: datetime, programme: Programme, *, limit: int = BATCH) -> Sequence[int]:
        return await conversations.due(session, over(now, programme), limit=limit)

    async def settle(session: AsyncSession, number: int, now: datetime, programme: Programme) -> bool:
        conversation = await conversations.still_due(session, over(now, programme), number)
        return conversation is not None and await act(session, conversation, now, programme)

    return Task(name, due, settle)
