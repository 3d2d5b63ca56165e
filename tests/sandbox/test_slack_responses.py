"""response_urls and slash commands: answers in place, five uses in thirty minutes, and what the person sees."""

from collections.abc import AsyncIterator
from typing import Any

import pytest
from slack_sdk.webhook.async_client import AsyncWebhookClient

from tests.sandbox.slack_stage import CARD, Json, Stage, on_stage, until


@pytest.fixture
async def stage() -> AsyncIterator[Stage]:
    async with on_stage() as stage:
        yield stage


async def clicked(stage: Stage) -> tuple[str, str, AsyncWebhookClient]:
    """A card that Ana has clicked: its channel, its ts, and its response_url."""
    addresses: list[str] = []

    @stage.app.action("card:claim")
    async def claim(ack: Any, body: Json) -> None:
        addresses.append(body["response_url"])
        await ack()

    await stage.connect()
    channel = await stage.channel()
    ts = await stage.card(channel)
    await stage.ana.click(channel, ts, "card:claim")
    return channel, ts, AsyncWebhookClient(addresses[0])


async def test_replacing_repaints_the_clicked_message_for_everybody(stage: Stage) -> None:
    channel, ts, hook = await clicked(stage)
    answer = await hook.send(text="claimed by Ana", blocks=CARD[:1], replace_original=True)
    assert answer.status_code == 200
    seen = stage.vito.messages(channel)
    assert [(one["ts"], one["text"], one["blocks"]) for one in seen] == [(ts, "claimed by Ana", CARD[:1])]
    await hook.send(text="bare", replace_original=True)
    assert "blocks" not in stage.vito.messages(channel)[0]


async def test_an_answer_is_private_unless_it_says_otherwise(stage: Stage) -> None:
    channel, _, hook = await clicked(stage)
    await hook.send(text="only you")
    assert [one["text"] for one in stage.ana.messages(channel)] == ["card", "only you"]
    assert [one["text"] for one in stage.vito.messages(channel)] == ["card"]
    await hook.send(text="all of you", response_type="in_channel")
    assert [one["text"] for one in stage.vito.messages(channel)] == ["card", "all of you"]


async def test_deleting_takes_the_clicked_message_away(stage: Stage) -> None:
    channel, _, hook = await clicked(stage)
    await hook.send_dict({"delete_original": True})
    assert stage.ana.messages(channel) == []


async def test_five_uses_then_404(stage: Stage) -> None:
    _, _, hook = await clicked(stage)
    statuses = [(await hook.send(text=f"{use}", replace_original=True)).status_code for use in range(6)]
    assert statuses == [200] * 5 + [404]
    last = await hook.send(text="again")
    assert (last.status_code, "used_url" in last.body) == (404, True)


async def test_thirty_minutes_then_404(stage: Stage) -> None:
    _, _, hook = await clicked(stage)
    stage.sandbox.clock.jump(29 * 60)
    assert (await hook.send(text="in time")).status_code == 200
    stage.sandbox.clock.jump(2 * 60)
    late = await hook.send(text="late")
    assert (late.status_code, "expired_url" in late.body) == (404, True)


async def test_a_refused_answer_is_not_counted_and_changes_nothing(stage: Stage) -> None:
    channel, _, hook = await clicked(stage)
    refused = await hook.send(text="a", blocks=[{"type": "actions", "elements": []}], replace_original=True)
    assert (refused.status_code, "invalid_blocks" in refused.body) == (400, True)
    assert (await hook.send_dict({})).status_code == 400
    assert stage.ana.messages(channel)[0]["text"] == "card"
    assert [(await hook.send(text="b")).status_code for _ in range(5)] == [200] * 5


async def test_response_urls_are_outside_the_tiers(stage: Stage) -> None:
    channel, ts, hook = await clicked(stage)
    for _ in range(50):
        await stage.client.chat_update(channel=channel, ts=ts, text="a")
    assert (await hook.send(text="still", replace_original=True)).status_code == 200


