"""A note by form or command; typing in a card's thread does the same (see thread.py)."""

from slack_bolt.context.ack.async_ack import AsyncAck
from slack_sdk.web.async_client import AsyncWebClient

from bot.desk.desk import Desk, Who
from bot.desk.handling import noting
from bot.desk.showing import showing
from bot.slack.modals import note as modal
from bot.slack.typed import without_markup
from handlers.forms import entry, numbers_of, pressed
from handlers.gate import Body
from handlers.order import Answer, Order
from handlers.visitor import Visitor, visitor_of


async def open_form(visitor: Visitor, number: int) -> None:
    """Ask for the note."""
    await visitor.desk.ask(showing.show, number, by=visitor.who)
    await visitor.open(modal.draw(number))


async def open_pressed(ack: AsyncAck, body: Body, desk: Desk, who: Who, client: AsyncWebClient) -> None:
    """Note."""
    await open_form(visitor_of(body, desk, who, client), pressed(body))
    await ack()


async def submit(ack: AsyncAck, body: Body, desk: Desk, who: Who) -> None:
    """Save the note."""
    await desk.do(noting.write, numbers_of(body)[0], entry(body, "note"), by=who)
    await ack()


async def by_command(order: Order) -> Answer:
    """`/desk note 12 the customer uses 128 ESR`"""
    words = without_markup(order.words)
    if not words:
        await open_form(order, order.number)
        return None
    await order.desk.do(noting.write, order.number, words, by=order.who)
    return f"Noted on #{order.number}. The customer never sees it."
