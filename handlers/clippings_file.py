"""Clippings as a file: sent in a direct message, and brought in from a form."""

import asyncio

from slack_bolt.context.ack.async_ack import AsyncAck
from slack_sdk.web.async_client import AsyncWebClient

from bot.clippings_file import understood
from bot.desk.desk import Desk, Who
from bot.desk.writing import bringing_in, clippings, taking_out
from bot.errors import Gone, Invalid, Mistaken, Rejected
from bot.slack.caller import Caller
from bot.slack.files import Files
from bot.slack.modals import clippings_file as form
from handlers.attachments import attachment_in, must_be_readable
from handlers.forms import next_block
from handlers.gate import Body
from handlers.order import Answer, Order
from handlers.visitor import Visitor, visitor_of

LARGEST = 1024 * 1024
"""Bytes: some six hundred clippings in six languages, read within half a second."""

SECONDS = 1.5
"""How long Slack may take to hand the file out, which it wants answered within three."""


async def export_by_command(order: Order) -> Answer:
    """`/desk clippings export`"""
    await order.desk.do(taking_out.export, by=order.who)
    return "📎 The file comes to you in a direct message."


async def export(ack: AsyncAck, body: Body, desk: Desk, who: Who) -> None:
    """Export."""
    await desk.do(taking_out.export, by=who)
    await ack()


async def import_by_command(order: Order) -> Answer:
    """`/desk clippings import`"""
    await open_form(order)
    return None


async def import_pressed(ack: AsyncAck, body: Body, desk: Desk, who: Who, client: AsyncWebClient) -> None:
    """Import."""
    await open_form(visitor_of(body, desk, who, client))
    await ack()


async def open_form(visitor: Visitor) -> None:
    """Ask for the file."""
    await visitor.desk.ask(clippings.begin, by=visitor.who)
    await visitor.open(form.draw())


async def submit(ack: AsyncAck, body: Body, desk: Desk, who: Who, client: AsyncWebClient) -> None:
    """Bring it in; what was done, or what is wrong with the file, stands where the question was."""
    await desk.ask(clippings.begin, by=who)
    try:
        file = await asyncio.to_thread(understood, await content_of(body, desk, who, client))
        view = form.draw_done(await desk.do(bringing_in.import_, file, by=who))
    except Mistaken as error:
        view = form.draw(error.mistakes, block=next_block(body, "attachment"))
    await ack(response_action="update", view=view)


async def content_of(body: Body, desk: Desk, who: Who, client: AsyncWebClient) -> bytes:
    """The file that was given in the form. Raises Invalid about `attachment` for none, or one that cannot be had."""
    must_be_readable(body)
    given = attachment_in(body)
    if given is None:
        raise Invalid("Attach a file, or give its link.", field="attachment")
    try:
        async with asyncio.timeout(SECONDS):
            return await Files(Caller(client, desk.clock)).fetch(given.file, of=who.id, most=LARGEST)
    except Gone as error:
        raise Invalid("The file is not in Slack any more, or I do not see it there.", field="attachment") from error
    except Rejected as error:
        raise Invalid(str(error), field="attachment") from error
    except TimeoutError as error:
        raise Invalid("Slack takes too long to hand the file out. Press Import again.", field="attachment") from error
