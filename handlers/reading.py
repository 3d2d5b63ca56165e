"""Whoever never said which languages they read is asked once, before they are handed anything."""

from bot.desk.desk import Desk
from bot.slack.kit import View
from bot.slack.modals import languages as modal
from handlers.visitor import Visitor


def question(desk: Desk, *, then: str, words: str = "") -> View:
    """The form; what was asked for, `words`, goes on with it."""
    return modal.draw((each.language for each in desk.programme.accounts), then=then, words=words)


async def ask_first(visitor: Visitor, *, then: str, words: str = "") -> None:
    """Ask it."""
    await visitor.open(question(visitor.desk, then=then, words=words))
