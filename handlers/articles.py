"""The knowledge base: finding an article, putting its link into a reply, and saying that one is needed."""

from dataclasses import replace

from slack_bolt.context.ack.async_ack import AsyncAck
from slack_sdk.web.async_client import AsyncWebClient

from bot.articles import Found
from bot.desk.desk import Desk, Who
from bot.desk.handling import articles_needed, catalogue
from bot.desk.writing import articles, replying
from bot.desk.writing.articles import Asking
from bot.errors import NotFound, Refused
from bot.slack import articles as drawing
from bot.slack.modals import reply as modal
from bot.slack.typed import without_markup
from handlers import drafts
from handlers.conversation import redraw_window
from handlers.forms import chosen, entry, number_in, numbers_of, pressed, two_pressed
from handlers.gate import Body, text
from handlers.order import NUMBER, Answer, Order
from handlers.reply import rewrite
from handlers.visitor import visitor_of

MOST = 50


async def by_command(order: Order) -> Answer:
    """`/desk kb lost bookmarks`, `/desk kb 12 lost bookmarks`, `/desk kb 12`; `/desk kb 404 error` without a #404"""
    if NUMBER.match(order.rest) is None:
        return await everywhere(order)
    try:
        asking = await order.desk.ask(articles.begin_for, order.number, by=order.who)
    except NotFound:
        if not order.words:
            raise
        return await everywhere(order)
    words = without_markup(order.words)
    return drawing.draw(
        await found(order.desk, asking, words),
        typed=words,
        number=order.number,
        replies=asking.may_reply,
        needs=asks_for_articles(order.desk),
    )


async def everywhere(order: Order) -> Answer:
    """The articles for all that was typed, for no conversation."""
    words = without_markup(order.rest)
    asking = await order.desk.ask(articles.begin, by=order.who)
    if not words:
        raise Refused("What are you looking for? Write it like `/desk kb lost bookmarks`.")
    return drawing.draw(await found(order.desk, asking, words), typed=words)


async def found(desk: Desk, asking: Asking, words: str) -> Found:
    """What the library has: for the words, or, without any, for what the customer wrote."""
    if desk.library is None:
        return Found(())
    if words.strip():
        return await desk.library.search(asking.language, words)
    return await desk.library.fitting(asking.language, asking.said)


async def suggest(ack: AsyncAck, body: Body, desk: Desk, who: Who) -> None:
    """The articles for what was typed so far, in time for Slack; and the way to say that none fits."""
    asking = await desk.ask(articles.begin_for, numbers_of(body)[0], by=who)
    fitting = await found(desk, asking, text(body.get("value")))
    options = [drawing.choice(each, asking.language) for each in fitting.articles[:MOST]]
    await ack(options=[*options, drawing.nothing_fits()] if asks_for_articles(desk) else options)


def asks_for_articles(desk: Desk) -> bool:
    """Whether the desk notes which articles are needed."""
    knowledge_base = desk.programme.knowledge_base
    return knowledge_base is not None and bool(knowledge_base.needed)


async def choose(ack: AsyncAck, body: Body, desk: Desk, who: Who, client: AsyncWebClient) -> None:
    """An article was chosen: the form is drawn with its link in the text. Where none fits, that is said instead."""
    number, article, typed = numbers_of(body)[0], number_in(chosen(body)), entry(body, "text")
    none_fits = article == drawing.NONE
    if none_fits:
        await desk.do(articles_needed.ask_for_one, number, by=who)
    else:
        inserted = desk.ask(articles.insert, number, article, text=typed, by=who)
        typed = await drafts.kept_where_refused(body, desk, who, inserted)
    await rewrite(body, desk, who, client, typed, noted=none_fits)
    await ack()


async def reply_with(ack: AsyncAck, body: Body, desk: Desk, who: Who, client: AsyncWebClient) -> None:
    """Reply with it: the reply's form, the link in what was begun."""
    number, article = two_pressed(body)
    begun = await desk.do(replying.begin, number, by=who)
    written = await desk.ask(articles.insert, number, article, text=begun.text, by=who)
    checked = await desk.ask(replying.check, number, text=written, edition=begun.edition, by=who)
    chosen_before = {each: getattr(begun, each) for each in ("afterwards", "proposed_reason", "close_link", "saved_at")}
    await visitor_of(body, desk, who, client).open(modal.draw(replace(checked, **chosen_before)))
    await ack()


async def needed(ack: AsyncAck, body: Body, desk: Desk, who: Who, client: AsyncWebClient) -> None:
    """Article needed."""
    await desk.do(articles_needed.ask_for_one, pressed(body), by=who)
    await redraw_window(body, desk, who, client)
    await ack()


async def need_none(ack: AsyncAck, body: Body, desk: Desk, who: Who, client: AsyncWebClient) -> None:
    """The same button once more: taken back."""
    await desk.do(articles_needed.need_none, pressed(body), by=who)
    await redraw_window(body, desk, who, client)
    await ack()


async def needed_by_command(order: Order) -> Answer:
    """`/desk article 12`, `/desk article 12 how to move a profile to another computer`"""
    missing = without_markup(order.words)
    tagged = await order.desk.do(articles_needed.ask_for_one, order.number, missing, by=order.who)
    tag = articles_needed.needed_tag(await order.desk.ask(catalogue.as_it_stands, by=order.who))
    noted = " What is missing stands in its thread." if missing else ""
    return f"#{tagged.id} is tagged “{tag}”.{noted} `/desk tag {tagged.id} -{tag}` takes it back."
