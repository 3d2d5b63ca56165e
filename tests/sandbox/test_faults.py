"""Faults on demand: what the caller sees, and whether the work was done."""

import asyncio
import time
from collections.abc import AsyncIterator
from typing import Any

import aiohttp
import pytest
import tweepy

from sandbox.clock import SandboxClock
from sandbox.faults import Fault, Faults
from sandbox.server import Sandbox
from tests.sandbox.x_client import client_of, until

POSTING = "x/POST /2/tweets"


@pytest.fixture
async def client(sandbox: Sandbox) -> AsyncIterator[Any]:
    """tweepy, acting as @Firefox, patient for one second."""
    async with client_of(sandbox.url, "Firefox", seconds=1) as tweepy_client:
        yield tweepy_client


async def post(client: Any, text: str = "Firefox 146 is out") -> Any:
    """Post something."""
    return await client.create_tweet(text=text, user_auth=True)


def sent(sandbox: Sandbox) -> list[str]:
    """What @Firefox has posted."""
    return [one.text for one in sandbox.x.posts_of("Firefox")]


async def test_a_dropped_answer_leaves_the_work_done(sandbox: Sandbox, client: Any) -> None:
    sandbox.faults.add(Fault.DROP_ANSWER, POSTING, count=1)
    with pytest.raises(aiohttp.ServerDisconnectedError):
        await post(client)
    assert sent(sandbox) == ["Firefox 146 is out"]
    with pytest.raises(tweepy.Forbidden, match="duplicate content"):
        await post(client)


async def test_a_cut_connection_leaves_nothing_done(sandbox: Sandbox, client: Any) -> None:
    sandbox.faults.add(Fault.CUT, POSTING, count=1)
    with pytest.raises(aiohttp.ClientConnectionError):
        await post(client)
    assert sent(sandbox) == []
    await post(client)


@pytest.mark.parametrize("after_work", [False, True])
async def test_a_black_hole_says_nothing(sandbox: Sandbox, client: Any, after_work: bool) -> None:
    sandbox.faults.add(Fault.BLACK_HOLE, POSTING, count=1, after_work=after_work)
    with pytest.raises(TimeoutError):
        await post(client)
    assert len(sent(sandbox)) == after_work


async def test_lifting_all_faults_lets_go_of_whoever_waits(sandbox: Sandbox, client: Any) -> None:
    sandbox.faults.add(Fault.BLACK_HOLE, POSTING)
    waiting = asyncio.create_task(post(client))
    await until(lambda: bool(sandbox.faults.struck))
    sandbox.faults.clear()
    with pytest.raises(aiohttp.ClientConnectionError):
        await waiting


@pytest.mark.parametrize("status", [500, 503])
async def test_a_server_error_is_a_page_of_html(sandbox: Sandbox, client: Any, status: int) -> None:
    sandbox.faults.add(Fault.SERVER_ERROR, POSTING, status=status, count=1)
    with pytest.raises(aiohttp.ContentTypeError) as caught:
        await post(client)
    assert caught.value.status == status
    assert sent(sandbox) == []


async def test_x_is_rate_limited_in_its_own_words(sandbox: Sandbox, client: Any) -> None:
    sandbox.faults.add(Fault.RATE_LIMITED, POSTING, retry_after=60, count=1)
    with pytest.raises(tweepy.TooManyRequests) as caught:
        await post(client)
    headers = caught.value.response.headers
    assert "Retry-After" not in headers
    assert 58 <= int(headers["x-rate-limit-reset"]) - time.time() <= 61


async def test_slack_is_rate_limited_in_its_own_words(sandbox: Sandbox) -> None:
    sandbox.faults.add(Fault.RATE_LIMITED, "slack/chat.*", retry_after=7)
    async with aiohttp.ClientSession() as session:
        async with session.post(f"{sandbox.slack_api_url}chat.postMessage") as answer:
            assert (answer.status, answer.headers["Retry-After"]) == (429, "7")
            assert await answer.json() == {"ok": False, "error": "ratelimited"}
        async with session.post(f"{sandbox.slack_api_url}auth.test") as answer:
            assert answer.status == 200


