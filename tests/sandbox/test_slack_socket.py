"""Socket Mode: connections, envelopes, acknowledgements, redelivery, refresh, and dead lines."""

import asyncio
import json
from collections.abc import AsyncIterator
from typing import Any

import aiohttp
import pytest
from slack_sdk.web.async_client import AsyncWebClient

from sandbox.faults import Fault
from sandbox.people import SLACK_APP_TOKEN
from tests.sandbox.slack_stage import Json, Stage, error_of, on_stage, until


@pytest.fixture
async def stage() -> AsyncIterator[Stage]:
    async with on_stage() as stage:
        yield stage


@pytest.fixture
async def http() -> AsyncIterator[aiohttp.ClientSession]:
    async with aiohttp.ClientSession() as session:
        yield session


async def address(stage: Stage) -> str:
    app = AsyncWebClient(base_url=stage.sandbox.slack_api_url)
    return str((await app.apps_connections_open(app_token=SLACK_APP_TOKEN))["url"])


async def plug(stage: Stage, http: aiohttp.ClientSession) -> aiohttp.ClientWebSocketResponse:
    """A bare connection that has read its hello."""
    socket = await http.ws_connect(await address(stage))
    hello = await frame(socket)
    assert hello["type"] == "hello"
    return socket


async def frame(socket: aiohttp.ClientWebSocketResponse) -> Json:
    return dict(json.loads(await socket.receive_str(timeout=5)))


async def next_event(socket: aiohttp.ClientWebSocketResponse) -> Json:
    """The next frame about somebody's message, others acknowledged on the way."""
    while True:
        received = await frame(socket)
        if received["payload"].get("event", {}).get("text") == "hello":
            return received
        await socket.send_json({"envelope_id": received["envelope_id"]})


async def test_hello_names_the_app_and_counts_connections(stage: Stage, http: aiohttp.ClientSession) -> None:
    first = await plug(stage, http)
    second = await http.ws_connect(await address(stage))
    hello = await frame(second)
    assert hello["num_connections"] == 2
    assert not first.closed
    assert hello["connection_info"]["app_id"] == "A0VOLLEY"


async def test_a_ticket_opens_one_connection(stage: Stage, http: aiohttp.ClientSession) -> None:
    url = await address(stage)
    first = await http.ws_connect(url)
    with pytest.raises(aiohttp.WSServerHandshakeError):
        await http.ws_connect(url)
    assert not first.closed


async def test_opening_needs_the_app_token(stage: Stage) -> None:
    assert await error_of(stage.client.apps_connections_open(app_token="xoxb-sandbox")) == "not_allowed_token_type"


async def test_pings_are_answered_with_their_words(stage: Stage, http: aiohttp.ClientSession) -> None:
    socket = await http.ws_connect(await address(stage), autoping=False)
    await socket.receive(timeout=5)
    await socket.ping(b"sdk-ping-pong:12.5")
    pong = await socket.receive(timeout=5)
    assert (pong.type, bytes(pong.data)) == (aiohttp.WSMsgType.PONG, b"sdk-ping-pong:12.5")


async def test_each_click_goes_to_one_of_two_connections(stage: Stage) -> None:
    taken: list[str] = []

    @stage.app.action("card:claim")
    async def claim(ack: Any, body: Json) -> None:
        taken.append(body["trigger_id"])
        await ack()

    await stage.connect()
    await stage.connect()
    channel = await stage.channel()
    ts = await stage.card(channel)
    outcomes = await asyncio.gather(*(stage.ana.click(channel, ts, "card:claim") for _ in range(30)))
    assert all(outcome.acknowledged for outcome in outcomes)
    assert len(taken) == len(set(taken)) == 30


async def test_envelopes_spread_over_connections(stage: Stage, http: aiohttp.ClientSession) -> None:
    sockets = [await plug(stage, http), await plug(stage, http)]
    channel = await stage.channel("desk", "U0ANA")
    for number in range(20):
        await stage.ana.say(channel, f"message {number}")
    received = [0, 0]
    for index, socket in enumerate(sockets):
        while True:
            try:
                got = json.loads(await socket.receive_str(timeout=0.3))
            except TimeoutError:
                break
            received[index] += got["payload"]["event"]["type"] == "message"
            await socket.send_json({"envelope_id": got["envelope_id"]})
    assert sum(received) == 20
    assert min(received) > 0


async def test_unacknowledged_event_comes_again_on_another_connection(
    stage: Stage, http: aiohttp.ClientSession
) -> None:
    channel = await stage.channel("desk", "U0ANA")
    first, second = await plug(stage, http), await plug(stage, http)
    stage.slack.socket.acknowledge_within = 0.2
    await stage.ana.say(channel, "hello")
    readers = {asyncio.create_task(next_event(socket)): socket for socket in (first, second)}
    done, _ = await asyncio.wait(readers, return_when=asyncio.FIRST_COMPLETED)
    once = done.pop().result()
    assert (once["retry_attempt"], once["retry_reason"]) == (0, "")
    again = await next(iter(task for task in readers if not task.done()))
    assert (again["retry_attempt"], again["retry_reason"]) == (1, "timeout")
    assert again["payload"]["event_id"] == once["payload"]["event_id"]
    assert again["envelope_id"] != once["envelope_id"]


