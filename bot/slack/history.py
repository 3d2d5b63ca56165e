"""Everything that happened to a conversation, in a window of its own."""

from collections.abc import Mapping

from bot.pictures import CardPicture, EventPicture, HistoryPicture
from bot.slack.card import mark
from bot.slack.kit import Block, View, context, divider, modal, rich, section
from bot.slack.said import shown_as
from bot.slack.thread import told_event
from bot.slack.words import Mrkdwn, joined, safe, say, when

EVENTS_IN_A_BLOCK = 20
MOST_EVENTS = 300
"""The newest so many: a window holds 100 blocks and 250 KB."""
LONGEST_QUOTE = 600
MOST_EARLIER = 10


def draw(picture: HistoryPicture, names: Mapping[str, str]) -> View:
    """The diary, oldest first, and the customer's other conversations on this network. `names` by Slack id."""
    events = picture.events[-MOST_EVENTS:]
    blocks: list[Block] = []
    if len(picture.events) > len(events):
        blocks.append(context(say("_The newest {} of {} events._", len(events), len(picture.events))))
    for start in range(0, len(events), EVENTS_IN_A_BLOCK):
        blocks.append(told(events[start : start + EVENTS_IN_A_BLOCK], names))
    if not events:
        blocks.append(context(say("_Nothing has happened yet._")))
    if picture.earlier:
        customer = safe(shown_as(picture.customer, by_name=picture.by_name), 60)
        blocks += [divider(), section(say("*Other conversations with* {}", customer))]
        blocks.append(context(joined([earlier(card) for card in picture.earlier[:MOST_EARLIER]], "\n")))
    return modal(f"History of #{picture.number}", blocks, callback="conversation:history", close="Done")


def told(events: tuple[EventPicture, ...], names: Mapping[str, str]) -> Block:
    """Some events as one block."""
    return rich(*(part for event in events for part in told_event(event, names, LONGEST_QUOTE)))


def earlier(card: CardPicture) -> Mrkdwn:
    """Another conversation of this customer, on one line."""
    state = safe(card.closed_reason or card.state, 60)
    return joined([say("{} *#{}*", mark(card), card.number), safe(card.kind, 40), state, when(card.opened_at)])
