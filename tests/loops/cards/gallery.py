"""What tests of the card loops act with and look at."""

from contextlib import suppress
from dataclasses import dataclass, field
from datetime import timedelta
from typing import Any

from sqlalchemy import select, update

from bot.desk.desk import WayBack, Who
from bot.errors import Trouble
from bot.loops.cards import NewCards
from bot.loops.channels import QueueChannels
from bot.loops.counters import Counters
from bot.loops.easel import Easel
from bot.loops.links import Links
from bot.loops.pings import Pings
from bot.loops.redraws import Redraws
from bot.loops.repaints import Repaints, Updates
from bot.loops.threads import Threads
from bot.slack.gateway import Gateway
from sandbox.server import Sandbox
from sandbox.slack.messages import Message
from storage import cards
from storage.tables import Card, Conversation
from tests.desk.world import World

MOST_ROUNDS = 60


@dataclass
class Gallery:
    """The world, the sandbox and the loops. `crash` leaves only what the database and Slack hold."""

    world: World
    sandbox: Sandbox
    gateway: Gateway
    alarms: dict[tuple[str, str], str] = field(default_factory=dict)
    nudges: list[int] = field(default_factory=list)

    def __post_init__(self) -> None:
        self.crash()

    def crash(self) -> None:
        """The process died and another begins."""
        self.easel = Easel(
            database=self.world.database,
            programme=self.world.programme,
            networks=self.world.networks,
            gateway=self.gateway,
            clock=self.world.clock,
            nudge=lambda: self.nudges.append(1),
            alarm=self.alarm,
        )
        self.pings = Pings(self.easel)
        self.redraws = Redraws(self.easel)
        self.cards = NewCards(self.easel)
        self.repaints = Repaints(self.easel)
        self.updates = Updates(self.easel)
        self.links = Links(self.easel)
        self.threads = Threads(self.easel)
        self.counters = Counters(self.easel)
        self.channels = QueueChannels(
            database=self.world.database,
            programme=self.world.programme,
            gateway=self.gateway,
            clock=self.world.clock,
            nudge=lambda: self.nudges.append(1),
            alarm=self.alarm,
        )

    async def alarm(self, kind: str, about: str, text: str | None) -> None:
        """What managers would be told."""
        if text is None:
            self.alarms.pop((kind, about), None)
        else:
            self.alarms[(kind, about)] = text

    async def settle(self) -> None:
        """All loops, until none wants to go on."""
        for _ in range(MOST_ROUNDS):
            now, nudged = self.world.clock.now(), len(self.nudges)
            again = [await loop.round() for loop in (self.cards, self.repaints, self.updates, self.links, self.threads)]
            if len(self.nudges) == nudged and not any(each is not None and each <= now for each in again):
                return
        raise AssertionError("the loops never settle")

    async def interrupted(self, loop: Threads | NewCards) -> None:
        """One round that meets trouble, as the engine would see it."""
        with suppress(Trouble):
            await loop.round()

    def messages(self, channel: str = "desk-moderated") -> list[Message]:
        """What stands in a channel at the top level."""
        return [message for message in self.sandbox.slack.messages(channel) if message.thread_ts is None]

    def thread(self, parent: Message) -> list[Message]:
        """The replies under a message."""
        return [each for each in self.sandbox.slack.messages(parent.channel) if each.thread_ts == parent.ts]

    def calls(self, method: str) -> int:
        """How often a method of Slack was called."""
        return len(self.sandbox.log.of(method))

    async def card(self, number: int) -> Card:
        """The present card of a conversation, as stored."""
        async with self.world.database.reading() as session:
            found = await session.scalar(
                select(Card).join(Conversation, Conversation.card_id == Card.id).where(Conversation.id == number)
            )
        assert found is not None
        return found

    async def shown(self, number: int) -> Message:
        """The message that shows a conversation."""
        card = await self.card(number)
        return next(each for each in self.sandbox.slack.messages(card.channel) if each.ts == card.ts)

    async def click(self, verb: Any, number: int, *, by: str, **more: Any) -> Any:
        """Press a button on a conversation's card: the verb, with the way back that Slack gives."""
        card = await self.card(number)
        slack = self.sandbox.slack
        channel = slack.channels.get(card.channel)
        assert channel is not None
        address = self.sandbox.url + slack.responses.new(channel, f"U0{by.upper()}", channel.timeline.get(card.ts))
        who = Who(f"U0{by.upper()}", f"click:{next(self.world.numbers)}", WayBack(card.channel, card.ts or "", address))
        return await self.world.desk.do(verb, number, by=who, **more)

    async def forget_ways_back(self) -> None:
        """Half an hour passes for every click."""
        async with self.world.database.writing() as session:
            await session.execute(update(Card).values(way_back_until=self.world.clock.now() - timedelta(minutes=1)))

    async def counts(self) -> dict[str, int]:
        """How many unclaimed cards each queue shows."""
        async with self.world.database.reading() as session:
            return await cards.shown_unclaimed(session)


def words(message: Message) -> str:
    """Everything a message says, its blocks included."""
    return "\n".join([message.text, *found(message.blocks or [])])


def found(part: Any) -> list[str]:
    """Every text in blocks."""
    if isinstance(part, dict):
        own = [part["text"]] if isinstance(part.get("text"), str) else []
        return own + [text for inner in part.values() for text in found(inner)]
    if isinstance(part, list):
        return [text for inner in part for text in found(inner)]
    return []
