"""Choosing what to list or to play: everything that a filter can say, with a thumb."""

from collections.abc import Sequence

from bot.pictures.found import ChoicesPicture
from bot.slack.kit import (
    MOST_OPTIONS,
    Block,
    Element,
    View,
    field,
    modal,
    multi_search,
    multi_select,
    option,
    select,
    typed,
)
from bot.slack.languages import language_name

STARS = (
    ("★", "1"),
    ("★ or ★★", "1-2"),
    ("★★", "2"),
    ("★★★", "3"),
    ("★★★ or more", "3-5"),
    ("★★★★", "4"),
    ("★★★★ or more", "4-5"),
    ("★★★★★", "5"),
)
AGES = (
    ("Longer than an hour", "1h"),
    ("Longer than 4 hours", "4h"),
    ("Longer than a day", "1d"),
    ("Longer than 3 days", "3d"),
    ("Longer than a week", "7d"),
    ("Less than an hour", "<1h"),
    ("Less than a day", "<1d"),
)


def draw(choices: ChoicesPicture, *, play: bool = False) -> View:
    """The form, everything optional. Inputs: `saved` (a name), `queue` (a key), `tags` and `customer` (several),
    `kind`, `stars`, `age`, `sentiment`, `language`, `account`, `network` (a key), `save` (a new name)."""
    blocks = [
        menu("Your filter", "saved", [(each, each) for each in choices.saved], least=1),
        menu("Queue", "queue", choices.queues),
        several("Tags", "tags", choices.tags),
        menu("Kind", "kind", [(each, each) for each in choices.kinds]),
        menu("Waits", "age", AGES),
        menu("Stars", "stars", STARS),
        menu("Sentiment", "sentiment", [(each.capitalize(), each) for each in choices.sentiments]),
        menu("Language", "language", sorted((language_name(each), each) for each in choices.languages)),
        menu("Account", "account", [(f"@{each}", each) for each in choices.accounts]),
        menu("Network", "network", choices.networks),
        several("Customer", "customer", choices.customer_tags),
        field("Save this filter as", typed("save", limit=40, placeholder="mornings"), "save", optional=True),
    ]
    present = [each for each in blocks if each is not None]
    if play:
        return modal("Play mode", present, callback="play:begin", submit="Play")
    return modal("List conversations", present, callback="list:filter", submit="Show")


def menu(name: str, key: str, choices: Sequence[tuple[str, str]], *, least: int = 2) -> Block | None:
    """A menu of one thing, where there is a choice."""
    options = [option(text, value) for text, value in choices]
    return field(name, select(key, options, placeholder="Any"), key, optional=True) if len(options) >= least else None


def several(name: str, key: str, choices: Sequence[str]) -> Block | None:
    """A menu of which several must hold; tags are searched while typing where there are too many for one menu."""
    return field(name, several_of(key, choices), key, optional=True) if choices else None


def several_of(key: str, choices: Sequence[str]) -> Element:
    """The menu itself."""
    if key == "tags" and len(choices) > MOST_OPTIONS:
        return multi_search(key, [], placeholder="Any")
    return multi_select(key, [option(each, each) for each in choices], placeholder="Any")
