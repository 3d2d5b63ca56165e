"""Cards, lists and help in a window of their own, where a message would scroll away."""

from bot.pictures.conversations import CardPicture, ListPicture
from bot.slack import card, lists, menu
from bot.slack.kit import View, actions, button, modal


def draw_card(picture: CardPicture) -> View:
    """One conversation's card with all its buttons, and what is rarely wanted. `private_metadata` is its number."""
    rare = None if picture.state == "closed" or card.is_answered(picture) else card.like(picture)
    why = button("Why is it so?", "conversation:why", picture.number)
    blocks = [*card.draw(picture).blocks, *actions(rare, why)]
    return modal(f"#{picture.number}", blocks, callback="conversation:show", metadata=str(picture.number), close="Done")


def draw_list(picture: ListPicture) -> View:
    """A page of a list."""
    return modal("Conversations", lists.draw(picture).blocks, callback="list:shown", close="Done")


def draw_help(*, role: str) -> View:
    """What /desk can do."""
    return modal("What /desk can do", menu.draw_help(role=role).blocks, callback="menu:help", close="Done")
