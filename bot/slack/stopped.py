"""What is not sent at present: the answer to whoever stopped it, with the way back right there."""

from collections.abc import Iterable, Sequence
from datetime import datetime

from bot.slack.kit import Block, Drawn, button, drawn, section
from bot.slack.words import Mrkdwn, person, say, when

MOST = 40
"""A message takes 50 blocks."""


def draw(stopped: Sequence[tuple[str, str, datetime]]) -> Drawn:
    """`stopped` are handles, or "*" for all, each with who stopped it and when. Actions: menu:start (0: everything that
    is stopped, or a handle)."""
    if not stopped:
        goes_on = say("Public sending goes on, from every account.")
        return drawn(goes_on, section(goes_on))
    everything = [each for each in stopped if each[0] == "*"]
    rows = [row(*each) for each in (everything or stopped)[:MOST]]
    names = (
        say("All public sending is stopped, for everybody.")
        if everything
        else nothing_from(each[0] for each in stopped)
    )
    return drawn(say("⛔ {}", names), rows)


def row(account: str, by: str, at: datetime) -> Block:
    """One stop, whose it is, and the button that ends it."""
    what = say("All public sending is stopped, for everybody.") if account == "*" else nothing_from([account])
    text = say("⛔ {} {} stopped it {}. What is queued waits, visibly.", what, person(by), when(at))
    return section(text, button("Start again", "menu:start", 0 if account == "*" else account))


def nothing_from(accounts: Iterable[str]) -> Mrkdwn:
    """Which accounts send nothing."""
    return say("Nothing is sent from {}.", ", ".join(f"@{each}" for each in accounts))
