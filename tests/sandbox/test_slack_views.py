"""Views: stacks of modals, hashes, closing, and the home tab."""

import asyncio
from collections.abc import AsyncIterator
from typing import Any

import pytest

from sandbox.slack.errors import NotPossible
from tests.sandbox.slack_modal import answering, field, modal, opened, typed
from tests.sandbox.slack_stage import BUTTON, Json, Stage, error_of, on_stage

HOME: Json = {"type": "home", "blocks": [{"type": "actions", "block_id": "row", "elements": [BUTTON]}]}


@pytest.fixture
async def stage() -> AsyncIterator[Stage]:
    async with on_stage() as stage:
        yield stage


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