async def test_a_slow_answer_does_its_work_at_once(sandbox: Sandbox, client: Any) -> None:
    sandbox.faults.add(Fault.SLOW, POSTING, seconds=0.2, count=1)
    began = time.monotonic()
    await post(client)
    assert time.monotonic() - began >= 0.2


async def test_other_calls_are_spared(sandbox: Sandbox, client: Any) -> None:
    sandbox.faults.add(Fault.CUT, POSTING)
    assert (await client.get_me(user_auth=True))["data"]["username"] == "Firefox"


async def test_chance_is_seeded_and_counted() -> None:
    def strikes(seed: int) -> list[bool]:
        faults = Faults(SandboxClock(), seed=seed)
        faults.add(Fault.CUT, "chat.*", probability=0.3, count=50)
        return [faults.take("slack/chat.update") is not None for _ in range(400)]

    assert strikes(4) == strikes(4) != strikes(5)
    assert sum(strikes(4)) == 50
    assert 20 < sum(strikes(4)[:150]) < 70


async def test_only_the_kinds_asked_for_are_taken() -> None:
    faults = Faults(SandboxClock())
    rule = faults.add(Fault.DUPLICATE, "slack/socket")
    assert faults.take("slack/socket", Fault.CUT) is None
    assert faults.take("slack/socket", Fault.DUPLICATE) is rule
    assert faults.remove(rule.id)
    assert not faults.remove(rule.id)


@pytest.mark.parametrize("wrong", [{"fault": "meteor"}, {"fault": "cut", "probability": 2}, {"fault": "cut", "x": 1}])
async def test_a_malformed_rule_is_refused_over_http(sandbox: Sandbox, wrong: dict[str, Any]) -> None:
    address = f"{sandbox.url}/sandbox/faults"
    async with aiohttp.ClientSession() as session, session.post(address, json=wrong) as answer:
        assert answer.status == 400
    assert sandbox.faults.rules == []


async def test_faults_are_set_shown_and_lifted_over_http(sandbox: Sandbox, client: Any) -> None:
    address = f"{sandbox.url}/sandbox/faults"
    async with aiohttp.ClientSession() as session:
        async with session.post(address, json={"fault": "cut", "method": POSTING}) as answer:
            number = (await answer.json())["id"]
        with pytest.raises(aiohttp.ClientConnectionError):
            await post(client)
        async with session.get(address) as answer:
            shown = (await answer.json())["faults"][0]
        assert (shown["fault"], shown["method"], shown["struck"]) == ("cut", POSTING, 1)
        async with session.delete(f"{address}?id={number}") as answer:
            assert await answer.json() == {"lifted": 1}
    await post(client)


async def test_the_clock_is_moved_over_http(sandbox: Sandbox) -> None:
    before = sandbox.clock.now()
    address = f"{sandbox.url}/sandbox/clock"
    async with aiohttp.ClientSession() as session:
        async with session.post(address, json={"jump": 3600, "speed": 60}) as answer:
            assert (await answer.json())["speed"] == 60
        async with session.post(address, json={"jump": -1}) as answer:
            assert answer.status == 400
    assert (sandbox.clock.now() - before).total_seconds() >= 3600


async def test_sleepers_wake_when_the_clock_jumps() -> None:
    clock = SandboxClock()
    sleeper = asyncio.create_task(clock.sleep(3600))
    await asyncio.sleep(0)
    clock.jump(3601)
    await asyncio.wait_for(sleeper, 1)


async def test_a_fast_clock_shortens_sleep_and_tells_the_wall_time() -> None:
    clock = SandboxClock(speed=3600)
    began = time.monotonic()
    await clock.sleep(360)
    assert 0.09 < time.monotonic() - began < 1
    assert clock.wall_moment(clock.now()).timestamp() == pytest.approx(time.time(), abs=0.5)
