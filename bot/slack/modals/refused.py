"""What was refused, in a window in front of the one it was pressed in, where a private message would not be seen."""

from bot.slack.kit import View, modal, section
from bot.slack.words import ours


def draw(why: str) -> View:
    """`why` is a sentence of ours."""
    return modal("The desk answers", [section(ours(why))], callback="refused", close="Back")
