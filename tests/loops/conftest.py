"""What tests of the loops share: a desk, a network that fails on request, and the outbox between them."""

from dataclasses import dataclass, field
from typing import Any

import pytest

from bot.desk.leaving.spending import Till
from bot.desk.writing.replying import begin, reply
from bot.loops.outbox import Outbox
from bot.programme import Programme
from storage.db import Database
from storage.tables import Message, Reply, ReplyState
from tests.conftest import Cast, SetClock
from tests.desk.world import World
from tests.loops.pretend import PretendNetwork

KEYHOLDERS = ("U0VITO", "U0MO", "U0KIRA")


@dataclass
class Stage:
    """A desk with its network and its outbox, and what people do there in few words."""

    world: World
    network: PretendNetwork
    outbox: Outbox
    nudges: list[int] = field(default_factory=list)
    till: Till = field(default_factory=Till)

    async def replied(self, *, by: str = "ana", text: str = "Try a fresh profile.", **more: Any) -> int:
        """A mention arrives and somebody answers it, the undo window is over; the reply's number."""
        number = await self.world.arrive(**{key: more.pop(key) for key in ("account", "customer") if key in more})
        return await self.answer(number, by=by, text=text, **more)

    async def answer(self, number: int, *, by: str = "ana", text: str = "Try a fresh profile.", **more: Any) -> int:
        """Somebody answers a conversation and the undo window is over; the reply's number."""
        opened = await self.world.do(begin, number, by=by)
        picture = await self.world.do(reply, number, answers=opened.answers, text=text, by=by, **more)
        self.world.clock.forward(seconds=20)
        return int(picture.number)

    async def reply(self, reply_id: int) -> Reply:
        """A reply as it stands."""
        async with self.world.database.reading() as session:
            return await session.get_one(Reply, reply_id)

    async def state(self, reply_id: int) -> ReplyState:
        """Where a reply stands."""
        return (await self.reply(reply_id)).state

    async def post_of(self, reply_id: int) -> str:
        """The id of the customer's post that a reply answers."""
        async with self.world.database.reading() as session:
            answered = await session.get_one(Reply, reply_id)
            return (await session.get_one(Message, answered.answers_id)).external_id

    def reopen(self) -> None:
        """The process died and another one starts: only the database is left."""
        self.outbox = outbox_of(self.world, self.network, self.nudges, self.till)

    async def rounds(self, *, seconds: int) -> None:
        """The outbox at work for so long, on the moments it asks for."""
        until = self.world.clock.now().timestamp() + seconds
        while True:
            again = await self.outbox.round()
            if again is None or again.timestamp() > until:
                break
            self.world.clock.at = max(self.world.clock.at, again)
        self.world.clock.at = max(
            self.world.clock.at, type(self.world.clock.at).fromtimestamp(until, self.world.clock.at.tzinfo)
        )
        await self.outbox.round()


def outbox_of(world: World, network: PretendNetwork, nudges: list[int], till: Till) -> Outbox:
    """A fresh outbox, as a process that starts has it."""
    networks = {"x": network}
    parts = world.database, world.programme, networks, world.clock
    return Outbox(*parts, lambda: nudges.append(1), files=network.files, till=till)


@pytest.fixture
def stage(database: Database, programme: Programme, clock: SetClock, cast: Cast) -> Stage:
    """The shipped programme, in which three people hold the keys of every account."""
    accounts = tuple(each.model_copy(update={"keyholders": KEYHOLDERS}) for each in programme.accounts)
    held = programme.model_copy(update={"accounts": accounts})
    network = PretendNetwork(clock)
    world = World(database=database, programme=held, networks={"x": network}, clock=clock, cast=cast)
    nudges: list[int] = []
    till = Till()
    return Stage(world, network, outbox_of(world, network, nudges, till), nudges, till)


@pytest.fixture
def world(database: Database, programme: Programme, clock: SetClock, cast: Cast) -> World:
    """A desk on a fresh database; which networks it has, each test says."""
    return World(database=database, programme=programme, networks={}, clock=clock, cast=cast)
