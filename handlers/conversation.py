"""The card's buttons that need no form: Claim, Release, Reopen, Like, Show, History; and the menu behind the dots."""

from slack_bolt.context.ack.async_ack import AsyncAck
from slack_sdk.web.async_client import AsyncWebClient

from bot.desk import naming
from bot.desk.desk import Desk, Who
from bot.desk.finding import customers, history
from bot.desk.handling import claiming, releasing, reopening
from bot.desk.leaving import liking, liking_and_closing
from bot.desk.showing import showing
from bot.slack import card as drawing
from bot.slack import history as diary
from bot.slack.kit import View
from bot.slack.modals import shown
from bot.slack.words import link
from handlers import close, escalate, handing, hinting, hold, note, remind, tag
from handlers.forms import number_in, picked_in_menu, pressed
from handlers.gate import Body, Unreadable, within
from handlers.listing import page_and_words
from handlers.order import Answer, Order
from handlers.visitor import Form, Visitor, replace, visitor_of


async def claim(ack: AsyncAck, body: Body, desk: Desk, who: Who, client: AsyncWebClient) -> None:
    """Claim."""
    await desk.do(claiming.claim, pressed(body), by=who)
    await redraw_window(body, desk, who, client)
    await ack()


async def release(ack: AsyncAck, body: Body, desk: Desk, who: Who, client: AsyncWebClient) -> None:
    """Release."""
    await desk.do(releasing.release, pressed(body), by=who)
    await redraw_window(body, desk, who, client)
    await ack()


async def reopen(ack: AsyncAck, body: Body, desk: Desk, who: Who, client: AsyncWebClient) -> None:
    """Reopen."""
    await desk.do(reopening.reopen, pressed(body), by=who)
    await redraw_window(body, desk, who, client)
    await ack()


async def like(ack: AsyncAck, body: Body, desk: Desk, who: Who, client: AsyncWebClient) -> None:
    """Like."""
    await desk.do(liking.like, pressed(body), by=who)
    await redraw_window(body, desk, who, client)
    await ack()


async def like_and_close(ack: AsyncAck, body: Body, desk: Desk, who: Who, client: AsyncWebClient) -> None:
    """Like + close."""
    await desk.do(liking_and_closing.like_and_close, pressed(body), by=who)
    await redraw_window(body, desk, who, client)
    await ack()


async def liked_by_hand(ack: AsyncAck, body: Body, desk: Desk, who: Who) -> None:
    """I liked it."""
    await desk.do(liking.sent_by_hand, pressed(body), by=who)
    await ack()


async def show_pressed(ack: AsyncAck, body: Body, desk: Desk, who: Who, client: AsyncWebClient) -> None:
    """Show; from a history in its place, as Slack puts at most three windows in front of each other."""
    if within(body, "view", "callback_id") == "conversation:history":
        picture = await desk.ask(showing.show, pressed(body), by=who)
        await replace(body, client, shown.draw_card(picture))
    else:
        await open_card(visitor_of(body, desk, who, client), pressed(body))
    await ack()


async def history_pressed(ack: AsyncAck, body: Body, desk: Desk, who: Who, client: AsyncWebClient) -> None:
    """History."""
    await open_history(visitor_of(body, desk, who, client), pressed(body))
    await ack()


async def history_page(ack: AsyncAck, body: Body, desk: Desk, who: Who, client: AsyncWebClient) -> None:
    """More, or back, through the customer's other conversations."""
    page, number = page_and_words(body)
    await replace(body, client, await history_of(number_in(number), desk, who, page=page))
    await ack()


async def more(ack: AsyncAck, body: Body, desk: Desk, who: Who, client: AsyncWebClient) -> None:
    """Whatever was chosen behind the three dots."""
    word, number = picked_in_menu(body)
    if word not in MORE:
        raise Unreadable
    await MORE[word](visitor_of(body, desk, who, client), number)
    await ack()


async def open_card(visitor: Visitor, number: int) -> None:
    """The card in a window of its own."""
    picture = await visitor.desk.ask(showing.show, number, by=visitor.who)
    await visitor.open(shown.draw_card(picture))


async def open_history(visitor: Visitor, number: int) -> None:
    """All that happened, and the customer's other conversations."""
    await visitor.open(await history_of(number, visitor.desk, visitor.who))


async def history_of(number: int, desk: Desk, who: Who, *, page: int = 0) -> View:
    """The window, with this page of the other conversations."""
    picture = await desk.ask(history.history, number, page=page, by=who)
    names = await desk.ask(naming.names_in, picture, by=who)
    customer = await desk.ask(customers.known, number, by=who)
    return diary.draw(picture, names, customer)


MORE: dict[str, Form] = {
    "tag": tag.open_form,
    "note": note.open_form,
    "assign": handing.open_form,
    "move": handing.open_to_move,
    "history": open_history,
    "escalate": escalate.open_form,
    "hold": hold.open_form,
    "close": close.open_form,
    "remind": remind.open_form,
    "why": hinting.open_why,
}


async def redraw_window(body: Body, desk: Desk, who: Who, client: AsyncWebClient) -> None:
    """Show the change in the window in which it was pressed; a card in a channel is repainted by its loop."""
    if within(body, "view", "callback_id") == "conversation:show":
        picture = await desk.ask(showing.show, pressed(body), by=who)
        await replace(body, client, shown.draw_card(picture))


async def claim_by_command(order: Order) -> Answer:
    """`/desk claim 12`"""
    await order.desk.do(claiming.claim, order.number, by=order.who)
    return f"#{order.number} is yours."


async def release_by_command(order: Order) -> Answer:
    """`/desk release 12`"""
    await order.desk.do(releasing.release, order.number, by=order.who)
    return f"#{order.number} is back in its queue."


async def reopen_by_command(order: Order) -> Answer:
    """`/desk reopen 12`"""
    before = await order.desk.ask(showing.show, order.number, by=order.who)
    await order.desk.do(reopening.reopen, order.number, by=order.who)
    if before.state != "closed":
        return f"#{order.number} is not closed, so nothing has changed."
    return f"#{order.number} is open again, with a fresh card at the end of its channel."


async def show_by_command(order: Order) -> Answer:
    """`/desk show 12`, or the number alone"""
    picture = await order.desk.ask(showing.show, order.number, by=order.who)
    return drawing.draw_once(picture)


async def open_by_command(order: Order) -> Answer:
    """`/desk open 12`: where the customer wrote it."""
    picture = await order.desk.ask(showing.show, order.number, by=order.who)
    if not picture.url:
        return f"#{order.number} has no address in public any more."
    return link(picture.url, f"Open #{order.number} on {picture.network_label}")
