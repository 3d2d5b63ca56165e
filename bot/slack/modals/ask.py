"""Small forms of one field: a question to the managers, a line for the stand-up, the proof that a reply is out."""

from bot.slack.kit import View, context, field, modal, typed
from bot.slack.words import say


def draw() -> View:
    """Writing to the managers without a conversation. Input: `text`."""
    return modal(
        "Ask the managers",
        [
            field("Your question", typed("text", lines=True, focus=True), "text"),
            context(say("Every manager gets it as a private message from you.")),
        ],
        callback="desk:ask",
        submit="Ask",
    )


def draw_line(standup: int, *, present: str = "") -> View:
    """One's line in a stand-up. Input: `text`."""
    return modal(
        "Add your line",
        [
            field(
                "What should the others know?",
                typed("text", lines=True, text=present, limit=500, focus=True),
                "text",
                hint="Writing again replaces your line.",
            )
        ],
        callback="standup:line",
        metadata=str(standup),
        submit="Add",
    )


def draw_is_there(reply: int) -> View:
    """Where an unknown reply stands after all. Input: `link`, which may stay empty."""
    return modal(
        "It is there",
        [
            field(
                "The reply's address",
                typed("link", limit=500, placeholder="https://"),
                "link",
                hint="Copy it from the browser, or leave it empty.",
                optional=True,
            )
        ],
        callback="reply:is_there",
        metadata=str(reply),
        submit="Save",
    )
