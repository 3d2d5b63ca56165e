"""A note: what only the team sees."""

from bot.slack.kit import View, context, field, modal, typed
from bot.slack.words import say


def draw(number: int) -> View:
    """The form. Input: `note`."""
    return modal(
        f"Note on #{number}",
        [
            field("Note", typed("note", lines=True, focus=True), "note"),
            context(say("Only the team sees it. Writing in the card's thread does the same.")),
        ],
        callback="conversation:note",
        metadata=str(number),
        submit="Save",
    )
