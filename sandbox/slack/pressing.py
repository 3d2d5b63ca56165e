"""Buttons, menus and pickers: finding the one that was pressed, telling the app, showing what came of it."""

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from sandbox.log import Call
from sandbox.slack import picks
from sandbox.slack.channels import Channel
from sandbox.slack.elements import Placed, action_on, chosen_state, kept_values, option_of, options_of, placed
from sandbox.slack.errors import Json, NotPossible
from sandbox.slack.limits import refusal_of_options
from sandbox.slack.messages import Message
from sandbox.slack.outcome import TROUBLE, Outcome, refused
from sandbox.slack.seeing import visible
from sandbox.slack.views import View

if TYPE_CHECKING:
    from sandbox.slack.hands import Person

Where = str | tuple[str, str]
"""`modal`, `home`, or a channel and a message's ts."""

NOT_INTERACTIVE = "This app is not configured to handle interactive responses."
DEFAULT_QUERY_LENGTH = 3


@dataclass(frozen=True)
class Use:
    """Which element is used, told apart by block and by a button's value, and what is chosen in it."""

    action_id: str
    value: Any = None
    block_id: str | None = None
    selected: Any = None


async def click(person: "Person", channel: Channel, ts: str, act: Use) -> Outcome:
    """Use an element of a message; a click that fails leaves a warning sign beside it until the next."""
    message = visible(person, channel, ts)
    place = find(message.blocks or [], act)
    values = kept_values(message.blocks or [], person.chosen.get(ts, {}))
    state, option = use(person, place, act)
    if state is not None:
        values.setdefault(place.block_id, {})[place.action_id] = state
        person.chosen[ts] = values
    if not place.dispatches:
        return Outcome()
    action = action_on(place, state, person.workspace.new_ts(), chosen=option)
    outcome = await send(person, person.payloads.pressed_in_message(person.user, channel, message, values, action))
    _mark(person, message, outcome)
    return outcome


async def options(person: "Person", where: Where, act: Use, query: str) -> list[Json]:
    """What a select offers for a query. Fewer characters than it asks for, or no answer in time: nothing."""
    blocks, source = _surface(person, where)
    place = find(blocks, act)
    kind = place.element["type"]
    if kind.endswith("users_select"):
        return picks.people(person, query)
    if kind.endswith(("conversations_select", "channels_select")):
        return picks.places(person, place.element, query)
    if not kind.endswith("external_select"):
        return [option for option in options_of(place.element) if query.lower() in option["text"]["text"].lower()]
    if len(query) < place.element.get("min_query_length", DEFAULT_QUERY_LENGTH):
        return []
    payload = person.payloads.asked_options(person.user, place, query, source)
    answer = await person.workspace.socket.deliver("interactive", payload, wants_answer=True)
    person.loaded[place.action_id] = _offered(person, answer.payload) if answer.ok else []
    return person.loaded[place.action_id]


def find(blocks: list[Json], act: Use) -> Placed:
    """The element of that action id; block id and a button's value tell several apart. Raises NotPossible."""
    matching = [
        place
        for place in placed(blocks)
        if place.action_id == act.action_id and act.block_id in (None, place.block_id) and _has_value(place, act.value)
    ]
    if not matching:
        gone = LookupError(f"There is no {act} here.")
        raise NotPossible("This has changed in the meantime. Look again, and press again.") from gone
    return matching[0]


def use(person: "Person", place: Placed, act: Use) -> tuple[Json | None, Json | None]:
    """The element's new state, or None for a button; and the option chosen in an overflow menu."""
    element = place.element
    kind = element["type"]
    wanted = act.selected if act.selected is not None else act.value
    if kind == "overflow":
        return None, option_of(element, wanted, [])
    if kind in {"button", "workflow_button", "icon_button", "feedback_buttons"}:
        return None, None
    picks.check(person, element, wanted)
    return chosen_state(element, wanted, person.loaded.get(place.action_id, [])), None


async def send(person: "Person", payload: Json) -> Outcome:
    """Hand a press to the app; False in the outcome when it is not acknowledged within three seconds."""
    if not person.workspace.app.interactivity:
        return refused(NOT_INTERACTIVE)
    answer = await person.workspace.socket.deliver("interactive", payload, wants_answer=False)
    return Outcome() if answer.ok else refused(TROUBLE)


def _has_value(place: Placed, value: Any) -> bool:
    return value is None or place.element["type"] != "button" or place.element.get("value") == value


def _mark(person: "Person", message: Message, outcome: Outcome) -> None:
    before = person.warnings.pop(message.ts, None)
    if outcome.warning is not None:
        person.warnings[message.ts] = outcome.warning
    if outcome.warning != before:
        where = {"user": person.id, "channel": message.channel, "ts": message.ts}
        person.workspace.changed("warning", where)


def _surface(person: "Person", where: Where) -> tuple[list[Json], "View | tuple[Channel, Message]"]:
    if isinstance(where, str):
        views = person.workspace.views
        view = views.top(person.id) if where == "modal" else views.home(person.id)
        if view is None:
            raise NotPossible(f"{person.name} sees no {where}.")
        return view.blocks, view
    channel = person.channel(where[0])
    message = visible(person, channel, where[1])
    return message.blocks or [], (channel, message)


def _offered(person: "Person", payload: Json) -> list[Json]:
    """The options of an answer, those of groups with their label beside each. One that breaks a limit offers nothing.

    The person sees an empty list then, as in Slack; the log of calls says why.
    """
    workspace = person.workspace
    refusal = refusal_of_options(payload)
    if refusal:
        workspace.log.add(Call(workspace.clock.now(), "slack", "block_suggestion", "bot", 200, refusal))
        return []
    groups = payload.get("option_groups") or []
    grouped = [{**option, "group": group["label"]["text"]} for group in groups for option in group["options"]]
    return [*grouped, *(payload.get("options") or [])]
