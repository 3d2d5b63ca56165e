"""Play mode: begun by command, gone on with in its message."""

from slack_bolt.context.ack.async_ack import AsyncAck
from slack_sdk.web.async_client import AsyncWebClient

from bot.desk import playing
from bot.desk.choices import Afterwards, SkipReason
from bot.desk.desk import Desk, Who
from handlers import reply
from handlers.forms import chosen, number_in, pressed
from handlers.gate import Body, Unreadable
from handlers.listing import filters_in
from handlers.order import Answer, Order, without_markup
from handlers.visitor import visitor_of


async def by_command(order: Order) -> Answer:
    """`/desk play`, `/desk play german tag:Crash kind:support account:@firefox language:de`"""
    asked = filters_in(without_markup(order.rest))
    asked.pop("page", None)
    sitting = await order.desk.do(playing.play, by=order.who, **asked)
    if sitting.conversation_id is None:
        return "Nothing is waiting there. Play mode looks again when you press Next in your direct messages with me."
    return f"#{sitting.conversation_id} is yours: play mode goes on in your direct messages with me."


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
