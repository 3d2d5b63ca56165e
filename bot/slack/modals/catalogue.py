"""The catalogue of tags, and for managers the way to change it."""

from collections.abc import Sequence

from bot.slack.kit import Block, View, context, divider, field, modal, section, typed
from bot.slack.modals.filters import several
from bot.slack.words import bold, joined, safe, say

IN_A_BLOCK = 20
MOST_BLOCKS = 60


def draw(tags: Sequence[tuple[str, str]], *, retired: Sequence[str], keeps: bool) -> View:
    """Every tag with its hint. Inputs for whoever `keeps` it: `add`, `hint`, `retire` and `back` (several)."""
    lines = [joined([bold(name), safe(hint, 100)]) for name, hint in tags]
    parts = [lines[at : at + IN_A_BLOCK] for at in range(0, len(lines), IN_A_BLOCK)][:MOST_BLOCKS]
    blocks: list[Block] = [section(joined(part, "\n")) for part in parts] or [section(say("There are no tags yet."))]
    if not keeps:
        return modal("Tags", blocks, callback="catalogue:shown", close="Done")
    form = [
        field("Add", typed("add", limit=75), "add", optional=True),
        field("When it is right", typed("hint", limit=75), "hint", optional=True),
        several("Retire", "retire", [name for name, _ in tags[:100]]),
        several("Bring back", "back", retired[:100]),
    ]
    note = context(say("A retired tag stays where it is set; rules in desk.toml go on setting it."))
    blocks = [*(each for each in form if each is not None), note, divider(), *blocks]
    return modal("Tags", blocks, callback="catalogue:change", submit="Save")
