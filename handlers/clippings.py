"""Clippings: finding a saved reply, and putting it into the one that is written."""

from slack_bolt.context.ack.async_ack import AsyncAck
from slack_sdk.web.async_client import AsyncWebClient

from bot.desk import clippings, replying, suggesting
from bot.desk.desk import Desk, Who
from bot.slack import clippings as drawing
from bot.slack.modals import reply as modal
from handlers.forms import chosen, entry, next_block, number_in, numbers_of, reply_of
from handlers.gate import Body, text
from handlers.order import Answer, Order, without_markup
from handlers.visitor import replace


async def by_command(order: Order) -> Answer:
    """`/desk clippings`, `/desk clippings lost bookmarks`"""
    words = without_markup(order.rest)
    every = await order.desk.ask(clippings.search, by=order.who)
    found = await order.desk.ask(clippings.search, words, by=order.who) if words else every
    return drawing.draw(found, typed=words, total=len(every))


async def suggest(ack: AsyncAck, body: Body, desk: Desk, who: Who) -> None:
    """The clippings that fit the conversation and what was typed so far."""
    found = await desk.ask(suggesting.suggest, numbers_of(body)[0], text(body.get("value")), by=who)
    await ack(options=[drawing.choice(each.number, each.name, said_in(each), each.text) for each in found[:MOST]])


MOST = 100
"""Slack takes no more choices."""


def said_in(found: suggesting.Suggestion) -> str:
    """The language a clipping would be said in, where it is not the customer's own."""
    return "" if found.is_theirs else found.language


async def choose(ack: AsyncAck, body: Body, desk: Desk, who: Who, client: AsyncWebClient) -> None:
    """A clipping was chosen: the form is drawn with it below what was typed, in a block that Slack has not kept."""
    number, _, edition, _ = reply_of(body)
    written = await desk.ask(suggesting.insert, number, number_in(chosen(body)), text=entry(body, "text"), by=who)
    picture = await desk.ask(replying.check, number, text=written, edition=edition, by=who)
    await replace(body, client, modal.draw(picture, block=next_block(body, "text")))
    await ack()
