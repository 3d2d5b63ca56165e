"""Clippings: finding a saved reply."""

from bot.desk import clippings
from bot.slack import clippings as drawing
from handlers.order import Answer, Order, without_markup


async def by_command(order: Order) -> Answer:
    """`/desk clippings`, `/desk clippings lost bookmarks`"""
    words = without_markup(order.rest)
    every = await order.desk.ask(clippings.search, by=order.who)
    found = await order.desk.ask(clippings.search, words, by=order.who) if words else every
    return drawing.draw(found, typed=words, total=len(every))
