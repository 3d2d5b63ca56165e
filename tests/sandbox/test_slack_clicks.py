"""Clicks in messages: what the app receives, and what the person sees of its answer."""

from collections.abc import AsyncIterator
from typing import Any

import pytest

from sandbox.slack.errors import NotPossible
from tests.sandbox.slack_stage import BUTTON, CARD, Json, Stage, on_stage, until


def option(value: str) -> Json:
    return {"text": {"type": "plain_text", "text": value.title()}, "value": value}


PICKERS: list[Json] = [
    {
        "type": "actions",
        "block_id": "pick",
        "elements": [
            {"type": "static_select", "action_id": "reason", "options": [option("resolved"), option("deleted")]},
            {"type": "multi_static_select", "action_id": "tags", "options": [option("crash"), option("sync")]},
            {"type": "overflow", "action_id": "more", "options": [option("skip"), option("history")]},
            {"type": "datepicker", "action_id": "day", "initial_date": "2026-11-01"},
            {"type": "timepicker", "action_id": "time"},
            {"type": "users_select", "action_id": "member"},
        ],
    }
]


@pytest.fixture
async def stage() -> AsyncIterator[Stage]:
    async with on_stage() as stage:
        yield stage


@pytest.fixture
def bodies(stage: Stage) -> list[Json]:
    """What the app received; it acknowledges everything."""
    received: list[Json] = []

    async def take(ack: Any, body: Json) -> None:
        received.append(body)
        await ack()

    for name in ("card:claim", "reason", "tags", "more", "day", "time", "member"):
        stage.app.action(name)(take)
    return received


async def test_click_reaches_the_app_in_slacks_shape(stage: Stage, bodies: list[Json]) -> None:
    await stage.connect()
    channel = await stage.channel()
    ts = await stage.card(channel)
    outcome = await stage.ana.click(channel, ts, "card:claim", value="7")
    assert outcome.acknowledged
    body = bodies[0]
    assert body["type"] == "block_actions"
    assert body["user"] == {"id": "U0ANA", "username": "ana", "name": "ana", "team_id": "T0SANDBOX"}
    assert body["container"] == {"type": "message", "message_ts": ts, "channel_id": channel, "is_ephemeral": False}
    assert body["channel"] == {"id": channel, "name": "desk"}
    assert body["message"]["ts"] == ts
    assert body["actions"][0]["value"] == "7"
    assert body["actions"][0]["block_id"] == "buttons"
    assert body["actions"][0]["action_ts"] > ts
    assert body["state"] == {"values": {}}
    assert body["response_url"].startswith(stage.sandbox.url)
    assert body["trigger_id"]


async def test_private_channel_has_no_name_in_a_click_and_a_reply_names_its_thread(
    stage: Stage, bodies: list[Json]
) -> None:
    await stage.connect()
    channel = await stage.channel("inner-circle", is_private=True)
    parent = await stage.card(channel)
    ts = await stage.card(channel, thread_ts=parent)
    await stage.ana.click(channel, ts, "card:claim")
    assert bodies[0]["channel"] == {"id": channel, "name": "privategroup"}
    assert bodies[0]["container"]["thread_ts"] == parent
    assert bodies[0]["message"]["thread_ts"] == parent


async def test_click_not_acknowledged_in_time_leaves_a_warning_until_the_next_one(stage: Stage) -> None:
    answers = False

    @stage.app.action("card:claim")
    async def claim(ack: Any) -> None:
        if answers:
            await ack()

    await stage.connect()
    stage.slack.socket.acknowledge_within = 0.1
    channel = await stage.channel()
    ts = await stage.card(channel)
    outcome = await stage.ana.click(channel, ts, "card:claim")
    assert not outcome.acknowledged
    assert outcome.warning
    assert stage.ana.messages(channel)[-1]["warning"] == outcome.warning
    assert stage.vito.messages(channel)[-1]["warning"] is None
    answers = True
    assert (await stage.ana.click(channel, ts, "card:claim")).acknowledged
    assert stage.ana.messages(channel)[-1]["warning"] is None


async def test_click_waits_three_seconds(stage: Stage) -> None:
    assert stage.slack.socket.acknowledge_within == 3.0


async def test_click_without_a_running_app_fails(stage: Stage) -> None:
    channel = await stage.channel()
    ts = await stage.card(channel)
    assert not (await stage.ana.click(channel, ts, "card:claim")).acknowledged


async def test_failing_listener_is_a_failed_click(stage: Stage) -> None:
    @stage.app.action("card:claim")
    async def claim() -> None:
        raise RuntimeError("broken")

    await stage.connect()
    stage.slack.socket.acknowledge_within = 0.2
    channel = await stage.channel()
    assert not (await stage.ana.click(channel, await stage.card(channel), "card:claim")).acknowledged


