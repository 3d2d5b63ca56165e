"""Everything that happened to a conversation, in a window of its own."""

from collections.abc import Mapping

from bot.pictures.conversations import CardPicture, EventPicture, HistoryPicture
from bot.pictures.found import CustomerPicture
from bot.slack.card import mark
from bot.slack.kit import Block, View, button, context, divider, modal, rich, section
from bot.slack.pages import turning
from bot.slack.said import shown_as
from bot.slack.thread import told_event
from bot.slack.words import Mrkdwn, joined, one_line, safe, say, shortened, times, when

EVENTS_IN_A_BLOCK = 20
MOST_EVENTS = 300
"""The newest so many: a window holds 100 blocks and 250 KB."""
LONGEST_QUOTE = 600
A_PAGE = 10


def draw(picture: HistoryPicture, names: Mapping[str, str], customer: CustomerPicture) -> View:
    """The customer, their other conversations on this network, then the diary, oldest first. `names` by Slack id.

    Actions: `conversation:show` (a number); `history:page`, `history:page:next`, whose value is the page of the other
    conversations and this one's number.
    """
    events = picture.events[-MOST_EVENTS:]
    blocks: list[Block] = [section(record(picture, customer)), *known(customer)]
    blocks += [earlier(card) for card in picture.earlier[:A_PAGE]]
    left = picture.others - (picture.page + 1) * A_PAGE
    blocks += turning("history:page", picture.page, picture.pages, str(picture.number), left=left)
    blocks += [divider(), section(say("*What happened in #{}*", picture.number))]
    if events and events[0].number > 1:
        blocks.append(context(say("_The newest {}; what was before stands in the thread of its card._", len(events))))
    for start in range(0, len(events), EVENTS_IN_A_BLOCK):
        blocks.append(told(events[start : start + EVENTS_IN_A_BLOCK], names))
    if not events:
        blocks.append(context(say("_Nothing has happened yet._")))
    return modal(f"History of #{picture.number}", blocks, callback="conversation:history", close="Done")


def record(picture: HistoryPicture, customer: CustomerPicture) -> Mrkdwn:
    """How much the customer writes."""
    pieces = [say("*{}*", safe(shown_as(picture.customer, by_name=picture.by_name), 60))]
    pieces.append(say("{}", times(customer.conversations, "conversation")))
    if customer.since is not None and customer.conversations > 1:
        pieces.append(say("since {}", when(customer.since, "{date_short}")))
    just_now, lately = times(customer.just_now_days, "day"), times(customer.lately_days, "day")
    again = "🔁 " if customer.just_now > 1 else ""
    pieces.append(
        say("{}{} in {}, {} in {}", again, times(customer.just_now, "post"), just_now, customer.lately, lately)
        if customer.lately
        else say("nothing in {}", lately)
    )
    return joined(pieces)


def known(customer: CustomerPicture) -> list[Block]:
    """What the team has said of them, and what their conversations were about."""
    said = [shortened(one_line(", ".join(customer.tags)), 300)] if customer.tags else []
    about = [f"{one_line(tag)} × {count}" for tag, count in customer.about[:15]]
    said += [shortened("tags: " + " · ".join(about), 900)] if about else []
    return [context(*said)] if said else []


def told(events: tuple[EventPicture, ...], names: Mapping[str, str]) -> Block:
    """Some events as one block."""
    return rich(*(part for event in events for part in told_event(event, names, LONGEST_QUOTE)))


def earlier(card: CardPicture) -> Block:
    """Another conversation of this customer, with the way to it."""
    state = safe(card.closed_reason or card.state, 60)
    line = [say("{} *#{}*", mark(card), card.number), safe(card.kind, 40), state, when(card.opened_at)]
    tags = [safe(shortened(one_line(", ".join(card.tags)), 200), 300)] if card.tags else []
    return section(joined([*line, *tags]), button("Show", "conversation:show", card.number))
