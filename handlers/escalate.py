"""Handing a conversation up, taking an escalation, answering the volunteer who did."""

from slack_bolt.context.ack.async_ack import AsyncAck
from slack_sdk.web.async_client import AsyncWebClient

from bot.desk import escalation, opening, telling
from bot.desk.choices import Urgency
from bot.desk.desk import Desk, Who
from bot.desk.opening import Purpose
from bot.slack.kit import View
from bot.slack.modals import escalate as modal
from bot.slack.modals import reply as reply_modal
from handlers.forms import entry, numbers_of, pressed
from handlers.gate import Body, Unreadable
from handlers.visitor import Visitor, replace, visitor_of


async def open_form(visitor: Visitor, number: int) -> None:
    """Ask why, and what was tried; say whom to ask first."""
    await visitor.open(await form(visitor.desk, visitor.who, number))


async def form(desk: Desk, who: Who, number: int, *, tells: bool = False) -> View:
    """The form; `tells` once somebody wants to tell the customer as well."""
    card = await desk.ask(opening.open_to, number, purpose=Purpose.HAND_ON, by=who)
    programme = desk.programme
    areas = escalation.areas_to_ask(card.tags, programme)
    offers = escalation.offers_to_tell(card, programme, by=who.id)
    return modal.draw(card, programme.escalation, areas, offers=offers, telling=tells)


async def tell(ack: AsyncAck, body: Body, desk: Desk, who: Who, client: AsyncWebClient) -> None:
    """Tell the customer too: the standard text, to be changed or sent as it is."""
    await replace(body, client, await form(desk, who, pressed(body), tells=True))
    await ack()


async def open_pressed(ack: AsyncAck, body: Body, desk: Desk, who: Who, client: AsyncWebClient) -> None:
    """Escalate."""
    await open_form(visitor_of(body, desk, who, client), pressed(body))
    await ack()


async def submit(ack: AsyncAck, body: Body, desk: Desk, who: Who) -> None:
    """Escalate, for this reason; when the customer is told too, Undo for that stands where the form was."""
    try:
        urgency = Urgency(entry(body, "urgency"))
    except ValueError as error:
        raise Unreadable from error
    number, *_ = numbers_of(body)
    said = {"reason": entry(body, "reason"), "text": entry(body, "note"), "urgency": urgency}
    to_customer = entry(body, "text").strip()
    if not to_customer:
        await desk.do(escalation.escalate, number, **said, by=who)
        await ack()
        return
    told = await desk.do(telling.escalate_and_tell, number, to_customer=to_customer, **said, by=who)
    await ack(response_action="update", view=reply_modal.draw_sent(told, number))


async def take(ack: AsyncAck, body: Body, desk: Desk, who: Who) -> None:
    """On it."""
    await desk.do(escalation.take, pressed(body), by=who)
    await ack()


async def open_answer(ack: AsyncAck, body: Body, desk: Desk, who: Who, client: AsyncWebClient) -> None:
    """Answer the volunteer: ask what."""
    picture = await desk.ask(escalation.shown, pressed(body), by=who)
    await visitor_of(body, desk, who, client).open(modal.draw_answer(picture, picture.conversation))
    await ack()


async def answer(ack: AsyncAck, body: Body, desk: Desk, who: Who) -> None:
    """Answer the volunteer."""
    await desk.do(escalation.answer, numbers_of(body)[0], text=entry(body, "text"), by=who)
    await ack()
