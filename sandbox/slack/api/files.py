"""files.*: what is known of a file."""

from sandbox.slack.api.call import Call
from sandbox.slack.errors import Json, SlackError


def info(call: Call) -> Json:
    """A file that the app may have."""
    file = call.workspace.files.find(call.required("file"))
    if file is None or not call.workspace.files.seen_by_app(file):
        raise SlackError("file_not_found")
    if file.deleted:
        raise SlackError("file_deleted")
    return {"file": file.as_json(call.workspace.base_url), "comments": []}
