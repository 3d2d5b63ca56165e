"""A note: what only the team sees."""

from bot.slack.kit import View, actions, button, context, field, modal, typed
from bot.slack.words import say


def draw(number: int) -> View:
    """The form, with the way to a reminder. Input: `note`. Action: `conversation:remind` (a number)."""
    return modal(
        f"Note on #{number}",
        [
            field("Note", typed("note", lines=True, focus=True), "note"),
            context(say("Only the team sees it. Writing in the card's thread does the same.")),
            *actions(button("Remind me …", "conversation:remind", number)),
        ],
        callback="conversation:note",
        metadata=str(number),
        submit="Save",
    )
