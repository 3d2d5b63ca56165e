"""conversations.*: the channels themselves, made, named, described, archived and listed."""

from sandbox.people import BOT_USER_ID
from sandbox.slack.api.call import Call
from sandbox.slack.channels import LONGEST_TOPIC, Channel
from sandbox.slack.errors import Json, SlackError, invalid

READ_SCOPES = {
    "public_channel": "channels:read",
    "private_channel": "groups:read",
    "im": "im:read",
    "mpim": "mpim:read",
}
KIND = {"channel": "public_channel", "group": "private_channel", "im": "im", "mpim": "mpim"}


def create(call: Call) -> Json:
    """Make a channel; the bot is its first and only member."""
    is_private = call.flag("is_private")
    call.need("groups:write" if is_private else "channels:manage")
    workspace = call.workspace
    name = call.text("name")
    created = int(workspace.clock.timestamp())
    channel = workspace.channels.create(name, creator=BOT_USER_ID, created=created, is_private=is_private)
    tell(call, channel, "channel_created", {"channel": {"id": channel.id, "name": channel.name, "created": created}})
    return {"channel": channel.as_json()}


def info(call: Call) -> Json:
    """One channel."""
    channel = call.channel()
    call.need(READ_SCOPES[KIND[channel.type]])
    shown = channel.as_json(num_members=call.flag("include_num_members"))
    if call.flag("include_locale"):
        shown["locale"] = "en-US"
    return {"channel": shown}


def listing(call: Call) -> Json:
    """All channels of the wanted types; private ones only where the bot is a member."""
    kinds = _kinds(call)
    found = [
        channel
        for channel in call.workspace.channels
        if KIND[channel.type] in kinds
        and (not channel.is_private or BOT_USER_ID in channel.members)
        and not (channel.archived and call.flag("exclude_archived"))
    ]
    page, metadata = call.page(found, 100, most=1000)
    shown = [channel.as_json(num_members=not channel.is_im) for channel in page]
    return {"channels": shown, "response_metadata": metadata}


def of_user(call: Call) -> Json:
    """The channels of one user, the bot's own when nobody is named, as far as the bot may see them."""
    kinds = _kinds(call)
    user = call.text("user") or BOT_USER_ID
    if user not in call.workspace.users:
        raise SlackError("user_not_found")
    found = [
        channel
        for channel in call.workspace.channels
        if KIND[channel.type] in kinds
        and user in channel.members
        and (not channel.is_private or BOT_USER_ID in channel.members)
        and not (channel.archived and call.flag("exclude_archived"))
    ]
    page, metadata = call.page(found, 100, most=999)
    return {"channels": [channel.as_json() for channel in page], "response_metadata": metadata}


def rename(call: Call) -> Json:
    """Give a channel another name; the bot may rename what it made."""
    channel = _managed(call)
    if channel.creator != BOT_USER_ID:
        raise SlackError("not_authorized")
    call.workspace.channels.rename(channel, call.text("name"))
    tell(call, channel, "channel_rename", {"channel": {"id": channel.id, "name": channel.name}})
    return {"channel": channel.as_json()}


def archive(call: Call) -> Json:
    """Close a channel for new messages."""
    channel = _managed(call)
    if channel.is_general:
        raise SlackError("cant_archive_general")
    if channel.archived:
        raise SlackError("already_archived")
    channel.archived = True
    tell(call, channel, "channel_archive", {"channel": channel.id, "user": BOT_USER_ID})
    return {}


def unarchive(call: Call) -> Json:
    """Open an archived channel again. Slack refuses this to bots, which archiving puts out of the channel."""
    _managed(call)
    raise SlackError("not_in_channel")


def set_topic(call: Call) -> Json:
    """What stands above the channel."""
    channel = _described(call, "topic", "channels:write.topic", "groups:write.topic")
    channel.topic = call.text("topic")
    call.workspace.changed("channel", {"channel": channel.id})
    return {"channel": channel.as_json()}


def set_purpose(call: Call) -> Json:
    """What the channel is for."""
    channel = _described(call, "purpose", "channels:manage", "groups:write")
    channel.purpose = call.text("purpose")
    call.workspace.changed("channel", {"channel": channel.id})
    return {"channel": channel.as_json()}


def tell(call: Call, channel: Channel, kind: str, event: Json) -> None:
    """An event about a channel to the app, and a notice to the page; private channels have event names of their own."""
    name = kind.replace("channel_", "group_") if channel.is_private and kind != "channel_created" else kind
    call.workspace.events.tell(name, {"type": name, **event, "event_ts": call.workspace.new_ts()}, channel)
    call.workspace.changed("channel", {"channel": channel.id})


def manage_scope(channel: Channel) -> str:
    """The scope that changing this channel needs."""
    return {"channel": "channels:manage", "group": "groups:write"}.get(channel.type, f"{channel.type}:write")


def _managed(call: Call) -> Channel:
    channel = call.channel()
    call.need(manage_scope(channel))
    if channel.is_im or channel.is_mpim:
        raise SlackError("method_not_supported_for_channel_type")
    if BOT_USER_ID not in channel.members:
        raise SlackError("not_in_channel")
    return channel


def _described(call: Call, what: str, public: str, private: str) -> Channel:
    channel = call.channel()
    granted = call.workspace.app.scopes
    narrow = private if channel.is_private else public
    if narrow not in granted:
        call.need(manage_scope(channel))
    if channel.is_im:
        raise SlackError("method_not_supported_for_channel_type")
    if BOT_USER_ID not in channel.members:
        raise SlackError("not_in_channel")
    if what not in call.arguments:
        raise invalid("invalid_arguments", [f"missing required field: {what}"])
    if len(call.text(what)) > LONGEST_TOPIC:
        raise SlackError("too_long")
    return channel


def _kinds(call: Call) -> list[str]:
    kinds = call.listed("types") or ["public_channel"]
    if any(kind not in READ_SCOPES for kind in kinds):
        raise SlackError("invalid_types")
    for kind in kinds:
        call.need(READ_SCOPES[kind])
    return kinds
