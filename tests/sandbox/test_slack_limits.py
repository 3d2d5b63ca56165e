"""Blocks and views that break Slack's limits are refused with the reason and its place."""

from collections.abc import AsyncIterator
from typing import Any

import pytest

from sandbox.slack.errors import SlackError
from sandbox.slack.limits import check_message, check_view
from tests.sandbox.slack_stage import BUTTON, CARD, Json, Stage, on_stage, refusal


def words(count: int, kind: str = "plain_text") -> Json:
    return {"type": kind, "text": "x" * count}


def section(**more: Any) -> Json:
    return {"type": "section", "text": words(3, "mrkdwn"), **more}


def actions(*elements: Json) -> Json:
    return {"type": "actions", "elements": list(elements)}


def option(value: str = "a") -> Json:
    return {"text": words(1), "value": value}


def select(**more: Any) -> Json:
    return {"type": "static_select", "action_id": "s", "options": [option()], **more}


def field(**element: Any) -> Json:
    inner = {"type": "plain_text_input", "action_id": "a", **element}
    return {"type": "input", "label": words(3), "element": inner}


BROKEN: list[tuple[Any, str]] = [
    ([section()] * 51, "no more than 50 items allowed [json-pointer:/blocks]"),
    ([actions()], "no fewer than 1 items allowed [json-pointer:/blocks/0/elements]"),
    ([actions(*[BUTTON | {"action_id": str(n)} for n in range(26)])], "no more than 25 items allowed"),
    ([section(colour="red")], "invalid additional property: colour [json-pointer:/blocks/0]"),
    ([section(text=words(3001, "mrkdwn"))], "must be less than 3001 characters [json-pointer:/blocks/0/text/text]"),
    ([section(text=words(0))], "must be more than 0 characters [json-pointer:/blocks/0/text/text]"),
    ([section(text={"type": "plain_text", "text": "a", "verbatim": True})], "invalid additional property: verbatim"),
    ([{"type": "section"}], "missing required field: text or fields"),
    ([section(fields=[words(2001)])], "must be less than 2001 characters [json-pointer:/blocks/0/fields/0/text]"),
    ([section(fields=[words(1)] * 11)], "no more than 10 items allowed"),
    ([section(accessory={"type": "plain_text_input", "action_id": "a"})], "unsupported type: plain_text_input"),
    ([section(block_id="b" * 256)], "must be less than 256 characters [json-pointer:/blocks/0/block_id]"),
    ([{"type": "header", "text": words(151)}], "must be less than 151 characters"),
    ([{"type": "header", "text": words(5, "mrkdwn")}], "unsupported type: mrkdwn [json-pointer:/blocks/0/text/type]"),
    ([{"type": "context", "elements": [words(1)] * 11}], "no more than 10 items allowed"),
    ([{"type": "context", "elements": [BUTTON]}], "unsupported type: button"),
    ([{"type": "poster"}], "unsupported type: poster [json-pointer:/blocks/0/type]"),
    ([{"text": words(1)}], "missing required field: type [json-pointer:/blocks/0]"),
    ([{"type": "divider", "text": words(1)}], "invalid additional property: text"),
    ([actions({**BUTTON, "text": words(76)})], "must be less than 76 characters"),
    ([actions({**BUTTON, "value": "v" * 2001})], "must be less than 2001 characters"),
    ([actions({**BUTTON, "style": "green"})], "must be a valid enum value [json-pointer:/blocks/0/elements/0/style]"),
    ([actions({**BUTTON, "url": "https://x.com/" + "y" * 3000})], "longer than 3000 characters"),
    ([actions({**BUTTON, "action_id": "a" * 256})], "must be less than 256 characters"),
    ([actions({"type": "button", "action_id": "a"})], "missing required field: text"),
    ([actions(BUTTON, BUTTON)], '`action_id` "card:claim" already exists for another element'),
    ([section(block_id="a"), section(block_id="a")], '`block_id` "a" already exists for another block'),
    ([actions(select(options=[]))], "no fewer than 1 items allowed"),
    ([actions(select(options=[option(str(n)) for n in range(101)]))], "no more than 100 items allowed"),
    ([actions(select(options=[{"text": words(76), "value": "a"}]))], "must be less than 76 characters"),
    ([actions(select(options=[option("v" * 76)]))], "must be less than 76 characters"),
    ([actions({"type": "static_select", "action_id": "s"})], "must provide either options or option_groups"),
    ([actions(select(initial_option=option("b")))], "initial option does not match any of the options"),
    ([actions({"type": "overflow", "options": [option(str(n)) for n in range(6)]})], "no more than 5 items allowed"),
    ([actions({"type": "datepicker", "initial_date": "1.11.2026"})], "must be a date as YYYY-MM-DD"),
    ([actions({**BUTTON, "confirm": {"title": words(101), "text": words(1)}})], "must be less than 101 characters"),
    ([{"type": "image", "image_url": "https://a.example/b.png"}], "missing required field: alt_text"),
]  # fmt: skip


