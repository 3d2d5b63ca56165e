"""Closing a conversation: one of the reasons, and the link that some of them need."""

from collections.abc import Sequence

from bot.programme import Reason
from bot.slack.kit import View, field, modal, option, select, typed

HINTS = {"bug": "needs the bug's address", "forum": "needs the thread's address"}


def draw(number: int, reasons: Sequence[Reason], *, proposed: str | None = None) -> View:
    """The form. Inputs: `reason`, `link`."""
    options = [option(reason.name, reason.name, hint=HINTS.get(reason.needs, "")) for reason in reasons]
    return modal(
        f"Close #{number}",
        [
            field("Reason", select("reason", options, chosen=proposed), "reason"),
            field(
                "Link to the bug or forum thread",
                typed("link", limit=500, placeholder="https://"),
                "link",
                hint="For “Bug filed” and “Moved to forum”.",
                optional=True,
            ),
        ],
        callback="conversation:close",
        metadata=str(number),
        submit="Close",
    )
