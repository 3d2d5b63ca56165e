"""One's own drafts, each with the way on and the way out."""

from collections.abc import Sequence

from bot.pictures.own import DraftPicture
from bot.slack import said
from bot.slack.kit import Block, View, actions, button, confirmation, modal, section
from bot.slack.words import Mrkdwn, one_line, safe, say, shortened, when

MOST = 40
"""A form holds a hundred blocks, and each draft takes two."""


def draw(drafts: Sequence[DraftPicture]) -> View:
    """The list. Actions: `conversation:reply` and `draft:discard` (a conversation's number)."""
    rows = [block for each in drafts[:MOST] for block in row(each)]
    empty = section(say("No drafts. What you write in *Reply* is kept here until you send it."))
    return modal("Your drafts", rows or [empty], callback="draft:list", close="Done")


def row(draft: DraftPicture) -> list[Block]:
    """One draft: to whom, since when, its beginning, and what can be done with it."""
    top = say("{} · {}", addressed(draft), when(draft.at))
    sure = confirmation("Discard this draft?", "Its words are gone then.", "Discard")
    return [
        section(say("{}\n{}", top, safe(shortened(one_line(draft.text), 300), 700))),
        *actions(
            button("Go on", "conversation:reply", draft.conversation, style="primary") if draft.can_go_on else None,
            button("Discard", "draft:discard", draft.conversation, confirm=sure),
            block_id=f"draft:{draft.conversation}",
        ),
    ]


def addressed(draft: DraftPicture) -> Mrkdwn:
    """Where it stands, and to whom it goes."""
    customer = safe(said.shown_as(draft.customer, by_name=draft.by_name), 60) if draft.customer else Mrkdwn("")
    return say("📝 *#{}*{}", draft.conversation, say(" to {}", customer) if customer else customer)
