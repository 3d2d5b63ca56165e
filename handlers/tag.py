"""Saying what a conversation is about: tags, kind, sentiment, and what is known of its customer."""

from slack_bolt.context.ack.async_ack import AsyncAck
from slack_sdk.web.async_client import AsyncWebClient

from bot.desk.desk import Desk, Who
from bot.desk.handling import catalogue, marking
from bot.desk.handling.marking_as_typed import Marks, mark_as_typed, marks_in
from bot.desk.showing import showing
from bot.pictures.conversations import CardPicture
from bot.slack.modals import tag as modal
from bot.slack.typed import without_markup
from handlers.forms import changed, changes, numbers_of, pressed
from handlers.gate import Body, text
from handlers.order import Answer, Order
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
    """`/desk tag 12 Crash, Add-ons`, `/desk tag 12 -Crash`, `/desk tag 12 Sync kind:praise sentiment:positive`"""
    number, words = order.number, without_markup(order.words)
    if not words.strip(" ,"):
        await open_form(order, number)
        return None
    marks = marks_in(words)
    await order.desk.do(mark_as_typed, number, marks, by=order.who)
    return marked_words(await order.desk.ask(showing.show, number, by=order.who), marks)


def marked_words(card: CardPicture, marks: Marks) -> str:
    """What stands there now: the tags, and whatever else was said."""
    told = [f"#{card.number} is tagged {', '.join(card.tags)}." if card.tags else f"#{card.number} has no tags now."]
    if marks.kind:
        told.append(f"Kind: {card.kind}.")
    if marks.sentiment:
        told.append(f"Sentiment: {card.sentiment or 'none'}.")
    if marks.customer:
        told.append(f"About the customer: {', '.join(card.customer_tags) or 'nothing'}.")
    return " ".join(told)
