"""Asking, before somebody is handed anything for the first time, which languages they read."""

from collections.abc import Iterable

from bot.slack.kit import View, field, modal, multi_select, option, section, typed
from bot.slack.languages import NAMES, language_name
from bot.slack.words import say

THEN = ("Next", "Play")
"""What goes on once it is said, by its number in the form."""


def draw(ours: Iterable[str], *, then: str, words: str = "") -> View:
    """The form. Inputs: `languages` (several codes; none for all) and, where something was asked for, `words`.

    `ours` are the languages of our accounts, `then` is what goes on, and `words` what it is asked of.
    """
    known = sorted((language_name(code), code) for code in {*NAMES, *ours} - {""})
    menu = multi_select("languages", [option(name, code) for name, code in known], placeholder="I read everything")
    hint = "Choose none if you read everything. Settings, on your Home tab, change it any time."
    blocks = [
        section(say("You are handed only what you can read, so say it once:")),
        field("Languages you read", menu, "languages", hint=hint, optional=True),
    ]
    if words:
        blocks.append(field(f"{then} of", typed("words", text=words, limit=1000), "words", optional=True))
    return modal("Which languages?", blocks, callback="member:reads", metadata=str(THEN.index(then)), submit=then)


def draw_nothing(why: str) -> View:
    """That there is nothing to hand out, with why."""
    return modal("Next", [section(say("{}", why))], callback="member:nothing", close="Done")
