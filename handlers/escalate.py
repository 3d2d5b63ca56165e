"""Handing a conversation up, taking an escalation, answering the volunteer who did."""

from slack_bolt.context.ack.async_ack import AsyncAck
from slack_sdk.web.async_client import AsyncWebClient

from bot.desk import opening
from bot.desk.choices import Urgency
from bot.desk.desk import Desk, Who
from bot.desk.escalating import escalation, places, retweeting, telling
from bot.desk.handling import catalogue
from bot.desk.opening import Purpose
from bot.pictures.conversations import CardPicture
from bot.slack.kit import View
from bot.slack.modals import escalate as modal
from bot.slack.modals import reply as reply_modal
from bot.slack.typed import without_markup
from handlers.forms import block_of, blocks_of, chosen, entry, next_block, numbers_of, pressed
from handlers.gate import Body, Unreadable
from handlers.order import Answer, Order
from handlers.visitor import Visitor, replace, visitor_of


async def open_form(visitor: Visitor, number: int, *, note: str = "") -> None:
    """Ask why, and what was tried, as far as the `note` does not say it already; say whom to ask first."""
    await visitor.open(await form(visitor.desk, visitor.who, number, prepared=modal.Prepared(note=note)))


async def form(
    desk: Desk, who: Who, number: int, *, tells: bool = False, prepared: modal.Prepared = modal.NOTHING
) -> View:
    """The form; `tells` once somebody wants to tell the customer as well."""
    card = await desk.ask(opening.open_to, number, purpose=Purpose.HAND_ON, by=who)
    return await drawn_for(desk, who, card, tells=tells, prepared=prepared)


async def drawn_for(desk: Desk, who: Who, card: CardPicture, *, tells: bool, prepared: modal.Prepared) -> View:
    """The form about this card."""
    programme = await desk.ask(catalogue.as_it_stands, by=who)
    areas = escalation.areas_to_ask(card.tags, card.account, programme)
    where = await desk.ask(places.places_to_ask, by=who) if areas else modal.NOWHERE
    offers = escalation.offers_to_tell(card, programme, by=who.id)
    return modal.draw(card, programme.escalation, areas, places=where, offers=offers, telling=tells, prepared=prepared)


async def retweet_form(
    desk: Desk, who: Who, number: int, *, typed: str = "", tells: bool = False, blocks: tuple[str, str] | None = None
) -> View:
    """The form with a retweet idea's reason and note in it, behind which stands what was typed before.

    Raises Refused where nothing can be spread.
    """
    card = await desk.ask(opening.open_to, number, purpose=Purpose.HAND_ON, by=who)
    retweeting.must_be_spreadable(card, desk.programme)
    note = retweeting.prepared_note(card, typed)
    reason = desk.programme.retweets.reason
    prepared = modal.Prepared(reason, note, Urgency.CAN_WAIT.value, blocks or modal.NOTHING.blocks)
    return await drawn_for(desk, who, card, tells=tells, prepared=prepared)


async def reason_chosen(ack: AsyncAck, body: Body, desk: Desk, who: Who, client: AsyncWebClient) -> None:
    """A reason was chosen: a retweet idea prepares the note, once; for all others nothing changes."""
    if chosen(body) == desk.programme.retweets.reason and block_of(body, "note") == "note":
        blocks = (next_block(body, "note"), next_block(body, "urgency"))
        number, typed = numbers_of(body)[0], entry(body, "note")
        tells = bool(blocks_of(body, "text"))
        view = await retweet_form(desk, who, number, typed=typed, tells=tells, blocks=blocks)
        await replace(body, client, view)
    await ack()


async def tell(ack: AsyncAck, body: Body, desk: Desk, who: Who, client: AsyncWebClient) -> None:
    """Tell the customer too: the standard text, to be changed or sent as it is; all else stays as it was."""
    blocks = (block_of(body, "note"), block_of(body, "urgency"))
    entered = (entry(body, "reason") or None, entry(body, "note"), entry(body, "urgency") or None)
    await replace(
        body, client, await form(desk, who, pressed(body), tells=True, prepared=modal.Prepared(*entered, blocks))
    )
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


async def by_command(order: Order) -> Answer:
    """`/desk escalate 12`, `/desk escalate 12 he is furious, and reinstalling did not help`"""
    number, note = order.number, without_markup(order.words)
    if note:
        escalation.checked(note, field="note", missing="")
    await open_form(order, number, note=note)
    return None
