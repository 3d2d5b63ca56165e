"""A refused command: why, and what was typed, ready to be copied, as Slack has cleared the field it stood in."""

from bot.slack.kit import Drawn, context, drawn, rich, section
from bot.slack.said import preformatted
from bot.slack.words import ours, say


def draw(why: str, typed: str) -> Drawn:
    """`why` is a sentence of ours, `typed` the whole command as its author wrote it."""
    text = ours(why)
    return drawn(text, section(text), rich(preformatted(typed)), context(say("This is what you typed.")))