async def test_menus_and_pickers_send_what_was_chosen_and_keep_it_in_state(stage: Stage, bodies: list[Json]) -> None:
    await stage.connect()
    channel = await stage.channel()
    ts = await stage.card(channel, PICKERS)
    ana = stage.ana
    await ana.click(channel, ts, "reason", selected="deleted")
    await ana.click(channel, ts, "tags", selected=["crash", "sync"])
    await ana.click(channel, ts, "more", selected="history")
    await ana.click(channel, ts, "day", selected="2026-12-24")
    await ana.click(channel, ts, "time", selected="18:30")
    await ana.click(channel, ts, "member", selected="U0VITO")
    reason, tags, more, day, time, member = (body["actions"][0] for body in bodies)
    assert reason["selected_option"] == option("deleted")
    assert [chosen["value"] for chosen in tags["selected_options"]] == ["crash", "sync"]
    assert more["selected_option"]["value"] == "history"
    assert (day["selected_date"], day["type"]) == ("2026-12-24", "datepicker")
    assert time["selected_time"] == "18:30"
    assert member["selected_user"] == "U0VITO"
    state = bodies[-1]["state"]["values"]["pick"]
    assert state["reason"]["selected_option"]["value"] == "deleted"
    assert state["day"] == {"type": "datepicker", "selected_date": "2026-12-24"}
    assert "more" not in state
    await stage.vito.click(channel, ts, "reason", selected="resolved")
    assert bodies[-1]["state"]["values"]["pick"]["day"]["selected_date"] == "2026-11-01"


async def test_buttons_of_one_action_id_are_told_apart_by_value_and_block(stage: Stage, bodies: list[Json]) -> None:
    await stage.connect()
    channel = await stage.channel()
    blocks = [
        {"type": "actions", "block_id": f"row{number}", "elements": [{**BUTTON, "value": str(number)}]}
        for number in (1, 2, 3)
    ]
    ts = await stage.card(channel, blocks)
    await stage.ana.click(channel, ts, "card:claim", value="2")
    await stage.ana.click(channel, ts, "card:claim", block_id="row3")
    assert [body["actions"][0]["value"] for body in bodies] == ["2", "3"]


async def test_what_is_not_there_cannot_be_pressed(stage: Stage) -> None:
    channel = await stage.channel("desk", "U0ANA")
    ts = await stage.card(channel, PICKERS)
    with pytest.raises(NotPossible):
        await stage.ana.click(channel, ts, "card:claim")
    with pytest.raises(NotPossible):
        await stage.ana.click(channel, ts, "reason", selected="unheard of")
    with pytest.raises(NotPossible):
        await stage.ana.click(channel, "1.000001", "reason")
    with pytest.raises(NotPossible):
        await stage.vito.click(channel, ts, "reason", selected="deleted")


async def test_external_select_asks_the_app_for_options_and_sends_the_chosen_one(
    stage: Stage, bodies: list[Json]
) -> None:
    asked: list[str] = []

    @stage.app.options("member")
    async def offer(ack: Any, payload: Json) -> None:
        asked.append(payload["value"])
        await ack(options=[option("firefox"), option("focus")])

    await stage.connect()
    channel = await stage.channel()
    select = {"type": "external_select", "action_id": "member", "min_query_length": 2}
    ts = await stage.card(channel, [{"type": "actions", "elements": [select]}])
    assert await stage.ana.options((channel, ts), "member", "f") == []
    offered = await stage.ana.options((channel, ts), "member", "fi")
    assert [one["value"] for one in offered] == ["firefox", "focus"]
    assert asked == ["fi"]
    await stage.ana.click(channel, ts, "member", selected="focus")
    assert bodies[0]["actions"][0]["selected_option"] == option("focus")


async def test_private_message_is_seen_by_its_addressee_until_reload_and_can_be_pressed(
    stage: Stage, bodies: list[Json]
) -> None:
    await stage.connect()
    channel = await stage.channel()
    shown = await stage.client.chat_postEphemeral(channel=channel, user="U0ANA", text="Undo?", blocks=CARD)
    ts = str(shown["message_ts"])
    assert [one["is_ephemeral"] for one in stage.ana.messages(channel)] == [True]
    assert stage.vito.messages(channel) == []
    assert (await stage.client.conversations_history(channel=channel))["messages"] == []
    assert (await stage.ana.click(channel, ts, "card:claim")).acknowledged
    assert bodies[0]["container"]["is_ephemeral"] is True
    assert "message" not in bodies[0]
    stage.ana.reload()
    assert stage.ana.messages(channel) == []


async def test_changes_are_announced_to_the_page(stage: Stage) -> None:
    seen: list[tuple[str, Json]] = []
    stage.sandbox.listen(lambda kind, where: seen.append((kind, where)))
    channel = await stage.channel()
    ts = await stage.card(channel)
    await stage.client.chat_update(channel=channel, ts=ts, text="new")
    await stage.client.chat_delete(channel=channel, ts=ts)
    await until(lambda: any(kind == "message_deleted" for kind, _ in seen))
    kinds = [kind for kind, where in seen if where.get("ts") == ts]
    assert kinds == ["message", "message_changed", "message_deleted"]
