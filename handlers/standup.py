"""A stand-up's two buttons: one's own line, and the baton."""

from slack_bolt.context.ack.async_ack import AsyncAck
from slack_sdk.web.async_client import AsyncWebClient

from bot.desk.desk import Desk, Who
from bot.desk.rhythm import standups
from bot.slack.modals import ask as modal
from handlers.forms import entry, numbers_of, pressed
from handlers.gate import Body
from handlers.visitor import visitor_of


async def open_line(ack: AsyncAck, body: Body, desk: Desk, who: Who, client: AsyncWebClient) -> None:
    """Add a line: ask for it, showing the present one."""
    number = pressed(body)
    present = await desk.ask(standups.line_of, number, by=who)
    await visitor_of(body, desk, who, client).open(modal.draw_line(number, present=present))
    await ack()


async def add_line(ack: AsyncAck, body: Body, desk: Desk, who: Who) -> None:
    """Add the line."""
    await desk.do(standups.add_line, numbers_of(body)[0], entry(body, "text"), by=who)
    await ack()


async def take_baton(ack: AsyncAck, body: Body, desk: Desk, who: Who) -> None:
    """Take the baton."""
    await desk.do(standups.take_baton, pressed(body), by=who)
    await ack()
