"""What happens to messages: posted, edited, deleted, shown to one person, reacted to; and who is told of it."""

from collections.abc import Callable
from typing import Any

from sandbox.people import BOT_USER_ID
from sandbox.slack.channels import Channel
from sandbox.slack.elements import with_ids
from sandbox.slack.errors import Json, SlackError
from sandbox.slack.events import Events
from sandbox.slack.mentions import pinged_by
from sandbox.slack.messages import Message

Changed = Callable[[str, Json], None]


class Posting:
    """Writes messages into channels; every change is an event to the app and a notice to the page."""

    def __init__(self, new_ts: Callable[[], str], events: Events, changed: Changed) -> None:
        self._new_ts = new_ts
        self._events = events
        self._changed = changed
        self._ephemerals: dict[str, dict[str, Message]] = {}

    def post(
        self,
        channel: Channel,
        user: str,
        text: str,
        *,
        blocks: list[Json] | None = None,
        link_names: bool = False,
        **more: Any,
    ) -> Message:
        """Add a message to a channel or thread; raises SlackError `thread_not_found` for an unknown parent."""
        blocks = with_ids(blocks) if blocks else None
        message = Message(self._new_ts(), channel.id, user, text, blocks=blocks, **more)
        message.thread_ts = root_of(channel, message.thread_ts)
        message.pinged = pinged_by(text, blocks, link_names=link_names)
        message.subtype = "thread_broadcast" if message.broadcast else "file_share" if message.files else None
        channel.timeline.add(message)
        channel.read[user] = message.ts
        self._events.posted(channel, message)
        self._changed("message", notice(message))
        return message

    def edit(self, channel: Channel, message: Message, changes: Json) -> None:
        """Change fields of a message. Whom the edit names joins `pinged`, so that nothing goes unseen by tests."""
        before = message.as_json(with_metadata=True)
        ts = self._new_ts()
        for name, value in changes.items():
            setattr(message, name, with_ids(value) if name == "blocks" and value else value)
        message.edited = {"user": message.user, "ts": ts}
        message.pinged = list(dict.fromkeys([*message.pinged, *pinged_by(message.text, message.blocks)]))
        self._events.edited(channel, before, message, ts)
        self._changed("message_changed", notice(message))

    def delete(self, channel: Channel, message: Message) -> None:
        """Take a message away; a parent with replies leaves a tombstone, under which they stay."""
        before = message.as_json(with_metadata=True)
        ts = self._new_ts()
        if message.ts in channel.pins:
            channel.pins.remove(message.ts)
        if message.replies:
            message.user, message.subtype, message.text = "USLACKBOT", "tombstone", "This message was deleted."
            message.blocks = message.attachments = message.files = message.metadata = message.edited = None
            message.reactions, message.pinned = {}, False
            self._events.edited(channel, before, message, ts)
        else:
            channel.timeline.remove(message)
            self._events.deleted(channel, before, ts)
        self._changed("message_deleted", notice(message))

    def show_to(
        self, channel: Channel, user: str, text: str, *, blocks: list[Json] | None = None, **more: Any
    ) -> Message:
        """Show a message to one person only, until they reload; nobody is told by an event."""
        blocks = with_ids(blocks) if blocks else None
        message = Message(self._new_ts(), channel.id, BOT_USER_ID, text, blocks=blocks, ephemeral_for=user, **more)
        message.thread_ts = root_of(channel, message.thread_ts)
        message.pinged = pinged_by(text, blocks)
        self._ephemerals.setdefault(user, {})[message.ts] = message
        self._changed("ephemeral", {**notice(message), "user": user})
        return message

    def change_shown(self, message: Message, changes: Json) -> None:
        """Replace the content of a private message."""
        for name, value in changes.items():
            setattr(message, name, with_ids(value) if name == "blocks" and value else value)
        self._changed("ephemeral", {**notice(message), "user": message.ephemeral_for})

    def take_back(self, message: Message) -> None:
        """Remove a private message."""
        user = message.ephemeral_for or ""
        self._ephemerals.get(user, {}).pop(message.ts, None)
        self._changed("ephemeral", {**notice(message), "user": user})

    def shown_to(self, user: str) -> dict[str, Message]:
        """The private messages this person still has on the screen, by ts."""
        return self._ephemerals.get(user, {})

    def forget_shown(self, user: str) -> None:
        """The person reloads: private messages are gone."""
        self._ephemerals.pop(user, None)

    def react(self, channel: Channel, message: Message, user: str, name: str, *, added: bool) -> None:
        """Add or take a reaction; raises SlackError when it is already so."""
        users = message.reactions.get(name, [])
        if added == (user in users):
            raise SlackError("already_reacted" if added else "no_reaction")
        users = [*users, user] if added else [one for one in users if one != user]
        message.reactions = {key: value for key, value in {**message.reactions, name: users}.items() if value}
        kind = "reaction_added" if added else "reaction_removed"
        item = {"type": "message", "channel": channel.id, "ts": message.ts}
        event = {"type": kind, "user": user, "reaction": name, "item": item, "item_user": message.user}
        self._events.tell(kind, {**event, "event_ts": self._new_ts()}, channel)
        self._changed("message_changed", notice(message))


def root_of(channel: Channel, thread_ts: str | None) -> str | None:
    """The parent that a reply belongs to, also when another reply was named; raises SlackError `thread_not_found`."""
    if not thread_ts:
        return None
    parent = channel.timeline.get(thread_ts)
    if parent is None:
        raise SlackError("thread_not_found")
    return parent.thread_ts or parent.ts


def notice(message: Message) -> Json:
    """Where a change happened, for the page."""
    return {"channel": message.channel, "ts": message.ts, "thread_ts": message.thread_ts}
