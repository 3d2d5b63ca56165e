"""Clippings: finding a saved reply, putting it into the one that is written, and keeping them."""

from slack_bolt.context.ack.async_ack import AsyncAck
from slack_sdk.web.async_client import AsyncWebClient

from bot.clippings import ClippingPicture, Suggestion, Wording
from bot.desk.desk import Desk, Who
from bot.desk.handling import catalogue
from bot.desk.writing import clippings, from_clipping, suggesting
from bot.errors import Invalid, NotFound
from bot.slack import clippings as drawing
from bot.slack.kit import Drawn, View
from bot.slack.modals import clipping as form
from bot.slack.modals import reply as modal
from bot.slack.typed import without_markup
from handlers import clippings_file, drafts
from handlers.forms import blocks_of, chosen, entries, entry, number_in, numbers_of, pressed, two_pressed
from handlers.gate import Body, Unreadable, text
from handlers.listing import page_and_words
from handlers.order import NUMBER, Answer, Command, Order
from handlers.reply import rewrite
from handlers.visitor import Visitor, replace, show, visitor_of

AS_FILE: dict[str, Command] = {
    "export": clippings_file.export_by_command,
    "import": clippings_file.import_by_command,
}


async def by_command(order: Order) -> Answer:
    """`/desk clippings`, `/desk clippings lost bookmarks`, `/desk clippings 12`, `/desk clippings 12 bookmarks`; for
    who keeps them `/desk clippings export` and `import`, which are words like any other for everybody else.
    """
    as_file = AS_FILE.get(order.rest.strip().lower())
    if as_file is not None and await order.desk.ask(clippings.keeps, by=order.who):
        return await as_file(order)
    if NUMBER.match(order.rest) is None:
        return await everywhere(order)
    words = without_markup(order.words)
    try:
        offer = await order.desk.ask(from_clipping.fitting_for, order.number, words, by=order.who)
    except NotFound:
        if not words:
            raise
        return await everywhere(order)
    return drawing.draw_for(order.number, offer.suggestions, typed=words, replies=offer.may_reply)


async def everywhere(order: Order) -> Answer:
    """The clippings in which all that was typed stands, for no conversation."""
    return await found(order, without_markup(order.rest))


async def found(visitor: Visitor, words: str, *, page: int = 0) -> Drawn:
    """A page of those in which all these words stand."""
    every = await visitor.desk.ask(clippings.search, by=visitor.who)
    fitting = await visitor.desk.ask(clippings.search, words, by=visitor.who) if words else every
    keeps = await visitor.desk.ask(clippings.keeps, by=visitor.who)
    return drawing.draw(fitting, typed=words, total=len(every), keeps=keeps, page=page)


async def turn(ack: AsyncAck, body: Body, desk: Desk, who: Who, client: AsyncWebClient) -> None:
    """More, or back: in the window in which it was pressed, or in a new one."""
    visitor = visitor_of(body, desk, who, client)
    page, words = page_and_words(body)
    await show(visitor, body, drawing.in_a_window(await found(visitor, words, page=page)))
    await ack()


async def list_pressed(ack: AsyncAck, body: Body, desk: Desk, who: Who, client: AsyncWebClient) -> None:
    """Clippings, in the menu."""
    visitor = visitor_of(body, desk, who, client)
    await visitor.open(drawing.in_a_window(await found(visitor, "")))
    await ack()


async def reply_with(ack: AsyncAck, body: Body, desk: Desk, who: Who, client: AsyncWebClient) -> None:
    """Reply with it: the reply's form, the clipping in what was begun."""
    picture = await desk.do(from_clipping.begin_with_clipping, *two_pressed(body), by=who)
    await visitor_of(body, desk, who, client).open(modal.draw(picture))
    await ack()


async def suggest(ack: AsyncAck, body: Body, desk: Desk, who: Who) -> None:
    """The clippings that fit the conversation and what was typed so far."""
    found = await desk.ask(suggesting.suggest, numbers_of(body)[0], text(body.get("value")), by=who)
    await ack(options=[drawing.choice(each.number, each.name, said_in(each), each.text) for each in found[:MOST]])


MOST = 100
"""Slack takes no more choices."""


def said_in(found: Suggestion) -> str:
    """The language a clipping would be said in, where it is not the customer's own; and that its article is gone."""
    language = "" if found.is_theirs else found.language
    return f"⚠️ article gone {language}".strip() if found.article_gone else language


