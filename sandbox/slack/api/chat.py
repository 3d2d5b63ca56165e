"""chat.*: posting, changing and deleting messages."""

from sandbox.people import BOT_USER_ID
from sandbox.slack.api.call import Call
from sandbox.slack.channels import Channel
from sandbox.slack.errors import Json, SlackError
from sandbox.slack.limits import check_message, check_metadata
from sandbox.slack.messages import Message

LONGEST_UPDATE = 4_000
"""Characters of `text` that chat.update takes."""


def post_message(call: Call) -> Json:
    """Post as the bot. A user's id opens the direct message with them; a thread's reply may be broadcast."""
    channel = _target(call)
    if channel.is_im and not call.workspace.app.messages_tab:
        raise SlackError("messages_tab_disabled")
    content = _content(call)
    metadata = _metadata(call)
    custom = _custom_face(call)
    call.workspace.rates.take_post(channel.id)
    message = call.workspace.posting.post(
        channel,
        BOT_USER_ID,
        link_names=call.flag("link_names") or call.text("parse") == "full",
        thread_ts=call.text("thread_ts") or None,
        broadcast=call.flag("reply_broadcast") and bool(call.text("thread_ts")),
        metadata=metadata,
        **content,
        **custom,
    )
    return {"channel": channel.id, "ts": message.ts, "message": message.as_json(with_metadata=True)}


def post_ephemeral(call: Call) -> Json:
    """Show a message to one member of a channel, until they reload."""
    channel = _target(call)
    user = call.required("user")
    if user not in call.workspace.users:
        raise SlackError("user_not_found")
    if user not in channel.members:
        raise SlackError("user_not_in_channel")
    thread_ts = call.text("thread_ts") or None
    message = call.workspace.posting.show_to(channel, user, thread_ts=thread_ts, **_content(call))
    return {"message_ts": message.ts}


def update(call: Call) -> Json:
    """Change one's own message. Blocks, attachments and metadata not mentioned stay; empty ones are removed."""
    channel = call.channel()
    message = call.message(channel)
    if not message.from_bot:
        raise SlackError("cant_update_message")
    if channel.archived:
        raise SlackError("is_archived")
    content = _content(call)
    if len(str(content["text"])) > LONGEST_UPDATE:
        raise SlackError("msg_too_long")
    changes = {name: value for name, value in content.items() if name == "text" or name in call.arguments}
    if "metadata" in call.arguments:
        changes["metadata"] = _metadata(call)
    call.workspace.posting.edit(channel, message, changes)
    return {
        "channel": channel.id,
        "ts": message.ts,
        "text": message.text,
        "message": message.as_json(with_metadata=True),
    }


def delete(call: Call) -> Json:
    """Delete one's own message."""
    channel = call.channel()
    message = call.message(channel)
    if not message.from_bot or message.subtype == "tombstone":
        raise SlackError("cant_delete_message")
    call.workspace.posting.delete(channel, message)
    return {"channel": channel.id, "ts": message.ts}


def permalink(call: Call) -> Json:
    """The address of a message."""
    channel = call.channel()
    message: Message = call.message(channel, "message_ts")
    return {"channel": channel.id, "permalink": call.workspace.permalink(channel, message)}


def _target(call: Call) -> Channel:
    """Where to post: the bot must be a member, or have chat:write.public for a public channel."""
    named = call.required("channel")
    user = call.workspace.users.get(named)
    if user is not None:
        return call.workspace.channels.direct([BOT_USER_ID, user.id], int(call.workspace.clock.timestamp()))
    channel = call.channel()
    if channel.archived:
        raise SlackError("is_archived")
    if BOT_USER_ID not in channel.members and "chat:write.public" not in call.workspace.app.scopes:
        raise SlackError("not_in_channel")
    return channel


def _content(call: Call) -> Json:
    blocks = call.structure("blocks", "invalid_blocks_format")
    attachments = call.structure("attachments", "invalid_attachments")
    text = call.text("text")
    check_message(text, blocks)
    markdown = call.text("markdown_text")
    if markdown and (text or blocks):
        raise SlackError("markdown_text_conflict")
    if not text and not blocks and not attachments and not markdown:
        raise SlackError("no_text")
    if attachments is not None and not isinstance(attachments, list):
        raise SlackError("invalid_attachments")
    return {"text": text or markdown, "blocks": blocks or None, "attachments": attachments or None}


def _metadata(call: Call) -> Json | None:
    metadata = call.structure("metadata", "invalid_metadata_format")
    if not metadata:
        return None
    check_metadata(metadata)
    return dict(metadata)


def _custom_face(call: Call) -> Json:
    custom: Json = {}
    if call.text("username") or call.text("icon_emoji") or call.text("icon_url"):
        call.need("chat:write.customize")
        custom["username"] = call.text("username") or None
        custom["icon"] = {"emoji": call.text("icon_emoji")} if call.text("icon_emoji") else None
    return custom