async def test_later_redeliveries_follow_after_a_minute_and_five_then_slack_gives_up(
    stage: Stage, http: aiohttp.ClientSession
) -> None:
    socket = await plug(stage, http)
    channel = await stage.channel("desk", "U0ANA")
    stage.slack.socket.acknowledge_within = 0.05
    await stage.ana.say(channel, "hello")
    attempts = [(await next_event(socket))["retry_attempt"], (await next_event(socket))["retry_attempt"]]
    for pause in (60, 300):
        third = asyncio.create_task(next_event(socket))
        while not third.done():
            stage.sandbox.clock.jump(pause / 10)
            await asyncio.wait({third}, timeout=0.02)
        attempts.append(third.result()["retry_attempt"])
    assert attempts == [0, 1, 2, 3]
    await until(
        lambda: any(event["event"].get("text") == "hello" for event in stage.slack.socket.unacknowledged_events)
    )


async def test_refreshed_connection_is_replaced_by_the_client(stage: Stage) -> None:
    @stage.app.action("card:claim")
    async def claim(ack: Any) -> None:
        await ack()

    await stage.connect()
    before = stage.slack.socket.connections[0]
    await stage.slack.socket.refresh()
    assert stage.slack.socket.connections == []
    await until(lambda: stage.slack.socket.connections)
    assert stage.slack.socket.connections[0].id != before.id
    channel = await stage.channel()
    assert (await stage.ana.click(channel, await stage.card(channel), "card:claim")).acknowledged


async def test_an_eleventh_connection_is_sent_away(stage: Stage, http: aiohttp.ClientSession) -> None:
    stage.slack.rates.limits["apps.connections.open"] = 50
    ten = [await plug(stage, http) for _ in range(10)]
    eleventh = await http.ws_connect(await address(stage))
    assert (await frame(eleventh))["reason"] == "too_many_websockets"
    assert len(stage.slack.socket.connections) == len(ten)


async def test_cut_line_fails_the_click_at_once(stage: Stage) -> None:
    @stage.app.action("card:claim")
    async def claim(ack: Any) -> None:
        await ack()

    @stage.app.event("message")
    async def take() -> None:
        """Bolt leaves an event without a listener unacknowledged."""

    channel = await stage.channel()
    await stage.connect()
    ts = await stage.card(channel)
    await stage.quiet()
    stage.sandbox.faults.add(Fault.CUT, "slack/socket", count=1)
    began = asyncio.get_running_loop().time()
    assert not (await stage.ana.click(channel, ts, "card:claim")).acknowledged
    assert asyncio.get_running_loop().time() - began < stage.slack.socket.acknowledge_within
    assert stage.slack.socket.connections == []


async def test_event_in_flight_on_a_cut_line_comes_again(stage: Stage, http: aiohttp.ClientSession) -> None:
    channel = await stage.channel("desk", "U0ANA")
    sockets = [await plug(stage, http), await plug(stage, http)]
    hub = stage.slack.socket
    await stage.ana.say(channel, "hello")
    await until(lambda: any(connection.waiting for connection in hub.connections))
    holder = next(connection for connection in hub.connections if connection.waiting)
    hub.cut(holder)
    other = next(connection for connection in hub.connections if connection.id != holder.id)
    await until(lambda: other.waiting)
    assert len(sockets) == 2


async def test_black_hole_says_nothing_and_answers_no_ping(stage: Stage, http: aiohttp.ClientSession) -> None:
    socket = await http.ws_connect(await address(stage), autoping=False)
    await socket.receive(timeout=5)
    stage.slack.socket.black_hole()
    await socket.ping(b"anybody?")
    with pytest.raises(TimeoutError):
        await socket.receive(timeout=0.2)
    assert not socket.closed


async def test_duplicated_envelope_runs_the_listener_twice_for_one_click(stage: Stage) -> None:
    taken: list[str] = []

    @stage.app.action("card:claim")
    async def claim(ack: Any, body: Json) -> None:
        taken.append(body["trigger_id"])
        await ack()

    await stage.connect()
    channel = await stage.channel()
    ts = await stage.card(channel)
    stage.sandbox.faults.add(Fault.DUPLICATE, "slack/socket")
    assert (await stage.ana.click(channel, ts, "card:claim")).acknowledged
    await until(lambda: len(taken) == 2)
    assert taken[0] == taken[1]


async def test_nonsense_on_the_line_is_ignored(stage: Stage, http: aiohttp.ClientSession) -> None:
    socket = await plug(stage, http)
    for words in ("", "{", "[]", '{"envelope_id": 7}', '{"envelope_id": "unknown", "payload": []}'):
        await socket.send_str(words)
    channel = await stage.channel("desk", "U0ANA")
    await stage.ana.say(channel, "hello")
    assert (await next_event(socket))["payload"]["event"]["user"] == "U0ANA"
