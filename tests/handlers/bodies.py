"""Bodies as Slack sends them, cut down to what it always sends."""

from itertools import count
from typing import Any

numbers = count(1)
Json = dict[str, Any]


def click(action: str, value: object, *, by: str = "U0ANA", trigger: str | None = None, **more: Any) -> Json:
    """A button pressed in a card."""
    return {
        "type": "block_actions",
        "user": {"id": by, "username": by.lower(), "team_id": "T1"},
        "team": {"id": "T1", "domain": "desk"},
        "trigger_id": trigger or f"trigger-{next(numbers)}",
        "response_url": "https://hooks.slack.com/actions/1",
        "channel": {"id": "C0MODERATED", "name": "moderated"},
        "message": {"ts": "1.1", "text": "a card", "blocks": []},
        "container": {"type": "message", "message_ts": "1.1", "channel_id": "C0MODERATED"},
        "actions": [{"type": "button", "action_id": action, "block_id": "b", "value": str(value), "action_ts": "1"}],
    } | more


def command(text: str, *, by: str = "U0ANA") -> Json:
    """/desk, typed."""
    return {
        "command": "/desk",
        "text": text,
        "user_id": by,
        "user_name": by.lower(),
        "team_id": "T1",
        "channel_id": "C0MODERATED",
        "trigger_id": f"trigger-{next(numbers)}",
        "response_url": "https://hooks.slack.com/commands/1",
    }


def form(callback: str, metadata: str, entries: dict[str, Json], *, by: str = "U0ANA", shown: str = "") -> Json:
    """A form that was sent off; each entry's block has the name of its element."""
    blocks = [
        {"type": "input", "block_id": name, "element": {"type": "plain_text_input", "action_id": name}}
        for name in entries
    ]
    return {
        "type": "view_submission",
        "user": {"id": by},
        "team": {"id": "T1"},
        "trigger_id": f"trigger-{next(numbers)}",
        "view": {
            "id": "V1",
            "hash": shown or f"hash-{next(numbers)}",
            "type": "modal",
            "callback_id": callback,
            "private_metadata": metadata,
            "blocks": blocks,
            "state": {"values": {name: {name: state} for name, state in entries.items()}},
        },
    }


def typed(words: str) -> Json:
    """The state of a field to type in."""
    return {"type": "plain_text_input", "value": words}


def chosen(value: str) -> Json:
    """The state of a menu."""
    return {"type": "static_select", "selected_option": {"value": value}}


def several(*values: str) -> Json:
    """The state of a menu that takes several."""
    return {"type": "multi_static_select", "selected_options": [{"value": value} for value in values]}


def said(text: str, *, ts: str = "2.1", thread_ts: str | None = "1.1", by: str = "U0ANA", **more: Any) -> Json:
    """A message that somebody wrote."""
    event = {"type": "message", "channel": "C0MODERATED", "user": by, "text": text, "ts": ts, "channel_type": "channel"}
    if thread_ts is not None:
        event["thread_ts"] = thread_ts
    return {
        "type": "event_callback",
        "event_id": f"Ev{next(numbers)}",
        "team_id": "T1",
        "event": event | more,
        "authorizations": [{"team_id": "T1", "user_id": "U0VOLLEY", "is_bot": True}],
    }
