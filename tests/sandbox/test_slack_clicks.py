"""Clicks in messages: what the app receives, and what the person sees of its answer."""

from collections.abc import AsyncIterator
from typing import Any

import pytest

from tests.sandbox.slack_stage import Json, Stage, on_stage


@pytest.fixture
async def stage() -> AsyncIterator[Stage]:
    async with on_stage() as stage:
        yield stage


async def test_click_reaches_the_app_in_slacks_shape_and_the_answer_repaints_the_card(stage: Stage) -> None:
    bodies: list[Json] = []

    @stage.app.action("card:claim")
    async def claim(ack: Any, body: Json, respond: Any) -> None:
        bodies.append(body)
        await respond(text="taken", blocks=[], replace_original=True)
        await ack()

    await stage.connect()
    channel = await stage.channel()
    ts = await stage.card(channel)
    outcome = await stage.ana.click(channel, ts, "card:claim", value="7")
    assert outcome.acknowledged
    body = bodies[0]
    assert body["user"]["id"] == "U0ANA"
    assert body["container"] == {"type": "message", "message_ts": ts, "channel_id": channel, "is_ephemeral": False}
    assert body["channel"] == {"id": channel, "name": "desk"}
    assert body["message"]["ts"] == ts
    assert body["actions"][0]["value"] == "7"
    assert body["actions"][0]["block_id"] == "buttons"
    assert body["state"] == {"values": {}}
    seen = stage.vito.messages(channel)[-1]
    assert seen["text"] == "taken"
    assert "edited" in seen