@pytest.fixture
async def stage() -> AsyncIterator[Stage]:
    async with on_stage() as stage:
        yield stage


@pytest.mark.parametrize(("blocks", "reason"), BROKEN)
def test_broken_blocks_are_refused_with_the_reason(blocks: Any, reason: str) -> None:
    with pytest.raises(SlackError) as refused:
        check_message("text", blocks)
    assert refused.value.name == "invalid_blocks"
    assert any(reason in complaint for complaint in refused.value.fields["errors"])


async def test_refusal_over_the_wire_has_both_lists_of_reasons(stage: Stage) -> None:
    channel = await stage.channel()
    answer = await refusal(stage.client.chat_postMessage(channel=channel, text="a", blocks=[actions()]))
    reason = "no fewer than 1 items allowed [json-pointer:/blocks/0/elements]"
    assert answer["error"] == "invalid_blocks"
    assert answer["errors"] == [reason]
    assert answer["response_metadata"]["messages"] == [f"[ERROR] {reason}"]
    assert stage.ana.messages(channel) == []


def test_everything_within_the_limits_is_taken() -> None:
    full = [
        {"type": "header", "text": words(150)},
        section(text=words(3000, "mrkdwn"), accessory=BUTTON, expand=True),
        section(fields=[words(2000), words(2000, "mrkdwn")]),
        {"type": "context", "elements": [words(3, "mrkdwn")] * 10},
        actions(*[BUTTON | {"action_id": str(n), "style": "danger"} for n in range(24)], select()),
        {"type": "divider"},
        field(max_length=280, initial_value="typed"),
        {"type": "image", "image_url": "https://a.example/b.png", "alt_text": "a"},
    ]
    check_message("text", full)


def test_long_messages_are_refused_by_their_names() -> None:
    with pytest.raises(SlackError, match="msg_too_long"):
        check_message("x" * 40_001, None)
    with pytest.raises(SlackError, match="msg_blocks_too_long"):
        check_message("x", [section(text=words(2900, "mrkdwn"))] * 5)
    with pytest.raises(SlackError, match="invalid_blocks_format"):
        check_message("x", [["section"]])


def modal(*blocks: Json, **more: Any) -> Json:
    return {"type": "modal", "title": words(24), "submit": words(4), "blocks": list(blocks or (field(),)), **more}


@pytest.mark.parametrize(
    ("view", "reason"),
    [
        (modal(title=words(25)), "must be less than 25 characters [json-pointer:/view/title/text]"),
        (modal(submit=words(25)), "must be less than 25 characters"),
        (modal(private_metadata="p" * 3001), "must be less than 3001 characters [json-pointer:/view/private_metadata]"),
        (modal(*[section()] * 101), "no more than 100 items allowed [json-pointer:/view/blocks]"),
        ({"type": "modal", "title": words(3), "blocks": [field()]}, "submit is required when an input block"),
        ({"type": "modal", "blocks": [section()]}, "missing required field: title"),
        (modal({"type": "markdown", "text": "a"}), "unsupported type: markdown"),
        (modal(channel="C1"), "invalid additional property: channel"),
        (modal(field(max_length=3001)), "must be less than 3001"),
        (modal(field(focus_on_load=True), field(focus_on_load=True)), "only one element may be focused on load"),
        (modal(section(block_id="a"), section(block_id="a")), "already exists for another block"),
    ],
)
def test_broken_views_are_refused_with_the_reason(view: Json, reason: str) -> None:
    with pytest.raises(SlackError) as refused:
        check_view(view, "modal")
    assert refused.value.name == "invalid_arguments"
    assert any(reason in complaint for complaint in refused.value.fields["errors"])


def test_hundred_blocks_and_a_home_without_title_are_taken() -> None:
    check_view(modal(*[section()] * 100), "modal")
    check_view({"type": "home", "blocks": [section()] * 100}, "home")
    with pytest.raises(SlackError, match="view_too_large"):
        check_view(modal(*[section(text=words(3000, "mrkdwn"))] * 100), "modal")


async def test_a_broken_view_does_not_use_up_the_trigger(stage: Stage) -> None:
    errors: list[str] = []

    @stage.app.action("card:claim")
    async def claim(ack: Any, body: Json, client: Any) -> None:
        broken = client.views_open(trigger_id=body["trigger_id"], view=modal(title=words(25)))
        errors.append(str((await refusal(broken))["error"]))
        await client.views_open(trigger_id=body["trigger_id"], view=modal())
        await ack()

    await stage.connect()
    channel = await stage.channel()
    outcome = await stage.ana.click(channel, await stage.card(channel, CARD), "card:claim")
    assert outcome.acknowledged
    assert errors == ["invalid_arguments"]
    assert stage.ana.modal() is not None
