"""Asking what to look for, with a thumb."""

from bot.pictures.found import ChoicesPicture
from bot.slack.kit import View, context, day, field, modal, option, search, select, typed
from bot.slack.modals.filters import menu
from bot.slack.words import say

PLACES = (("What was said in public", "posts"), ("Notes", "notes"))


def draw(choices: ChoicesPicture) -> View:
    """The form. Inputs: `words`, `from`, `in`, `queue` (a key), `tag`, `after`, `before` (days); one of the first two
    is needed."""
    blocks = [
        field("Words", typed("words", limit=300, focus=True), "words", optional=True),
        field("Written by", typed("from", limit=100, placeholder="@lena"), "from", optional=True),
        field("In", select("in", [option(*each) for each in PLACES], placeholder="Both"), "in", optional=True),
        menu("Queue", "queue", choices.queues),
        field("Tag", search("tag", placeholder="Any"), "tag", optional=True) if choices.tags else None,
        field("Since", day("after"), "after", optional=True),
        field("Before", day("before"), "before", optional=True),
        context(say('The beginning of a word is enough; "words in quotes" stand beside each other.')),
    ]
    return modal("Search", [each for each in blocks if each is not None], callback="search:find", submit="Search")
