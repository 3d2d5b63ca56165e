"""Bringing a post to the desk: from the menu of a message that links to it, or by command."""

from collections.abc import Iterator
from typing import Any

from slack_bolt.context.ack.async_ack import AsyncAck

from bot.desk.arriving import bringing
from bot.desk.desk import Desk, Who
from bot.slack.typed import without_markup
from handlers.gate import Body, text, within
from handlers.order import Answer, Order

LONGEST = 20_000
"""Characters of a message in which a link is looked for: Slack's own messages hold no more."""


async def bring_message(ack: AsyncAck, body: Body, desk: Desk, who: Who) -> None:
    """Bring to the desk, out of a message's menu: where the post is comes as a direct message."""
    message = within(body, "message")
    said = "\n".join([text(within(message, "text")), *addresses(within(message, "blocks"))])
    await desk.do(bringing.bring, without_markup(said[:LONGEST]), by=who)
    await ack()


async def by_command(order: Order) -> Answer:
    """`/desk bring https://…`"""
    number = await order.desk.do(bringing.bring, without_markup(order.rest), by=order.who)
    if number is not None:
        return f"It is on the desk already: `/desk show {number}`."
    return "It is being fetched. Where it is, or why it cannot come, reaches you as a direct message from me."


def addresses(part: Any) -> Iterator[str]:
    """The addresses of links in a message's blocks, which its text may leave out."""
    if isinstance(part, dict):
        yield text(part.get("url"))
        for inner in part.values():
            yield from addresses(inner)
    elif isinstance(part, list):
        for inner in part:
            yield from addresses(inner)
