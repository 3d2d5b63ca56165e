"""The menu behind a bare /desk, help, and writing to the managers."""

from slack_bolt.context.ack.async_ack import AsyncAck
from slack_sdk.web.async_client import AsyncWebClient

from bot.desk.desk import Desk, Who
from bot.desk.escalating import asking
from bot.desk.showing import standing
from bot.slack import menu as drawing
from bot.slack.modals import ask as modal
from bot.slack.modals import shown
from bot.slack.typed import without_markup
from handlers.forms import entry
from handlers.gate import Body
from handlers.order import Answer, Order
from handlers.visitor import visitor_of


async def by_command(order: Order) -> Answer:
    """`/desk`"""
    now = await order.desk.ask(standing.standing, by=order.who)
    return drawing.draw(now)


async def help_by_command(order: Order) -> Answer:
    """`/desk help`"""
    now = await order.desk.ask(standing.standing, by=order.who)
    return drawing.draw_help(role=now.role)


async def help_pressed(ack: AsyncAck, body: Body, desk: Desk, who: Who, client: AsyncWebClient) -> None:
    """Help."""
    now = await desk.ask(standing.standing, by=who)
    await visitor_of(body, desk, who, client).open(shown.draw_help(role=now.role))
    await ack()


async def ask_pressed(ack: AsyncAck, body: Body, desk: Desk, who: Who, client: AsyncWebClient) -> None:
    """Ask the managers, by button or by shortcut."""
    await visitor_of(body, desk, who, client).open(modal.draw())
    await ack()


async def ask(ack: AsyncAck, body: Body, desk: Desk, who: Who) -> None:
    """Send the question."""
    await desk.do(asking.ask, entry(body, "text"), by=who)
    await ack()


async def ask_by_command(order: Order) -> Answer:
    """`/desk ask May I …?`"""
    question = without_markup(order.rest)
    if not question:
        await order.open(modal.draw())
        return None
    reached = await order.desk.do(asking.ask, question, by=order.who)
    return f"Sent to {reached} {'manager' if reached == 1 else 'managers'}. They answer you in private."
