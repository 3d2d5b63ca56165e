"""Modals and the home tab: triggers, stacks, typed text, errors, hashes, closing."""

import asyncio
from collections.abc import AsyncIterator, Awaitable, Callable
from typing import Any

import pytest

from sandbox.slack.errors import NotPossible
from tests.sandbox.slack_stage import BUTTON, Json, Stage, error_of, on_stage, until


def words(text: str) -> Json:
    return {"type": "plain_text", "text": text}


def field(block_id: str = "reply", action_id: str = "text", **element: Any) -> Json:
    inner = {"type": "plain_text_input", "action_id": action_id, "multiline": True, **element}
    return {"type": "input", "block_id": block_id, "label": words("Reply"), "element": inner}


def modal(*blocks: Json, **more: Any) -> Json:
    return {
        "type": "modal",
        "callback_id": "reply",
        "title": words("Reply"),
        "submit": words("Send"),
        "blocks": list(blocks or (field(),)),
        **more,
    }


HOME: Json = {"type": "home", "blocks": [{"type": "actions", "block_id": "row", "elements": [BUTTON]}]}
Answer = Callable[[Any, Json], Awaitable[None]]


@pytest.fixture
async def stage() -> AsyncIterator[Stage]:
    async with on_stage() as stage:
        yield stage


async def opened(stage: Stage, view: Json) -> str:
    """Let Ana's click open a modal; returns the view's id."""
    ids: list[str] = []

    @stage.app.action("card:claim")
    async def claim(ack: Any, body: Json, client: Any) -> None:
        answer = await client.views_open(trigger_id=body["trigger_id"], view=view)
        ids.append(answer["view"]["id"])
        await ack()

    await stage.connect()
    channel = await stage.channel()
    outcome = await stage.ana.click(channel, await stage.card(channel), "card:claim")
    assert outcome.acknowledged
    return ids[0]


def answering(stage: Stage, **answer: Any) -> list[Json]:
    """Answer submissions like this; returns what is submitted."""
    submitted: list[Json] = []

    @stage.app.view("reply")
    async def submit(ack: Any, body: Json) -> None:
        submitted.append(body)
        await ack(**answer)

    return submitted


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


def typed(stage: Stage) -> Json:
    view = stage.ana.modal()
    assert view is not None
    return dict(view["typed"])


async def test_old_hash_is_refused(stage: Stage) -> None:
    view_id = await opened(stage, modal())
    old = (stage.ana.modal() or {})["hash"]
    await stage.client.views_update(view_id=view_id, view=modal(), hash=old)
    assert await error_of(stage.client.views_update(view_id=view_id, view=modal(), hash=old)) == "hash_conflict"


async def test_closed_modal_cannot_be_updated(stage: Stage) -> None:
    view_id = await opened(stage, modal())
    await stage.ana.dismiss()
    assert await error_of(stage.client.views_update(view_id=view_id, view=modal())) == "not_found"


async def test_pushed_views_stack_to_three_and_closing_shows_the_one_below(stage: Stage) -> None:
    errors: list[str] = []

    @stage.app.action("deeper")
    async def deeper(ack: Any, body: Json, client: Any) -> None:
        try:
            await client.views_push(trigger_id=body["trigger_id"], view=modal(*layer))
        except Exception as refused:
            errors.append(str(getattr(refused, "response", {})["error"]))
        await ack()

    layer = [{"type": "actions", "block_id": "row", "elements": [{**BUTTON, "action_id": "deeper"}]}, field()]
    first = await opened(stage, modal(*layer))
    stage.ana.fill("text", "below")
    for _ in range(3):
        await stage.ana.press("deeper")
    assert errors == ["push_limit_reached"]
    top = stage.ana.modal()
    assert top is not None
    assert top["root_view_id"] == first
    assert top["previous_view_id"] not in (None, first)
    await stage.ana.dismiss()
    await stage.ana.dismiss()
    assert typed(stage)["reply"]["text"]["value"] == "below"


