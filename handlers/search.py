"""Search: words in all that was said and noted."""

from slack_bolt.context.ack.async_ack import AsyncAck
from slack_sdk.web.async_client import AsyncWebClient

from bot.desk.desk import Desk, Who
from bot.desk.finding import filtering, searching
from bot.slack import found as drawing
from bot.slack.modals import search as modal
from bot.slack.typed import without_markup
from handlers.forms import entry
from handlers.gate import Body
from handlers.listing import page_and_words
from handlers.order import Answer, Order
from handlers.visitor import Visitor, show, visitor_of

NAMES = ("from", "in", "queue", "tag", "after", "before")


async def by_command(order: Order) -> Answer:
    """`/desk search lost bookmarks from:@lena tag:Sync before:2026-01-01`; alone it opens the form"""
    words = without_markup(order.rest).strip()
    if not words:
        await open_form(order)
        return None
    return drawing.draw(await order.desk.ask(searching.search, words, by=order.who))


async def pressed(ack: AsyncAck, body: Body, desk: Desk, who: Who, client: AsyncWebClient) -> None:
    """Search …"""
    await open_form(visitor_of(body, desk, who, client))
    await ack()


async def open_form(visitor: Visitor) -> None:
    """Ask what to look for."""
    await visitor.open(modal.draw(await visitor.desk.ask(filtering.choices, by=visitor.who)))


async def find(ack: AsyncAck, body: Body, desk: Desk, who: Who) -> None:
    """What was found stands where the question was."""
    named = [f'{name}:"{entry(body, name)}"' for name in NAMES if entry(body, name).strip()]
    picture = await desk.ask(searching.search, " ".join([entry(body, "words"), *named]), by=who)
    await ack(response_action="update", view=drawing.draw_window(picture))


async def page(ack: AsyncAck, body: Body, desk: Desk, who: Who, client: AsyncWebClient) -> None:
    """More, or back: in the window in which it was pressed, or in a new one."""
    number, words = page_and_words(body)
    view = drawing.draw_window(await desk.ask(searching.search, words, page=number, by=who))
    await show(visitor_of(body, desk, who, client), body, view)
    await ack()
