"""What a person can pick in elements whose choices Slack itself offers: people, places, days and times."""

from collections.abc import Callable
from datetime import date, time
from typing import TYPE_CHECKING, Any

from sandbox.slack.channels import Channel
from sandbox.slack.errors import Json, NotPossible

if TYPE_CHECKING:
    from sandbox.slack.hands import Person

FAMILIES = {"channel": "public", "group": "private", "im": "im", "mpim": "mpim"}
"""A channel's type, as an element's filter calls it."""


def people(person: "Person", query: str = "") -> list[Json]:
    """Everybody whose name holds the query, the app as well."""
    users = person.workspace.users.values()
    return [_option(user.real_name, user.id) for user in users if query.lower() in user.real_name.lower()]


def places(person: "Person", element: Json, query: str = "") -> list[Json]:
    """The places that an element offers this person: what they see, of the kinds it asks for.

    A channels select has public channels alone, a conversations select whatever its filter leaves.
    """
    named = [(_name(person, each), each) for each in person.workspace.channels if _offers(person, element, each)]
    return [_option(name, each.id) for name, each in named if query.lower() in name.lower()]


def check(person: "Person", element: Json, value: Any) -> None:
    """Whether somebody could pick this; an emptied choice always. Raises NotPossible for what Slack never offers."""
    if value in (None, "", []):
        return
    kind = element["type"].removeprefix("multi_")
    wanted = value if isinstance(value, (list, tuple)) else [value]
    match kind:
        case "users_select":
            fits = {one["value"] for one in people(person)}.issuperset(wanted)
        case "conversations_select" | "channels_select":
            fits = {one["value"] for one in places(person, element)}.issuperset(wanted)
        case "datepicker":
            fits = _is_same(lambda: date.fromisoformat(value).isoformat(), value)
        case "timepicker":
            fits = _is_same(lambda: time.fromisoformat(value).isoformat("minutes"), value)
        case "datetimepicker":
            fits = isinstance(value, int) and len(str(value)) == len("1767225600")
        case _:
            return
    if not fits:
        raise NotPossible(f"{element['type']} {element.get('action_id')} has no {value!r}.")


def _offers(person: "Person", element: Json, channel: Channel) -> bool:
    is_seen = person.id in channel.members or channel.type == "channel"
    if channel.archived or not is_seen:
        return False
    if element["type"].endswith("channels_select"):
        return channel.type == "channel"
    chosen = element.get("filter") or {}
    partner = person.workspace.users.get(channel.partner_of(person.id)) if channel.is_im else None
    if chosen.get("exclude_bot_users") and partner is not None and partner.is_bot:
        return False
    return FAMILIES[channel.type] in chosen.get("include", FAMILIES.values())


def _name(person: "Person", channel: Channel) -> str:
    partner = person.workspace.users.get(channel.partner_of(person.id)) if channel.is_im else None
    return partner.real_name if partner is not None else channel.name


def _is_same(written_anew: Callable[[], str], value: Any) -> bool:
    try:
        return bool(written_anew() == value)
    except (TypeError, ValueError):
        return False


def _option(text: str, value: str) -> Json:
    return {"text": {"type": "plain_text", "text": text}, "value": value}
