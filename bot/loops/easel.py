"""What the card loops share: the picture of a conversation as it stands, and one brush for each card."""

import asyncio
from collections.abc import Mapping, Sequence
from datetime import datetime
from typing import Protocol
from weakref import WeakValueDictionary

from bot.clock import Clock
from bot.desk.desk import Nudge
from bot.desk.showing.showing import picture_of, pictures_of
from bot.errors import NotFound
from bot.networks.base import Network
from bot.pictures.conversations import CardPicture
from bot.programme import Programme
from bot.slack.gateway import Gateway
from storage import cards
from storage.db import Database

UNDRAWABLE = (AttributeError, TypeError, ValueError, LookupError)
"""What a drawing raises over a row it cannot make sense of; every other card still has to come."""


class Alarm(Protocol):
    """Tells the managers what needs a person, or (`text` is None) that it no longer does."""

    async def __call__(self, kind: str, about: str, text: str | None) -> None:
        """Say so; the same thing is said once for as long as it stays."""
        ...


class Easel:
    """Handed to every loop that draws cards; whoever draws a card holds its brush until Slack has taken it."""

    def __init__(
        self,
        *,
        database: Database,
        programme: Programme,
        networks: Mapping[str, Network],
        gateway: Gateway,
        clock: Clock,
        nudge: Nudge,
        alarm: Alarm,
    ) -> None:
        self.database = database
        self.programme = programme
        self.networks = networks
        self.gateway = gateway
        self.clock = clock
        self.nudge = nudge
        self.alarm = alarm
        self._brushes: WeakValueDictionary[int, asyncio.Lock] = WeakValueDictionary()

    def brush(self, card_id: int) -> asyncio.Lock:
        """One for each card: two drawings of a card under way could arrive in the wrong order."""
        return self._brushes.setdefault(card_id, asyncio.Lock())

    def now(self) -> datetime:
        """The present moment."""
        return self.clock.now()

    async def picture(self, conversation_id: int) -> CardPicture | None:
        """The conversation as it stands; None when it is no longer there."""
        async with self.database.reading() as session:
            try:
                return await picture_of(
                    session,
                    conversation_id,
                    programme=self.programme,
                    networks=self.networks,
                    now=self.clock.now(),
                )
            except NotFound:
                return None

    async def pictures(self, conversation_ids: Sequence[int]) -> dict[int, CardPicture]:
        """Many conversations as they stand, by number, in as many questions as one takes."""
        async with self.database.reading() as session:
            found = await pictures_of(
                session,
                conversation_ids,
                programme=self.programme,
                networks=self.networks,
                now=self.clock.now(),
            )
        return {each.number: each for each in found}

    async def picture_if_behind(self, card_id: int, conversation_id: int) -> CardPicture | None:
        """The conversation as it stands, unless its card shows that already or is no longer its card."""
        async with self.database.reading() as session:
            if not await cards.is_behind(session, card_id):
                return None
            return await picture_of(
                session, conversation_id, programme=self.programme, networks=self.networks, now=self.clock.now()
            )
