"""Handing a conversation up, taking an escalation, answering the volunteer who did."""

from slack_bolt.context.ack.async_ack import AsyncAck
from slack_sdk.web.async_client import AsyncWebClient

from bot.desk import escalation, opening
from bot.desk.choices import Urgency
from bot.desk.desk import Desk, Who
from bot.desk.opening import Purpose
from bot.slack.modals import escalate as modal
from handlers.forms import entry, numbers_of, pressed
from handlers.gate import Body, Unreadable
from handlers.visitor import Visitor, visitor_of


async def open_form(visitor: Visitor, number: int) -> None:
    """Ask why, and what was tried."""
    await visitor.desk.ask(opening.open_to, number, purpose=Purpose.HAND_ON, by=visitor.who)
    await visitor.open(modal.draw(number, visitor.desk.programme.escalation.reasons))


async def open_pressed(ack: AsyncAck, body: Body, desk: Desk, who: Who, client: AsyncWebClient) -> None:
    """Escalate."""
    await open_form(visitor_of(body, desk, who, client), pressed(body))
    await ack()


async def submit(ack: AsyncAck, body: Body, desk: Desk, who: Who) -> None:
    """Escalate, for this reason."""
    try:
        urgency = Urgency(entry(body, "urgency"))
    except ValueError as error:
        raise Unreadable from error
    await desk.do(
        escalation.escalate,
        numbers_of(body)[0],
        reason=entry(body, "reason"),
        text=entry(body, "note"),
        urgency=urgency,
        by=who,
    )
    await ack()


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
