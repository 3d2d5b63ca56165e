"""Choosing what to list: queue, tag, kind, account, language."""

from collections.abc import Sequence

from bot.programme import Queue
from bot.slack.kit import MOST_OPTIONS, Element, View, field, modal, option, select, typed
from bot.slack.languages import language_name


def draw(
    queues: Sequence[Queue],
    *,
    tags: Sequence[str],
    kinds: Sequence[str],
    accounts: Sequence[str],
    languages: Sequence[str],
) -> View:
    """The form, everything optional. Inputs: `queue` (a key), `tag`, `kind`, `account`, `language`."""
    menus = (
        ("Queue", "queue", [option(queue.name, queue.key) for queue in queues]),
        ("Kind", "kind", [option(kind, kind) for kind in kinds]),
        ("Account", "account", [option(f"@{account}", account) for account in accounts]),
        ("Language", "language", [option(language_name(code) or code, code) for code in languages]),
    )
    blocks = [
        field(name, select(key, options, placeholder="Any"), key, optional=True)
        for name, key, options in menus
        if options
    ]
    blocks.insert(1, field("Tag", tag_field(tags), "tag", optional=True))
    return modal("List conversations", blocks, callback="list:filter", submit="Show")


def tag_field(tags: Sequence[str]) -> Element:
    """A menu of the tags, or a field to type one where there are too many or none."""
    if not tags or len(tags) > MOST_OPTIONS:
        return typed("tag", limit=75)
    return select("tag", [option(tag, tag) for tag in tags], placeholder="Any")
