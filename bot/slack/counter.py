"""The line that says how many conversations stand behind a channel's window."""

from bot.slack.kit import Drawn, button, drawn, section
from bot.slack.words import say


def draw(queue: str, waiting: int) -> Drawn:
    """How many wait, and the button that hands out the next one of this queue. `queue` is the queue's key."""
    text = say("*+{}* waiting", waiting)
    return drawn(say("+{} waiting", waiting), section(text, button("Next", "queue:next_in", queue, style="primary")))
