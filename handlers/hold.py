"""Setting a conversation aside: for its customer, or for somebody inside until a day."""

from datetime import date

from slack_bolt.context.ack.async_ack import AsyncAck
from slack_sdk.web.async_client import AsyncWebClient

from bot.desk import opening
from bot.desk.choices import WaitingOn
from bot.desk.desk import Desk, Who
from bot.desk.handling import holding
from bot.desk.opening import Purpose
from bot.slack.modals import hold as modal
from bot.slack.typed import without_markup
from handlers.forms import entered_day, entry, numbers_of, pressed
from handlers.gate import Body, Unreadable
from handlers.order import Answer, Order
from handlers.visitor import Visitor, visitor_of

THE_CUSTOMER = frozenset({"customer", "the customer"})
"""Words behind the number that name nobody inside."""


async def open_form(visitor: Visitor, number: int, *, whom: str = "", until: date | None = None) -> None:
    """Ask for whom it waits, and until when, if that was not said already: the customer, or else a colleague."""
    card = await visitor.desk.ask(opening.open_to, number, purpose=Purpose.WORK, by=visitor.who)
    on_the_customer = whom.casefold() in THE_CUSTOMER
    said = WaitingOn.CUSTOMER if on_the_customer else WaitingOn.INTERNAL
    await visitor.open(
        modal.draw(
            number,
            days=visitor.desk.programme.times.customer_hold_days,
            answered=card.is_answered,
            waiting_on=said if whom or until else card.hold_waiting_on,
            whom=(not on_the_customer and whom) or card.hold_whom or "",
            until=until.isoformat() if until else None,
        )
    )


async def open_pressed(ack: AsyncAck, body: Body, desk: Desk, who: Who, client: AsyncWebClient) -> None:
    """Hold."""
    await open_form(visitor_of(body, desk, who, client), pressed(body))
    await ack()


async def submit(ack: AsyncAck, body: Body, desk: Desk, who: Who) -> None:
    """Hold, for the customer or for somebody inside."""
    try:
        waiting_on = WaitingOn(entry(body, "waiting_on"))
    except ValueError as error:
        raise Unreadable from error
    await desk.do(
        holding.hold,
        numbers_of(body)[0],
        waiting_on=waiting_on,
        whom=entry(body, "whom") or None,
        until_day=entered_day(body, "until"),
        by=who,
    )
    await ack()


async def by_command(order: Order) -> Answer:
    """`/desk hold 12`, `/desk hold 12 customer`, `/desk hold 12 the desktop team until Monday`"""
    number, words = order.number, without_markup(order.words)
    whom, until = await order.desk.ask(holding.whom_and_until, words, by=order.who)
    holding.must_fit(whom)
    await open_form(order, number, whom=whom, until=until)
    return None
