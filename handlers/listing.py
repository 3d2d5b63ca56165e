"""Next, list and mine: what there is to do, and taking the most urgent of it."""

import dataclasses
import re

from slack_bolt.context.ack.async_ack import AsyncAck
from slack_sdk.web.async_client import AsyncWebClient

from bot.desk.desk import Desk, Who
from bot.desk.finding import filtering, listing, saving
from bot.desk.finding.filters import EVERYTHING, PARTS, SEVERAL, Filter, filter_in, restored, words_of
from bot.desk.play import taking
from bot.desk.showing import showing
from bot.errors import Invalid, LanguagesUnsaid, NotFound
from bot.pictures.conversations import ListPicture
from bot.slack import card as card_drawing
from bot.slack import lists
from bot.slack.modals import filters, move_on, shown
from bot.slack.typed import without_markup
from handlers.forms import action_of, chosen, entries, entry
from handlers.gate import Body, Unreadable, text
from handlers.order import Answer, Order
from handlers.reading import ask_first
from handlers.visitor import Visitor, show, visitor_of

PAGE = re.compile(r"\s*\bpage:\s*(\S+)", re.IGNORECASE)
SAVE = re.compile(r"(?:^|\s)save:(.*)$", re.IGNORECASE)
MINE = "mine"


async def next_by_command(order: Order) -> Answer:
    """`/desk next`, `/desk next german tag:Crash kind:support stars:1-2 age:2d`"""
    try:
        taken = await order.desk.do(taking.take_next, filter_typed(order), by=order.who)
    except LanguagesUnsaid:
        await ask_first(order, then="Next", words=without_markup(order.rest))
        return None
    picture = await order.desk.ask(showing.show, taken.id, by=order.who)
    return card_drawing.draw_once(picture)


def filter_typed(order: Order) -> Filter:
    """The filter behind a command, also as it was copied from a page of a list."""
    return filter_in(PAGE.sub("", without_markup(order.rest)))


async def next_pressed(ack: AsyncAck, body: Body, desk: Desk, who: Who, client: AsyncWebClient) -> None:
    """Next: the most urgent one, claimed, in a window of its own."""
    await open_next(visitor_of(body, desk, who, client), None)
    await ack()


async def next_in(ack: AsyncAck, body: Body, desk: Desk, who: Who, client: AsyncWebClient) -> None:
    """Next in the queue that was chosen."""
    await open_next(visitor_of(body, desk, who, client), chosen(body) or None)
    await ack()


async def open_next(visitor: Visitor, queue: str | None) -> None:
    """Claim the most urgent one and show it; whoever never said what they read is asked first."""
    try:
        taken = await visitor.desk.do(taking.take_next, Filter(queue=queue), pressed=True, by=visitor.who)
    except LanguagesUnsaid:
        await ask_first(visitor, then="Next", words=queue or "")
        return
    await visitor.open(shown.draw_card(await visitor.desk.ask(showing.show, taken.id, by=visitor.who)))


async def list_by_command(order: Order) -> Answer:
    """`/desk list`, `/desk list german tag:Crash kind:support stars:1-2 age:2d`; `save:mornings` at its end keeps it"""
    words, save = saved_as(without_markup(order.rest))
    if save:
        await order.desk.do(saving.save, save, filter_in(words), by=order.who)
    return lists.draw(await found(order, words))


async def mine_by_command(order: Order) -> Answer:
    """`/desk mine`"""
    return lists.draw(await found(order, MINE))


async def mine_pressed(ack: AsyncAck, body: Body, desk: Desk, who: Who, client: AsyncWebClient) -> None:
    """Mine."""
    visitor = visitor_of(body, desk, who, client)
    await visitor.open(shown.draw_list(await found(visitor, MINE)))
    await ack()


async def ask_what(ack: AsyncAck, body: Body, desk: Desk, who: Who, client: AsyncWebClient) -> None:
    """List: ask what of."""
    view = filters.draw(await desk.ask(filtering.choices, by=who))
    await visitor_of(body, desk, who, client).open(view)
    await ack()


async def filtered(ack: AsyncAck, body: Body, desk: Desk, who: Who, client: AsyncWebClient) -> None:
    """The list that was asked for stands where the question was; with a name, the filter is kept."""
    if entry(body, "save").strip():
        await desk.do(saving.save, entry(body, "save"), filter_chosen(body), by=who)
    visitor = Visitor(desk=desk, who=who, client=client, trigger="")
    view = shown.draw_list(await found(visitor, words_of(filter_chosen(body))))
    await ack(response_action="update", view=view)


def filter_chosen(body: Body) -> Filter:
    """The filter in a form."""
    return restored({each: entries(body, each) if each in SEVERAL else entry(body, each) or None for each in PARTS})


async def page(ack: AsyncAck, body: Body, desk: Desk, who: Who, client: AsyncWebClient) -> None:
    """More, or back: in the window in which it was pressed, or in a new one."""
    visitor = visitor_of(body, desk, who, client)
    await show(visitor, body, shown.draw_list(await found(visitor, page_in(body))))
    await ack()


async def ask_which(ack: AsyncAck, body: Body, desk: Desk, who: Who, client: AsyncWebClient) -> None:
    """Move several: ask which, of the page as it is now. Raises NotFound when nothing is left to move."""
    visitor = visitor_of(body, desk, who, client)
    picture = await found(visitor, page_in(body))
    if not any(card.moves_to for card in picture.rows):
        raise NotFound("All of these have moved on meanwhile. `/desk list` shows what is there now.")
    await visitor.open(move_on.draw(picture))
    await ack()


def page_in(body: Body) -> str:
    """The words of the list that a button carries, with its page. Raises Unreadable for anything else."""
    number, words = page_and_words(body)
    return f"{words} page:{number}"


def page_and_words(body: Body) -> tuple[int, str]:
    """The page a button carries, and the words behind it. Raises Unreadable for anything else."""
    number, _, words = text(action_of(body).get("value")).partition(" ")
    if not number.isascii() or not number.isdigit():
        raise Unreadable
    return int(number[:6]), words


async def found(visitor: Visitor, words: str) -> ListPicture:
    """The page of the list that these words ask for; the words travel with it, for the next page."""
    pages = PAGE.findall(words)
    asked, mine = understood(words)
    at = page_number(pages[-1]) if pages else 0
    picture = await visitor.desk.ask(listing.list_open, asked, mine=mine, page=at, by=visitor.who)
    return dataclasses.replace(picture, query=PAGE.sub("", words).strip())


def understood(words: str) -> tuple[Filter, bool]:
    """The filter in the words of a list, whatever its page, and whether it is of one's own."""
    asked = PAGE.sub("", words).strip()
    mine = asked.lower() == MINE
    return EVERYTHING if mine else filter_in(asked), mine


def saved_as(words: str) -> tuple[str, str]:
    """The words without `save:mornings` at their end, and the name in it."""
    found = SAVE.search(words)
    return (words[: found.start()], found[1].strip()) if found else (words, "")


def page_number(written: str) -> int:
    """A page, counted from 0. Raises Invalid for anything else."""
    if not written.isascii() or not written.isdigit():
        raise Invalid("A page is a number.")
    return int(written[:6])
