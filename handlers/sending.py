"""Halting and resuming all public sending, or one account's; raising a budget for today."""

from collections.abc import Sequence

from slack_bolt.context.ack.async_ack import AsyncAck

from bot.desk.desk import Desk, Who
from bot.desk.leaving import spending, stopping
from handlers.forms import chosen
from handlers.gate import SLACK_ID, Body, text, within
from handlers.order import Answer, Order, without_markup


async def stop_pressed(ack: AsyncAck, body: Body, desk: Desk, who: Who) -> None:
    """Stop sending."""
    await desk.do(stopping.stop, answer_in=channel_of(body), by=who)
    await ack()


async def start_pressed(ack: AsyncAck, body: Body, desk: Desk, who: Who) -> None:
    """Start sending."""
    await desk.do(stopping.start, answer_in=channel_of(body), by=who)
    await ack()


def channel_of(body: Body) -> str:
    """The channel in which a button was pressed, for the private answer; "" in the home tab."""
    channel = text(within(body, "channel", "id"))
    return channel if SLACK_ID.fullmatch(channel) else ""


async def stop_by_command(order: Order) -> Answer:
    """`/desk stop`, `/desk stop @FirefoxSupport`"""
    stopped = await order.desk.do(stopping.stop, account_in(order), by=order.who)
    return standing([each.account for each in stopped])


async def start_by_command(order: Order) -> Answer:
    """`/desk start`, `/desk start @FirefoxSupport`"""
    stopped = await order.desk.do(stopping.start, account_in(order), by=order.who)
    return standing([each.account for each in stopped])


def account_in(order: Order) -> str | None:
    """The account that was named, or None for all."""
    return without_markup(order.rest).removeprefix("@").strip() or None


def standing(stopped: Sequence[str]) -> str:
    """What is stopped now."""
    if not stopped:
        return "Public sending goes on, from every account."
    if "*" in stopped:
        return "All public sending is stopped. What is queued waits until `/desk start`."
    return f"Nothing is sent from {', '.join(f'@{each}' for each in stopped)} until `/desk start`."


async def raise_budget(ack: AsyncAck, body: Body, desk: Desk, who: Who) -> None:
    """Raise today's budget."""
    await desk.do(spending.raise_budget, chosen(body), by=who)
    await ack()
