"""The judges of everything drawn: Slack's models, its published schema where it is at hand, and our own rules."""

import json
import re
from collections.abc import Iterator
from functools import cache
from pathlib import Path
from typing import Any

from jsonschema import Draft7Validator
from slack_sdk.models.blocks import Block
from slack_sdk.models.views import View

from bot.slack.kit import Drawn
from bot.slack.words import size
from sandbox.slack.limits import check_message, check_view

SCHEMA = Path(__file__).parents[3] / "shared" / "data" / "block-kit.schema.json"
PINGS = re.compile(
    r"<!(?:channel|here|everyone|subteam)|<#C|<@(?![UW][A-Z0-9]+>)|@(?:channel|here|everyone)\b", re.IGNORECASE
)
"""What may never stand in markup; colleagues' ids (U0ANA) are ours."""
SHORTCODE = re.compile(r":[a-z0-9_+'-]+:")
ALLOWED_LINK = re.compile(r"<(https?://[^|>]+)\|[^<>]*>")
BIDI = re.compile("[\u061c\u200e\u200f\u202a-\u202e\u2066-\u2069]")
DATE = re.compile(r"<!date\^\d+\^[^^|>]*\|[^>]*>")


def judge_message(drawing: Drawn) -> None:
    """Every rule for a message; fails with what is wrong."""
    assert drawing.text.strip(), "a message needs words for notifications"
    assert size(drawing.text) <= 4000
    judge_blocks(drawing.blocks, most=50)
    assert sum(size(text) for text in texts(drawing.blocks)) <= 13_000
    check_message(drawing.text, drawing.blocks)
    judge_markup(drawing.text)


def judge_view(view: dict[str, Any]) -> None:
    """Every rule for a modal; fails with what is wrong."""
    View(**view).validate_json()
    judge_blocks(view["blocks"], most=100)
    check_view(view, "modal")
    inputs = [block for block in view["blocks"] if block["type"] == "input"]
    assert not inputs or view.get("submit"), "a form with inputs needs a way to send it"
    assert re.fullmatch(r"[\w:]*", view.get("private_metadata", "")), "metadata holds bare numbers or an id"
    names = [block["block_id"] for block in view["blocks"] if "block_id" in block]
    assert len(names) == len(set(names))


def judge_blocks(blocks: list[dict[str, Any]], *, most: int) -> None:
    """Shapes and lengths, and that nothing in them pings anybody."""
    assert 0 < len(blocks) <= most
    json.dumps(blocks).encode()
    for block in Block.parse_all(blocks):
        block.validate_json()
    for element in dicts(blocks):
        judge_element(element)


def judge_element(element: dict[str, Any]) -> None:
    """Our own rules: no empty rows, no pings in markup, plain text without shortcodes, nothing that turns a line."""
    if element.get("type") == "actions":
        assert 0 < len(element["elements"]) <= 25
        ids = [each["action_id"] for each in element["elements"]]
        assert len(ids) == len(set(ids))
    if element.get("type") == "context":
        assert 0 < len(element["elements"]) <= 10
    if element.get("type") == "overflow":
        assert 0 < len(element["options"]) <= 5
    if element.get("type") == "button":
        assert size(element["text"]["text"]) <= 75
        assert len(element.get("url", "")) <= 3000
    if element.get("type") == "mrkdwn":
        judge_markup(element["text"])
        assert element["verbatim"] is True
    if element.get("type") == "plain_text":
        assert element["emoji"] is False
    assert element.get("type") not in {"user", "usergroup", "channel", "broadcast"}
    for name, value in element.items():
        if isinstance(value, str) and name != "initial_value":
            assert not BIDI.search(value)


def judge_markup(text: str) -> None:
    """Markup pings nobody but colleagues, and holds no sign or link that is not ours."""
    bare = DATE.sub("", text)
    assert not PINGS.search(bare), bare
    assert not SHORTCODE.search(ALLOWED_LINK.sub("", bare)), bare
    assert not BIDI.search(text)
    assert text.count("<") == text.count(">") - quotes(text), text


def quotes(text: str) -> int:
    """How many lines begin with a quotation bar, the one `>` that stands alone."""
    return len(re.findall(r"^>", text, re.MULTILINE))


def texts(part: Any) -> Iterator[str]:
    """Every text that counts towards a message's length."""
    return (each["text"] for each in dicts(part) if isinstance(each.get("text"), str))


def dicts(part: Any) -> Iterator[dict[str, Any]]:
    """Every object in a payload."""
    if isinstance(part, dict):
        yield part
        for inner in part.values():
            yield from dicts(inner)
    elif isinstance(part, list):
        for inner in part:
            yield from dicts(inner)


def judge_by_schema(blocks: list[dict[str, Any]]) -> None:
    """Slack's published types, block by block: slow and about shapes only, so a few payloads are enough."""
    if block_schema() is None:
        return
    for block in blocks:
        name = "".join(word.capitalize() for word in block["type"].split("_")) + "Block"
        problems = [error.message for error in Draft7Validator(definition(name)).iter_errors(block)]
        assert not problems, problems[0][:2000]


def definition(name: str) -> dict[str, Any]:
    """The schema of one type of block."""
    schema = block_schema()
    assert schema is not None
    return {"$ref": f"#/definitions/{name}", "definitions": schema["definitions"]}


@cache
def block_schema() -> dict[str, Any] | None:
    """Slack's published types as a schema; None where the file is not at hand, the other judges always are."""
    schema: dict[str, Any] | None = json.loads(SCHEMA.read_text()) if SCHEMA.exists() else None
    return schema
