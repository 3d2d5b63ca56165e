"""views.*: modals and home tabs."""

from sandbox.slack.api.call import Call
from sandbox.slack.elements import FILES, placed
from sandbox.slack.errors import Json, SlackError, invalid
from sandbox.slack.limits import check_view


def open_view(call: Call) -> Json:
    """Show a modal to whoever's click gave the trigger."""
    given = _view(call, "modal")
    trigger = call.workspace.triggers.exchange(call.required("trigger_id"))
    view = call.workspace.views.open(trigger.user, given)
    call.workspace.changed("view", {"user": trigger.user})
    return {"view": view.as_json()}


def push(call: Call) -> Json:
    """Show a modal over the one in which the trigger was pressed."""
    given = _view(call, "modal")
    trigger = call.workspace.triggers.exchange(call.required("trigger_id"))
    view = call.workspace.views.push(trigger.user, given)
    call.workspace.changed("view", {"user": trigger.user})
    return {"view": view.as_json()}


def update(call: Call) -> Json:
    """Replace what a view shows."""
    view_id, external_id = call.text("view_id"), call.text("external_id")
    if not view_id and not external_id:
        raise invalid("invalid_arguments", ["missing required field: view_id"])
    view = call.workspace.views.find(view_id, external_id)
    given = _view(call, view.given["type"])
    call.workspace.views.update(view, given, call.text("hash") or None)
    call.workspace.changed("view" if given["type"] == "modal" else "home", {"user": view.user})
    return {"view": view.as_json()}


def publish(call: Call) -> Json:
    """Set somebody's home tab."""
    user = call.user("user_id")
    given = _view(call, "home")
    if not call.workspace.app.home_tab:
        raise SlackError("not_enabled")
    view = call.workspace.views.publish(user.id, given, call.text("hash") or None)
    call.workspace.changed("home", {"user": user.id})
    return {"view": view.as_json()}


def _view(call: Call, kind: str) -> Json:
    given = call.structure("view")
    if given is None:
        raise invalid("invalid_arguments", ["missing required field: view"])
    check_view(given, kind)
    if any(place.element["type"] == FILES for place in placed(given["blocks"])):
        if kind != "modal":
            raise invalid("invalid_arguments", ["unsupported element: file_input stands in modals only"])
        call.need("files:read")
    return dict(given)
