"""The one door to Slack: post, update, repaint, find; every call in its lane, every error in our own words."""

from collections.abc import AsyncIterator, Awaitable, Callable
from contextlib import asynccontextmanager
from dataclasses import dataclass
from datetime import datetime, timedelta
from itertools import count
from typing import Any

import aiohttp
from slack_sdk.web.async_client import AsyncWebClient

from bot.clock import Clock
from bot.errors import Gone, Trouble
from bot.slack.budgets import Budgets, Lane
from bot.slack.caller import Answer, Caller, Refusal
from bot.slack.channels import Channels
from bot.slack.files import Files
from bot.slack.home_tabs import HomeTabs
from bot.slack.kit import Block, Drawn
from bot.slack.typed import Typed, is_typed, words_of

__all__ = ["Gateway", "Lane"]

Mark = tuple[str, int]
REPAINT_SECONDS = 3.0
"""How long a card's way back may take before chat.update is used instead."""
MARGIN = timedelta(minutes=10)
"""How far our clock and Slack's may differ when a message is looked for."""
MOST_PAGES = 20
"""How far a message of ours is looked for: no further than an ordinary channel reaches in a day."""
PAGE = 200


@dataclass(frozen=True)
class Thread:
    """A thread as it stands: what people, not apps, have typed there, oldest first, and the ts of every message."""

    typed: list[Typed]
    there: frozenset[str]


