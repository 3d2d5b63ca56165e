"""Handing a conversation on: to a member, to another queue."""

from slack_bolt.context.ack.async_ack import AsyncAck
from slack_sdk.web.async_client import AsyncWebClient

from bot.desk import opening, queues
from bot.desk.desk import Desk, Who
from bot.desk.handling import assigning, moving
from bot.desk.opening import Purpose
from bot.slack.modals import assign as modal
from bot.slack.modals import move_on as form_to_move_on
from bot.slack.typed import without_markup
from handlers import escalate
from handlers.forms import entries, entry, number_in, numbers_of, pressed
from handlers.gate import Body
from handlers.order import PERSON, Answer, Order
from handlers.visitor import Visitor, visitor_of


async def open_form(visitor: Visitor, number: int) -> None:
    """Ask to whom."""
    card = await visitor.desk.ask(opening.open_to, number, purpose=Purpose.HAND_ON, by=visitor.who)
    await visitor.open(modal.draw(number, owner=card.owner))


async def open_pressed(ack: AsyncAck, body: Body, desk: Desk, who: Who, client: AsyncWebClient) -> None:
    """Assign."""
    await open_form(visitor_of(body, desk, who, client), pressed(body))
    await ack()


async def assign(ack: AsyncAck, body: Body, desk: Desk, who: Who) -> None:
    """Assign, to this member."""
    await desk.do(assigning.assign, numbers_of(body)[0], to=entry(body, "to"), by=who)
    await ack()


async def assign_by_command(order: Order) -> Answer:
    """`/desk assign 12 @ana`; `/desk assign 12 escalation` asks for the reason and the note that managers need."""
    if without_markup(order.words).lstrip("#").lower() in {"escalation", order.desk.programme.escalation.queue}:
        await escalate.open_form(order, order.number)
        return None
    if not PERSON.search(order.words) and not order.words:
        await open_form(order, order.number)
        return None
    await order.desk.do(assigning.assign, order.number, to=order.person, by=order.who)
    return f"#{order.number} is now <@{order.person}>'s."


async def open_to_move(visitor: Visitor, number: int) -> None:
    """Ask to which queue."""
    card = await visitor.desk.ask(opening.open_to, number, purpose=Purpose.MOVE, by=visitor.who)
    others = [each for each in visitor.desk.programme.queues if not each.escalation]
    await visitor.open(modal.draw_move(number, others, present=card.queue))


async def open_to_move_pressed(ack: AsyncAck, body: Body, desk: Desk, who: Who, client: AsyncWebClient) -> None:
    """Move."""
    await open_to_move(visitor_of(body, desk, who, client), pressed(body))
    await ack()


async def move(ack: AsyncAck, body: Body, desk: Desk, who: Who) -> None:
    """Move, to this queue."""
    await desk.do(moving.move, numbers_of(body)[0], queue=entry(body, "queue"), by=who)
    await ack()


async def move_on(ack: AsyncAck, body: Body, desk: Desk, who: Who) -> None:
    """Move to where it belongs."""
    await desk.do(moving.move_on, pressed(body), by=who)
    await ack()


async def move_all_on(ack: AsyncAck, body: Body, desk: Desk, who: Who) -> None:
    """Move, all that were ticked; how many moved stands where the form was."""
    numbers = [number_in(each) for each in entries(body, "numbers")]
    moved = await desk.do(moving.move_all_on, numbers, by=who)
    await ack(response_action="update", view=form_to_move_on.draw_done(moved, of=len(numbers)))


async def move_by_command(order: Order) -> Answer:
    """`/desk move 12 german`"""
    queue = without_markup(order.words)
    if not queue:
        await open_to_move(order, order.number)
        return None
    moved = await order.desk.do(moving.move, order.number, queue=queue, by=order.who)
    return f"#{moved.id} is now in {queues.queue_name(order.desk.programme, moved.queue)}."