async def choose(ack: AsyncAck, body: Body, desk: Desk, who: Who, client: AsyncWebClient) -> None:
    """A clipping was chosen: the form is drawn with it below what was typed, in a block that Slack has not kept."""
    number, clipping = numbers_of(body)[0], number_in(chosen(body))
    inserted = desk.ask(suggesting.insert, number, clipping, text=entry(body, "text"), by=who)
    text_with_it = await drafts.kept_where_refused(body, desk, who, inserted)
    await rewrite(body, desk, who, client, text_with_it)
    await ack()


async def suggest_to_edit(ack: AsyncAck, body: Body, desk: Desk, who: Who) -> None:
    """What can be edited, retired ones last."""
    found = await desk.ask(clippings.search_all, text(body.get("value")), by=who)
    await ack(options=[drawing.choice(each.number, each.wording.name, "", hint_for(each)) for each in found[:MOST]])


def hint_for(clipping: ClippingPicture) -> str:
    """Where it stands."""
    if clipping.article_gone:
        return "⚠️ its article is gone"
    return "retired" if clipping.retired else clipping.wording.category


async def add(ack: AsyncAck, body: Body, desk: Desk, who: Who, client: AsyncWebClient) -> None:
    """Add one."""
    await desk.ask(clippings.begin, by=who)
    await visitor_of(body, desk, who, client).open(form.draw(await tags_of(desk, who)))
    await ack()


async def edit(ack: AsyncAck, body: Body, desk: Desk, who: Who, client: AsyncWebClient) -> None:
    """Edit."""
    await visitor_of(body, desk, who, client).open(await form_for(number_in(chosen(body)), desk, who))
    await ack()


async def form_for(number: int, desk: Desk, who: Who, *, seen: int | None = None) -> View:
    """The form of one as it stands.

    `seen` is the newest change that the form knew of in whose place it stands: Slack keeps what was typed there, so it
    knows of no more than what was pressed in it when a colleague had changed the clipping before that.
    """
    clipping, changes = await desk.ask(clippings.history, number, by=who)
    newest = [each.number for each in changes[:2]]
    return form.draw(await tags_of(desk, who), clipping, seen=newest[0] if seen is None or seen in newest else seen)


async def save(ack: AsyncAck, body: Body, desk: Desk, who: Who) -> None:
    """Save a new one, or the changes."""
    number, seen = two_numbers(body)
    wording = wording_in(body)
    if number:
        await desk.do(clippings.edit, number, wording, seen=seen, by=who)
    else:
        await desk.do(clippings.add, wording, by=who)
    await ack()


def two_numbers(body: Body) -> tuple[int, int]:
    """The clipping, 0 for a new one, and the newest change that was seen. Raises Unreadable for anything else."""
    numbers = numbers_of(body)
    if len(numbers) != 2:
        raise Unreadable
    return numbers[0], numbers[1]


def wording_in(body: Body) -> Wording:
    """What was written in the form. Raises Invalid about `language` when a text has none, or one it has already."""
    texts = {block.removeprefix("text:"): entry(body, block) for block in blocks_of(body, "text:")}
    language, more = entry(body, "language").strip(), entry(body, "more").strip()
    if more and (not language or language.casefold() in map(str.casefold, texts)):
        raise Invalid("In which other language is that text? Write its code, like de or pt-BR.", field="language")
    return Wording(
        entry(body, "name"),
        entry(body, "category"),
        texts | ({language: more} if more else {}),
        entries(body, "tags"),
        tuple(entry(body, "words").split(",")),
        entry(body, "article"),
    )


async def retire(ack: AsyncAck, body: Body, desk: Desk, who: Who, client: AsyncWebClient) -> None:
    """Retire; Bring back stands there then."""
    number, seen = two_numbers(body)
    await desk.do(clippings.retire, number, by=who)
    await replace(body, client, await form_for(number, desk, who, seen=seen))
    await ack()


async def bring_back(ack: AsyncAck, body: Body, desk: Desk, who: Who, client: AsyncWebClient) -> None:
    """Bring back."""
    number, seen = two_numbers(body)
    await desk.do(clippings.bring_back, number, by=who)
    await replace(body, client, await form_for(number, desk, who, seen=seen))
    await ack()


async def show_history(ack: AsyncAck, body: Body, desk: Desk, who: Who, client: AsyncWebClient) -> None:
    """History."""
    clipping, changes = await desk.ask(clippings.history, pressed(body), by=who)
    await visitor_of(body, desk, who, client).open(form.draw_history(clipping, changes))
    await ack()


async def tags_of(desk: Desk, who: Who) -> list[str]:
    """The catalogue."""
    return (await desk.ask(catalogue.tags, by=who)).names
