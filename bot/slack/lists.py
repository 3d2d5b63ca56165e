"""Lists of conversations, as an answer that only the asker sees."""

from bot.pictures.conversations import CardPicture, ListPicture
from bot.slack.card import called, mark
from bot.slack.kit import Block, Drawn, actions, button, drawn, section
from bot.slack.languages import language_name
from bot.slack.pages import turning
from bot.slack.words import Mrkdwn, joined, one_line, person, safe, say, shortened, when

A_PAGE = 10
"""How many conversations one page may hold: more than a screen of them helps nobody."""


def draw(picture: ListPicture) -> Drawn:
    """A page: a line and a button for each, then the way to the others.

    Actions: `conversation:show` (a number); `list:page`, `list:page:next`, `list:move_on` and `list:bulk`, whose value
    is the page and the words the list was asked with, separated by a space.
    """
    title = say(
        "*{}* · {}", picture.title, "1 conversation" if picture.total == 1 else f"{picture.total} conversations"
    )
    if not picture.rows:
        empty = say("*{}*: nothing.", picture.title)
        return drawn(empty, section(empty), actions(button("Change the filter", "menu:list", 0)))
    rows = [row(card) for card in picture.rows[: A_PAGE * 2]]
    return drawn(
        say("{}: {}", picture.title, picture.total),
        section(title),
        rows,
        moving_on(picture),
        turning("list:page", picture.page, picture.pages, picture.query),
    )


def row(card: CardPicture) -> Block:
    """One conversation in two lines, with the button that shows its card."""
    last = next((each for each in reversed(card.messages) if each.side == "customer" and not each.deleted), None)
    words = safe(shortened(one_line(last.text), 140), 300) if last else Mrkdwn("")
    top = [say("{} *#{}* {}", mark(card), card.number, safe(called(card), 60))]
    top += [safe(card.kind, 40), safe(language_name(card.language), 40), safe(card.queue_name, 60), standing(card)]
    return section(joined([joined(top), words], "\n"), button("Show", "conversation:show", card.number))


def standing(card: CardPicture) -> Mrkdwn:
    """Who has it, or since when it waits."""
    if card.owner is not None:
        return person(card.owner)
    if card.closed_reason is not None:
        return safe(card.closed_reason, 60)
    return say("waits since {}", when(card.waits_since)) if card.waits_since else Mrkdwn("")


def moving_on(picture: ListPicture) -> list[Block]:
    """The way to move several with one form, where a queue has a place for them, and to do one thing to all."""
    value = f"{picture.page} {picture.query}"[:2000]
    several = sum(1 for card in picture.rows if card.moves_to) > 1
    return actions(
        button("Move several …", "list:move_on", value) if several else None,
        button("All of these …", "list:bulk", value) if picture.total > 1 else None,
    )
