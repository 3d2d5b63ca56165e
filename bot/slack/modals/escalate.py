"""Handing a conversation up, and answering the volunteer who did."""

from collections.abc import Sequence

from bot.pictures import EscalationPicture
from bot.slack.kit import View, context, field, modal, option, quote, radio, rich, section, select, typed
from bot.slack.words import bold, person, say


def draw(number: int, reasons: Sequence[str]) -> View:
    """The form. Inputs: `reason`, `note`, `urgency` (urgent, can_wait)."""
    urgencies = [
        option("Urgent", "urgent", hint="a manager on duty is told at once"),
        option("Can wait", "can_wait", hint="stands in the next stand-up"),
    ]
    return modal(
        f"Escalate #{number}",
        [
            field("Reason", select("reason", [option(each, each) for each in reasons]), "reason"),
            field(
                "Note",
                typed("note", lines=True, placeholder="What is the problem, and what was tried?"),
                "note",
                hint="The managers see it, the customer never does.",
            ),
            field("How soon", radio("urgency", urgencies), "urgency"),
        ],
        callback="conversation:escalate",
        metadata=str(number),
        submit="Escalate",
    )


def draw_answer(escalation: EscalationPicture, conversation: int) -> View:
    """What a manager answers the volunteer. Input: `text`."""
    return modal(
        f"Answer on #{conversation}",
        [
            section(say("{} escalated it · {}", person(escalation.by), bold(escalation.reason))),
            rich(quote(escalation.note, 2500)),
            field("Answer to the volunteer", typed("text", lines=True, focus=True), "text"),
            context(say("It goes to the volunteer and into the thread; the customer never sees it.")),
        ],
        callback="escalation:answer",
        metadata=str(escalation.number),
        submit="Answer",
    )
