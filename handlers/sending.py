"""Halting and resuming all public sending, or one account's; raising a budget for today."""

from slack_bolt.context.ack.async_ack import AsyncAck

from bot.desk.desk import Desk, Who
from bot.desk.leaving import spending, stopping
from bot.slack import stopped as drawing
from bot.slack.typed import without_markup
from handlers.forms import chosen
from handlers.gate import SLACK_ID, Body, text, within
from handlers.order import Answer, Order


async def stop_pressed(ack: AsyncAck, body: Body, desk: Desk, who: Who) -> None:
    """Stop sending."""
    await desk.do(stopping.stop, answer_in=channel_of(body), by=who)
    await ack()


async def start_pressed(ack: AsyncAck, body: Body, desk: Desk, who: Who) -> None:
    """Start sending: everything, or from the account whose button it was."""
    await desk.do(stopping.start, account_pressed(body), answer_in=channel_of(body), by=who)
    await ack()


def account_pressed(body: Body) -> str | None:
    """The account a button carries, or None for all."""
    carried = chosen(body)
    return None if carried == "0" else carried


def channel_of(body: Body) -> str:
    """The channel in which a button was pressed, for the private answer; "" in the home tab."""
    channel = text(within(body, "channel", "id"))
    return channel if SLACK_ID.fullmatch(channel) else ""


async def stop_by_command(order: Order) -> Answer:
    """`/desk stop`, `/desk stop @FirefoxSupport`"""
    stopped = await order.desk.do(stopping.stop, account_in(order), by=order.who)
    return drawing.draw([(each.account, each.by, each.at) for each in stopped])


async def start_by_command(order: Order) -> Answer:
    """`/desk start`, `/desk start @FirefoxSupport`"""
    stopped = await order.desk.do(stopping.start, account_in(order), by=order.who)
    return drawing.draw([(each.account, each.by, each.at) for each in stopped])


def account_in(order: Order) -> str | None:
    """The account that was named, or None for all."""
    return without_markup(order.rest).removeprefix("@").strip() or None


async def raise_budget(ack: AsyncAck, body: Body, desk: Desk, who: Who) -> None:
    """Raise today's budget."""
    await desk.do(spending.raise_budget, chosen(body), by=who)
    await ack()
