"""conversations.*: reading messages, and marking them read."""

from sandbox.people import BOT_USER_ID
from sandbox.slack.api.call import Call, cursor_at
from sandbox.slack.channels import Channel
from sandbox.slack.errors import Json, SlackError
from sandbox.slack.messages import Message

MOST = 999


def history(call: Call) -> Json:
    """A channel's messages, newest first, without the replies in threads."""
    channel = _readable(call)
    limit = call.number("limit", 100, most=MOST)
    latest = call.text("latest")
    inclusive = call.flag("inclusive")
    if call.text("cursor"):
        latest, inclusive = _ts_of(call), False
    found = channel.timeline.newest(limit + 1, oldest=_bound(call), latest=latest, inclusive=inclusive)
    page = found[:limit]
    more = len(found) > limit
    answer: Json = {
        "messages": _shown(call, channel, page),
        "has_more": more,
        "pin_count": len(channel.pins),
        "channel_actions_ts": None,
        "channel_actions_count": 0,
    }
    if more:
        answer["response_metadata"] = {"next_cursor": _cursor(page[-1])}
    return answer


def replies(call: Call) -> Json:
    """A thread: its parent, then the replies, oldest first."""
    channel = _readable(call)
    message = call.message(channel, "ts", "thread_not_found")
    limit = call.number("limit", 1000, most=1000)
    oldest, latest, inclusive = _bound(call), call.text("latest"), call.flag("inclusive")
    after = _ts_of(call) if call.text("cursor") else ""
    parent = channel.timeline.get(message.thread_ts) or message
    found = [
        reply
        for reply in channel.timeline.thread(parent)
        if (not after or reply.ts > after) and _within(reply.ts, oldest, latest, inclusive)
    ]
    page = found[:limit]
    answer: Json = {
        "messages": _shown(call, channel, [parent, *page]),
        "has_more": len(found) > limit,
    }
    if len(found) > limit:
        answer["response_metadata"] = {"next_cursor": _cursor(page[-1])}
    return answer


def mark(call: Call) -> Json:
    """Move the bot's own read mark."""
    channel = call.joined_channel()
    call.need(f"{channel.family}:{'write' if channel.type != 'channel' else 'manage'}")
    channel.read[BOT_USER_ID] = call.required("ts")
    return {}


def _readable(call: Call) -> Channel:
    channel = call.channel()
    call.need(f"{channel.family}:history")
    if BOT_USER_ID not in channel.members:
        raise SlackError("not_in_channel")
    return channel


def _shown(call: Call, channel: Channel, messages: list[Message]) -> list[Json]:
    with_metadata = call.flag("include_all_metadata")
    shown = []
    for message in messages:
        one = message.as_json(with_metadata=with_metadata)
        parent = channel.timeline.get(message.thread_ts)
        if parent is not None:
            one["parent_user_id"] = parent.user
        shown.append(one)
    return shown


def _bound(call: Call) -> str:
    oldest = call.text("oldest")
    return "" if oldest in {"", "0"} else oldest


def _within(ts: str, oldest: str, latest: str, inclusive: bool) -> bool:
    if inclusive and ts in (oldest, latest):
        return True
    return (not oldest or ts > oldest) and (not latest or ts < latest)


def _cursor(message: Message) -> str:
    return cursor_at(message.ts.replace(".", ""))


def _ts_of(call: Call) -> str:
    digits = str(call.position("cursor"))
    return f"{digits[:-6]}.{digits[-6:]}"
