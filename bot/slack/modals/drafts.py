"""One's own drafts, each with the way on and the way out."""

from collections.abc import Sequence

from bot.pictures.own import DraftPicture
from bot.slack import said
from bot.slack.kit import Block, View, actions, button, confirmation, modal, section
from bot.slack.pages import turning
from bot.slack.words import Mrkdwn, one_line, safe, say, shortened, when

A_PAGE = 20
"""A form holds a hundred blocks, and each draft takes two."""


def draw(drafts: Sequence[DraftPicture], *, page: int = 0) -> View:
    """A page of the list, from 0; beyond the last one, the last. Actions: `conversation:reply` and `draft:discard` (a
    conversation's number), `draft:page` and `draft:page:next` (a page). `private_metadata` is the page.
    """
    pages = max(1, -(-len(drafts) // A_PAGE))
    page = min(max(page, 0), pages - 1)
    end = (page + 1) * A_PAGE
    rows = [block for each in drafts[page * A_PAGE : end] for block in row(each)]
    rows += turning("draft:page", page, pages, left=len(drafts) - end)
    empty = section(say("No drafts. What you write in *Reply* is kept here until you send it."))
    return modal("Your drafts", rows or [empty], callback="draft:list", metadata=str(page), close="Done")


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
