"""Closing a conversation: one of the reasons, and the link that some of them need."""

from collections.abc import Sequence

from bot.programme import Reason
from bot.slack.kit import Block, View, checkboxes, field, modal, option, select, typed

HINTS = {"bug": "needs the bug's address", "forum": "needs the thread's address"}


def draw(
    number: int,
    reasons: Sequence[Reason],
    *,
    proposed: str | None = None,
    can_like: bool = False,
    likes: bool = False,
) -> View:
    """The form. Inputs: `reason`, `link`, and `like` where it `can_like`, ticked when it `likes`."""
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
            *(liking(likes=likes) if can_like else []),
        ],
        callback="conversation:close",
        metadata=str(number),
        submit="Close",
    )


def liking(*, likes: bool) -> list[Block]:
    """Whether the customer's post is liked as well."""
    like = option("Like their post", "like", hint="from the account they mentioned; by hand where it must be")
    return [field("And", checkboxes("like", [like], chosen=["like"] if likes else []), "like", optional=True)]
