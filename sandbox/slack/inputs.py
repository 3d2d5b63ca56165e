"""What Slack's client itself checks before a modal is sent in: required input, lengths, numbers, addresses."""

import re
from decimal import Decimal, InvalidOperation
from typing import Any

from sandbox.slack.elements import Placed, Values, placed
from sandbox.slack.errors import Json

MISSING = "Please complete this required field."
EMAIL = re.compile(r"[^@\s]+@[^@\s]+\.[^@\s]+")
URL = re.compile(r"[a-z][a-z0-9+.-]*://\S+", re.IGNORECASE)


def complaints(blocks: list[Json], values: Values) -> dict[str, str]:
    """What is wrong with the input, by block id; empty when the modal can be sent."""
    found: dict[str, str] = {}
    for place in placed(blocks):
        if place.block["type"] != "input":
            continue
        held = held_by(values[place.block_id][place.action_id])
        complaint = _complaint(place, held)
        if complaint:
            found[place.block_id] = complaint
    return found


def held_by(state: Json) -> Any:
    """What a state holds: text, an option, a list, a date."""
    return next((value for key, value in state.items() if key != "type"), None)


def _complaint(place: Placed, held: Any) -> str:
    if held in (None, "", []):
        return "" if place.block.get("optional") else MISSING
    element = place.element
    match element["type"]:
        case "plain_text_input":
            return _length(element, str(held))
        case "email_text_input" if not EMAIL.fullmatch(str(held)):
            return "Please enter a valid email address."
        case "url_text_input" if not URL.fullmatch(str(held)):
            return "Please enter a valid URL."
        case "number_input":
            return _number(element, str(held))
    return ""


def _length(element: Json, text: str) -> str:
    shortest, longest = element.get("min_length", 0), element.get("max_length", 3000)
    if len(text) < shortest:
        return f"Please use at least {shortest} characters."
    return f"Please use at most {longest} characters." if len(text) > longest else ""


def _number(element: Json, text: str) -> str:
    try:
        number = Decimal(text)
    except InvalidOperation:
        return "Please enter a valid number."
    if not element.get("is_decimal_allowed") and number != number.to_integral_value():
        return "Please enter a whole number."
    if "min_value" in element and number < Decimal(element["min_value"]):
        return f"Please enter a number not below {element['min_value']}."
    if "max_value" in element and number > Decimal(element["max_value"]):
        return f"Please enter a number not above {element['max_value']}."
    return ""
