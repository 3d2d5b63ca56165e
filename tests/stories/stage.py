"""The stage of a story: the sandbox, the real desk connected to it, and the cast with Slack open."""

import asyncio
import json
from collections.abc import AsyncIterator, Callable
from contextlib import asynccontextmanager
from dataclasses import dataclass
from datetime import UTC, datetime, time, timedelta
from typing import Any, TypeVar

from sqlalchemy import func, select

from bot.app import App, build
from bot.demo import settings_for
from bot.programme import Programme
from sandbox.__main__ import addresses
from sandbox.people import BOT_USER_ID, SLACK_PEOPLE
from sandbox.server import Sandbox
from sandbox.slack.hands import Person
from sandbox.x.hands import Hand
from sandbox.x.posts import Post
from storage import schema
from storage.db import Database
from storage.tables import Conversation
from tests.conftest import ROOT

T = TypeVar("T")
PATIENCE = 45.0
"""Seconds after which something that should have happened has not."""

LOOK = 0.1
"""Seconds after which somebody looks again even though the sandbox reported nothing."""


@dataclass
class Card:
    """A card as one person sees it."""

    channel: str
    channel_name: str
    message: dict[str, Any]

    @property
    def ts(self) -> str:
        """The message's ts."""
        return str(self.message["ts"])

    @property
    def everything(self) -> str:
        """All that can be read on it."""
        return readable(self.message)

    @property
    def buttons(self) -> list[str]:
        """The action ids on it."""
        return [each["action_id"] for each in elements(self.message.get("blocks", ())) if "action_id" in each]


class Stage:
    """What a story is told with."""

    def __init__(self, sandbox: Sandbox, app: App) -> None:
        self.sandbox = sandbox
        self.app = app
        self._changed = asyncio.Event()
        sandbox.listen(lambda _kind, _payload: self._changed.set())

    def person(self, name: str) -> Person:
        """Somebody of the cast: bea, ana, vito, yui, mo, kira or max."""
        return self.sandbox.slack.person(f"U0{name.upper()}")

    def customer(self, name: str, **more: Any) -> Hand:
        """Somebody on the pretend X."""
        return self.sandbox.x.customer(name, **more)

    def account(self, handle: str) -> Hand:
        """One of the brand's accounts in a keyholder's own hands."""
        return self.sandbox.x.account(handle)

    def replies_to(self, post: str) -> list[Post]:
        """What was answered to a post in public."""
        return list(self.sandbox.x.replies_to(post))

    def forward(self, **by: float) -> None:
        """Let time pass for everybody: `forward(hours=4)`."""
        units = {"seconds": 1, "minutes": 60, "hours": 3600, "days": 86400}
        self.sandbox.clock.jump(sum(amount * units[unit] for unit, amount in by.items()))
        self.app.nudge()

    def next_reading(self) -> None:
        """Let the desk read every source now."""
        self.forward(seconds=self.app.programme.times.poll_seconds)

    async def restart(self) -> None:
        """Stop the bot, and start another on the same database: what it did not write down is forgotten."""
        before = self.app
        await before.stop()
        self.app = await build(before.settings, before.programme, clock=self.sandbox.clock)
        await self.app.start()

    async def until(self, look: Callable[[], T | None], *, what: str) -> T:
        """Wait until a look shows something, and return it; fails saying what never came."""
        loop = asyncio.get_running_loop()
        end = loop.time() + PATIENCE
        while loop.time() < end:
            self._changed.clear()
            seen = look()
            if seen:
                return seen
            try:
                await asyncio.wait_for(self._changed.wait(), LOOK)
            except TimeoutError:
                continue
        raise AssertionError(f"{what} never came")

    def cards(self, who: Person, words: str) -> list[Card]:
        """Every message that this person sees, in any channel, and in which these words can be read."""
        return [
            Card(channel["id"], channel["name"] or "", message)
            for channel in who.channels()
            for message in who.messages(channel["id"])
            if words in readable(message)
        ]

    async def card(self, who: Person, words: str) -> Card:
        """The newest message in a channel with these words, as soon as there is one; the next reading comes at once."""

        def look() -> Card | None:
            return next(reversed(self.cards(who, words)), None)

        if look() is None:
            self.next_reading()
        return await self.until(look, what=f"a card with {words!r}")

    async def opened(self, many: int) -> None:
        """Wait until so many conversations are there; Slack takes a card a second in a channel, the desk many more."""
        self.next_reading()
        async with asyncio.timeout(PATIENCE):
            while True:
                async with self.app.database.reading() as session:
                    if await session.scalar(select(func.count()).select_from(Conversation)) == many:
                        return
                await asyncio.sleep(LOOK)

    async def offers(self, who: Person, card: Card, action: str) -> None:
        """Wait until somebody sees this button on a card."""

        def look() -> bool:
            seen = (each for each in who.messages(card.channel) if each["ts"] == card.ts)
            return any(each.get("action_id") == action for one in seen for each in elements(one.get("blocks", ())))

        await self.until(lambda: look() or None, what=f"{action} on the card")

    async def reads(self, who: Person, channel: str, words: str, *, thread_ts: str | None = None) -> dict[str, Any]:
        """The newest message in a channel or thread with these words, as soon as this person sees one."""

        def look() -> dict[str, Any] | None:
            seen = who.messages(channel, thread_ts=thread_ts)
            return next((each for each in reversed(seen) if words in readable(each)), None)

        return await self.until(look, what=f"{words!r} for {who.name}")

    async def told(self, who: Person, words: str) -> dict[str, Any]:
        """The newest private message to somebody with these words, as soon as it is there."""

        def look() -> dict[str, Any] | None:
            directs = [each["id"] for each in who.channels() if each["is_im"]]
            seen = [message for channel in directs for message in who.messages(channel)]
            return next((each for each in reversed(seen) if words in readable(each)), None)

        return await self.until(look, what=f"a private message with {words!r} to {who.name}")

    async def history_tells(self, who: Person, channel: str, number: int, words: str) -> None:
        """Open the history of a conversation until it tells this: an open window does not follow what happens."""
        end = asyncio.get_running_loop().time() + PATIENCE
        while asyncio.get_running_loop().time() < end:
            await who.command(channel, f"/desk history {number}")
            if words in readable(who.modal()):
                return
            await asyncio.sleep(LOOK)
        raise AssertionError(f"{words!r} never came into the history of #{number}")


