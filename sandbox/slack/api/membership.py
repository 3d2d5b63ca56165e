"""conversations.*: who is in a channel, and direct messages."""

from sandbox.people import BOT_USER_ID
from sandbox.slack.api.call import Call
from sandbox.slack.api.conversations import KIND, READ_SCOPES, manage_scope
from sandbox.slack.channels import Channel
from sandbox.slack.errors import Json, SlackError

MOST_INVITED = 1000
MOST_IN_DIRECT = 8


def join(call: Call) -> Json:
    """Let the bot into a public channel."""
    channel = call.channel()
    if channel.is_private:
        raise SlackError("method_not_supported_for_channel_type")
    if channel.archived:
        raise SlackError("is_archived")
    if BOT_USER_ID in channel.members:
        note = {"warning": "already_in_channel", "response_metadata": {"warnings": ["already_in_channel"]}}
        return {"channel": channel.as_json(), **note}
    enter(call, channel, BOT_USER_ID)
    return {"channel": channel.as_json()}


def leave(call: Call) -> Json:
    """Let the bot out of a channel."""
    channel = call.channel()
    call.need(manage_scope(channel))
    if channel.is_general:
        raise SlackError("cant_leave_general")
    if BOT_USER_ID not in channel.members:
        return {"not_in_channel": True}
    go(call, channel, BOT_USER_ID)
    return {}


def invite(call: Call) -> Json:
    """Bring people into a channel; refused as a whole when one cannot come, unless `force` is set."""
    channel = call.channel()
    _need_invites(call, channel)
    if channel.is_im:
        raise SlackError("method_not_supported_for_channel_type")
    if BOT_USER_ID not in channel.members:
        raise SlackError("not_in_channel")
    if channel.archived:
        raise SlackError("is_archived")
    users = call.listed("users")
    if not users:
        raise SlackError("no_user")
    if len(users) > MOST_INVITED:
        raise SlackError("too_many_users")
    problems = {user: problem for user in users if (problem := _why_not(call, channel, user))}
    if problems and not (call.flag("force") and len(problems) < len(users)):
        errors = [{"user": user, "ok": False, "error": problem} for user, problem in problems.items()]
        raise SlackError(next(iter(problems.values())), errors=errors)
    for user in users:
        if user not in problems:
            enter(call, channel, user, inviter=BOT_USER_ID)
    return {"channel": channel.as_json()}


def kick(call: Call) -> Json:
    """Take somebody out of a channel."""
    channel = call.channel()
    call.need(manage_scope(channel))
    user = call.user()
    if channel.is_im or channel.is_mpim:
        raise SlackError("method_not_supported_for_channel_type")
    if BOT_USER_ID not in channel.members:
        raise SlackError("not_in_channel")
    if user.id == BOT_USER_ID:
        raise SlackError("cant_kick_self")
    if channel.is_general:
        raise SlackError("cant_kick_from_general")
    if user.id not in channel.members:
        raise SlackError("not_in_channel")
    go(call, channel, user.id)
    return {"errors": {}}


def members(call: Call) -> Json:
    """Who is in a channel, a page at a time."""
    channel = call.channel()
    call.need(READ_SCOPES[KIND[channel.type]])
    page, metadata = call.page(list(channel.members), 100, most=999)
    return {"members": page, "response_metadata": metadata}


def open_direct(call: Call) -> Json:
    """Open, or find, the direct message with one person, or with several."""
    channel = call.channel() if call.text("channel") else _direct(call, call.listed("users"))
    shown = channel.as_json() if call.flag("return_im") else {"id": channel.id}
    return {"channel": shown}


def close(call: Call) -> Json:
    """Put a direct message away; it stays."""
    channel = call.channel()
    call.need(manage_scope(channel))
    if not (channel.is_im or channel.is_mpim):
        raise SlackError("method_not_supported_for_channel_type")
    return {}


def enter(call: Call, channel: Channel, user: str, *, inviter: str | None = None) -> None:
    """Make somebody a member; the app hears `member_joined_channel` if it is in there."""
    call.workspace.enter(channel, user, inviter=inviter)


def go(call: Call, channel: Channel, user: str) -> None:
    """Take somebody's membership; the app hears `member_left_channel`."""
    call.workspace.leave(channel, user)


def _direct(call: Call, users: list[str]) -> Channel:
    if not users:
        raise SlackError("users_list_not_supplied")
    call.need("im:write" if len(users) == 1 else "mpim:write")
    if len(users) > MOST_IN_DIRECT:
        raise SlackError("too_many_users")
    if any(user not in call.workspace.users for user in users):
        raise SlackError("user_not_found")
    if users == [BOT_USER_ID]:
        raise SlackError("cannot_dm_bot")
    created = int(call.workspace.clock.timestamp())
    channel = call.workspace.channels.direct([BOT_USER_ID, *users], created)
    call.workspace.changed("channel", {"channel": channel.id})
    return channel


def _need_invites(call: Call, channel: Channel) -> None:
    narrow = "groups:write.invites" if channel.is_private else "channels:write.invites"
    if narrow not in call.workspace.app.scopes:
        call.need(manage_scope(channel))


def _why_not(call: Call, channel: Channel, user: str) -> str:
    if user not in call.workspace.users:
        return "user_not_found"
    if user == BOT_USER_ID:
        return "cant_invite_self"
    return "already_in_channel" if user in channel.members else ""
