"""Reading the pretend X with the real loops: a desk, the sandbox, fetch and upkeep between them."""

from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from typing import Any

from sqlalchemy import select

from bot.desk.leaving.spending import Till
from bot.loops.fetch import Fetch
from bot.loops.upkeep import Upkeep
from bot.networks.x import X
from bot.networks.x_keys import keys_of
from sandbox.server import Sandbox
from storage import sources
from storage.tables import Conversation, Message, Source
from tests.desk.world import World
from tests.networks.x_stage import environment


@dataclass
class IntakeStage:
    """What the tests of fetch and upkeep look at."""

    world: World
    sandbox: Sandbox
    x: X
    till: Till
    began: datetime

    def __post_init__(self) -> None:
        self.restart()

    def restart(self) -> None:
        """The process died and another one starts: only the database is left."""
        world = self.world
        parts = (world.database, world.programme, world.networks, world.clock, lambda: None)
        self.fetch = Fetch(*parts, till=self.till, since=self.began)
        self.upkeep = Upkeep(*parts, till=self.till)

    def programme(self, **changes: Any) -> None:
        """Let the programme be another one from here on."""
        self.world.programme = self.world.desk.programme = self.world.programme.model_copy(update=changes)
        self.restart()

    async def poll(self, **later: float) -> None:
        """Read everything, now or later."""
        self.world.clock.forward(**(later or {"minutes": 2}))
        await self.fetch.round()

    async def look(self, **later: float) -> None:
        """Upkeep, until it has nothing more to look at."""
        self.world.clock.forward(**(later or {"minutes": 31}))
        while await self.upkeep.round() is not None:
            pass

    async def source(self, key: str) -> Source:
        """How a source is doing."""
        async with self.world.database.reading() as session:
            return (await sources.all_of(session))[key]

    async def texts(self) -> list[str]:
        """What is stored, oldest first."""
        async with self.world.database.reading() as session:
            return list(await session.scalars(select(Message.text).order_by(Message.id)))

    async def conversations(self) -> list[Conversation]:
        """All conversations, oldest first."""
        async with self.world.database.reading() as session:
            return list(await session.scalars(select(Conversation).order_by(Conversation.id)))


@asynccontextmanager
async def intake_stage(world: World, *, own_apps: bool = False) -> AsyncIterator[IntakeStage]:
    """The world with the pretend X behind it; its clock shows the present, for posts carry true times."""
    world.clock.at = datetime.now(UTC)
    async with Sandbox.start() as sandbox:
        till = Till()
        keys, _ = keys_of(world.programme.accounts, environment(own_apps=own_apps))
        x = X(world.programme, keys, clock=world.clock, charged=till, address=sandbox.x_api_url)
        world.networks = world.desk.networks = {"x": x}
        try:
            yield IntakeStage(world, sandbox, x, till, world.clock.at - timedelta(hours=1))
        finally:
            await x.close()
