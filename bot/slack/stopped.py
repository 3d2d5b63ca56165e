"""What is not sent at present: the answer to whoever stopped it, with the way back right there."""

from collections.abc import Sequence

from bot.slack.kit import Drawn, button, drawn, section
from bot.slack.words import say

MOST = 40
"""A message takes 50 blocks."""


def draw(stopped: Sequence[str]) -> Drawn:
    """`stopped` are handles, or "*" for all. Actions: menu:start (0: everything that is stopped, or a handle)."""
    if not stopped:
        goes_on = say("Public sending goes on, from every account.")
        return drawn(goes_on, section(goes_on))
    if "*" in stopped:
        everything = say("⛔ All public sending is stopped, for everybody. What is queued waits, visibly.")
        return drawn(everything, section(everything, button("Start again", "menu:start", 0)))
    return drawn(
        say("⛔ Nothing is sent from {}.", ", ".join(f"@{each}" for each in stopped)),
        [
            section(
                say("⛔ Nothing is sent from @{}. What is queued waits, visibly.", each),
                button("Start again", "menu:start", each),
            )
            for each in stopped[:MOST]
        ],
    )
