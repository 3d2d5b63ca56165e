"""Modals: triggers, typed text that stays or goes, errors, and what Slack itself points out."""

from collections.abc import AsyncIterator
from typing import Any

import pytest

from sandbox.slack.errors import NotPossible
from tests.sandbox.slack_modal import answering, field, modal, opened, typed, words
from tests.sandbox.slack_stage import BUTTON, Json, Stage, error_of, on_stage, until


@pytest.fixture
async def stage() -> AsyncIterator[Stage]:
    async with on_stage() as stage:
        yield stage


async def test_click_opens_a_modal_and_submission_carries_what_was_typed(stage: Stage) -> None:
    submitted = answering(stage)
    await opened(stage, modal(private_metadata="7"))
    assert stage.vito.modal() is None
    stage.ana.fill("text", "Try a fresh profile.")
    outcome = await stage.ana.submit()
    assert (outcome.acknowledged, outcome.errors) == (True, {})
    assert stage.ana.modal() is None
    view = submitted[0]["view"]
    assert view["state"]["values"] == {"reply": {"text": {"type": "plain_text_input", "value": "Try a fresh profile."}}}
    assert (view["private_metadata"], view["callback_id"], view["type"]) == ("7", "reply", "modal")
    assert submitted[0]["user"]["id"] == "U0ANA"
    assert "response_url" not in submitted[0]
    assert submitted[0]["response_urls"] == []


async def test_trigger_opens_once_and_for_three_seconds(stage: Stage) -> None:
    errors: list[str] = []

    @stage.app.action("card:claim")
    async def claim(ack: Any, body: Json, client: Any) -> None:
        await ack()
        await client.views_open(trigger_id=body["trigger_id"], view=modal())
        errors.append(await error_of(client.views_open(trigger_id=body["trigger_id"], view=modal())))

    @stage.app.action("late")
    async def late(ack: Any, body: Json, client: Any) -> None:
        await ack()
        stage.sandbox.clock.jump(3.1)
        errors.append(await error_of(client.views_open(trigger_id=body["trigger_id"], view=modal())))

    await stage.connect()
    channel = await stage.channel()
    buttons = [{"type": "actions", "elements": [BUTTON, {**BUTTON, "action_id": "late"}]}]
    ts = await stage.card(channel, buttons)
    await stage.ana.click(channel, ts, "card:claim")
    await until(lambda: len(errors) == 1)
    await stage.ana.click(channel, ts, "late")
    await until(lambda: len(errors) == 2)
    assert errors == ["exchanged_trigger_id", "expired_trigger_id"]
    assert await error_of(stage.client.views_open(trigger_id="1.2.3", view=modal())) == "invalid_trigger_id"


async def test_errors_are_shown_and_what_was_typed_stays(stage: Stage) -> None:
    answering(stage, response_action="errors", errors={"reply": "Somebody else is on it."})
    await opened(stage, modal())
    stage.ana.fill("text", "precious words")
    outcome = await stage.ana.submit()
    assert outcome.errors == {"reply": "Somebody else is on it."}
    view = stage.ana.modal()
    assert view is not None
    assert view["errors"] == {"reply": "Somebody else is on it."}
    assert view["typed"]["reply"]["text"]["value"] == "precious words"


async def test_errors_for_unknown_blocks_are_trouble(stage: Stage) -> None:
    answering(stage, response_action="errors", errors={"elsewhere": "?"})
    await opened(stage, modal())
    stage.ana.fill("text", "precious words")
    outcome = await stage.ana.submit()
    assert not outcome.acknowledged
    assert stage.ana.modal() is not None


async def test_submission_not_acknowledged_keeps_the_modal_and_the_words(stage: Stage) -> None:
    await opened(stage, modal())
    stage.slack.socket.acknowledge_within = 0.1
    stage.ana.fill("reply", "precious words")
    outcome = await stage.ana.submit()
    assert not outcome.acknowledged
    assert outcome.warning
    view = stage.ana.modal()
    assert view is not None
    assert view["typed"]["reply"]["text"]["value"] == "precious words"


