"""The way through what has several pages."""

from bot.slack.kit import Block, actions, button, context
from bot.slack.words import Mrkdwn, joined, say


def turning(action: str, page: int, pages: int, words: str = "", *, left: int = 0) -> list[Block]:
    """Where one is, how many are `left` behind this page, and the way on and back; nothing where there is one page.

    Pages count from 0. The buttons are `action` and `action:next`; their value is the page and `words`, with a space
    between.
    """
    if pages <= 1:
        return []
    back, on = page - 1, page + 1
    more = say("and {} more", left) if left > 0 else Mrkdwn("")
    return [
        *actions(
            button("Back", action, f"{back} {words}"[:2000]) if back >= 0 else None,
            button("More", f"{action}:next", f"{on} {words}"[:2000]) if on < pages else None,
        ),
        context(joined([say("Page {} of {}", page + 1, pages), more])),
    ]
