"""Handing a conversation up, and answering the volunteer who did."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from bot.pictures.conversations import CardPicture, EscalationPicture
from bot.programme import Escalations, ProductArea
from bot.slack.card import called
from bot.slack.kit import (
    Block,
    View,
    actions,
    button,
    context,
    field,
    modal,
    option,
    quote,
    radio,
    rich,
    section,
    select,
    typed,
)
from bot.slack.words import bold, joined, person, room, say


@dataclass(frozen=True)
class Prepared:
    """What the form proposes: the reason, the note and how soon; `blocks` in which note and urgency stand."""

    reason: str | None = None
    note: str = ""
    urgency: str | None = None
    blocks: tuple[str, str] = ("note", "urgency")


NOTHING = Prepared()
NOWHERE: Mapping[str, str] = {}


def draw(
    card: CardPicture,
    escalations: Escalations,
    areas: Sequence[ProductArea],
    *,
    places: Mapping[str, str] = NOWHERE,
    offers: bool,
    telling: bool,
    prepared: Prepared = NOTHING,
) -> View:
    """The form. Inputs: `reason`, `note`, `urgency` (urgent, can_wait), and `text` to the customer when `telling`.

    `areas` name the channels to ask first, and `places` holds Slack's ids of these by name, as far as they are known.
    Where it `offers` to tell the customer, a button brings the standard text. The reason tells as soon as it is chosen,
    for one of them prepares the note; then note and urgency stand in blocks of another name, or Slack would keep what
    they held.
    """
    urgencies = [
        option("Urgent", "urgent", hint="a manager on duty is told at once"),
        option("Can wait", "can_wait", hint="stands in the next stand-up"),
    ]
    reasons = [option(each, each) for each in escalations.reasons]
    return modal(
        f"Escalate #{card.number}",
        [
            *ask_first(areas, places),
            field("Reason", select("escalation:reason", reasons, chosen=prepared.reason), "reason", tells=True),
            field(
                "Note",
                typed("note", lines=True, text=prepared.note, placeholder="What is the problem, and what was tried?"),
                prepared.blocks[0],
                hint="The managers see it, the customer never does.",
            ),
            field("How soon", radio("urgency", urgencies, chosen=prepared.urgency), prepared.blocks[1]),
            *(to_customer(card, escalations.customer_text, telling=telling) if offers else []),
        ],
        callback="conversation:escalate",
        metadata=str(card.number),
        submit="Escalate",
    )


def ask_first(areas: Sequence[ProductArea], places: Mapping[str, str]) -> list[Block]:
    """Which channels may know it already."""
    if not areas:
        return []
    rooms = [say("{} in {}", bold(each.name), room(places.get(each.channel, ""), each.channel)) for each in areas]
    return [context(say("Ask first: {}", joined(rooms)))]


def to_customer(card: CardPicture, standard: str, *, telling: bool) -> list[Block]:
    """The button that offers to tell the customer, and once it was pressed the standard text, ready to be changed."""
    if not telling:
        return actions(button("Tell the customer too", "escalation:tell", card.number), block_id="tell")
    hint = "Sent like every reply: with your signature, and time to undo. Empty it to send nothing."
    text = typed("text", lines=True, text=standard)
    return [field(f"In public, to {called(card)}", text, "text", hint=hint, optional=True)]


def draw_answer(escalation: EscalationPicture, conversation: int) -> View:
    """What a manager answers the volunteer. Input: `text`."""
    return modal(
        f"Answer on #{conversation}",
        [
            section(say("{} escalated it · {}", person(escalation.by), bold(escalation.reason))),
            rich(quote(escalation.note, 2500)),
            field("Answer to the volunteer", typed("text", lines=True, focus=True), "text"),
            context(
                say(
                    "It goes to the volunteer and into the thread; the customer never sees it. The conversation stays "
                    "here, where only moderators act: so that the volunteer can go on, move it back with *Move*."
                )
            ),
        ],
        callback="escalation:answer",
        metadata=str(escalation.number),
        submit="Answer",
    )
