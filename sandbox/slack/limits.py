"""Whether Slack takes a message or a view: lengths, counts, keys and ids, refused with the reason and the place."""

import json
from collections.abc import Iterator
from typing import Any

from sandbox.slack.errors import Json, SlackError, invalid
from sandbox.slack.kit import BLOCKS, IDENTIFIER, IN_HOMES, IN_MESSAGES, IN_MODALS, OFFERED
from sandbox.slack.shapes import Problems, Rule, anything, array, boolean, by_type, complain, plain, string, thing

LONGEST_TEXT = 40_000
LONGEST_BLOCKS = 13_200
"""Characters in all texts of a message's blocks together."""
LARGEST_VIEW = 250 * 1024
LONGEST_METADATA_EVENT = 255
LARGEST_METADATA = 16 * 1024

MESSAGE_BLOCKS = array(by_type(BLOCKS, IN_MESSAGES), most=50)
VIEW_KEYS: dict[str, Rule] = {"private_metadata": string(3000), "callback_id": IDENTIFIER, "external_id": IDENTIFIER}
MODAL = thing(
    {"type": anything, "title": plain(24), "blocks": array(by_type(BLOCKS, IN_MODALS), most=100, fewest=1)},
    {**VIEW_KEYS, "close": plain(24), "submit": plain(24), "clear_on_close": boolean, "notify_on_close": boolean,
     "submit_disabled": boolean},
)  # fmt: skip
HOME = thing({"type": anything, "blocks": array(by_type(BLOCKS, IN_HOMES), most=100)}, VIEW_KEYS)


def check_message(text: str, blocks: Any) -> None:
    """Raises SlackError invalid_blocks, invalid_blocks_format, msg_too_long or msg_blocks_too_long."""
    if len(text) > LONGEST_TEXT:
        raise SlackError("msg_too_long")
    if not blocks:
        return
    if not isinstance(blocks, list) or not all(isinstance(block, dict) for block in blocks):
        raise SlackError("invalid_blocks_format")
    problems: Problems = []
    MESSAGE_BLOCKS(blocks, "/blocks", problems)
    _unique_block_ids(blocks, "/blocks", problems)
    if problems:
        raise invalid("invalid_blocks", problems)
    if sum(map(len, _texts(blocks))) > LONGEST_BLOCKS:
        raise SlackError("msg_blocks_too_long")


def check_view(view: Any, kind: str) -> None:
    """Raises SlackError invalid_arguments with the reasons, or view_too_large; `kind` is modal or home."""
    problems: Problems = []
    if not isinstance(view, dict):
        raise invalid("invalid_arguments", ["must provide an object [json-pointer:/view]"])
    if view.get("type") != kind:
        raise invalid("invalid_arguments", [f"must be a view of type {kind} [json-pointer:/view/type]"])
    (MODAL if kind == "modal" else HOME)(view, "/view", problems)
    blocks = view.get("blocks")
    if isinstance(blocks, list):
        _unique_block_ids(blocks, "/view/blocks", problems)
        _submit_where_input(view, blocks, problems)
        _one_focus(blocks, problems)
    if problems:
        raise invalid("invalid_arguments", problems)
    if len(json.dumps(view, ensure_ascii=False).encode()) > LARGEST_VIEW:
        raise SlackError("view_too_large")


def refusal_of_options(answer: Json) -> str:
    """Why Slack does not show what an external select was answered with; empty when it does."""
    problems: Problems = []
    OFFERED(answer, "", problems)
    return problems[0] if problems else ""


def check_metadata(metadata: Any) -> None:
    """Raises SlackError invalid_metadata_format unless it is an event type and an object, or metadata_too_large."""
    fits = (
        isinstance(metadata, dict)
        and isinstance(metadata.get("event_type"), str)
        and 0 < len(metadata["event_type"]) <= LONGEST_METADATA_EVENT
        and isinstance(metadata.get("event_payload"), dict)
        and not set(metadata) - {"event_type", "event_payload", "entities"}
    )
    if not fits:
        raise SlackError("invalid_metadata_format")
    if len(json.dumps(metadata)) > LARGEST_METADATA:
        raise SlackError("metadata_too_large")


def _unique_block_ids(blocks: list[Any], pointer: str, problems: Problems) -> None:
    seen: set[str] = set()
    for index, block in enumerate(blocks):
        block_id = block.get("block_id") if isinstance(block, dict) else None
        if not block_id:
            continue
        if block_id in seen:
            complain(
                problems, f'`block_id` "{block_id}" already exists for another block', f"{pointer}/{index}/block_id"
            )
        seen.add(str(block_id))


def _submit_where_input(view: Json, blocks: list[Any], problems: Problems) -> None:
    has_input = any(isinstance(block, dict) and block.get("type") == "input" for block in blocks)
    if view.get("type") == "modal" and has_input and not view.get("submit"):
        complain(problems, "submit is required when an input block is within the blocks array", "/view/submit")


def _one_focus(blocks: list[Any], problems: Problems) -> None:
    focused = sum(1 for element in _dicts(blocks) if element.get("focus_on_load") is True)
    if focused > 1:
        complain(problems, "only one element may be focused on load", "/view/blocks")


def _texts(part: Any) -> Iterator[str]:
    for inner in _dicts(part):
        if isinstance(inner.get("text"), str):
            yield inner["text"]


def _dicts(part: Any) -> Iterator[Json]:
    if isinstance(part, dict):
        yield part
        for inner in part.values():
            yield from _dicts(inner)
    elif isinstance(part, list):
        for inner in part:
            yield from _dicts(inner)
