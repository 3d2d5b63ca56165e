"""Closing a conversation with one of the programme's reasons."""

from slack_bolt.context.ack.async_ack import AsyncAck
from slack_sdk.web.async_client import AsyncWebClient

from bot.desk import closing, opening
from bot.desk.desk import Desk, Who
from bot.desk.opening import Purpose
from bot.slack.modals import close as modal
from handlers.forms import entry, numbers_of, pressed
from handlers.gate import Body
from handlers.order import LINK, Answer, Order, without_markup
from handlers.visitor import Visitor, visitor_of


async def open_form(visitor: Visitor, number: int) -> None:
    """Ask for the reason, proposing what the tags propose."""
    card = await visitor.desk.ask(opening.open_to, number, purpose=Purpose.WORK, by=visitor.who)
    await visitor.open(modal.draw(number, visitor.desk.programme.reasons, proposed=card.proposed_reason))


async def open_pressed(ack: AsyncAck, body: Body, desk: Desk, who: Who, client: AsyncWebClient) -> None:
    """Close."""
    await open_form(visitor_of(body, desk, who, client), pressed(body))
    await ack()


async def submit(ack: AsyncAck, body: Body, desk: Desk, who: Who) -> None:
    """Close, with this reason and link."""
    await desk.do(
        closing.close, numbers_of(body)[0], reason=entry(body, "reason"), link=entry(body, "link") or None, by=who
    )
    await ack()


async def by_command(order: Order) -> Answer:
    """`/desk close 12`, `/desk close 12 resolved`, `/desk close 12 bug filed https://…`"""
    words = without_markup(order.words)
    if not words:
        await open_form(order, order.number)
        return None
    link = LINK.search(words)
    reason = LINK.sub("", words).strip()
    closed = await order.desk.do(
        closing.close, order.number, reason=reason, link=link[0] if link else None, by=order.who
    )
    return f"#{closed.id} is closed as “{closed.closed_reason}”."
