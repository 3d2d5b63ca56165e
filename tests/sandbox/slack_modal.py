"""The reply modal that tests open, fill in and submit."""

from typing import Any

from tests.sandbox.slack_stage import Json, Stage


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


def typed(stage: Stage) -> Json:
    view = stage.ana.modal()
    assert view is not None
    return dict(view["typed"])
