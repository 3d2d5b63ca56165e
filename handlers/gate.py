"""What is believed of Slack's body: who pressed, the interaction's key, the way back to the message. Nothing else."""

import hashlib
import json
import re
from collections.abc import Awaitable, Callable, Mapping
from typing import Any

from slack_bolt.context.async_context import AsyncBoltContext

from bot.desk.desk import Desk, WayBack, Who
from bot.errors import Invalid

Body = Mapping[str, Any]
Next = Callable[[], Awaitable[None]]
Gate = Callable[[Body, AsyncBoltContext, Next], Awaitable[None]]

SLACK_ID = re.compile(r"[A-Z0-9]{1,40}")
TIMESTAMP = re.compile(r"[0-9]{1,20}\.[0-9]{1,10}")
LARGEST_NUMBER = 2**31 - 1
"""PostgreSQL counts rows in four bytes and takes no larger number, not even in a question."""

LONGEST_KEY = 180
"""The interactions table holds 200 characters, and a refusal is kept under the key with a word more."""


class Unreadable(Invalid):
    """This could not be read. Please try again."""


def gate(desk: Desk) -> Gate:
    """Let each interaction through with the desk and with who asked; the listeners take them as `desk` and `who`."""

    async def pass_on(body: Body, context: AsyncBoltContext, next_: Next) -> None:
        context["desk"] = desk
        context["who"] = who_of(body, home=home_of(context))
        await next_()

    return pass_on


def home_of(context: AsyncBoltContext) -> frozenset[str]:
    """The ids of the workspace that the desk serves, and of its organisation when it is part of one."""
    found = context.authorize_result
    return frozenset(filter(None, (found.team_id, found.enterprise_id))) if found is not None else frozenset()


def who_of(body: Body, *, home: frozenset[str] = frozenset()) -> Who:
    """Who asked, the key under which this very interaction is carried out once, and the clicked message.

    `home` are the ids of our own workspace: whoever Slack says is of another one is a guest of a shared channel.

    Raises Unreadable when there is no person or no key in it.
    """
    person = person_of(body)
    key = key_of(body)
    if not SLACK_ID.fullmatch(person) or not key or len(key) > LONGEST_KEY:
        raise Unreadable
    return Who(id=person, key=key, way_back=way_back_of(body), is_guest=not teams_of(body) <= home)


def teams_of(body: Body) -> frozenset[str]:
    """The workspaces that Slack names as the person's own, as it does in shared channels."""
    event = body.get("event")
    named = [within(body, "user", "team_id")]
    for path in ((), ("message",), ("previous_message",)):
        named += [within(event, *path, name) for name in ("user_team", "source_team")]
    return frozenset(map(text, named)) - {""}


def person_of(body: Body) -> str:
    """The Slack id of whoever pressed, typed or wrote."""
    user, event = body.get("user"), body.get("event")
    if isinstance(user, dict):
        return text(user.get("id"))
    if isinstance(event, dict):
        return (
            text(event.get("user"))
            or text(within(event, "message", "user"))
            or text(within(event, "previous_message", "user"))
        )
    return text(body.get("user_id"))


def key_of(body: Body) -> str:
    """The same for each delivery of one interaction, another for the next.

    A form's is the form as it was shown and filled in: two presses on Send are one, mended words are another.
    """
    kind = text(body.get("type"))
    if kind == "event_callback":
        return f"event:{text(body.get('event_id'))}" if body.get("event_id") else ""
    if kind in {"view_submission", "view_closed"}:
        view, shown = text(within(body, "view", "id")), text(within(body, "view", "hash"))
        return f"{kind}:{view}:{shown}:{digest(within(body, 'view', 'state'))}" if view else ""
    if kind == "block_suggestion":
        return "suggestion"
    trigger = text(body.get("trigger_id"))
    return f"trigger:{trigger}" if trigger else ""


def digest(value: Any) -> str:
    """The same short word for the same value."""
    return hashlib.sha256(json.dumps(value, sort_keys=True).encode()).hexdigest()[:16]


def way_back_of(body: Body) -> WayBack | None:
    """The message a button was pressed in, with the address that repaints it; None for all else."""
    channel, ts = text(within(body, "channel", "id")), timestamp(within(body, "message", "ts"))
    address = text(body.get("response_url"))
    if body.get("type") != "block_actions" or not (channel and ts and address):
        return None
    return WayBack(channel=channel, ts=ts, address=address)


def within(body: Any, *path: str) -> Any:
    """What stands at the end of a path of names, or None where the path ends early."""
    for name in path:
        if not isinstance(body, dict):
            return None
        body = body.get(name)
    return body


def timestamp(value: Any) -> str:
    """The ts that names a message; empty for anything else."""
    written = text(value)
    return written if TIMESTAMP.fullmatch(written) else ""


def text(value: Any) -> str:
    """A string without what no database keeps (NUL, halves of a character); anything else is no text."""
    if not isinstance(value, str):
        return ""
    return value.replace("\0", "").encode("utf-8", "ignore").decode()