def readable(part: Any) -> str:
    """Every piece of text in a message or view, one a line."""
    if isinstance(part, dict):
        own = [part["text"]] if isinstance(part.get("text"), str) else []
        return "\n".join([*own, *filter(None, (readable(each) for each in part.values()))])
    if isinstance(part, list):
        return "\n".join(filter(None, (readable(each) for each in part)))
    return ""


def elements(blocks: Any) -> list[dict[str, Any]]:
    """Every interactive element of some blocks."""
    found = []
    for block in blocks:
        found += [*block.get("elements", ()), *([block["accessory"]] if "accessory" in block else [])]
        found += [block["element"]] if "element" in block else []
    return found


@asynccontextmanager
async def raised(
    database_address: str, programme: Programme, *, database: Database | None = None, **more: Any
) -> AsyncIterator[Stage]:
    """The sandbox and the desk, up and connected; `database` is the one at the address, where it is open already, and
    `more` goes to the sandbox.
    """
    manifest = (ROOT / "manifest.json").read_text(encoding="utf-8")
    async with Sandbox.start(manifest=manifest, **more) as sandbox:
        sandbox.clock.jump((next_monday(sandbox.clock.now()) - sandbox.clock.now()).total_seconds())
        given = addresses(sandbox)["settings"]
        settings = settings_for(given, ROOT).model_copy(update={"database_url": database_address})
        app = await build(settings, programme, clock=sandbox.clock, since=sandbox.clock.now(), database=database)
        await schema.stamp(app.database)
        lay_channels(sandbox, programme)
        stage = Stage(sandbox, app)
        try:
            await app.start()
            yield stage
        finally:
            await stage.app.stop()


def next_monday(now: datetime) -> datetime:
    """Ten o'clock UTC on the Monday to come, when who is on duty is the same whenever the tests run."""
    day = now.date() + timedelta(days=7 - now.weekday())
    return datetime.combine(day, time(10), tzinfo=UTC)


def lay_channels(sandbox: Sandbox, programme: Programme) -> None:
    """The workspace of a desk that has been open before: its channels are there, with the cast and the bot in them."""
    moderators = {each.id for each in SLACK_PEOPLE if each.role in {"moderator", "manager"}}
    everybody = {each.id for each in SLACK_PEOPLE}
    wanted = [(programme.team_channel, False), *((queue.channel, queue.private) for queue in programme.queues)]
    for name, private in wanted:
        created = int(sandbox.clock.timestamp())
        channel = sandbox.slack.channels.create(name, creator="U0MO", created=created, is_private=private)
        for slack_id in sorted(moderators if private else everybody):
            sandbox.slack.enter(channel, slack_id)
        sandbox.slack.enter(channel, BOT_USER_ID)


def pretty(value: Any) -> str:
    """A payload for reading, when a story fails."""
    return json.dumps(value, indent=1, ensure_ascii=False)
