"""A served sandbox with the real client in front of it: Bolt over Socket Mode, and the Web API's client."""

import asyncio
import logging
from collections.abc import AsyncIterator, Callable
from contextlib import asynccontextmanager
from dataclasses import dataclass
from typing import Any

from slack_bolt.adapter.socket_mode.aiohttp import AsyncSocketModeHandler
from slack_bolt.app.async_app import AsyncApp
from slack_sdk.errors import SlackApiError
from slack_sdk.web.async_client import AsyncWebClient

from sandbox.people import SLACK_APP_TOKEN, SLACK_BOT_TOKEN
from sandbox.server import Sandbox
from sandbox.slack.hands import Person
from sandbox.slack.workspace import SlackWorkspace

Json = dict[str, Any]

BUTTON: Json = {
    "type": "button",
    "action_id": "card:claim",
    "text": {"type": "plain_text", "text": "Claim"},
    "value": "7",
}
CARD: list[Json] = [
    {"type": "section", "block_id": "words", "text": {"type": "mrkdwn", "text": "*7* Firefox does not start"}},
    {"type": "actions", "block_id": "buttons", "elements": [BUTTON]},
]


@dataclass
class Stage:
    """The sandbox, a Bolt app that is not connected until `connect`, and short ways to what tests need."""

    sandbox: Sandbox
    app: AsyncApp
    client: AsyncWebClient
    handlers: list[Any]

    @property
    def slack(self) -> SlackWorkspace:
        """The pretend workspace."""
        return self.sandbox.slack

    @property
    def ana(self) -> Person:
        """A volunteer."""
        return self.slack.person("U0ANA")

    @property
    def vito(self) -> Person:
        """Another volunteer."""
        return self.slack.person("U0VITO")

    async def connect(self) -> None:
        """Open one more Socket Mode connection and wait until Slack counts it."""
        handler: Any = AsyncSocketModeHandler(self.app, SLACK_APP_TOKEN)
        self.handlers.append(handler)
        wanted = len(self.slack.socket.connections) + 1
        await handler.connect_async()
        await until(lambda: len(self.slack.socket.connections) >= wanted)

    async def quiet(self) -> None:
        """Wait until the app has acknowledged everything it was sent."""
        await until(lambda: not any(connection.waiting for connection in self.slack.socket.connections))

    async def channel(self, name: str = "desk", *people: str, is_private: bool = False) -> str:
        """A channel made by the bot, with Ana and Vito when nobody is named; returns its id."""
        made = await self.client.conversations_create(name=name, is_private=is_private)
        channel_id = str(made["channel"]["id"])
        await self.client.conversations_invite(channel=channel_id, users=list(people or ("U0ANA", "U0VITO")))
        return channel_id

    async def card(self, channel: str, blocks: list[Json] | None = None, **more: Any) -> str:
        """A message with a button; returns its ts."""
        posted = await self.client.chat_postMessage(channel=channel, text="card", blocks=blocks or CARD, **more)
        return str(posted["ts"])


@asynccontextmanager
async def on_stage(**how: Any) -> AsyncIterator[Stage]:
    """A stage that is cleared at the end; `how` goes to Sandbox.start."""
    async with Sandbox.start(**how) as sandbox:
        client = AsyncWebClient(token=SLACK_BOT_TOKEN, base_url=sandbox.slack_api_url, retry_handlers=[])
        quiet = logging.getLogger("tests.sandbox.slack")
        quiet.setLevel(logging.CRITICAL)
        app = AsyncApp(
            client=client,
            token=SLACK_BOT_TOKEN,
            logger=quiet,
            process_before_response=True,
            ignoring_self_events_enabled=False,
        )
        stage = Stage(sandbox, app, client, [])
        try:
            yield stage
        finally:
            for handler in stage.handlers:
                await handler.close_async()
            await asyncio.sleep(0)


async def until(condition: Callable[[], Any], within: float = 10.0) -> None:
    """Wait for a condition; raises TimeoutError."""
    async with asyncio.timeout(within):
        while not condition():  # noqa: ASYNC110 - conditions of every kind, some of them nobody announces
            await asyncio.sleep(0.005)


async def refusal(call: Any) -> Json:
    """The answer of a call that Slack refuses; fails when it is accepted."""
    try:
        answer = await call
    except SlackApiError as refused:
        return dict(refused.response.data)
    raise AssertionError(f"Slack accepted it: {answer.data}")


async def error_of(call: Any) -> str:
    """The name of the error with which Slack refuses a call."""
    return str((await refusal(call))["error"])
