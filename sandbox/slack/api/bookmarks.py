"""bookmarks.*: links above a channel."""

from sandbox.people import APP_ID
from sandbox.slack.api.call import Call
from sandbox.slack.channels import Channel
from sandbox.slack.errors import Json, SlackError

MOST = 100


def add(call: Call) -> Json:
    """Put a link above a channel."""
    channel = _channel(call)
    if call.required("type") != "link":
        raise SlackError("invalid_bookmark_type")
    link = call.text("link")
    if not link.startswith(("http://", "https://")):
        raise SlackError("invalid_link")
    if len(channel.bookmarks) >= MOST:
        raise SlackError("too_many_bookmarks")
    bookmark = {
        "id": f"Bk0SANDBOX{call.workspace.new_ts().replace('.', '')}",
        "channel_id": channel.id,
        "title": call.required("title"),
        "link": link,
        "emoji": call.text("emoji"),
        "icon_url": None,
        "type": "link",
        "date_created": int(call.workspace.clock.timestamp()),
        "date_updated": 0,
        "app_id": APP_ID,
    }
    channel.bookmarks.append(bookmark)
    call.workspace.changed("channel", {"channel": channel.id})
    return {"bookmark": bookmark}


def edit(call: Call) -> Json:
    """Change a link's title or target."""
    channel = _channel(call)
    bookmark = _bookmark(call, channel)
    for name in ("title", "link", "emoji"):
        if call.text(name):
            bookmark[name] = call.text(name)
    call.workspace.changed("channel", {"channel": channel.id})
    return {"bookmark": bookmark}


def listing(call: Call) -> Json:
    """The links above a channel."""
    return {"bookmarks": _channel(call).bookmarks}


def remove(call: Call) -> Json:
    """Take a link away."""
    channel = _channel(call)
    channel.bookmarks.remove(_bookmark(call, channel))
    call.workspace.changed("channel", {"channel": channel.id})
    return {}


def _channel(call: Call) -> Channel:
    return call.channel("channel_id")


def _bookmark(call: Call, channel: Channel) -> Json:
    wanted = call.required("bookmark_id")
    for bookmark in channel.bookmarks:
        if bookmark["id"] == wanted:
            return bookmark
    raise SlackError("not_found")
