"""Events on their way to the app: their shapes, who hears them, and the envelope around them."""

import itertools
import secrets

from sandbox.people import APP_ID, BOT_USER_ID, TEAM_ID
from sandbox.slack.channels import Channel
from sandbox.slack.errors import Json
from sandbox.slack.manifest import App
from sandbox.slack.messages import Message
from sandbox.slack.socket import SocketHub


class Events:
    """Tells the app what it subscribed to, in channels where it is a member."""

    def __init__(self, app: App, socket: SocketHub) -> None:
        self._app = app
        self._socket = socket
        self._numbers = itertools.count(1)

    def posted(self, channel: Channel, message: Message) -> None:
        """A new message, and `app_mention` when a person wrote the bot's name."""
        event = {**message.as_json(with_metadata=True), **self._where(channel, message.ts)}
        parent = channel.timeline.get(message.thread_ts)
        if parent is not None:
            event["parent_user_id"] = parent.user
        self._message(channel, event)
        if BOT_USER_ID in message.pinged and not message.from_bot and not channel.is_im:
            mention = {key: value for key, value in event.items() if key != "channel_type"}
            self.tell("app_mention", {**mention, "type": "app_mention"}, channel)

    def edited(self, channel: Channel, before: Json, message: Message, ts: str) -> None:
        """A message_changed event: the new message and the previous one, nested."""
        event = {"type": "message", "subtype": "message_changed", "hidden": True}
        event |= {"message": message.as_json(with_metadata=True), "previous_message": before}
        self._message(channel, {**event, **self._where(channel, ts), "ts": ts})

    def deleted(self, channel: Channel, before: Json, ts: str) -> None:
        """A message_deleted event: what it was stands in previous_message."""
        event = {"type": "message", "subtype": "message_deleted", "hidden": True, "deleted_ts": before["ts"]}
        event |= {"previous_message": before}
        self._message(channel, {**event, **self._where(channel, ts), "ts": ts})

    def tell(self, subscription: str, event: Json, channel: Channel | None = None) -> None:
        """Send one event if the app is subscribed and, where it is about a channel, a member of it."""
        if not self._app.hears(subscription):
            return
        if channel is not None and BOT_USER_ID not in channel.members:
            return
        self._socket.tell(self._wrapped(event))

    def _message(self, channel: Channel, event: Json) -> None:
        self.tell(f"message.{channel.family}", event, channel)

    @staticmethod
    def _where(channel: Channel, ts: str) -> Json:
        return {"channel": channel.id, "channel_type": channel.type, "event_ts": ts}

    def _wrapped(self, event: Json) -> Json:
        return {
            "token": "sandbox-verification",
            "team_id": TEAM_ID,
            "context_team_id": TEAM_ID,
            "context_enterprise_id": None,
            "api_app_id": APP_ID,
            "event": event,
            "type": "event_callback",
            "event_id": f"Ev0SANDBOX{next(self._numbers):06d}",
            "event_time": int(float(event["event_ts"])),
            "authorizations": [
                {
                    "enterprise_id": None,
                    "team_id": TEAM_ID,
                    "user_id": BOT_USER_ID,
                    "is_bot": True,
                    "is_enterprise_install": False,
                }
            ],
            "is_ext_shared_channel": False,
            "event_context": f"4-{secrets.token_urlsafe(12)}",
        }
