"""What notices are made of: what they are about, the customer's newest words, and the line that leads to its card."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from bot.pictures.conversations import CardPicture, EscalationPicture, LikePicture, MessagePicture, ReplyPicture
from bot.slack import said
from bot.slack.card import called, headline
from bot.slack.kit import Block, Drawn, Element, actions, button, context, drawn, rich, section
from bot.slack.words import Mrkdwn, joined, link, person, safe, say

Facts = Mapping[str, object]


@dataclass(frozen=True)
class About:
    """All that a notice may be about, as it stands when it is drawn."""

    facts: Facts
    card: CardPicture | None = None
    reply: ReplyPicture | None = None
    like: LikePicture | None = None
    escalation: EscalationPicture | None = None
    place: str | None = None
    """The address of the conversation's card."""

    def fact(self, name: str) -> str:
        """A fact as text; "" when the notice does not have it."""
        value = self.facts.get(name)
        return "" if value is None else str(value)


def news(
    about: About,
    text: str,
    *,
    quoting: bool = False,
    again: str | None = None,
    more: list[Block] | None = None,
    buttons: Sequence[Element | None] = (),
) -> Drawn:
    """What happened to which conversation, its customer's newest words when they help, and the buttons that fit."""
    top = text if isinstance(text, Mrkdwn) else Mrkdwn(text)
    card = about.card
    title = say("{}\n{}", top, which(about)) if card else top
    blocks: list[Block] = [section(title)]
    if quoting and card is not None and card.messages:
        blocks.append(rich(*said.quoted(of_customer(card), said.IN_FULL)))
    blocks += more or []
    row = [each for each in buttons if each is not None]
    if again and card is not None and card.owner is not None:
        blocks.append(context(say("🖐 {} is on it", person(card.owner))))
    elif again and card is not None and card.state != "closed":
        green = any(each.get("style") == "primary" for each in row)
        row.append(button(again, "conversation:claim", card.number, style=None if green else "primary"))
    return drawn(joined([top, headline(card) if card else Mrkdwn("")], " · "), blocks, actions(*row))


def of_customer(card: CardPicture) -> MessagePicture:
    """The customer's newest words: what is to be answered or liked, also once ours stand below; without any, the last
    that were said.
    """
    return next((each for each in reversed(card.messages) if each.side == "customer"), card.messages[-1])


def which(about: About) -> Mrkdwn:
    """The conversation a notice is about, leading to its card."""
    card = about.card
    if card is None:
        return Mrkdwn("")
    number_of = link(about.place, f"#{card.number}") if about.place else say("#{}", card.number)
    return joined([bold_link(number_of), safe(called(card), 60), safe(card.queue_name, 60)])


def where(about: About) -> Block | None:
    """A line that leads to the conversation, if the notice is about one."""
    return context(which(about)) if about.card is not None else None


def number(about: About) -> int:
    """The number of the conversation; 0 when there is none, which every verb refuses."""
    return about.card.number if about.card else 0


def bold_link(text: Mrkdwn) -> Mrkdwn:
    """Markup in bold."""
    return say("*{}*", text)
