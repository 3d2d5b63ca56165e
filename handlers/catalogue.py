"""The catalogue of tags: shown to everybody, changed by managers."""

from slack_bolt.context.ack.async_ack import AsyncAck

from bot.desk.desk import Desk, Who
from bot.desk.handling import catalogue
from bot.errors import Invalid
from bot.slack.kit import View
from bot.slack.modals import catalogue as form
from bot.slack.modals.tag import suggestions
from handlers.forms import entries, entry, numbers_of
from handlers.gate import Body, text
from handlers.order import Answer, Order, without_markup


async def by_command(order: Order) -> Answer:
    """`/desk tags`, `/desk tags add Paid add-on`, `/desk tags retire Crash`, `/desk tags back Crash`"""
    word, _, name = without_markup(order.rest).strip().partition(" ")
    if not word:
        await order.open(await drawn(order.desk, order.who))
        return None
    if word.lower() == "add" and name:
        await order.desk.do(catalogue.change, add=name, by=order.who)
    elif word.lower() == "retire" and name:
        await order.desk.do(catalogue.change, retire=[name], by=order.who)
    elif word.lower() == "back" and name:
        await order.desk.do(catalogue.change, bring_back=[name], by=order.who)
    else:
        raise Invalid("`/desk tags` shows the catalogue; managers write `/desk tags add …`, `retire …` or `back …`.")
    return "The catalogue is changed: `/desk tags` shows it."


async def submit(ack: AsyncAck, body: Body, desk: Desk, who: Who) -> None:
    """Save; the catalogue as it is now stands where the form was."""
    await desk.do(
        catalogue.change,
        add=entry(body, "add"),
        hint=entry(body, "hint"),
        retire=entries(body, "retire"),
        bring_back=entries(body, "back"),
        by=who,
    )
    await ack(response_action="update", view=await drawn(desk, who, saved=numbers_of(body)[0] + 1))


async def suggest_retired(ack: AsyncAck, body: Body, desk: Desk, who: Who) -> None:
    """The retired tags that fit what was typed so far."""
    known = await desk.ask(catalogue.tags, by=who)
    await ack(options=suggestions(known.retired, text(body.get("value"))))


async def drawn(desk: Desk, who: Who, *, saved: int = 0) -> View:
    """The catalogue as this person may see or change it."""
    shown = await desk.ask(catalogue.tags, by=who)
    return form.draw(
        [(each, shown.hints.get(each, "")) for each in shown.names],
        retired=shown.retired,
        keeps=shown.keeps,
        saved=saved,
    )
