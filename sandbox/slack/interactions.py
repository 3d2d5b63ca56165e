"""The payloads of what people do, in the shapes in which Slack sends them to the app."""

from typing import TYPE_CHECKING

from sandbox.people import APP_ID, TEAM_ID, TEAM_NAME
from sandbox.slack.channels import Channel
from sandbox.slack.elements import Placed, Values
from sandbox.slack.errors import Json
from sandbox.slack.manifest import Command
from sandbox.slack.messages import Message
from sandbox.slack.users import User
from sandbox.slack.views import View

if TYPE_CHECKING:
    from sandbox.slack.workspace import SlackWorkspace

TOKEN = "sandbox-verification"


class Payloads:
    """Builds payloads with their trigger ids and response_urls."""

    def __init__(self, workspace: "SlackWorkspace") -> None:
        self._workspace = workspace

    def pressed_in_message(self, user: User, channel: Channel, message: Message, values: Values, action: Json) -> Json:
        """block_actions in a message; a private message's content is not sent along."""
        payload = self._of("block_actions", user)
        payload |= {"container": message_container(channel, message), "trigger_id": self._trigger(user)}
        payload |= {"channel": {"id": channel.id, "name": channel.name_in_payloads}}
        if message.ephemeral_for is None:
            payload["message"] = message.as_json()
        payload |= {"state": {"values": values}, "response_url": self._response_url(channel, user, message)}
        return {**payload, "actions": [action]}

    def pressed_in_view(self, user: User, view: View, action: Json) -> Json:
        """block_actions in a modal or a home tab."""
        payload = self._of("block_actions", user)
        payload |= {"container": {"type": "view", "view_id": view.id}, "trigger_id": self._trigger(user, view)}
        return {**payload, "view": view.as_json(), "actions": [action]}

    def submitted(self, user: User, view: View) -> Json:
        """view_submission."""
        payload = self._of("view_submission", user)
        return {**payload, "trigger_id": self._trigger(user, view), "view": view.as_json(), "response_urls": []}

    def closed(self, user: User, view: View, *, is_cleared: bool) -> Json:
        """view_closed."""
        return {**self._of("view_closed", user), "view": view.as_json(), "is_cleared": is_cleared}

    def asked_options(self, user: User, place: Placed, query: str, where: "View | tuple[Channel, Message]") -> Json:
        """block_suggestion: what was typed into an external select."""
        payload = self._of("block_suggestion", user)
        payload |= {"action_id": place.action_id, "block_id": place.block_id, "value": query}
        if isinstance(where, View):
            return {**payload, "container": {"type": "view", "view_id": where.id}, "view": where.as_json()}
        channel, message = where
        payload |= {"container": message_container(channel, message)}
        payload |= {"channel": {"id": channel.id, "name": channel.name_in_payloads}}
        return {**payload, "message": message.as_json()} if message.ephemeral_for is None else payload

    def command(self, user: User, channel: Channel, command: Command, text: str) -> Json:
        """A slash command, flat as a form."""
        return {
            "token": TOKEN,
            "team_id": TEAM_ID,
            "team_domain": TEAM_NAME.lower(),
            "channel_id": channel.id,
            "channel_name": channel.name_in_payloads,
            "user_id": user.id,
            "user_name": user.name,
            "command": command.name,
            "text": text,
            "api_app_id": APP_ID,
            "is_enterprise_install": "false",
            "response_url": self._response_url(channel, user, None),
            "trigger_id": self._trigger(user),
        }

    def global_shortcut(self, user: User, callback_id: str) -> Json:
        """A shortcut out of the lightning menu."""
        payload = self._of("shortcut", user)
        payload |= {"callback_id": callback_id, "trigger_id": self._trigger(user)}
        return {**payload, "action_ts": self._workspace.new_ts()}

    def message_shortcut(self, user: User, callback_id: str, channel: Channel, message: Message) -> Json:
        """A shortcut out of a message's menu."""
        payload = self._of("message_action", user)
        payload |= {"callback_id": callback_id, "trigger_id": self._trigger(user), "message_ts": message.ts}
        payload |= {"channel": {"id": channel.id, "name": channel.name_in_payloads}, "message": message.as_json()}
        payload |= {"response_url": self._response_url(channel, user, message)}
        return {**payload, "action_ts": self._workspace.new_ts()}

    def _of(self, kind: str, user: User) -> Json:
        return {
            "type": kind,
            "user": {"id": user.id, "username": user.name, "name": user.name, "team_id": TEAM_ID},
            "api_app_id": APP_ID,
            "token": TOKEN,
            "team": {"id": TEAM_ID, "domain": TEAM_NAME.lower()},
            "enterprise": None,
            "is_enterprise_install": False,
        }

    def _trigger(self, user: User, view: View | None = None) -> str:
        return self._workspace.triggers.new(user.id, view.id if view is not None else None)

    def _response_url(self, channel: Channel, user: User, message: Message | None) -> str:
        return self._workspace.base_url + self._workspace.responses.new(channel, user.id, message)


def message_container(channel: Channel, message: Message) -> Json:
    """Where in Slack a press happened."""
    container = {"type": "message", "message_ts": message.ts, "channel_id": channel.id}
    shown: Json = {**container, "is_ephemeral": message.ephemeral_for is not None}
    if message.thread_ts is not None:
        shown["thread_ts"] = message.thread_ts
    return shown
