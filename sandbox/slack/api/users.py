"""users.* and usergroups.*: who is who."""

from sandbox.slack.api.call import Call
from sandbox.slack.errors import Json, SlackError


def info(call: Call) -> Json:
    """One user, with the locale when asked for."""
    user = call.user()
    return {"user": user.as_json(call.workspace.clock.now(), include_locale=_locale(call), with_email=_email(call))}


def listing(call: Call) -> Json:
    """Everybody, a page at a time."""
    page, metadata = call.page(list(call.workspace.users.values()), 1000, most=1000)
    now = call.workspace.clock.now()
    shown = [user.as_json(now, include_locale=_locale(call), with_email=_email(call)) for user in page]
    return {"members": shown, "cache_ts": int(now.timestamp()), "response_metadata": metadata}


def by_email(call: Call) -> Json:
    """The user with an e-mail address."""
    wanted = call.required("email")
    now = call.workspace.clock.now()
    for user in call.workspace.users.values():
        if not user.is_bot and wanted == f"{user.name}@sandbox.example":
            return {"user": user.as_json(now)}
    raise SlackError("users_not_found")


def profile(call: Call) -> Json:
    """One user's profile."""
    user = call.user()
    shown = user.as_json(call.workspace.clock.now(), with_email=_email(call))
    return {"profile": shown["profile"]}


def presence(call: Call) -> Json:
    """Whether somebody is there; everybody is."""
    call.user()
    return {"presence": "active"}


def groups(call: Call) -> Json:
    """The user groups: there are none."""
    return {"usergroups": []}


def _locale(call: Call) -> bool:
    return call.flag("include_locale")


def _email(call: Call) -> bool:
    return "users:read.email" in call.workspace.app.scopes
