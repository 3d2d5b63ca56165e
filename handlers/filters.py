"""One's own filters: shown, listed, taken away; *Save this filter as* stands in the form of a list."""

from slack_bolt.context.ack.async_ack import AsyncAck
from slack_sdk.web.async_client import AsyncWebClient

from bot.desk.desk import Desk, Who
from bot.desk.finding import saving
from bot.desk.finding.filters import words_of
from bot.slack.modals import saved, shown
from handlers.forms import chosen, number_in, pressed
from handlers.gate import Body
from handlers.listing import found
from handlers.order import Answer, Order
from handlers.visitor import Visitor, replace, visitor_of


async def by_command(order: Order) -> Answer:
    """`/desk filters`"""
    await order.open(saved.draw(await order.desk.ask(saving.saved, by=order.who)))
    return None


async def show_pressed(ack: AsyncAck, body: Body, desk: Desk, who: Who, client: AsyncWebClient) -> None:
    """Show."""
    await open_list(visitor_of(body, desk, who, client), pressed(body))
    await ack()


async def chosen_in_menu(ack: AsyncAck, body: Body, desk: Desk, who: Who, client: AsyncWebClient) -> None:
    """Your filters …, with the one that was chosen."""
    await open_list(visitor_of(body, desk, who, client), number_in(chosen(body)))
    await ack()


async def open_list(visitor: Visitor, number: int) -> None:
    """The list of one filter."""
    asked = await visitor.desk.ask(saving.filter_numbered, number, by=visitor.who)
    await visitor.open(shown.draw_list(await found(visitor, words_of(asked))))


async def remove(ack: AsyncAck, body: Body, desk: Desk, who: Who, client: AsyncWebClient) -> None:
    """Remove."""
    await desk.do(saving.take_away, pressed(body), by=who)
    await replace(body, client, saved.draw(await desk.ask(saving.saved, by=who)))
    await ack()
