"""Tags, kind and sentiment of a conversation, and the tags of its customer."""

from collections.abc import Mapping, Sequence

from bot.pictures.conversations import CardPicture
from bot.slack.card import called
from bot.slack.kit import MOST_OPTIONS, Element, View, field, modal, multi_search, multi_select, option, select

SENTIMENTS = ("positive", "neutral", "negative")


NO_HINTS: Mapping[str, str] = {}


def draw(
    card: CardPicture,
    *,
    tags: Sequence[str],
    kinds: Sequence[str],
    customer_tags: Sequence[str],
    hints: Mapping[str, str] = NO_HINTS,
) -> View:
    """The form. Inputs: `tags`, `kind`, `sentiment`, `customer_tags`; `tags` asks for its choices when there are over
    a hundred (block_suggestion with action id `tags`). `hints` say when some of the tags are right."""
    blocks = [field("Tags", tag_menu(tags, card.tags, hints), "tags", optional=True)]
    if kinds:
        menu = select("kind", [option(kind, kind) for kind in kinds], chosen=card.kind)
        blocks.append(field("Kind", menu, "kind"))
    moods = [option(each.capitalize(), each) for each in SENTIMENTS]
    blocks.append(field("Sentiment", select("sentiment", moods, chosen=card.sentiment), "sentiment", optional=True))
    if customer_tags:
        known = [*customer_tags, *(tag for tag in card.customer_tags if tag not in customer_tags)]
        menu = multi_select("customer_tags", [option(tag, tag) for tag in known], chosen=card.customer_tags)
        hint = "Shown on every card of this customer on this network."
        blocks.append(field(f"About {called(card)}", menu, "customer_tags", hint=hint, optional=True))
    return modal(f"Tag #{card.number}", blocks, callback="conversation:tag", metadata=str(card.number), submit="Save")


def tag_menu(catalogue: Sequence[str], present: Sequence[str], hints: Mapping[str, str]) -> Element:
    """A menu of the catalogue with the present tags taken, also those the catalogue no longer has."""
    known = list(dict.fromkeys([*present, *catalogue]))
    if not 0 < len(known) <= MOST_OPTIONS:
        return multi_search("tags", [choice(tag, hints) for tag in present])
    return multi_select("tags", [choice(tag, hints) for tag in known], chosen=present)


def choice(tag: str, hints: Mapping[str, str]) -> Element:
    """One tag, with its hint beside it."""
    return option(tag, tag, hint=hints.get(tag, ""))


def suggestions(catalogue: Sequence[str], typed: str, hints: Mapping[str, str] = NO_HINTS) -> list[Element]:
    """The choices for what was typed so far: those that begin with it first, a hundred at most."""
    wanted = typed.strip().casefold()
    found = [tag for tag in catalogue if wanted in tag.casefold()]
    found.sort(key=lambda tag: not tag.casefold().startswith(wanted))
    return [choice(tag, hints) for tag in found[:MOST_OPTIONS]]
