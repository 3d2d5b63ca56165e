"""The filters somebody has kept."""

from collections.abc import Sequence

from bot.pictures.found import SavedPicture
from bot.slack.kit import Block, View, actions, button, modal, section
from bot.slack.words import bold, joined, safe, say


def draw(filters: Sequence[SavedPicture]) -> View:
    """Each with its two buttons. Actions: `filter:show`, `filter:remove` (a filter's number)."""
    blocks = [block for each in filters for block in row(each)]
    empty = section(
        say("None yet. `/desk list german stars:1-2 save:mornings` keeps one, as does *Save this filter as*.")
    )
    return modal("Your filters", blocks or [empty], callback="filter:list", close="Done")


def row(saved: SavedPicture) -> list[Block]:
    """One filter."""
    show = button("Show", "filter:show", saved.number)
    remove = button("Remove", "filter:remove", saved.number)
    return [section(joined([bold(saved.name), safe(saved.title, 600)], "\n")), *actions(show, remove)]
