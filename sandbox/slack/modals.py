"""A person in a modal or a home tab: filling in, pressing, submitting, closing, and what the app's answer does."""

from typing import TYPE_CHECKING, Any

from sandbox.slack.elements import Placed, action_on, placed
from sandbox.slack.errors import Json, NotPossible, SlackError
from sandbox.slack.inputs import complaints
from sandbox.slack.limits import check_view
from sandbox.slack.outcome import TROUBLE, Outcome, refused
from sandbox.slack.pressing import Use, find, send, use
from sandbox.slack.views import View

if TYPE_CHECKING:
    from sandbox.slack.hands import Person

FIRST_HOME_WITHIN = 3.0
"""Seconds of the wall clock that a person looks at an empty home tab."""


def shown(person: "Person") -> Json | None:
    """The uppermost modal, with what is typed and what is wrong."""
    view = person.workspace.views.top(person.id)
    if view is None:
        return None
    return {**view.as_json(), "typed": view.values_now(), "errors": dict(view.errors)}


def fill(person: "Person", name: str, value: Any) -> None:
    """Change an element of the uppermost modal without telling the app."""
    view = _top(person)
    place = _named(view, name)
    state, _ = use(person, place, Use(place.action_id, selected=value))
    if state is None:
        raise NotPossible(f"{place.action_id} can only be pressed.")
    view.values.setdefault(place.block_id, {})[place.action_id] = state
    person.workspace.changed("view", {"user": person.id})


def attach(person: "Person", name: str, filename: str, content: bytes) -> str:
    """Put a file into a file input of the uppermost modal; the app may have it from then on."""
    place = _named(_top(person), name)
    if place.element["type"] != "file_input":
        raise NotPossible(f"{place.action_id} takes no files.")
    file = person.workspace.files.keep(person.id, filename, content)
    fill(person, name, [file.as_json(person.workspace.base_url)])
    file.given = True
    return file.id


async def press(person: "Person", act: Use) -> Outcome:
    """Use an element of the modal or, when none is open, of the home tab."""
    views = person.workspace.views
    view = views.top(person.id) or views.home(person.id)
    if view is None:
        raise NotPossible(f"{person.name} sees neither a modal nor a home tab.")
    place = find(view.blocks, act)
    state, option = use(person, place, act)
    if state is not None:
        view.values.setdefault(place.block_id, {})[place.action_id] = state
    if not place.dispatches:
        return Outcome()
    action = action_on(place, state, person.workspace.new_ts(), chosen=option)
    return await send(person, person.payloads.pressed_in_view(person.user, view, action))


async def submit(person: "Person") -> Outcome:
    """Send the modal in, unless Slack itself sees that input is missing or malformed; do what the app answers."""
    view = _top(person)
    if not view.given.get("submit"):
        raise NotPossible("This modal has no submit button.")
    view.errors = complaints(view.blocks, view.values)
    if view.errors:
        person.workspace.changed("view", {"user": person.id})
        return Outcome(errors=dict(view.errors))
    payload = person.payloads.submitted(person.user, view)
    answer = await person.workspace.socket.deliver("interactive", payload, wants_answer=True)
    outcome = _after(person, view, answer.payload) if answer.ok else refused(TROUBLE)
    person.workspace.changed("view", {"user": person.id})
    return outcome


async def dismiss(person: "Person") -> None:
    """Close the uppermost modal, or all where it says clear_on_close; the app hears of those that ask for it."""
    views = person.workspace.views
    top = _top(person)
    cleared = bool(top.given.get("clear_on_close"))
    closed = views.close_all(person.id) if cleared else [views.close_top(person.id)]
    person.workspace.changed("view", {"user": person.id})
    for view in closed:
        if view is not None and view.given.get("notify_on_close"):
            payload = person.payloads.closed(person.user, view, is_cleared=cleared)
            await person.workspace.socket.deliver("interactive", payload, wants_answer=False)


async def open_home(person: "Person") -> Json | None:
    """Tell the app that its home was opened; wait for the first view only when there is none yet."""
    workspace = person.workspace
    if not workspace.app.home_tab:
        raise NotPossible("The app has no home tab.")
    event: Json = {"type": "app_home_opened", "user": person.id, "channel": person.dm(), "tab": "home"}
    before = workspace.views.home(person.id)
    if before is not None:
        event["view"] = before.as_json()
    workspace.events.tell("app_home_opened", {**event, "event_ts": workspace.new_ts()})
    if before is None:
        await workspace.views.home_of(person.id, within=FIRST_HOME_WITHIN)
    return person.home()


def _after(person: "Person", view: View, answer: Json) -> Outcome:
    """Do what a submission was answered with; an answer that Slack cannot use leaves the modal and what was typed."""
    views = person.workspace.views
    action = answer.get("response_action")
    try:
        match action:
            case None:
                views.close(view)
            case "clear":
                views.close_all(person.id)
            case "errors":
                return _pointed_out(view, answer.get("errors"))
            case "update":
                check_view(answer.get("view"), "modal")
                views.update(view, answer["view"])
            case "push":
                check_view(answer.get("view"), "modal")
                views.push(person.id, answer["view"])
            case _:
                return refused(TROUBLE)
    except SlackError as refusal:
        reasons = "; ".join(refusal.fields.get("errors", ()))
        return refused(f"{TROUBLE} ({refusal.name} {reasons})".replace(" )", ")"))
    return Outcome()


def _pointed_out(view: View, errors: Any) -> Outcome:
    inputs = {block["block_id"] for block in view.blocks if block["type"] == "input"}
    if not isinstance(errors, dict) or not errors or not set(errors) <= inputs:
        return refused(f"{TROUBLE} (errors must name input blocks)")
    view.errors = {block_id: str(text) for block_id, text in errors.items()}
    return Outcome(errors=dict(view.errors))


def _top(person: "Person") -> View:
    view = person.workspace.views.top(person.id)
    if view is None:
        raise NotPossible(f"{person.name} has no modal open.")
    return view


def _named(view: View, name: str) -> Placed:
    for place in placed(view.blocks):
        if name in (place.action_id, place.block_id):
            return place
    raise NotPossible(f"There is no {name!r} in this modal.")