async def test_missing_and_malformed_input_never_reaches_the_app(stage: Stage) -> None:
    submitted = answering(stage)
    link = {**field("link", "url"), "element": {"type": "url_text_input", "action_id": "url"}, "optional": True}
    await opened(stage, modal(field(min_length=5), link))
    assert set((await stage.ana.submit()).errors) == {"reply"}
    stage.ana.fill("text", "abc")
    stage.ana.fill("url", "bugzilla")
    assert set((await stage.ana.submit()).errors) == {"reply", "link"}
    stage.ana.fill("text", "abcdef")
    stage.ana.fill("url", "https://bugzilla.example/1")
    assert (await stage.ana.submit()).errors == {}
    assert len(submitted) == 1


async def test_update_keeps_typed_text_under_old_ids_and_shows_new_values_under_new_ones(stage: Stage) -> None:
    view_id = await opened(stage, modal())
    stage.ana.fill("text", "typed")
    await stage.client.views_update(view_id=view_id, view=modal(field(initial_value="clipping")))
    assert typed(stage) == {"reply": {"text": {"type": "plain_text_input", "value": "typed"}}}
    await stage.client.views_update(view_id=view_id, view=modal(field("reply-2", initial_value="clipping")))
    assert typed(stage) == {"reply-2": {"text": {"type": "plain_text_input", "value": "clipping"}}}
    unnamed = field()
    del unnamed["block_id"]
    await stage.client.views_update(view_id=view_id, view=modal(unnamed))
    stage.ana.fill("text", "typed again")
    await stage.client.views_update(view_id=view_id, view=modal(unnamed))
    assert [state["text"]["value"] for state in typed(stage).values()] == [None]


async def test_dispatching_input_tells_the_app_at_once_and_sends_the_state(stage: Stage) -> None:
    pressed: list[Json] = []

    @stage.app.action("text")
    async def text(ack: Any, body: Json) -> None:
        pressed.append(body)
        await ack()

    await opened(stage, modal({**field(), "dispatch_action": True}, field("other", "more")))
    stage.ana.fill("more", "beside")
    assert (await stage.ana.press("text", value="Hello")).acknowledged
    body = pressed[0]
    assert body["container"] == {"type": "view", "view_id": body["view"]["id"]}
    assert body["actions"][0]["value"] == "Hello"
    assert body["view"]["state"]["values"]["other"]["more"]["value"] == "beside"
    assert "response_url" not in body


async def test_choices_can_be_taken_back(stage: Stage) -> None:
    submitted = answering(stage)
    options = [{"text": words("Crash"), "value": "crash"}, {"text": words("Sync"), "value": "sync"}]
    elements: dict[str, Json] = {
        "one": {"type": "static_select", "action_id": "one", "options": options, "initial_option": options[0]},
        "many": {"type": "multi_static_select", "action_id": "many", "options": options, "max_selected_items": 1},
        "ticks": {"type": "checkboxes", "action_id": "ticks", "options": options},
        "day": {"type": "datepicker", "action_id": "day", "initial_date": "2026-11-01"},
        "who": {"type": "multi_users_select", "action_id": "who"},
    }
    blocks = [
        {"type": "input", "block_id": name, "label": words(name), "element": element, "optional": True}
        for name, element in elements.items()
    ]
    await opened(stage, modal(*blocks))
    for name, value in (("many", ["sync"]), ("ticks", ["crash", "sync"]), ("who", ["U0MO"])):
        stage.ana.fill(name, value)
    with pytest.raises(NotPossible):
        stage.ana.fill("many", ["crash", "sync"])
    held = typed(stage)
    assert [one["value"] for one in held["ticks"]["ticks"]["selected_options"]] == ["crash", "sync"]
    assert held["who"]["who"]["selected_users"] == ["U0MO"]
    for name in elements:
        stage.ana.fill(name, None)
    await stage.ana.submit()
    values = submitted[0]["view"]["state"]["values"]
    assert values["one"]["one"]["selected_option"] is None
    assert values["many"]["many"]["selected_options"] == []
    assert values["day"]["day"]["selected_date"] is None
    assert values["who"]["who"]["selected_users"] == []