class Gateway:
    """Everything the loops say to Slack. Raises the Trouble kinds of bot/errors.py and nothing else."""

    def __init__(self, client: AsyncWebClient, clock: Clock, budgets: Budgets | None = None) -> None:
        """`client` comes with a shared aiohttp session that has a timeout; its retries are switched off here."""
        self._caller = Caller(client, clock, budgets)
        self.channels = Channels(self._caller)
        self.homes = HomeTabs(self._caller)
        self.files = Files(self._caller)
        self.posted = 0
        """Posts that got through: whoever's got no answer can tell its own trouble from an outage for everybody."""
        self.user = ""
        self.bot = ""
        self._home: frozenset[str] = frozenset()
        self._address = ""
        self._direct: dict[str, str] = {}
        self._names: dict[str, str] = {}

    @property
    def budgets(self) -> Budgets:
        """Who waits for which turn."""
        return self._caller.budgets

    def introduce(self, *, user: str, bot: str, address: str, home: frozenset[str]) -> None:
        """Say who we are, as auth.test answered: our user id, our bot id, the workspace's address and all its ids."""
        self.user, self.bot, self._home, self._address = user, bot, home, address.rstrip("/") + "/"

    async def post(
        self,
        channel: str,
        *,
        text: str,
        blocks: list[Block],
        lane: Lane,
        thread_ts: str | None = None,
        mark: Mark | None = None,
        broadcast: bool = False,
    ) -> str:
        """Post a message and return its ts. `mark` travels in its metadata, so that `find` finds it again.

        Never repeats by itself: Unknown means that it may be there, so look with `find` before posting again.
        """
        arguments: dict[str, Any] = {"channel": channel, "text": text, "blocks": blocks, **QUIETLY}
        if thread_ts is not None:
            arguments |= {"thread_ts": thread_ts, "reply_broadcast": broadcast}
        if mark is not None:
            arguments["metadata"] = {"event_type": mark[0], "event_payload": {"number": mark[1]}}
        answer = await self._caller.call("chat.postMessage", lane, once=True, room=channel, **arguments)
        self.posted += 1
        return str(answer["ts"])

    async def update(self, channel: str, ts: str, *, text: str, blocks: list[Block], lane: Lane) -> None:
        """Replace a message of ours. Raises Gone when it is no longer there."""

        async def same() -> Drawn:
            return Drawn(text, blocks)  # type: ignore[arg-type]

        await self.redraw(channel, ts, same, lane=lane)

    async def redraw(self, channel: str, ts: str, draw: Callable[[], Awaitable[Drawn | None]], *, lane: Lane) -> bool:
        """Replace a message of ours with what `draw` returns when it is our turn: the newest, however long we waited.

        False when there was nothing to draw any more. Raises Gone when the message is no longer there.
        """
        there = True

        async def work() -> Answer:
            nonlocal there
            drawing = await draw()
            if drawing is None:
                there = False
                return {}
            return await self._caller.request(
                "chat.update", once=False, channel=channel, ts=ts, text=drawing.text, blocks=drawing.blocks
            )

        await self._caller.in_turn("chat.update", lane, work)
        return there

    async def repaint(self, address: str, *, text: str, blocks: list[Block]) -> bool:
        """Replace the clicked message through its response_url, outside all budgets; False when that way is closed."""
        body = {"replace_original": True, "text": text, "blocks": blocks}
        limit = aiohttp.ClientTimeout(total=REPAINT_SECONDS)
        try:
            async with self._session() as session, session.post(address, json=body, timeout=limit) as answer:
                return answer.status == 200 and not refused(await answer.text())
        except (aiohttp.ClientError, TimeoutError, OSError):
            return False

    async def find(self, channel: str, mark: Mark, *, since: datetime, thread_ts: str | None = None) -> str | None:
        """The ts of our message with this mark, posted since then in the channel or in a thread of it, or None."""
        arguments: dict[str, Any] = {
            "channel": channel,
            "oldest": f"{(since - MARGIN).timestamp():.6f}",
            "include_all_metadata": True,
            "limit": PAGE,
        }
        method = "conversations.history"
        if thread_ts is not None:
            method = "conversations.replies"
            arguments["ts"] = thread_ts
        async for message in self._messages(method, Lane.REPAINT, arguments):
            if carries(message, mark):
                return str(message["ts"])
        return None

    async def threads(self, channel: str, *, oldest: datetime, since: datetime) -> list[str]:
        """The ts of each message posted in a channel since `oldest` in whose thread something was said since then."""
        arguments = {"channel": channel, "oldest": f"{(oldest - MARGIN).timestamp():.6f}", "limit": PAGE}
        return [
            str(message["ts"])
            async for message in self._messages("conversations.history", Lane.DIGEST, arguments, most=None)
            if float(message.get("latest_reply") or 0) > since.timestamp()
        ]

    async def thread(self, channel: str, thread_ts: str) -> Thread:
        """All of a thread. Raises Gone for no such thread."""
        arguments = {"channel": channel, "ts": thread_ts, "limit": PAGE}
        said = [
            message
            async for message in self._messages("conversations.replies", Lane.DIGEST, arguments, most=None)
            if message["ts"] != thread_ts
        ]
        typed = [
            Typed(
                by=str(message["user"]),
                ts=str(message["ts"]),
                text=words_of(message),
                version=str((message.get("edited") or {}).get("ts") or ""),
                is_guest=not teams_of(message) <= self._home,
            )
            for message in said
            if is_typed(message)
        ]
        return Thread(typed, frozenset(str(message["ts"]) for message in said))

    async def _messages(
        self, method: str, lane: Lane, arguments: dict[str, Any], *, most: int | None = MOST_PAGES
    ) -> AsyncIterator[Answer]:
        """The messages that Slack gives page by page, to the end or up to `most` pages."""
        asked = dict(arguments)
        for page in count(1):
            answer = await self._caller.call(method, lane, **asked)
            for message in answer.get("messages", ()):
                yield message
            cursor = (answer.get("response_metadata") or {}).get("next_cursor")
            if not cursor or page == most:
                return
            asked["cursor"] = cursor

    async def whisper(
        self,
        channel: str,
        user: str,
        *,
        text: str,
        blocks: list[Block],
        lane: Lane = Lane.PING,
        thread_ts: str | None = None,
    ) -> None:
        """Show a message to one person in a channel until they reload. Raises Gone when they are not in it."""
        more: dict[str, Any] = {"thread_ts": thread_ts} if thread_ts else {}
        await self._caller.call(
            "chat.postEphemeral", lane, channel=channel, user=user, text=text, blocks=blocks, **more
        )

    async def direct(self, user: str) -> str:
        """The channel of direct messages with somebody. Raises Gone for somebody who is no longer there."""
        if user not in self._direct:
            answer = await self._caller.call("conversations.open", Lane.PING, users=user)
            self._direct[user] = str(answer["channel"]["id"])
        return self._direct[user]

    async def delete(self, channel: str, ts: str, *, lane: Lane = Lane.DIGEST) -> None:
        """Take a message of ours away; one that is gone already is fine."""
        try:
            await self._caller.call("chat.delete", lane, channel=channel, ts=ts)
        except Gone:
            return

    async def react(self, channel: str, ts: str, name: str) -> bool:
        """Put a reaction on a message; False when the message is gone. Reacting twice is fine."""
        try:
            await self._caller.call("reactions.add", Lane.CARD, channel=channel, timestamp=ts, name=name)
        except Gone:
            return False
        except Refusal as refusal:
            if refusal.name != "already_reacted":
                raise
        return True

    async def profile(self, user: str) -> tuple[str, str]:
        """What colleagues call somebody, and their time zone by its IANA name; "" for what Slack does not say.

        Raises Gone for somebody who is no longer there.
        """
        person = (await self._caller.call("users.info", Lane.CARD, user=user))["user"]
        named = person.get("profile") or {}
        name = named.get("display_name") or person.get("real_name") or person.get("name") or ""
        return str(name), str(person.get("tz") or "")

    async def name_of(self, user: str) -> str:
        """What colleagues call somebody; "" when Slack does not say. Asked once for each person."""
        if user not in self._names:
            try:
                self._names[user], _ = await self.profile(user)
            except Trouble:
                return ""
        return self._names[user]

    def link(self, channel: str, ts: str) -> str:
        """The address of a message, without asking Slack."""
        return f"{self._address}archives/{channel}/p{ts.replace('.', '')}"

    @asynccontextmanager
    async def _session(self) -> AsyncIterator[aiohttp.ClientSession]:
        """The client's shared session; a client without one gets one for this call."""
        shared = self._caller.client.session
        if shared is not None and not shared.closed:
            yield shared
            return
        async with aiohttp.ClientSession() as session:
            yield session


QUIETLY: dict[str, Any] = {"unfurl_links": False, "unfurl_media": False, "link_names": False, "parse": "none"}
"""Nothing in a stranger's words is fetched, previewed, or turned into a mention."""


def carries(message: Answer, mark: Mark) -> bool:
    """Whether a message has this mark in its metadata."""
    metadata = message.get("metadata") or {}
    payload = metadata.get("event_payload") or {}
    return bool(metadata.get("event_type") == mark[0] and payload.get("number") == mark[1])


def teams_of(message: Answer) -> frozenset[str]:
    """The workspaces that Slack names as the writer's own, as it does in shared channels."""
    return frozenset(str(message.get(name) or "") for name in ("user_team", "source_team")) - {""}


def refused(body: str) -> bool:
    """Whether a response_url answered 200 and yet refused, as Slack does with some bodies."""
    return '"ok":false' in body.replace(" ", "")
