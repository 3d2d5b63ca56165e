"""Closing a conversation with one of the programme's reasons."""

import re

from slack_bolt.context.ack.async_ack import AsyncAck
from slack_sdk.web.async_client import AsyncWebClient

from bot.desk import opening
from bot.desk.desk import Desk, Who
from bot.desk.handling import closing
from bot.desk.leaving import liking, liking_and_closing
from bot.desk.opening import Purpose
from bot.desk.showing import showing
from bot.errors import Invalid
from bot.pictures.conversations import LikePicture
from bot.slack.modals import close as modal
from bot.slack.typed import without_markup
from handlers.forms import entries, entry, numbers_of, pressed
from handlers.gate import Body
from handlers.order import LINK, Answer, Order
from handlers.visitor import Visitor, visitor_of

CLOSE_TOO = re.compile(r"(.*?)\+\s*close\b(.*)", re.IGNORECASE | re.DOTALL)


async def open_form(visitor: Visitor, number: int) -> None:
    """Ask for the reason, proposing what goes with the like where one is proposed, else what the tags propose."""
    card = await visitor.desk.ask(opening.open_to, number, purpose=Purpose.WORK, by=visitor.who)
    can_like = card.can_like and (card.like is None or card.like.state == "refused")
    likes_as = card.hints.likes_as if can_like else ""
    proposed = likes_as or card.proposed_reason or None
    reasons = visitor.desk.programme.reasons
    await visitor.open(modal.draw(number, reasons, proposed=proposed, can_like=can_like, likes=bool(likes_as)))


async def open_pressed(ack: AsyncAck, body: Body, desk: Desk, who: Who, client: AsyncWebClient) -> None:
    """Close."""
    await open_form(visitor_of(body, desk, who, client), pressed(body))
    await ack()


async def submit(ack: AsyncAck, body: Body, desk: Desk, who: Who) -> None:
    """Close, with this reason and link; and like, when that is ticked."""
    verb = liking_and_closing.like_and_close if entries(body, "like") else closing.close
    await desk.do(verb, numbers_of(body)[0], reason=entry(body, "reason"), link=entry(body, "link") or None, by=who)
    await ack()


async def like_by_command(order: Order) -> Answer:
    """`/desk like 12`, `/desk like 12 + close`, `/desk like 12 + close resolved`"""
    number, words = order.number, without_markup(order.words)
    if not words:
        return liked_words(number, await order.desk.do(liking.like, number, by=order.who))
    asked = CLOSE_TOO.fullmatch(words)
    if asked is None:
        raise Invalid(f"Write `/desk like {number}`, or `/desk like {number} + close`.")
    reason = " ".join(f"{asked[1]} {asked[2]}".split())
    picture = await order.desk.do(liking_and_closing.like_and_close, number, reason=reason, by=order.who)
    card = await order.desk.ask(showing.show, number, by=order.who)
    return f"{liked_words(number, picture)} It is closed as “{card.closed_reason}”."


def liked_words(number: int, liked: LikePicture) -> str:
    """What becomes of a like: whether it goes by itself, or a person is asked."""
    if liked.state == "done":
        return f"#{number} is liked from @{liked.account}."
    if liked.goes_by_hand:
        return f"#{number} goes to a keyholder of @{liked.account}, who likes it by hand."
    return f"#{number} will be liked from @{liked.account}."


async def by_command(order: Order) -> Answer:
    """`/desk close 12`, `/desk close 12 resolved`, `/desk close 12 bug filed https://…`"""
    words = without_markup(order.words)
    if not words:
        await open_form(order, order.number)
        return None
    link = LINK.search(words)
    reason = LINK.sub("", words).strip()
    closed = await order.desk.do(
        closing.close, order.number, reason=reason, link=link[0] if link else None, by=order.who
    )
    other_link = link is not None and closed.closing is not None and closed.closing.link not in {None, link[0]}
    return closed_words(closed.id, closed.closed_reason or "", asked="" if other_link else reason)


def closed_words(number: int, stands: str, *, asked: str) -> str:
    """That it is closed; where it was before, with another reason than was `asked` for, that this one stayed."""
    if stands.casefold() == asked.casefold():
        return f"#{number} is closed as “{stands}”."
    return f"#{number} was already closed as “{stands}”, and that stays. `/desk reopen {number}` first to change it."
