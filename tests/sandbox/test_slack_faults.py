"""Faults on demand, as the Web API's client meets them."""

from collections.abc import AsyncIterator

import aiohttp
import pytest
from slack_sdk.errors import SlackApiError

from sandbox.faults import Fault
from tests.sandbox.slack_stage import Stage, error_of, on_stage


@pytest.fixture
async def stage() -> AsyncIterator[Stage]:
    async with on_stage() as stage:
        yield stage


async def test_lost_answer_leaves_the_post_there(stage: Stage) -> None:
    channel = await stage.channel()
    stage.sandbox.faults.add(Fault.DROP_ANSWER, "chat.postMessage", count=1)
    with pytest.raises(aiohttp.ServerDisconnectedError):
        await stage.client.chat_postMessage(channel=channel, text="did it land?")
    assert [one["text"] for one in stage.ana.messages(channel)] == ["did it land?"]


async def test_cut_call_leaves_nothing(stage: Stage) -> None:
    channel = await stage.channel()
    stage.sandbox.faults.add(Fault.CUT, "slack/chat.*", count=1)
    with pytest.raises(aiohttp.ServerDisconnectedError):
        await stage.client.chat_postMessage(channel=channel, text="gone")
    assert stage.ana.messages(channel) == []


async def test_ordered_429_names_its_pause(stage: Stage) -> None:
    stage.sandbox.faults.add(Fault.RATE_LIMITED, "auth.test", retry_after=7, count=1)
    with pytest.raises(SlackApiError) as refused:
        await stage.client.auth_test()
    assert refused.value.response.status_code == 429
    assert refused.value.response.headers["Retry-After"] == "7"
    assert (await stage.client.auth_test())["ok"]


async def test_server_error_comes_as_a_page_of_html(stage: Stage) -> None:
    stage.sandbox.faults.add(Fault.SERVER_ERROR, "auth.test", status=503, count=1)
    with pytest.raises(SlackApiError) as refused:
        await stage.client.auth_test()
    assert refused.value.response.status_code == 503


async def test_lost_acknowledgement_is_a_failed_click(stage: Stage) -> None:
    pressed: list[str] = []

    @stage.app.action("card:claim")
    async def claim(ack: object, body: dict[str, str]) -> None:
        pressed.append(body["trigger_id"])
        await ack()  # type: ignore[operator]

    channel = await stage.channel()
    ts = await stage.card(channel)
    await stage.connect()
    stage.slack.socket.acknowledge_within = 0.2
    stage.sandbox.faults.add(Fault.DROP_ANSWER, "slack/socket")
    assert not (await stage.ana.click(channel, ts, "card:claim")).acknowledged
    assert len(pressed) == 1


async def test_rules_about_requests_do_not_wear_off_on_envelopes(stage: Stage) -> None:
    rule = stage.sandbox.faults.add(Fault.RATE_LIMITED, "slack/*", count=1)
    await stage.ana.say(stage.ana.dm(), "hello")
    assert rule.struck == 0
    assert await error_of(stage.client.auth_test()) == "ratelimited"
