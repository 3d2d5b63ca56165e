"""What was pressed, typed and chosen, read out of Slack's bodies as our own types; what is missing reads as empty."""

from datetime import date
from typing import Any, NamedTuple

from handlers.gate import LARGEST_NUMBER, Body, Unreadable, text, within


def pressed(body: Body) -> int:
    """The number a button carries. Raises Unreadable when it carries none."""
    return number_in(action_of(body).get("value"))


def two_pressed(body: Body) -> tuple[int, int]:
    """The conversation and what goes into its reply, `12:3`, that a button carries. Raises Unreadable for others."""
    number, _, what = text(action_of(body).get("value")).partition(":")
    return number_in(number), number_in(what)


def picked_in_menu(body: Body) -> tuple[str, int]:
    """What was chosen behind the three dots, `word:number`. Raises Unreadable for anything else."""
    word, _, number = text(within(action_of(body), "selected_option", "value")).partition(":")
    return word, number_in(number)


def chosen(body: Body) -> str:
    """What was chosen in a menu or typed in a field that tells at once: an option's value, a person, a day, words."""
    return value_of(action_of(body))


def action_of(body: Body) -> dict[str, Any]:
    """The one action of a click. Raises Unreadable when there is none."""
    actions = body.get("actions")
    if not isinstance(actions, list) or not actions or not isinstance(actions[0], dict):
        raise Unreadable
    return actions[0]


def trigger_of(body: Body) -> str:
    """What allows a form to be opened, within three seconds and once. Raises Unreadable when it is missing."""
    trigger = text(body.get("trigger_id"))
    if not trigger:
        raise Unreadable
    return trigger


def numbers_of(body: Body) -> tuple[int, ...]:
    """The bare numbers a form keeps, the conversation's first. Raises Unreadable for anything else."""
    return tuple(number_in(each) for each in text(within(body, "view", "private_metadata")).split(":"))


class InForm(NamedTuple):
    """The numbers that a reply's form keeps: the conversation, the post it answers, in which edition, the customer's
    words that it shows, and the text it warned of, 0 for none.
    """

    number: int
    answers: int
    edition: int
    seen: int
    warned_of: int = 0


def reply_of(body: Body) -> InForm:
    """What a reply's form keeps. Raises Unreadable for others."""
    numbers = numbers_of(body)
    if len(numbers) not in {4, 5}:
        raise Unreadable
    return InForm(*numbers)


def number_in(value: Any) -> int:
    """The number of something that may be there. Raises Unreadable for anything else."""
    if isinstance(value, str) and value.isascii() and value.isdigit() and len(value) <= 18:
        number = int(value)
        if number <= LARGEST_NUMBER:
            return number
    raise Unreadable


def entry(body: Body, name: str) -> str:
    """What was typed or chosen in the field of this name, which may be its element's or its block's."""
    return value_of(element(body, name))


def entries(body: Body, name: str) -> tuple[str, ...]:
    """What was chosen in a field that takes several."""
    return values_in(element(body, name).get("selected_options"))


def values_in(options: Any) -> tuple[str, ...]:
    """The values of a list of options."""
    values = [text(within(each, "value")) for each in options] if isinstance(options, list) else []
    return tuple(value for value in values if value)


def block_of(body: Body, name: str) -> str:
    """The block in which the field of this name stands; its name when the form has none."""
    blocks = within(body, "view", "blocks")
    for block in blocks if isinstance(blocks, list) else ():
        if within(block, "element", "action_id") == name and text(within(block, "block_id")):
            return text(block["block_id"])
    return name


def blocks_of(body: Body, prefix: str) -> list[str]:
    """The ids of the form's blocks that begin so, in their order."""
    blocks = within(body, "view", "blocks")
    named = [text(within(block, "block_id")) for block in (blocks if isinstance(blocks, list) else ())]
    return [each for each in named if each.startswith(prefix)]


def next_block(body: Body, name: str) -> str:
    """A block that the form does not have yet, for a field that is to hold something else than was typed."""
    present = block_of(body, name).partition(":")[2]
    return f"{name}:{int(present) % 999 + 1 if present.isascii() and present.isdigit() and len(present) < 4 else 1}"


def changes(body: Body, name: str) -> tuple[tuple[str, ...], tuple[str, ...]]:
    """What was added to a field that takes several, and what was taken out, against what the form had shown."""
    if not element(body, name):
        return (), ()
    shown, taken = values_in(drawn(body, name).get("initial_options")), entries(body, name)
    return tuple(each for each in taken if each not in shown), tuple(each for each in shown if each not in taken)


def changed(body: Body, name: str) -> str | None:
    """What a field was set to, "" when it was emptied; None when it still says what the form had shown."""
    shown = drawn(body, name)
    before = text(shown.get("initial_value")) or text(within(shown, "initial_option", "value"))
    said_now = entry(body, name)
    return None if said_now == before else said_now


def is_untouched(body: Body) -> bool:
    """Whether every field still says what the form had shown, and no file was added."""
    blocks = within(body, "view", "blocks")
    fields = [text(within(each, "element", "action_id")) for each in (blocks if isinstance(blocks, list) else ())]
    return all(changed(body, each) is None and not element(body, each).get("files") for each in fields if each)


def entered_day(body: Body, name: str) -> date | None:
    """The day chosen in a field, or None."""
    written = entry(body, name)
    try:
        return date.fromisoformat(written) if written else None
    except ValueError as error:
        raise Unreadable from error


def element(body: Body, name: str) -> dict[str, Any]:
    """The state of the field of this name; empty when the form has none."""
    values = within(body, "view", "state", "values")
    for block, fields in values.items() if isinstance(values, dict) else ():
        for action, state in fields.items() if isinstance(fields, dict) else ():
            if name in {block, action} and isinstance(state, dict):
                return state
    return {}


def drawn(body: Body, name: str) -> dict[str, Any]:
    """The element of the field of this name as the form was drawn; empty when it has none."""
    blocks = within(body, "view", "blocks")
    for block in blocks if isinstance(blocks, list) else ():
        found = within(block, "element")
        if isinstance(found, dict) and name in (within(block, "block_id"), found.get("action_id")):
            return found
    return {}


def value_of(state: dict[str, Any]) -> str:
    """The one value an element holds, whatever its kind."""
    for name in ("value", "selected_user", "selected_date", "selected_time", "selected_conversation"):
        if text(state.get(name)):
            return text(state.get(name))
    if isinstance(state.get("selected_date_time"), int):
        return str(state["selected_date_time"])
    return text(within(state, "selected_option", "value"))
