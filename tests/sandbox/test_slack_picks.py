"""What Slack itself offers in pickers, and what it shows of an app's options: nothing else can be chosen."""

from collections.abc import AsyncIterator
from typing import Any

import pytest

from sandbox.slack.errors import NotPossible
from tests.sandbox.slack_stage import Json, Stage, on_stage

TYPES = (
    "datepicker",
    "timepicker",
    "datetimepicker",
    "users_select",
    "multi_users_select",
    "conversations_select",
    "channels_select",
)


@pytest.fixture
async def stage() -> AsyncIterator[Stage]:
    async with on_stage() as stage:
        yield stage


def row(*elements: Json) -> list[Json]:
    """A card of these elements, each with its type as its action id."""
    return [{"type": "actions", "elements": [{"action_id": one["type"], **one} for one in elements]}]


async def acknowledged(ack: Any) -> None:
    await ack()


async def test_days_times_people_and_places_that_are_none_cannot_be_picked(stage: Stage) -> None:
    for kind in TYPES:
        stage.app.action(kind)(acknowledged)
    await stage.connect()
    hidden = str((await stage.client.conversations_create(name="hidden", is_private=True))["channel"]["id"])
    private = await stage.channel("private-one", is_private=True)
    desk = await stage.channel()
    ts = await stage.card(desk, row(*({"type": kind} for kind in TYPES)))
    picks: dict[str, tuple[list[Any], list[Any]]] = {
        "datepicker": (["2026-02-28"], ["2026-02-30", "28.02.2026", "20260228"]),
        "timepicker": (["09:05"], ["24:00", "9:05", "09:05:00"]),
        "datetimepicker": ([1_767_225_600], ["2026-01-01T01:00", 17, True]),
        "users_select": (["U0VITO", "U0VOLLEY"], ["U0NOBODY"]),
        "multi_users_select": ([["U0VITO", "U0KIRA"]], [["U0VITO", "U0NOBODY"]]),
        "conversations_select": ([desk, private, stage.ana.dm()], [hidden, "C0NOWHERE"]),
        "channels_select": ([desk], [private, stage.ana.dm()]),
    }
    for kind, (there, absent) in picks.items():
        for value in there:
            assert (await stage.ana.click(desk, ts, kind, selected=value)).acknowledged, (kind, value)
        for value in absent:
            with pytest.raises(NotPossible):
                await stage.ana.click(desk, ts, kind, selected=value)


async def test_a_filter_leaves_only_the_kinds_it_names(stage: Stage) -> None:
    private = await stage.channel("private-one", is_private=True)
    desk = await stage.channel()
    only_private = {"type": "conversations_select", "filter": {"include": ["private"]}}
    no_app = {"type": "conversations_select", "action_id": "no_app", "filter": {"exclude_bot_users": True}}
    ts = await stage.card(desk, row(only_private, no_app))
    offered = await stage.ana.options((desk, ts), "conversations_select")
    assert [one["value"] for one in offered] == [private]
    assert stage.ana.dm() not in [one["value"] for one in await stage.ana.options((desk, ts), "no_app")]


@pytest.mark.parametrize(
    "answer",
    [
        {"options": [{"text": {"type": "plain_text", "text": "w" * 76}, "value": "long"}]},
        {"options": [{"text": {"type": "mrkdwn", "text": "*bold*"}, "value": "marked"}]},
        {"options": [{"text": {"type": "plain_text", "text": "fine"}, "value": str(number)} for number in range(101)]},
        {"option_groups": [{"label": {"type": "plain_text", "text": "empty"}, "options": []}]},
    ],
    ids=["long", "marked", "many", "empty group"],
)
async def test_an_answer_that_breaks_a_limit_offers_nothing_and_the_log_says_why(stage: Stage, answer: Json) -> None:
    fine = {"text": {"type": "plain_text", "text": "fine"}, "value": "fine"}
    answers = [{"options": [fine]}, answer]

    @stage.app.options("external_select")
    async def offer(ack: Any) -> None:
        await ack(**answers.pop(0))

    await stage.connect()
    desk = await stage.channel()
    ts = await stage.card(desk, row({"type": "external_select", "min_query_length": 0}))
    assert await stage.ana.options((desk, ts), "external_select") == [fine]
    assert await stage.ana.options((desk, ts), "external_select") == []
    (call,) = [call for call in stage.sandbox.log.recent(50) if call.method == "block_suggestion"]
    assert call.error