async def test_a_private_message_replaces_itself(stage: Stage) -> None:
    channel, _, hook = await clicked(stage)
    await hook.send(text="Undo?", blocks=CARD)
    mine = stage.ana.messages(channel)[-1]
    assert mine["is_ephemeral"]
    addresses: list[str] = []

    @stage.app.middleware
    async def see(body: Json, next: Any) -> Any:
        addresses.append(body.get("response_url", ""))
        return await next()

    await stage.ana.click(channel, mine["ts"], "card:claim")
    inner = AsyncWebhookClient(addresses[-1])
    await inner.send(text="Undone", replace_original=True)
    assert stage.ana.messages(channel)[-1]["text"] == "Undone"
    await inner.send_dict({"delete_original": True})
    assert [one["text"] for one in stage.ana.messages(channel)] == ["card"]


async def test_command_is_answered_at_once_and_later_through_its_response_url(stage: Stage) -> None:
    bodies: list[Json] = []

    @stage.app.command("/desk")
    async def desk(ack: Any, body: Json, respond: Any) -> None:
        bodies.append(body)
        await ack("Nothing is waiting.")
        await respond("Still nothing.")

    await stage.connect()
    channel = await stage.channel("inner", is_private=True)
    outcome = await stage.ana.command(channel, "/desk next queue:de")
    assert (outcome.acknowledged, outcome.text) == (True, "Nothing is waiting.")
    body = bodies[0]
    assert (body["command"], body["text"], body["user_id"]) == ("/desk", "next queue:de", "U0ANA")
    assert (body["channel_id"], body["channel_name"]) == (channel, "privategroup")
    await until(lambda: len(stage.ana.messages(channel)) == 2)
    assert {one["text"] for one in stage.ana.messages(channel)} == {"Nothing is waiting.", "Still nothing."}
    assert stage.vito.messages(channel) == []


async def test_command_in_a_thread_is_refused_and_never_sent(stage: Stage) -> None:
    channel = await stage.channel()
    ts = await stage.card(channel)
    outcome = await stage.ana.command(channel, "/desk next", thread_ts=ts)
    assert not outcome.acknowledged
    assert "not supported in threads" in str(outcome.warning)
    assert stage.slack.socket.delivered == 0 or not stage.slack.socket.connections


async def test_unanswered_command_fails_as_slack_words_it(stage: Stage) -> None:
    assert "dispatch_failed" in str((await stage.ana.command("general", "/desk")).warning)

    @stage.app.command("/desk")
    async def desk() -> None:
        """Never acknowledges."""

    await stage.connect()
    stage.slack.socket.acknowledge_within = 0.1
    outcome = await stage.ana.command("general", "/desk")
    assert not outcome.acknowledged
    assert "operation_timeout" in str(outcome.warning)


async def test_shortcuts_reach_the_app(stage: Stage) -> None:
    bodies: list[Json] = []

    @stage.app.shortcut("note")
    async def note(ack: Any, body: Json) -> None:
        bodies.append(body)
        await ack()

    await stage.connect()
    channel = await stage.channel()
    ts = await stage.card(channel)
    assert (await stage.ana.shortcut("note", channel, ts)).acknowledged
    assert (await stage.ana.shortcut("note")).acknowledged
    assert [body["type"] for body in bodies] == ["message_action", "shortcut"]
    assert bodies[0]["message"]["ts"] == bodies[0]["message_ts"] == ts


async def test_a_shortcut_on_somebodys_words_gives_no_power_over_them(stage: Stage) -> None:
    addresses: list[str] = []

    @stage.app.shortcut("note")
    async def note(ack: Any, body: Json) -> None:
        addresses.append(body["response_url"])
        await ack()

    await stage.connect()
    channel = await stage.channel()
    ts = await stage.vito.say(channel, "my own words")
    await stage.ana.shortcut("note", channel, ts)
    hook = AsyncWebhookClient(addresses[0])
    assert "cant_update_message" in (await hook.send(text="the app's", replace_original=True)).body
    assert "cant_delete_message" in (await hook.send_dict({"delete_original": True})).body
    assert [one["text"] for one in stage.vito.messages(channel)] == ["my own words"]
    assert (await hook.send(text="noted")).status_code == 200


async def test_metadata_and_attachments_are_judged_as_when_posting(stage: Stage) -> None:
    _, _, hook = await clicked(stage)
    metadata = {"event_type": "card", "event_payload": 7}
    for wrong in ({"metadata": metadata}, {"attachments": "none"}):
        assert (await hook.send_dict({"text": "claimed", "replace_original": True, **wrong})).status_code == 400
    fine = {**metadata, "event_payload": {"number": 7}}
    assert (await hook.send_dict({"text": "claimed", "replace_original": True, "metadata": fine})).status_code == 200
