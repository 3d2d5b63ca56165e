"""The demo: the real desk on a pretend Slack and pretend networks, with nothing kept and nothing to set up."""

import asyncio
import contextlib
import json
import sys
from collections.abc import AsyncIterator, Callable
from contextlib import asynccontextmanager
from dataclasses import dataclass
from datetime import timedelta
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

import aiohttp
from pydantic import SecretStr
from sqlalchemy import func, select

from bot.app import App, build
from bot.clock import SystemClock
from bot.desk.desk import Who
from bot.desk.people import accepting, profile
from bot.errors import Misconfigured
from bot.networks.known import PREFIXES
from bot.programme import Programme
from bot.settings import Settings
from storage.db import Database
from storage.tables import Card, CardState, Conversation, Message, Role, Side

ROOT = Path(__file__).parent.parent
LOOK_SECONDS = 0.5
CALM_LOOKS = 12
POLL_SECONDS = 4
"""X lets an account read its mentions 300 times in 15 minutes, which the sandbox enforces."""
STORY_BEGINS = timedelta(hours=1)
"""How long before anybody looks the sandbox's story begins; what was posted since then is read."""
MANAGERS = ("U0KIRA", "U0MAX")
KEYHOLDERS = ("U0MO", "U0KIRA", "U0MAX")


@dataclass(frozen=True)
class Wishes:
    """What was asked for on the command line."""

    port: int = 0
    replay: Path | None = None
    speed: float = 1.0
    until_done: bool = False


@dataclass(frozen=True)
class Counts:
    """What became of a replay. `cards` were posted, `waiting` conversations have none yet: their channel is full."""

    served: int
    stored: int
    conversations: int
    cards: int
    waiting: int
    refused: int

    @property
    def add_up(self) -> bool:
        """Whether all that was served is stored, each conversation has its card or waits, and Slack refused nothing."""
        shown = self.cards + self.waiting == self.conversations
        return self.served == self.stored and shown and self.refused == 0

    def __str__(self) -> str:
        return (
            f"served {self.served} · stored {self.stored} · conversations {self.conversations} · "
            f"cards posted {self.cards} · waiting {self.waiting} · refused by Slack for rate {self.refused}"
        )


async def demo(wishes: Wishes, programme: Programme, *, say: Callable[[str], None], stopped: asyncio.Event) -> bool:
    """Play until told to stop, or until a replay is done and settled; whether its counts add up."""
    clock = SystemClock()
    before = clock.now() - STORY_BEGINS
    with TemporaryDirectory(prefix="volley-demo-") as folder:
        async with sandbox(wishes) as addresses:
            settings = settings_for(addresses["settings"], Path(folder))
            app = await build(settings, for_the_demo(programme), clock=clock, since=before)
            try:
                await app.start()
                await seat(app, addresses["people"])
                say(f"The demo is open: {addresses['url']} (Ctrl+C ends it)")
                if not wishes.until_done:
                    await stopped.wait()
                    return True
                counts = await settled(app, str(addresses["url"]), stopped)
            finally:
                await app.stop()
    say(str(counts))
    return counts.add_up


async def seat(app: App, people: list[dict[str, Any]]) -> None:
    """Give the sandbox's cast their places on the desk, as managers would, and a moderator for volunteers.

    They read what the sandbox says of them, and managers everything: whoever tries the desk can be handed all that the
    story brings.
    """
    roles = {str(person["id"]): Role(person["role"]) for person in people}
    givers = [MANAGERS[0], *(each for each, role in roles.items() if role is Role.MODERATOR)][:2]
    for person in sorted(people, key=lambda each: list(Role).index(Role(each["role"])), reverse=True):
        if person["id"] not in MANAGERS:
            await admit(app, person["id"], roles[person["id"]], givers)
    for person in people:
        if person["role"] != Role.BEGINNER:
            own = Who(person["id"], f"demo:sign:{person['id']}")
            await app.desk.do(profile.sign_as, person["id"].removeprefix("U0").lower()[:2], by=own)
            reader = Who(person["id"], f"demo:reads:{person['id']}")
            read = () if person["id"] in MANAGERS else person["languages"]
            await app.desk.do(profile.read_in, " ".join(read), by=reader)


