"""Play mode: begun by command or by form, gone on with in its message."""

from slack_bolt.context.ack.async_ack import AsyncAck
from slack_sdk.web.async_client import AsyncWebClient

from bot.desk.choices import Afterwards, SkipReason
from bot.desk.desk import Desk, Who
from bot.desk.finding import filtering
from bot.desk.play import playing
from bot.slack import play as drawing
from bot.slack.modals import filters
from handlers import reply
from handlers.forms import chosen, number_in, pressed
from handlers.gate import Body, Unreadable
from handlers.listing import filter_chosen, filter_typed
from handlers.order import Answer, Order
from handlers.visitor import visitor_of


async def by_command(order: Order) -> Answer:
    """`/desk play`, `/desk play german tag:Crash kind:support stars:1-2 age:2d`"""
    sitting = await order.desk.do(playing.play, filter_typed(order), by=order.who)
    return drawing.begun(sitting.conversation_id)


async def ask_what(ack: AsyncAck, body: Body, desk: Desk, who: Who, client: AsyncWebClient) -> None:
    """Play: ask what of."""
    choices = await desk.ask(filtering.choices, to_act=True, by=who)
    await visitor_of(body, desk, who, client).open(filters.draw(choices, play=True))
    await ack()


async def begin(ack: AsyncAck, body: Body, desk: Desk, who: Who) -> None:
    """Begin with the queue and the filters that were chosen; where it goes on stands in the form's place."""
    sitting = await desk.do(playing.play, filter_chosen(body), by=who)
    await ack(response_action="update", view=drawing.draw_begun(sitting.conversation_id))


async def begin_at_once(ack: AsyncAck, desk: Desk, who: Who) -> None:
    """Play, of everything: it goes on in one's direct messages."""
    await desk.do(playing.play, by=who)
    await ack()


async def following(ack: AsyncAck, body: Body, desk: Desk, who: Who) -> None:
    """Next."""
    await desk.do(playing.go_on, pressed(body), by=who)
    await ack()


async def skip(ack: AsyncAck, body: Body, desk: Desk, who: Who) -> None:
    """Skip, with the reason that was chosen."""
    word, _, number = chosen(body).partition(":")
    try:
        reason = SkipReason(word)
    except ValueError as error:
        raise Unreadable from error
    await desk.do(playing.skip, number_in(number), reason, by=who)
    await ack()


async def stop(ack: AsyncAck, body: Body, desk: Desk, who: Who) -> None:
    """Stop."""
    await desk.do(playing.stop, pressed(body), by=who)
    await ack()


async def reply_and_hold(ack: AsyncAck, body: Body, desk: Desk, who: Who, client: AsyncWebClient) -> None:
    """Reply + hold."""
    await reply.open_form(visitor_of(body, desk, who, client), pressed(body), afterwards=Afterwards.HOLD)
    await ack()


async def reply_and_close(ack: AsyncAck, body: Body, desk: Desk, who: Who, client: AsyncWebClient) -> None:
    """Reply + close."""
    await reply.open_form(visitor_of(body, desk, who, client), pressed(body), afterwards=Afterwards.CLOSE)
    await ack()