@pytest.mark.parametrize(
    ("answer", "left"),
    [({}, 1), ({"response_action": "clear"}, 0), ({"response_action": "update", "view": modal(field("new"))}, 2)],
)
async def test_answers_to_a_submission_close_one_clear_all_or_update(stage: Stage, answer: Json, left: int) -> None:
    answering(stage, **answer)

    @stage.app.action("deeper")
    async def deeper(ack: Any, body: Json, client: Any) -> None:
        await client.views_push(trigger_id=body["trigger_id"], view=modal())
        await ack()

    await opened(stage, modal({"type": "actions", "elements": [{**BUTTON, "action_id": "deeper"}]}))
    await stage.ana.press("deeper")
    stage.ana.fill("text", "done")
    assert (await stage.ana.submit()).acknowledged
    assert len(stage.slack.views.stack("U0ANA")) == left


async def test_submission_may_push_and_a_bad_view_is_trouble(stage: Stage) -> None:
    answers: list[Json] = [{"response_action": "push", "view": modal(field("undo"))}]
    answers.append({"response_action": "update", "view": {"type": "modal"}})

    @stage.app.view("reply")
    async def submit(ack: Any) -> None:
        await ack(**answers.pop(0))

    await opened(stage, modal())
    stage.ana.fill("text", "done")
    assert (await stage.ana.submit()).acknowledged
    assert set(typed(stage)) == {"undo"}
    await stage.ana.dismiss()
    outcome = await stage.ana.submit()
    assert not outcome.acknowledged
    assert typed(stage)["reply"]["text"]["value"] == "done"


async def test_closing_is_told_only_where_asked(stage: Stage) -> None:
    closed: list[Json] = []

    @stage.app.view_closed("reply")
    async def close(ack: Any, body: Json) -> None:
        closed.append(body)
        await ack()

    await opened(stage, modal(notify_on_close=True))
    stage.ana.fill("text", "half a sentence")
    await stage.ana.dismiss()
    assert closed[0]["is_cleared"] is False
    assert closed[0]["view"]["callback_id"] == "reply"
    with pytest.raises(NotPossible):
        await stage.ana.dismiss()


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


async def test_external_id_names_a_view_and_is_unique(stage: Stage) -> None:
    await opened(stage, modal(external_id="conversation-7"))
    await stage.client.views_update(
        external_id="conversation-7", view=modal(field("new"), external_id="conversation-7")
    )
    assert set(typed(stage)) == {"new"}


async def test_home_is_published_with_a_hash_and_its_buttons_work(stage: Stage) -> None:
    pressed: list[Json] = []

    @stage.app.event("app_home_opened")
    async def show(event: Json, client: Any) -> None:
        assert event["tab"] == "home"
        await client.views_publish(user_id=event["user"], view=HOME)

    @stage.app.action("card:claim")
    async def claim(ack: Any, body: Json) -> None:
        pressed.append(body)
        await ack()

    await stage.connect()
    home = await stage.ana.open_home()
    assert home is not None
    assert home["type"] == "home"
    assert stage.vito.home() is None
    assert (await stage.ana.press("card:claim")).acknowledged
    assert pressed[0]["view"]["id"] == home["id"]
    client = stage.client
    await client.views_publish(user_id="U0ANA", view=HOME, hash=home["hash"])
    assert await error_of(client.views_publish(user_id="U0ANA", view=HOME, hash=home["hash"])) == "hash_conflict"
    assert (stage.ana.home() or {})["hash"] != home["hash"]


async def test_reload_closes_the_modal(stage: Stage) -> None:
    await opened(stage, modal())
    stage.ana.reload()
    assert stage.ana.modal() is None


async def test_two_people_have_their_own_modals(stage: Stage) -> None:
    await opened(stage, modal())
    channel = str(stage.ana.channels()[0]["id"])
    ts = str(stage.vito.messages(channel)[-1]["ts"])
    await asyncio.gather(stage.vito.click(channel, ts, "card:claim"))
    stage.ana.fill("text", "mine")
    assert (stage.vito.modal() or {})["typed"]["reply"]["text"]["value"] is None