async def admit(app: App, slack_id: str, role: Role, givers: list[str]) -> None:
    """Let somebody have a role: volunteers by the word of both."""
    ticked = app.desk.programme.volunteer_criteria
    for giver in givers if role is Role.VOLUNTEER else givers[:1]:
        who = Who(giver, f"demo:admit:{slack_id}:{giver}")
        await app.desk.do(accepting.decide, slack_id, role, criteria=ticked, by=who)


def for_the_demo(programme: Programme) -> Programme:
    """The shipped programme with its accounts held by the cast, no limit to what may be spent, and quick polls."""
    accounts = tuple(
        each.model_copy(update={"daily_budget": None, "keyholders": KEYHOLDERS}) for each in programme.accounts
    )
    searches = tuple(each.model_copy(update={"daily_budget": None}) for each in programme.searches)
    times = programme.times.model_copy(update={"poll_seconds": POLL_SECONDS})
    site = programme.knowledge_base and programme.knowledge_base.model_copy(update={"read_minutes": 1})
    changed = {"accounts": accounts, "searches": searches, "times": times, "sending": "on", "knowledge_base": site}
    return programme.model_copy(update=changed)


def settings_for(given: dict[str, str], folder: Path) -> Settings:
    """The settings that lead to the sandbox, whatever stands in .env; all that is kept goes into a temporary folder."""
    return Settings(
        slack_bot_token=SecretStr(given["SLACK_BOT_TOKEN"]),
        slack_app_token=SecretStr(given["SLACK_APP_TOKEN"]),
        slack_api_url=given["SLACK_API_URL"],
        knowledge_base_api_url=given["KNOWLEDGE_BASE_API_URL"],
        slack_signing_secret=SecretStr(given["SLACK_SIGNING_SECRET"]),
        database_url=f"sqlite:///{folder / 'demo.db'}",
        desk_managers=MANAGERS,
        port=None,
        networks={name: value for name, value in given.items() if name.startswith(PREFIXES)},
        desk_file=ROOT / "desk.toml",
    )


@asynccontextmanager
async def sandbox(wishes: Wishes) -> AsyncIterator[dict[str, Any]]:
    """A pretend Slack and pretend networks in a process of their own; their addresses and keys."""
    arguments = ["--port", str(wishes.port), "--manifest", str(ROOT / "manifest.json"), "--speed", str(wishes.speed)]
    if wishes.replay is not None:
        arguments += ["--replay", str(wishes.replay.absolute())]
    process = await asyncio.create_subprocess_exec(
        sys.executable, "-m", "sandbox", *arguments, cwd=ROOT, stdout=asyncio.subprocess.PIPE, start_new_session=True
    )
    try:
        assert process.stdout is not None
        line = await process.stdout.readline()
        if not line:
            raise Misconfigured("The sandbox did not start; what it said stands above.")
        yield json.loads(line)
    finally:
        with contextlib.suppress(ProcessLookupError):
            process.terminate()
        await process.wait()


async def settled(app: App, address: str, stopped: asyncio.Event) -> Counts:
    """The counts once everything has been replayed, stored and shown, and nothing has changed for a while."""
    before, same = None, 0
    async with aiohttp.ClientSession(base_url=address) as session:
        while not stopped.is_set() and same < CALM_LOOKS:
            with contextlib.suppress(TimeoutError):
                await asyncio.wait_for(stopped.wait(), LOOK_SECONDS)
            async with session.get("/sandbox/replay") as answer:
                replay = await answer.json()
            async with session.get("/sandbox/refusals") as answer:
                refused = int((await answer.json())["slack"])
            counts = await counted(app.database, served=replay["served_once"], refused=refused)
            same = same + 1 if replay["done"] and counts == before else 0
            before = counts
    assert before is not None
    return before


async def counted(database: Database, *, served: int, refused: int) -> Counts:
    """What the desk has made of it so far."""
    async with database.reading() as session:
        stored = await session.scalar(select(func.count()).select_from(Message).where(Message.side == Side.CUSTOMER))
        conversations = await session.scalar(select(func.count()).select_from(Conversation))
        cards = await session.scalar(select(func.count()).select_from(Card).where(Card.state == CardState.SHOWN))
        waiting = await session.scalar(
            select(func.count()).select_from(Conversation).where(Conversation.card_id.is_(None))
        )
    return Counts(served, stored or 0, conversations or 0, cards or 0, waiting or 0, refused)
