"""reactions.* and pins.*: marks on messages."""

import re

from sandbox.people import BOT_USER_ID
from sandbox.slack.api.call import Call
from sandbox.slack.channels import Channel
from sandbox.slack.errors import Json, SlackError
from sandbox.slack.messages import Message

EMOJI_NAME = re.compile(r"[a-z0-9_+'-]+(::skin-tone-[2-6])?")


def add(call: Call) -> Json:
    """React as the bot."""
    channel, message = _place(call)
    call.workspace.posting.react(channel, message, BOT_USER_ID, _name(call), added=True)
    return {}


def remove(call: Call) -> Json:
    """Take the bot's reaction back."""
    channel, message = _place(call)
    call.workspace.posting.react(channel, message, BOT_USER_ID, _name(call), added=False)
    return {}


def get(call: Call) -> Json:
    """A message with its reactions."""
    channel, message = _place(call)
    return {"type": "message", "channel": channel.id, "message": message.as_json()}


def pin(call: Call) -> Json:
    """Pin a message to its channel."""
    channel, message = _place(call)
    if message.pinned:
        raise SlackError("already_pinned")
    message.pinned = True
    channel.pins.append(message.ts)
    call.workspace.changed("channel", {"channel": channel.id})
    return {}


def unpin(call: Call) -> Json:
    """Take a pin off."""
    channel, message = _place(call)
    if not message.pinned:
        raise SlackError("no_pin")
    message.pinned = False
    channel.pins.remove(message.ts)
    call.workspace.changed("channel", {"channel": channel.id})
    return {}


def pins(call: Call) -> Json:
    """What is pinned in a channel."""
    channel = call.channel()
    pinned = [message for ts in channel.pins if (message := channel.timeline.get(ts)) is not None]
    return {
        "items": [
            {"type": "message", "channel": channel.id, "created_by": BOT_USER_ID, "message": message.as_json()}
            for message in pinned
        ]
    }


def _place(call: Call) -> tuple[Channel, Message]:
    channel = call.joined_channel()
    return channel, call.message(channel, "timestamp")


def _name(call: Call) -> str:
    name = call.required("name").strip(":")
    if not EMOJI_NAME.fullmatch(name):
        raise SlackError("invalid_name")
    return name
