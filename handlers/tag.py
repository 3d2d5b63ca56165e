"""Saying what a conversation is about: tags, kind, sentiment, and what is known of its customer."""

from slack_bolt.context.ack.async_ack import AsyncAck
from slack_sdk.web.async_client import AsyncWebClient

from bot.desk.desk import Desk, Who
from bot.desk.handling import catalogue, marking
from bot.desk.showing import showing
from bot.slack.modals import tag as modal
from handlers.forms import changed, changes, numbers_of, pressed
from handlers.gate import Body, text
from handlers.order import Answer, Order, without_markup
from handlers.visitor import Visitor, visitor_of


async def open_form(visitor: Visitor, number: int) -> None:
    """Ask, showing what is set."""
    programme = visitor.desk.programme
    card = await visitor.desk.ask(showing.show, number, by=visitor.who)
    known = await visitor.desk.ask(catalogue.tags, by=visitor.who)
    await visitor.open(
        modal.draw(
            card,
            tags=known.names,
            kinds=programme.kinds,
            customer_tags=programme.customer_tags,
            hints=known.hints,
        )
    )


async def open_pressed(ack: AsyncAck, body: Body, desk: Desk, who: Who, client: AsyncWebClient) -> None:
    """Tag."""
    await open_form(visitor_of(body, desk, who, client), pressed(body))
    await ack()


async def suggest(ack: AsyncAck, body: Body, desk: Desk, who: Who) -> None:
    """The tags that fit what was typed so far, where the catalogue is too long for a menu."""
    known = await desk.ask(catalogue.tags, by=who)
    await ack(options=modal.suggestions(known.names, text(body.get("value")), known.hints))


async def submit(ack: AsyncAck, body: Body, desk: Desk, who: Who) -> None:
    """Save: only what was changed, for others may have tagged meanwhile."""
    await desk.do(
        marking.mark,
        numbers_of(body)[0],
        tags=marking.Change(*changes(body, "tags")),
        kind=changed(body, "kind") or None,
        sentiment=changed(body, "sentiment"),
        customer_tags=marking.Change(*changes(body, "customer_tags")),
        by=who,
    )
    await ack()


async def by_command(order: Order) -> Answer:
    """`/desk tag 12 Crash, Add-ons`; `/desk tag 12 -Crash` takes one away"""
    words = [each.strip() for each in without_markup(order.words).split(",") if each.strip()]
    if not words:
        await open_form(order, order.number)
        return None
    removed = [each[1:] for each in words if each.startswith("-")]
    added = [each.lstrip("+") for each in words if not each.startswith("-")]
    tagged = await order.desk.do(marking.tag, order.number, add=added, remove=removed, by=order.who)
    return f"#{tagged.id} is tagged {', '.join(tagged.tags)}." if tagged.tags else f"#{tagged.id} has no tags now."
