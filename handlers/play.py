"""Play mode: begun by command or by form, gone on with in its message."""

import dataclasses
from collections.abc import Awaitable, Callable, Mapping
from contextlib import suppress

from slack_bolt.context.ack.async_ack import AsyncAck
from slack_sdk.web.async_client import AsyncWebClient

from bot.desk.choices import Afterwards
from bot.desk.desk import Desk, Done, Who
from bot.desk.finding import filtering
from bot.desk.finding.filters import Filter, filter_in, words_of
from bot.desk.people import profile
from bot.desk.play import playing, taking
from bot.desk.showing import showing
from bot.errors import Invalid, LanguagesUnsaid, NotFound
from bot.slack import play as drawing
from bot.slack.kit import View
from bot.slack.modals import filters, shown
from bot.slack.modals import languages as languages_form
from bot.slack.typed import without_markup
from handlers import reply
from handlers.forms import chosen, entries, entry, number_in, numbers_of, pressed
from handlers.gate import Body, Unreadable
from handlers.listing import filter_chosen, filter_typed, saved_as
from handlers.order import Answer, Order
from handlers.reading import ask_first, question
from handlers.visitor import visitor_of

OPEN = 0
"""The sitting that is open, whatever its number."""

USAGE = (
    "`/desk play next` and `/desk play stop` take no further words, `/desk play skip` a reason. "
    "To play what you choose: `/desk play german`."
)


async def by_command(order: Order) -> Answer:
    """`/desk play`, `/desk play german tag:Crash save:mine`; `/desk play next`, `play skip [reason]`, `play stop`"""
    word, _, rest = without_markup(order.rest).strip().partition(" ")
    if word.lower() in STEPS:
        said = rest.strip()
        if said and word.lower() != "skip":
            raise Invalid(USAGE)
        return await STEPS[word.lower()](order, said)
    asked, name = saved_as(order.rest)
    wanted = filter_typed(dataclasses.replace(order, rest=asked))
    try:
        sitting = await order.desk.do(playing.play, wanted, save_as=name, by=order.who)
    except LanguagesUnsaid:
        await ask_first(order, then="Play", words=without_markup(order.rest))
        return None
    return drawing.begun(sitting.conversation_id)


async def following_by_command(order: Order, _: str) -> Answer:
    """`/desk play next`"""
    return drawing.begun((await order.desk.do(playing.go_on, OPEN, by=order.who)).conversation_id)


async def skip_by_command(order: Order, said: str) -> Answer:
    """`/desk play skip`, `/desk play skip language`, `/desk play skip not my language`"""
    return drawing.begun((await order.desk.do(playing.skip, OPEN, said, by=order.who)).conversation_id)


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
    asked, name = filter_chosen(body), entry(body, "save").strip()
    try:
        sitting = await desk.do(playing.play, asked, save_as=name, by=who)
    except LanguagesUnsaid:
        words = f"{words_of(asked)} save:{name}" if name else words_of(asked)
        await ack(response_action="update", view=question(desk, then="Play", words=words))
        return
    await ack(response_action="update", view=drawing.draw_begun(sitting.conversation_id))


async def begin_at_once(ack: AsyncAck, body: Body, desk: Desk, who: Who, client: AsyncWebClient) -> None:
    """Play, of everything: it goes on in one's direct messages."""
    try:
        await desk.do(playing.play, by=who)
    except LanguagesUnsaid:
        await ask_first(visitor_of(body, desk, who, client), then="Play")
    await ack()


async def said_what_they_read(ack: AsyncAck, body: Body, desk: Desk, who: Who) -> None:
    """Which languages they read, and on with what they asked for; a second delivery finds the first half done."""
    with suppress(Done):
        languages = " ".join(entries(body, "languages"))
        await desk.do(profile.read_in, languages, by=dataclasses.replace(who, key=f"{who.key}:languages"))
    words, name = saved_as(entry(body, "words"))
    goes_on = played if then_of(numbers_of(body)[0]) == "Play" else handed_out
    await ack(response_action="update", view=await goes_on(desk, who, filter_in(words), name))


def then_of(number: int) -> str:
    """What goes on. Raises Unreadable for what no form sends."""
    if number >= len(languages_form.THEN):
        raise Unreadable
    return languages_form.THEN[number]


async def played(desk: Desk, who: Who, asked: Filter, name: str) -> View:
    """Play mode, begun."""
    return drawing.draw_begun((await desk.do(playing.play, asked, save_as=name, by=who)).conversation_id)


async def handed_out(desk: Desk, who: Who, asked: Filter, _: str) -> View:
    """The next one, or that there is none."""
    try:
        taken = await desk.do(taking.take_next, asked, by=who)
    except NotFound as nothing:
        return languages_form.draw_nothing(str(nothing))
    return shown.draw_card(await desk.ask(showing.show, taken.id, by=who))


async def following(ack: AsyncAck, body: Body, desk: Desk, who: Who) -> None:
    """Next."""
    await desk.do(playing.go_on, pressed(body), by=who)
    await ack()


async def skip(ack: AsyncAck, body: Body, desk: Desk, who: Who) -> None:
    """Skip, with the reason that was chosen."""
    number, _, reason = chosen(body).partition(":")
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
