"""The handlers, registered with a Bolt that nobody connects: bodies go in, answers come out."""

import json
from dataclasses import dataclass
from typing import Any

import pytest
from slack_bolt.app.async_app import AsyncApp
from slack_bolt.authorization import AuthorizeResult
from slack_bolt.authorization.async_authorize import AsyncAuthorize
from slack_bolt.response import BoltResponse
from slack_sdk.socket_mode.request import SocketModeRequest
from slack_sdk.web.async_client import AsyncWebClient

import handlers
from bot import logs
from bot.sockets import answered
from tests.desk.conftest import world
from tests.desk.world import World

__all__ = ["world"]


class Introduced(AsyncAuthorize):
    """Who the desk is, without asking Slack."""

    async def __call__(self, **_: object) -> AuthorizeResult:
        """What Bolt wants to know with each request."""
        return AuthorizeResult(
            enterprise_id=None, team_id="T1", bot_user_id="U0VOLLEY", bot_id="B0VOLLEY", bot_token="xoxb-1"
        )


@dataclass
class Door:
    """Where Slack's bodies come in."""

    bolt: AsyncApp
    world: World

    async def send(self, body: Any) -> BoltResponse:
        """Hand in a body as Socket Mode does."""
        return await answered(self.bolt, SocketModeRequest(type="interactive", envelope_id="1", payload=body))

    async def answer(self, body: Any) -> dict[str, Any]:
        """The JSON that is answered."""
        response = await self.send(body)
        assert response.status == 200
        found: dict[str, Any] = json.loads(response.body) if response.body else {}
        return found


@pytest.fixture(autouse=True)
def _quiet() -> None:
    """Whatever is spoilt on purpose is not written down at length."""
    logs.configure("CRITICAL")


@pytest.fixture
def door(world: World) -> Door:
    """The handlers around the desk of a small world."""
    bolt = AsyncApp(
        client=AsyncWebClient(base_url="http://127.0.0.1:9/api", retry_handlers=[]),
        authorize=Introduced(),  # type: ignore[no-untyped-call]
        signing_secret="secret",
        process_before_response=True,
    )
    handlers.register(bolt, world.desk)
    return Door(bolt, world)
