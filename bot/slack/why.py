"""Why a card is as it is: what the rules decided, and what the desk never does, in the community's own words."""

from bot.pictures.conversations import CardPicture
from bot.programme_hints import Absent
from bot.slack.kit import Block, Drawn, View, drawn, modal, section
from bot.slack.words import joined, one_line, say, shortened

NO_LIKE = {
    "never": "{} has no likes.",
    "unmentioned": "none of our accounts was mentioned, so there is none to like from.",
    "gone": "the customer has deleted the post.",
}


def draw(card: CardPicture, absent: Absent) -> Drawn:
    """As an answer to a command."""
    return drawn(say("Why #{} is as it is", card.number), blocks(card, absent))


def draw_window(card: CardPicture, absent: Absent) -> View:
    """In a window of its own."""
    return modal(f"Why #{card.number} is so", blocks(card, absent), callback="conversation:why", close="Done")


def blocks(card: CardPicture, absent: Absent) -> list[Block]:
    """The rules' lines, why a like or a reply goes by hand, and what is absent; a retweet only where there are any."""
    decided = [say("• {}", shortened(one_line(line), 300)) for line in card.lines] or [say("• nothing was decided")]
    found = [section(joined([say("*What the rules decided about #{}*", card.number), *decided], "\n"))]
    if card.no_like:
        found.append(section(say("*No Like here*: {}", NO_LIKE[card.no_like].format(card.network_label))))
    if absent.retweets and card.can_spread:
        found.append(section(say("*No retweets*: {}", shortened(one_line(said_of(card, absent.retweets)), 900))))
    if absent.messages:
        found.append(section(say("*No direct messages*: {}", shortened(one_line(said_of(card, absent.messages)), 900))))
    return found


def said_of(card: CardPicture, words: str) -> str:
    """The community's words, with the number of this conversation where they say {number}."""
    return words.replace("{number}", str(card.number))
