"""What reading and posting cost: today's figures, account by account, and the way to raise a budget."""

from collections.abc import Sequence

from bot.slack.kit import Block, Element, confirmation, context, option, select
from bot.slack.words import Mrkdwn, joined, safe, say

SEARCH = "search "
"""How the name of a search's budget begins; all others are accounts."""

Spent = tuple[str, int, int | None]
"""Who pays, what was spent and the budget, both in millionths of a dollar; None is unlimited."""

MOST = 20

CENT = 10_000
"""In millionths of a dollar."""


def today(spending: Sequence[Spent]) -> Block | None:
    """One line: what each account and search that spent a cent has spent since midnight UTC, and of how much."""
    lines = [
        say("{} {}{}", purse(name), dollars(spent), say(" of {}", dollars(budget)) if budget is not None else "")
        for name, spent, budget in spending
        if spent >= CENT
    ]
    return context(joined([say("💸 since 0:00 UTC"), *lines[:MOST]])) if lines else None


def raising(spending: Sequence[Spent]) -> Element | None:
    """A menu of the budgets that are half used or more; choosing one raises it for today."""
    near = [name for name, spent, budget in spending if budget is not None and spent * 2 >= budget]
    if not near:
        return None
    options = [option(str(purse(name)), name) for name in near]
    return select("budget:raise", options, placeholder="Raise today's budget of …") | {"confirm": sure()}


def sure() -> Element:
    """What is asked before more money is spent."""
    return confirmation(
        "Raise today's budget?",
        "Today's budget is doubled, until it covers what is spent; tomorrow it is as before.",
        "Raise it",
    )


def purse(name: str) -> Mrkdwn:
    """Whose budget it is, in words."""
    if name.startswith(SEARCH):
        return say("the search “{}”", name.removeprefix(SEARCH))
    return safe(f"@{name.removeprefix('@')}", 60)


def dollars(microdollars: int) -> Mrkdwn:
    """Millionths of a dollar in words."""
    return safe(f"${microdollars / 1_000_000:.2f}")
