"""Giving a conversation to a member, or moving it to another queue."""

from collections.abc import Sequence

from bot.programme import Queue
from bot.slack.kit import View, context, field, modal, option, people, select
from bot.slack.words import say


def draw(number: int, *, owner: str | None = None) -> View:
    """The form for a member. Input: `to`, a Slack id."""
    return modal(
        f"Assign #{number}",
        [
            field("To", people("to", chosen=owner), "to"),
            context(say("For the managers use _Escalate_: they need a reason and a note.")),
        ],
        callback="conversation:assign",
        metadata=str(number),
        submit="Assign",
    )


def draw_move(number: int, queues: Sequence[Queue], *, present: str) -> View:
    """The form for a queue. Input: `queue`, a queue's key."""
    others = [option(queue.name, queue.key) for queue in queues if queue.key != present]
    return modal(
        f"Move #{number}",
        [
            field("To the queue", select("queue", others), "queue"),
            context(say("It gets a fresh card there, with its history in the new thread.")),
        ],
        callback="conversation:move",
        metadata=str(number),
        submit="Move",
    )
