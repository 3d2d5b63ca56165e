"""The interactive elements of Block Kit: where they stand in blocks, what state they keep, what an action says."""

import secrets
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

from sandbox.slack.errors import Json, NotPossible

TEXT_INPUTS = {
    "plain_text_input": "value",
    "email_text_input": "value",
    "url_text_input": "value",
    "number_input": "value",
    "rich_text_input": "rich_text_value",
}
ONE_OPTION = {"static_select", "external_select", "radio_buttons"}
MANY_OPTIONS = {"multi_static_select", "multi_external_select", "checkboxes"}
PLAIN = {
    "users_select": ("selected_user", "initial_user"),
    "conversations_select": ("selected_conversation", "initial_conversation"),
    "channels_select": ("selected_channel", "initial_channel"),
    "datepicker": ("selected_date", "initial_date"),
    "timepicker": ("selected_time", "initial_time"),
    "datetimepicker": ("selected_date_time", "initial_date_time"),
    "multi_users_select": ("selected_users", "initial_users"),
    "multi_conversations_select": ("selected_conversations", "initial_conversations"),
    "multi_channels_select": ("selected_channels", "initial_channels"),
}
FILES = "file_input"
LARGEST_FILE = 10 * 1024 * 1024
"""Bytes that a form takes. Source: Block Kit reference, "File input element"."""
STATELESS = {"button", "overflow", "workflow_button", "icon_button", "feedback_buttons"}
INTERACTIVE = {*TEXT_INPUTS, *ONE_OPTION, *MANY_OPTIONS, *PLAIN, *STATELESS, FILES}

Values = dict[str, dict[str, Json]]
"""State by block id and action id, as `state.values` has it."""


@dataclass(frozen=True)
class Placed:
    """An interactive element and the block it stands in."""

    block: Json
    element: Json

    @property
    def block_id(self) -> str:
        """Given by the app or by Slack."""
        return str(self.block["block_id"])

    @property
    def action_id(self) -> str:
        """Given by the app or by Slack."""
        return str(self.element["action_id"])

    @property
    def dispatches(self) -> bool:
        """Whether using it tells the app at once; an input does so only when asked to."""
        return bool(self.block["type"] != "input" or self.block.get("dispatch_action"))


def placed(blocks: list[Json]) -> Iterator[Placed]:
    """Every interactive element with its block, in order."""
    for block in blocks:
        for element in (*block.get("elements", ()), block.get("accessory"), block.get("element")):
            if isinstance(element, dict) and element.get("type") in INTERACTIVE:
                yield Placed(block, element)


def with_ids(blocks: list[Json]) -> list[Json]:
    """Copies of the blocks in which every block and every interactive element has an id, made up when missing."""
    return [_with_ids(block) for block in blocks]


def _with_ids(block: Json) -> Json:
    copy = {**block, "block_id": block.get("block_id") or secrets.token_urlsafe(4)[:5]}
    if "elements" in copy and block.get("type") in {"actions", "context_actions"}:
        copy["elements"] = [_with_action_id(element) for element in copy["elements"]]
    for place in ("accessory", "element"):
        if place in copy:
            copy[place] = _with_action_id(copy[place])
    return copy


def _with_action_id(element: Json) -> Json:
    if element.get("type") not in INTERACTIVE or element.get("action_id"):
        return element
    return {**element, "action_id": secrets.token_urlsafe(4)[:5]}


def first_state(element: Json) -> Json | None:
    """What an element holds before anybody touched it; None for buttons, which hold nothing."""
    kind = element["type"]
    if kind in STATELESS:
        return None
    if kind in TEXT_INPUTS:
        return {"type": kind, TEXT_INPUTS[kind]: element.get("initial_value")}
    if kind in ONE_OPTION:
        return {"type": kind, "selected_option": element.get("initial_option")}
    if kind in MANY_OPTIONS:
        return {"type": kind, "selected_options": element.get("initial_options", [])}
    if kind == FILES:
        return {"type": kind, "files": []}
    key, initial = PLAIN[kind]
    return {"type": kind, key: element.get(initial, [] if kind.startswith("multi_") else None)}


def first_values(blocks: list[Json]) -> Values:
    """The state of untouched blocks."""
    values: Values = {}
    for place in placed(blocks):
        state = first_state(place.element)
        if state is not None:
            values.setdefault(place.block_id, {})[place.action_id] = state
    return values


