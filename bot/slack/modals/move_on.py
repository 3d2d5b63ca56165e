"""Moving several conversations out of a queue such as *Unmoderated*, each to where it belongs."""

from bot.pictures.conversations import CardPicture, ListPicture
from bot.slack.card import called
from bot.slack.kit import Element, View, checkboxes, field, modal, option, section
from bot.slack.modals.bulk import many
from bot.slack.said import stars
from bot.slack.words import one_line, say, shortened


def draw(picture: ListPicture) -> View:
    """The form: those of a page that have somewhere to go, all of them ticked. Input: `numbers`."""
    options = [choice(card) for card in picture.rows if card.moves_to]
    boxes = checkboxes("numbers", options, chosen=[each["value"] for each in options])
    return modal("Move several", [field("Which", boxes, "numbers")], callback="list:move_on", submit="Move")


def draw_done(moved: int, *, of: int) -> View:
    """How many went where they belong; the others had gone before."""
    left = section(say("{} had moved or closed already.", many(of - moved))) if moved < of else None
    done = section(say("✓ Done: {} moved.", many(moved)))
    return modal("Move several", [done, *([left] if left else [])], callback="list:moved_on", close="Done")


def choice(card: CardPicture) -> Element:
    """One conversation: who and what, and where it would go."""
    last = next((each for each in reversed(card.messages) if each.side == "customer"), None)
    rating = f"{stars(card.stars)} " if card.stars is not None else ""
    words = shortened(one_line(f"#{card.number} {rating}{called(card)}: {last.text if last else ''}"), 75)
    return option(words, card.number, hint=shortened(f"to {card.moves_to}", 75))
