"""What a person sees: their channels, the messages in them, private ones included, and what is unread."""

from typing import TYPE_CHECKING

from sandbox.slack.channels import Channel
from sandbox.slack.errors import Json, NotPossible
from sandbox.slack.messages import Message

if TYPE_CHECKING:
    from sandbox.slack.hands import Person


def channels(person: "Person") -> list[Json]:
    """Channels by name, then direct messages."""
    mine = [channel for channel in person.workspace.channels if person.id in channel.members and not channel.archived]
    mine.sort(key=lambda channel: (channel.is_im, channel.name, channel.id))
    return [_channel(person, channel) for channel in mine]


def messages(person: "Person", channel: Channel, thread_ts: str | None, limit: int | None) -> list[Json]:
    """A channel, or one thread with its parent first, oldest first."""
    if thread_ts is None:
        found = channel.timeline.everything() if limit is None else channel.timeline.newest(limit)[::-1]
    else:
        parent = visible(person, channel, thread_ts)
        found = [parent, *channel.timeline.thread(parent)]
    mine = [
        message
        for message in person.workspace.posting.shown_to(person.id).values()
        if message.channel == channel.id and message.thread_ts == thread_ts
    ]
    seen = sorted([*found, *mine], key=lambda message: message.ts) if mine else found
    return [shown(person, message) for message in (seen if limit is None else seen[-limit:])]


def shown(person: "Person", message: Message) -> Json:
    """A message with what only the client knows of it."""
    return {
        **message.as_json(),
        "channel": message.channel,
        "is_ephemeral": message.ephemeral_for is not None,
        "pinged": list(message.pinged),
        "warning": person.warnings.get(message.ts),
    }


def visible(person: "Person", channel: Channel, ts: str) -> Message:
    """The message of that ts, private ones of this person included; raises NotPossible."""
    private = person.workspace.posting.shown_to(person.id).get(ts)
    if private is not None and private.channel == channel.id:
        return private
    message = channel.timeline.get(ts)
    if message is None:
        raise NotPossible(f"There is no message {ts} in {channel.name or channel.id}.")
    return message


def read(person: "Person", channel: Channel) -> None:
    """Everything in the channel counts as read."""
    latest = channel.timeline.latest()
    if latest is not None and channel.read.get(person.id, "") < latest.ts:
        channel.read[person.id] = latest.ts
        person.workspace.changed("read", {"user": person.id, "channel": channel.id})


def reload(person: "Person") -> None:
    """A fresh client keeps nothing that lived only on the screen."""
    person.workspace.posting.forget_shown(person.id)
    person.workspace.views.close_all(person.id)
    person.warnings.clear()
    person.chosen.clear()
    person.loaded.clear()
    person.workspace.changed("view", {"user": person.id})


def _channel(person: "Person", channel: Channel) -> Json:
    partner = person.workspace.users.get(channel.partner_of(person.id)) if channel.is_im else None
    return {
        "id": channel.id,
        "name": partner.real_name if partner is not None else channel.name,
        "user": partner.id if partner is not None else None,
        "is_private": channel.is_private and not channel.is_im,
        "is_im": channel.is_im,
        "unread": channel.timeline.unread_since(channel.read.get(person.id, "")),
        "topic": channel.topic,
        "purpose": channel.purpose,
        "bookmarks": channel.bookmarks,
        "pins": list(channel.pins),
        "members": list(channel.members),
    }
