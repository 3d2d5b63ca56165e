"""One call of a Web API method: its arguments, read as Slack reads them, and what every method asks of it."""

import base64
import binascii
import json
from collections.abc import Callable
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from sandbox.people import BOT_USER_ID
from sandbox.slack.channels import Channel
from sandbox.slack.errors import Json, SlackError, invalid
from sandbox.slack.messages import Message

if TYPE_CHECKING:
    from sandbox.slack.users import User
    from sandbox.slack.workspace import SlackWorkspace

TRUE = {"1", "true", "True"}


@dataclass(frozen=True)
class Call:
    """A call under way. Its arguments are what came in query, form or JSON body; forms carry JSON inside text."""

    workspace: "SlackWorkspace"
    arguments: Json

    def text(self, name: str, default: str = "") -> str:
        """An argument as text; missing and null are the default."""
        value = self.arguments.get(name)
        if value is None:
            return default
        return value if isinstance(value, str) else str(value)

    def required(self, name: str) -> str:
        """An argument as text; raises SlackError invalid_arguments when it is missing or empty."""
        value = self.text(name)
        if not value:
            raise invalid("invalid_arguments", [f"missing required field: {name}"])
        return value

    def flag(self, name: str, default: bool = False) -> bool:
        """An argument as yes or no."""
        value = self.arguments.get(name)
        return default if value is None else str(value) in TRUE

    def number(self, name: str, default: int, *, most: int) -> int:
        """An argument as a whole number from 1 to `most`; raises SlackError invalid_limit otherwise."""
        text = self.text(name)
        if not text:
            return default
        if not text.isdigit() or not int(text) > 0:
            raise SlackError("invalid_limit")
        return min(int(text), most)

    def structure(self, name: str, refusal: str = "invalid_arguments") -> Any:
        """An argument that is JSON, also when it came as text; None when missing. Raises SlackError `refusal`."""
        value = self.arguments.get(name)
        if not isinstance(value, str):
            return value
        if not value:
            return None
        try:
            return json.loads(value)
        except ValueError as wrong:
            raise SlackError(refusal) from wrong

    def listed(self, name: str) -> list[str]:
        """An argument that is a list, or ids with commas between them."""
        value = self.arguments.get(name)
        if isinstance(value, list):
            return [str(one) for one in value]
        return [one.strip() for one in self.text(name).split(",") if one.strip()]

    def need(self, scope: str) -> None:
        """Raise SlackError missing_scope unless the app was granted `scope`."""
        granted = self.workspace.app.scopes
        if scope not in granted:
            raise SlackError("missing_scope", needed=scope, provided=",".join(sorted(granted)))

    def channel(self, name: str = "channel") -> Channel:
        """The channel an argument names, as far as the bot can see it; raises SlackError channel_not_found."""
        channel = self.workspace.channels.get(self.required(name))
        if channel is None or ((channel.is_private or channel.is_im) and BOT_USER_ID not in channel.members):
            raise SlackError("channel_not_found")
        return channel

    def joined_channel(self) -> Channel:
        """The channel, with the bot as a member; raises SlackError not_in_channel, is_archived."""
        channel = self.channel()
        if BOT_USER_ID not in channel.members:
            raise SlackError("not_in_channel")
        if channel.archived:
            raise SlackError("is_archived")
        return channel

    def user(self, name: str = "user") -> "User":
        """The user an argument names; raises SlackError user_not_found."""
        user = self.workspace.users.get(self.required(name))
        if user is None:
            raise SlackError("user_not_found")
        return user

    def message(self, channel: Channel, name: str = "ts", refusal: str = "message_not_found") -> Message:
        """The message an argument names; raises SlackError `refusal`."""
        message = channel.timeline.get(self.required(name))
        if message is None:
            raise SlackError(refusal)
        return message

    def page(self, everything: list[Any], default: int, *, most: int) -> tuple[list[Any], Json]:
        """The part of a list that `cursor` and `limit` ask for, and the metadata with the next cursor."""
        start = self.position("cursor")
        size = self.number("limit", default, most=most)
        more = start + size < len(everything)
        return everything[start : start + size], {"next_cursor": cursor_at(start + size) if more else ""}

    def position(self, name: str) -> int:
        """Where a cursor points; raises SlackError invalid_cursor."""
        text = self.text(name)
        if not text:
            return 0
        try:
            return int(base64.b64decode(text, validate=True).decode().removeprefix("at:"))
        except (ValueError, binascii.Error) as wrong:
            raise SlackError("invalid_cursor") from wrong


def cursor_at(position: int | str) -> str:
    """A cursor as opaque as Slack's."""
    return base64.b64encode(f"at:{position}".encode()).decode()


@dataclass(frozen=True)
class Method:
    """A Web API method: what it does, its rate tier, the scope it always needs, and whose token it takes."""

    function: Callable[[Call], Json]
    tier: int
    scope: str = ""
    app_token: bool = False
