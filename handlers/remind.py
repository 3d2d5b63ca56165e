"""Reminders to oneself: set by form or command, listed, and taken away."""

from slack_bolt.context.ack.async_ack import AsyncAck
from slack_sdk.web.async_client import AsyncWebClient

from bot.desk.desk import Desk, Who
from bot.desk.rhythm import reminding
from bot.slack.modals import remind as modal
from bot.slack.typed import without_markup
from handlers.forms import entry, number_in, numbers_of, pressed
from handlers.gate import Body
from handlers.order import Answer, Order
from handlers.visitor import Visitor, replace, visitor_of


async def open_form(visitor: Visitor, number: int) -> None:
    """Ask when, and what for."""
    await visitor.desk.ask(reminding.may_remind, number, by=visitor.who)
    await visitor.open(modal.draw(number, limit=reminding.LONGEST))


async def open_pressed(ack: AsyncAck, body: Body, desk: Desk, who: Who, client: AsyncWebClient) -> None:
    """Remind me again."""
    await open_form(visitor_of(body, desk, who, client), pressed(body))
    await ack()


async def submit(ack: AsyncAck, body: Body, desk: Desk, who: Who) -> None:
    """Remind me: what was typed counts before what was picked. Those to come stand where the form was."""
    number, when, words = numbers_of(body)[0], entry(body, "when"), entry(body, "words")
    if entry(body, "at") and not when.strip():
        await desk.do(reminding.remind_at, number, number_in(entry(body, "at")), words, by=who)
    else:
        await desk.do(reminding.remind, number, when, words, by=who)
    await ack(response_action="update", view=modal.draw_list(await desk.ask(reminding.reminders, by=who)))


async def remove(ack: AsyncAck, body: Body, desk: Desk, who: Who, client: AsyncWebClient) -> None:
    """Remove."""
    await desk.do(reminding.take_away, pressed(body), by=who)
    await replace(body, client, modal.draw_list(await desk.ask(reminding.reminders, by=who)))
    await ack()


async def by_command(order: Order) -> Answer:
    """`/desk remind 12 tomorrow 9:00 ask again`; the number alone opens the form"""
    words = without_markup(order.words)
    if not words:
        await open_form(order, order.number)
        return None
    reminder = await order.desk.do(reminding.remind, order.number, words, by=order.who)
    return f"I will remind you of #{order.number}: {modal.moment_of(reminder)}. `/desk reminders` takes it away."


async def open_list(visitor: Visitor) -> None:
    """Those to come."""
    await visitor.open(modal.draw_list(await visitor.desk.ask(reminding.reminders, by=visitor.who)))


async def list_by_command(order: Order) -> Answer:
    """`/desk reminders`"""
    await open_list(order)
    return None


async def list_pressed(ack: AsyncAck, body: Body, desk: Desk, who: Who, client: AsyncWebClient) -> None:
    """Reminders."""
    await open_list(visitor_of(body, desk, who, client))
    await ack()
