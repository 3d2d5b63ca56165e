"""How Slack reads text: what people type becomes tokens, and tokens in a message ping people."""

import re
from collections.abc import Callable, Iterator
from typing import Any

from sandbox.slack.errors import Json

TOKEN = re.compile(r"<(!channel|!here|!everyone|!group|!subteam\^[A-Z0-9]+|@[UW][A-Z0-9]+)(?:\|[^<>]*)?>")
BY_NAME = re.compile(r"(?<![\w/<|])@(channel|here|everyone)\b")
TYPED = re.compile(r"(?<![\w&/])([@#])([\w.-]*\w)")
PLACES = {"@channel": "<!channel>", "@here": "<!here>", "@everyone": "<!everyone>"}

Find = Callable[[str], str | None]


def pinged_by(text: str, blocks: list[Json] | None, *, link_names: bool = False) -> list[str]:
    """Whom a message notifies: "channel", "here", "everyone", user ids and group ids, in order, once each.

    Only mrkdwn, markdown and rich text ping; in plain_text a token is just characters. The fallback text beside blocks
    counts as well: Slack reads it for notifications.
    """
    found: dict[str, None] = {}
    for piece in (text, *_speaking(blocks or [])):
        for match in TOKEN.finditer(piece):
            found[match[1].lstrip("!@").removeprefix("subteam^")] = None
        if link_names:
            found.update((match[1], None) for match in BY_NAME.finditer(piece))
    for element in _rich(blocks or []):
        found[element] = None
    return list(found)


def _speaking(part: Any) -> Iterator[str]:
    """Every text in the blocks in which tokens mean something."""
    if isinstance(part, list):
        for inner in part:
            yield from _speaking(inner)
    elif isinstance(part, dict):
        if part.get("type") in {"mrkdwn", "markdown"} and isinstance(part.get("text"), str):
            yield part["text"]
        for inner in part.values():
            if isinstance(inner, (dict, list)):
                yield from _speaking(inner)


def _rich(part: Any) -> Iterator[str]:
    if isinstance(part, list):
        for inner in part:
            yield from _rich(inner)
    elif isinstance(part, dict):
        target = {"user": "user_id", "usergroup": "usergroup_id", "broadcast": "range"}.get(str(part.get("type")))
        if target is not None and isinstance(part.get(target), str):
            yield part[target]
        for inner in part.values():
            if isinstance(inner, (dict, list)):
                yield from _rich(inner)


def escaped(text: str) -> str:
    """Text as Slack stores it: the three characters with a meaning replaced."""
    return text.replace("&", "&amp;").replace("<", "&lt;").replace(">", "&gt;")


def typed(text: str, user: Find, channel: Find, *, with_names: bool = False) -> str:
    """What a person typed, as Slack hands it on: `@ana` becomes `<@U…>`, `#general` becomes `<#C…|general>`.

    Tokens typed by hand (`<!channel>`) stay characters, as in Slack's composer. `with_names` adds the name to a user's
    token, as escaped slash commands have it.
    """

    def token(match: re.Match[str]) -> str:
        sign, name = match[1], match[2]
        if sign == "#":
            channel_id = channel(name)
            return f"<#{channel_id}|{name}>" if channel_id else match[0]
        if match[0] in PLACES and not with_names:
            return PLACES[match[0]]
        user_id = user(name)
        if user_id is None:
            return match[0]
        return f"<@{user_id}|{name}>" if with_names else f"<@{user_id}>"

    return TYPED.sub(token, escaped(text))