def kept_values(blocks: list[Json], before: Values) -> Values:
    """State after the app replaced the blocks: what was typed stays where block id, action id and type are the same.

    A new `initial_value` under old ids is not shown; a new block id shows it and loses what was typed.
    """
    values = first_values(blocks)
    for block_id, actions in values.items():
        for action_id, state in actions.items():
            old = before.get(block_id, {}).get(action_id)
            if old is not None and old["type"] == state["type"]:
                actions[action_id] = old
    return values


def chosen_state(element: Json, value: Any, loaded: list[Json]) -> Json:
    """The state after a person typed or chose `value`; options are named by their value, several as a list.

    `loaded` are the options that an external select was last given. Raises NotPossible for an option that is not there.
    """
    kind = element["type"]
    if kind in TEXT_INPUTS:
        return {"type": kind, TEXT_INPUTS[kind]: _typed_text(element, value)}
    if value is None or value == "":
        return _emptied(element)
    if kind in ONE_OPTION:
        return {"type": kind, "selected_option": option_of(element, value, loaded)}
    if kind in MANY_OPTIONS:
        wanted = value if isinstance(value, (list, tuple)) else [value]
        _not_too_many(element, wanted)
        return {"type": kind, "selected_options": [option_of(element, one, loaded) for one in wanted]}
    if kind == FILES:
        return {"type": kind, "files": _given_files(element, value)}
    key, _ = PLAIN[kind]
    if kind.startswith("multi_"):
        value = list(value) if isinstance(value, (list, tuple)) else [value]
        _not_too_many(element, value)
    return {"type": kind, key: value}


def _emptied(element: Json) -> Json:
    kind = element["type"]
    if kind in ONE_OPTION:
        return {"type": kind, "selected_option": None}
    if kind == FILES:
        return {"type": kind, "files": []}
    key = "selected_options" if kind in MANY_OPTIONS else PLAIN[kind][0]
    return {"type": kind, key: [] if key.endswith("s") else None}


def option_of(element: Json, value: Any, loaded: list[Json]) -> Json:
    """The option with that value among the element's own and the loaded ones; raises NotPossible."""
    for option in (*options_of(element), *loaded, *_initial_options(element)):
        if option.get("value") == value:
            return option
    raise NotPossible(f"{element['type']} {element.get('action_id')} has no option {value!r}.")


def options_of(element: Json) -> list[Json]:
    """The element's own options, out of their groups."""
    grouped = [option for group in element.get("option_groups", ()) for option in group["options"]]
    return [*element.get("options", ()), *grouped]


def action_on(place: Placed, state: Json | None, ts: str, *, chosen: Json | None = None) -> Json:
    """One entry of `actions` in a block_actions payload; `chosen` is an overflow menu's option."""
    element = place.element
    action: Json = {"type": element["type"], "block_id": place.block_id, "action_id": place.action_id}
    for key in ("text", "value", "style", "url", "placeholder", "initial_option", "initial_options"):
        if key in element:
            action[key] = element[key]
    if state is not None:
        action.update(state)
    if chosen is not None:
        action["selected_option"] = chosen
    action["action_ts"] = ts
    return action


def _typed_text(element: Json, value: Any) -> Any:
    if element["type"] == "rich_text_input" or value is None or value == "":
        return value or None
    longest = element.get("max_length")
    return str(value) if longest is None else str(value)[:longest]


def _given_files(element: Json, value: Any) -> list[Json]:
    """The files of a form, by Slack's own description; it looks at their names, their number and their size only."""
    files = list(value) if isinstance(value, (list, tuple)) else [value]
    if len(files) > element.get("max_files", 10):
        raise NotPossible(f"Only {element.get('max_files', 10)} files can be uploaded.")
    wanted = [each.lower() for each in element.get("filetypes", ())]
    for file in files:
        if wanted and file["filetype"] not in wanted:
            raise NotPossible(f"{file['name']}: only {', '.join(wanted)} can be uploaded.")
        if file["size"] > LARGEST_FILE:
            raise NotPossible(f"{file['name']}: files can have 10 MB here.")
    return files


def _not_too_many(element: Json, wanted: Any) -> None:
    most = element.get("max_selected_items")
    if most is not None and len(wanted) > most:
        raise NotPossible(f"{element['action_id']} takes {most} at most.")


def _initial_options(element: Json) -> list[Json]:
    single = element.get("initial_option")
    return [*([single] if single else ()), *element.get("initial_options", ())]
