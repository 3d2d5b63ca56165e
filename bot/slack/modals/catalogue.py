"""The catalogue of tags, and for managers the way to change it."""

from collections.abc import Sequence

from bot.slack.kit import (
    Block,
    View,
    actions,
    button,
    context,
    divider,
    field,
    modal,
    multi_search,
    search,
    section,
    typed,
)
from bot.slack.words import bold, joined, safe, say

IN_A_BLOCK = 15
"""Tags in a paragraph: with the longest names and hints it stays below the 3,000 characters that Slack takes."""

MOST_BLOCKS = 60


def draw(tags: Sequence[tuple[str, str]], *, retired: Sequence[str], keeps: bool, saved: int = 0) -> View:
    """Every tag with its hint. Inputs for whoever `keeps` it: `add`, `hint`, `retire` and `back` (several).

    `saved` counts how often it was saved: Slack keeps what was typed in a block whose id is the same.
    """
    lines = [joined([bold(name), safe(hint, 100)]) for name, hint in tags]
    parts = [lines[at : at + IN_A_BLOCK] for at in range(0, len(lines), IN_A_BLOCK)][:MOST_BLOCKS]
    blocks: list[Block] = [section(joined(part, "\n")) for part in parts] or [section(say("There are no tags yet."))]
    if not keeps:
        return modal("Tags", blocks, callback="catalogue:shown", close="Done")
    form = [
        field("Add", typed("add", limit=75), place("add", saved), optional=True),
        field("When it is right", typed("hint", limit=75), place("hint", saved), optional=True),
        found("Retire", "retire", "Tag to retire", saved) if tags else None,
        found("Bring back", "back", "Retired tag", saved) if retired else None,
    ]
    note = context(say("A retired tag stays where it is set; rules in desk.toml go on setting it."))
    change = section(say("*Change a tag*: its name, and what it says"), search("catalogue:find", placeholder="Tag"))
    ways = [change, *actions(button("History", "catalogue:history", 0))] if tags else []
    blocks = [*(each for each in form if each is not None), note, *ways, divider(), *blocks]
    return modal("Tags", blocks, callback="catalogue:change", metadata=str(saved), submit="Save")


def found(name: str, key: str, placeholder: str, saved: int) -> Block:
    """A menu of tags that are found by typing, as a menu that holds them all has no room for 500."""
    return field(name, multi_search(key, [], placeholder=placeholder), place(key, saved), optional=True)


def place(key: str, saved: int) -> str:
    """The block of an input, which is another one after each time it was saved."""
    return f"{key}:{saved}" if saved else key
