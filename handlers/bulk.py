"""One decision about all conversations of a list: choosing it, seeing what it would do, doing it, taking it back."""

import re
from typing import Any

from slack_bolt.context.ack.async_ack import AsyncAck
from slack_sdk.web.async_client import AsyncWebClient

from bot.desk.bulk import deciding, undoing
from bot.desk.desk import Desk, Who
from bot.desk.handling import old_ones
from bot.errors import Invalid
from bot.pictures.bulk import BulkPicture
from bot.slack.kit import View
from bot.slack.modals import bulk as modal
from bot.slack.typed import without_markup
from handlers.forms import entry, numbers_of, pressed
from handlers.gate import Body
from handlers.listing import page_in, understood
from handlers.order import PERSON, Answer, Order
from handlers.visitor import Visitor, replace, visitor_of

FIELDS = {"tag": "tag", "close": "reason", "move": "queue", "assign": "to"}
"""Which input of the form stands for which act."""

WITH = re.compile(r"\b(?:as|to|with):\s*(.*)$", re.IGNORECASE | re.DOTALL)
EXAMPLE = "Write it like `/desk bulk close german tag:Crash as:Resolved`, or `/desk bulk german tag:Crash`."


async def open_pressed(ack: AsyncAck, body: Body, desk: Desk, who: Who, client: AsyncWebClient) -> None:
    """All of these: ask what is to be done with them."""
    visitor = visitor_of(body, desk, who, client)
    await visitor.open(form(visitor, await gathered(visitor, page_in(body))))
    await ack()


async def open_old(ack: AsyncAck, body: Body, desk: Desk, who: Who, client: AsyncWebClient) -> None:
    """Review old ones: what closing them would do."""
    visitor = visitor_of(body, desk, who, client)
    await visitor.open(await old_view(visitor))
    await ack()


async def choose(ack: AsyncAck, body: Body, desk: Desk, who: Who) -> None:
    """Show what happens."""
    chosen = [(act, entry(body, name)) for act, name in FIELDS.items() if entry(body, name)]
    if len(chosen) != 1:
        raise Invalid("Choose one of these: tag them, close them, move them or give them to somebody.", field="tag")
    picture = await desk.do(deciding.choose, numbers_of(body)[0], act=chosen[0][0], value=chosen[0][1], by=who)
    await ack(response_action="update", view=view_of(picture))


async def carry_out(ack: AsyncAck, body: Body, desk: Desk, who: Who) -> None:
    """Do it."""
    picture = await desk.do(deciding.carry_out, numbers_of(body)[0], by=who)
    await ack(response_action="update", view=view_of(picture))


async def undo(ack: AsyncAck, body: Body, desk: Desk, who: Who, client: AsyncWebClient) -> None:
    """Undo all of it."""
    picture = await desk.do(undoing.undo, pressed(body), by=who)
    await replace(body, client, view_of(picture))
    await ack()


async def by_command(order: Order) -> Answer:
    """`/desk bulk close german tag:Crash as:Resolved`, `/desk bulk german`, `/desk bulk old`, `/desk bulk undo`"""
    words = order.rest.strip()
    if words.lower() == "undo":
        await order.open(view_of(await order.desk.do(undoing.undo, 0, by=order.who)))
        return None
    if words.lower() == "old":
        await order.open(await old_view(order))
        return None
    first, _, rest = words.partition(" ")
    if first.lower() not in FIELDS:
        await order.open(form(order, await gathered(order, without_markup(words))))
        return None
    value = WITH.search(rest)
    if value is None:
        raise Invalid(EXAMPLE)
    named = PERSON.search(value[1])
    given = named[1] if named else without_markup(value[1]).strip().strip("\"'“”")
    asked = {"act": first.lower(), "value": given}
    await order.open(view_of(await gathered(order, without_markup(rest[: value.start()]).strip(), **asked)))
    return None


async def gathered(visitor: Visitor, words: str, **asked: Any) -> BulkPicture:
    """The conversations of the list that was asked for with these words."""
    wanted, mine = understood(words)
    return await visitor.desk.do(deciding.prepare, wanted, mine=mine, **asked, by=visitor.who)


async def old_view(visitor: Visitor) -> View:
    """The old ones, with what closing them would do."""
    picture = await visitor.desk.do(old_ones.prepare_old, by=visitor.who)
    return view_of(picture) if picture.stage != "gathered" else form(visitor, picture)


def form(visitor: Visitor, picture: BulkPicture) -> View:
    """The form, with what this member may do."""
    programme = visitor.desk.programme
    return modal.draw(
        picture,
        reasons=[each.name for each in programme.reasons if not each.needs],
        queues=[each for each in programme.queues if not each.escalation],
    )


def view_of(picture: BulkPicture) -> View:
    """What will happen, or what did."""
    return modal.draw_preview(picture) if picture.stage == "chosen" else modal.draw_done(picture)
