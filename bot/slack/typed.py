"""What people, not apps, type in the threads of cards: told by Slack as an event, or read from a channel later."""

import re
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

CHANNEL = re.compile(r"<#(\w+)(?:\|([^<>]*))?>")


@dataclass(frozen=True)
class Typed:
    """A message that a person typed; `version` tells its edits apart, `is_guest` people of other workspaces."""

    by: str
    ts: str
    text: str
    version: str = ""
    is_guest: bool = False


def is_typed(message: Mapping[str, Any]) -> bool:
    """Whether a person typed this message, as opposed to an app, or to Slack itself telling of something."""
    typed = message.get("subtype") in {None, "thread_broadcast", "file_share", "me_message"}
    return typed and message.get("user") not in {None, "", "USLACKBOT"} and not message.get("bot_id")


def words_of(message: object) -> str:
    """What a message says: its words as they were typed, then the name and link of each file in it, a line each.

    The file itself stays in Slack. What has another form than Slack's messages says nothing; nor does a deleted file.
    """
    if not isinstance(message, Mapping):
        return ""
    files = message.get("files")
    shown = [file_line(each) for each in files if isinstance(each, Mapping)] if isinstance(files, list) else []
    said = message.get("text")
    return "\n".join(filter(None, [without_markup(said) if isinstance(said, str) else "", *shown]))


def file_line(file: Mapping[str, Any]) -> str:
    """A file in a line, as `📎 menu.png https://…`; empty for one without a name, as a deleted one is."""
    name, link = file.get("name"), file.get("permalink")
    if not isinstance(name, str) or not name:
        return ""
    return f"📎 {name} {link}" if isinstance(link, str) and link else f"📎 {name}"


def without_markup(words: str) -> str:
    """What Slack escaped, as it was typed: names of channels and people instead of ids."""
    words = CHANNEL.sub(lambda found: f"#{found[2] or found[1]}", words)
    words = re.sub(r"<@\w+\|([^<>]+)>", r"@\1", words)
    words = re.sub(r"<!(here|channel|everyone)>", r"@\1", words)
    words = re.sub(r"<mailto:[^|<>]+\|([^<>]+)>", r"\1", words)
    words = re.sub(r"<(https?://[^|<>]+)(?:\|[^<>]*)?>", r"\1", words)
    return words.replace("&lt;", "<").replace("&gt;", ">").replace("&amp;", "&")
