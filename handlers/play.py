"""Play mode: begun by command or by form, gone on with in its message."""

import dataclasses
from collections.abc import Awaitable, Callable, Mapping

from slack_bolt.context.ack.async_ack import AsyncAck
from slack_sdk.web.async_client import AsyncWebClient

from bot.desk.choices import Afterwards, SkipReason
from bot.desk.desk import Desk, Who
from bot.desk.finding import filtering
from bot.desk.finding.nearest import one_of
from bot.desk.play import playing
from bot.slack import play as drawing
from bot.slack.modals import filters
from handlers import reply
from handlers.forms import chosen, entry, number_in, pressed
from handlers.gate import Body, Unreadable
from handlers.listing import filter_chosen, filter_typed, saved_as
from handlers.order import Answer, Order, without_markup
from handlers.visitor import visitor_of

OPEN = 0
"""The sitting that is open, whatever its number."""


async def by_command(order: Order) -> Answer:
    """`/desk play`, `/desk play german tag:Crash save:mine`; `/desk play next`, `play skip [reason]`, `play stop`"""
    word, _, rest = without_markup(order.rest).strip().partition(" ")
    if word.lower() in STEPS:
        return await STEPS[word.lower()](order, rest.strip())
    asked, name = saved_as(order.rest)
    wanted = filter_typed(dataclasses.replace(order, rest=asked))
    sitting = await order.desk.do(playing.play, wanted, save_as=name, by=order.who)
    return drawing.begun(sitting.conversation_id)


async def following_by_command(order: Order, _: str) -> Answer:
    """`/desk play next`"""
    return drawing.begun((await order.desk.do(playing.go_on, OPEN, by=order.who)).conversation_id)


async def skip_by_command(order: Order, said: str) -> Answer:
    """`/desk play skip`, `/desk play skip unsure`, `/desk play skip not my language`"""
    named = {words.lower(): key for key, words in drawing.SKIPS} | {key: key for key, _ in drawing.SKIPS}
    reason = named[one_of(said, named, what="reason", field="reason")] if said else SkipReason.LATER
    return drawing.begun((await order.desk.do(playing.skip, OPEN, SkipReason(reason), by=order.who)).conversation_id)


async def stop_by_command(order: Order, _: str) -> Answer:
    """`/desk play stop`"""
    await order.desk.do(playing.stop, OPEN, by=order.who)
    return drawing.OVER["stopped"]


STEPS: Mapping[str, Callable[[Order, str], Awaitable[Answer]]] = {
    "next": following_by_command,
    "skip": skip_by_command,
    "stop": stop_by_command,
}
"""What the buttons of the message do, typed."""


async def ask_what(ack: AsyncAck, body: Body, desk: Desk, who: Who, client: AsyncWebClient) -> None:
    """Play: ask what of."""
    choices = await desk.ask(filtering.choices, to_act=True, by=who)
    await visitor_of(body, desk, who, client).open(filters.draw(choices, play=True))
    await ack()


async def begin(ack: AsyncAck, body: Body, desk: Desk, who: Who) -> None:
    """Begin with the queue and the filters that were chosen; where it goes on stands in the form's place."""
    sitting = await desk.do(playing.play, filter_chosen(body), save_as=entry(body, "save"), by=who)
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
