"""files.*: what is known of a file, and the two calls around the upload of one."""

import re
from typing import Any

from sandbox.people import BOT_USER_ID
from sandbox.slack.api.call import Call
from sandbox.slack.channels import Channel
from sandbox.slack.errors import Json, SlackError, invalid
from sandbox.slack.limits import check_message

PLACE = re.compile(r"[CGDZ][A-Z0-9]{8,}")
"""What may stand in `channel_id`: no name, and no person."""


def info(call: Call) -> Json:
    """A file that the app may have."""
    file = call.workspace.files.find(call.required("file"))
    if file is None or not call.workspace.files.seen_by_app(file):
        raise SlackError("file_not_found")
    if file.deleted:
        raise SlackError("file_deleted")
    return {"file": file.as_json(call.workspace.base_url), "comments": []}


def upload_url(call: Call) -> Json:
    """Where a file of this name and length in bytes may be uploaded."""
    name, length = call.required("filename"), call.required("length")
    if not length.isdigit():
        raise invalid("invalid_arguments", ["must be an integer [json-pointer:/length]"])
    if int(length) == 0:
        raise SlackError("missing_argument")
    file_id, address = call.workspace.files.expect(name, int(length))
    return {"upload_url": address, "file_id": file_id}


def complete_upload(call: Call) -> Json:
    """Keep what was uploaded and, where a channel is named, share it there as one message of the bot."""
    asked = _asked(call.structure("files"))
    text = call.text("initial_comment")
    check_message(text, None)
    channel = _place(call) if call.text("channel_id") else None
    kept = []
    for file_id, title in asked:
        file = call.workspace.files.finish(file_id, title)
        if file is None:
            raise SlackError("file_not_found")
        kept.append(file)
    if channel is not None:
        for file in kept:
            file.shared_in.add(channel.id)
        shown = [each.as_json(call.workspace.base_url) for each in kept]
        thread_ts = call.text("thread_ts") or None
        call.workspace.posting.post(channel, BOT_USER_ID, text, files=shown, thread_ts=thread_ts)
    return {"files": [{"id": each.id, "title": each.title or each.name} for each in kept]}


def _asked(files: Any) -> list[tuple[str, str]]:
    fits = isinstance(files, list) and files and all(isinstance(each, dict) and each.get("id") for each in files)
    if not fits:
        raise invalid("invalid_arguments", ["missing required field: files"])
    return [(str(each["id"]), str(each.get("title") or "")) for each in files]


def _place(call: Call) -> Channel:
    if not PLACE.fullmatch(call.text("channel_id")):
        pattern = f"input must match regex pattern: ^{PLACE.pattern}$ [json-pointer:/channel_id]"
        raise invalid("invalid_arguments", [pattern])
    channel = call.channel("channel_id")
    if BOT_USER_ID not in channel.members:
        raise SlackError("not_in_channel")
    if channel.archived:
        raise SlackError("is_archived")
    if channel.is_im and not call.workspace.app.messages_tab:
        raise SlackError("messages_tab_disabled")
    return channel
