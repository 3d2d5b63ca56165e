"""Slack's rate limits: each method's minute, each channel's second, 429 with Retry-After."""

from collections.abc import AsyncIterator
from typing import Any

import pytest
from slack_sdk.errors import SlackApiError

from tests.sandbox.slack_stage import Stage, error_of, on_stage


@pytest.fixture
async def stage() -> AsyncIterator[Stage]:
    async with on_stage() as stage:
        yield stage


async def accepted(call: Any) -> bool:
    """Whether Slack took it; anything but a refusal for rate is raised."""
    try:
        await call
    except SlackApiError as refused:
        if (refused.response.status_code, refused.response["error"]) != (429, "ratelimited"):
            raise
        return False
    return True


async def test_a_channel_takes_a_short_burst_and_then_one_post_a_second(stage: Stage) -> None:
    one, other = await stage.channel("one"), await stage.channel("other")
    taken = [await accepted(stage.client.chat_postMessage(channel=one, text="a")) for _ in range(6)]
    assert taken == [True] * 4 + [False] * 2
    assert await accepted(stage.client.chat_postMessage(channel=other, text="a"))
    stage.sandbox.clock.jump(1)
    taken = [await accepted(stage.client.chat_postMessage(channel=one, text="a")) for _ in range(2)]
    assert taken == [True, False]


async def test_refusal_says_when_to_come_back(stage: Stage) -> None:
    channel = await stage.channel()
    ts = await stage.card(channel)
    for _ in range(50):
        await stage.client.chat_update(channel=channel, ts=ts, text="a")
    stage.sandbox.clock.jump(20)
    with pytest.raises(SlackApiError) as refused:
        await stage.client.chat_update(channel=channel, ts=ts, text="a")
    assert refused.value.response.status_code == 429
    seconds = int(refused.value.response.headers["Retry-After"])
    assert 35 <= seconds <= 40
    stage.sandbox.clock.jump(seconds)
    assert await accepted(stage.client.chat_update(channel=channel, ts=ts, text="a"))
    assert stage.sandbox.log.refused_for_rate("slack") == 1


async def test_methods_have_minutes_of_their_own(stage: Stage) -> None:
    taken = [await accepted(stage.client.users_list()) for _ in range(21)]
    assert taken == [True] * 20 + [False]
    assert await accepted(stage.client.users_info(user="U0ANA"))
    stage.sandbox.clock.jump(60)
    assert await accepted(stage.client.users_list())


@pytest.mark.parametrize(("method", "calls"), [("chat.update", 50), ("chat.delete", 50), ("views.publish", 100)])
async def test_tiers_are_the_documented_ones(stage: Stage, method: str, calls: int) -> None:
    errors = [await error_of(stage.client.api_call(method, json={"user_id": "nobody"})) for _ in range(calls + 1)]
    assert errors.index("ratelimited") == calls


async def test_a_bench_may_switch_limits_off() -> None:
    async with on_stage(rate_limits=False) as stage:
        channel = await stage.channel()
        for _ in range(20):
            assert await accepted(stage.client.chat_postMessage(channel=channel, text="a"))
