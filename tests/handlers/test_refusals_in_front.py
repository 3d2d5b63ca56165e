"""A refusal inside a window is shown in front of it, and in private where no window can be opened."""

from typing import Any

import pytest
from slack_sdk.web.async_client import AsyncWebClient

from handlers.refusals import shown_in_front
from sandbox.people import SLACK_BOT_TOKEN
from sandbox.server import Sandbox
from tests.conftest import ROOT


@pytest.mark.parametrize("trigger", [{}, {"trigger_id": ""}, {"trigger_id": None}, {"trigger_id": ["1.2.3"]}])
async def test_slack_is_not_asked_for_a_window_without_what_allows_one(trigger: dict[str, Any]) -> None:
    async with Sandbox.start(manifest=(ROOT / "manifest.json").read_text(encoding="utf-8")) as sandbox:
        client = AsyncWebClient(SLACK_BOT_TOKEN, base_url=sandbox.slack_api_url)
        pressed = {"type": "block_actions", "view": {"type": "modal"}}
        assert not await shown_in_front("No.", pressed | trigger, client)
        assert sandbox.log.of("views.push") == []
        assert not await shown_in_front("No.", pressed | {"trigger_id": "1.2.3"}, client)
        assert [call.error for call in sandbox.log.of("views.push")] == ["invalid_trigger_id"]
