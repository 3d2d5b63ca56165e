"""Drafts: whatever is done in the form of a reply keeps what stands in it; one's own are listed."""

from collections.abc import Awaitable
from dataclasses import replace as replaced

from slack_bolt.context.ack.async_ack import AsyncAck
from slack_sdk.web.async_client import AsyncWebClient

from bot.desk.choices import Afterwards
from bot.desk.desk import Desk, Done, Who
from bot.desk.writing import attaching, drafting
from bot.desk.writing.written import Written
from bot.errors import Refused
from bot.slack.modals import drafts as modal
from handlers.attachments import asks_for_a_file, attachment_in
from handlers.forms import blocks_of, element, entry, is_untouched, number_in, numbers_of, pressed
from handlers.gate import Body, Unreadable, digest, within
from handlers.gate import text as text_in
from handlers.listing import page_and_words
from handlers.order import Answer, Order
from handlers.visitor import Visitor, replace, visitor_of


async def keep(body: Body, desk: Desk, who: Who, *, text: str | None = None, sent_as: str = "") -> Written:
    """Keep what stands in the form, `text` in place of what was typed where that is given, and return it; unless it was
    sent, by the interaction `sent_as`.

    Once for each press: the same words may be pressed again after others. A body that does not say what was typed, as
    Slack's word of a closed form may not, changes nothing.
    """
    written = await written_in(body, desk, who)
    written = written if text is None else replaced(written, text=text)
    if element(body, "text"):
        try:
            own = replaced(who, key=f"draft:{digest([who.key, within(body, 'trigger_id')])}")
            offered = was_only_read(body)
            await desk.do(drafting.save, numbers_of(body)[0], written, sent_as=sent_as, as_offered=offered, by=own)
        except Done:
            return written
    return written


async def kept_where_refused(body: Body, desk: Desk, who: Who, changed: Awaitable[str]) -> str:
    """The text as it is to stand in the form; where the change is refused, what stands there now is kept."""
    try:
        return await changed
    except Refused:
        await keep(body, desk, who)
        raise


def was_only_read(body: Body) -> bool:
    """Whether the form was closed with everything in it as it had been offered."""
    return text_in(body.get("type")) == "view_closed" and is_untouched(body)


async def written_in(body: Body, desk: Desk, who: Who) -> Written:
    """What stands in the form of a reply; what was attached before goes with it, unless the form asks for a file.

    Raises Unreadable for what no form sends.
    """
    attachment = attachment_in(body)
    if not asks_for_a_file(body):
        attachment = await desk.ask(attaching.attached, numbers_of(body)[0], by=who)
        if attachment is not None and element(body, "description"):
            attachment = replaced(attachment, description=entry(body, "description"))
    return Written(
        text=entry(body, "text"),
        afterwards=afterwards_of(entry(body, "afterwards")),
        close_reason=entry(body, "reason") or None,
        close_link=entry(body, "link") or None,
        clipping=number_in(entry(body, "reply:clipping")) if entry(body, "reply:clipping") else None,
        attachment=attachment,
        values=values_in_form(body),
    )


def values_in_form(body: Body) -> dict[str, str]:
    """What was given for the own placeholders of the text."""
    given = {block.removeprefix("value:"): entry(body, block).strip() for block in blocks_of(body, "value:")}
    return {place: value for place, value in given.items() if value}


def afterwards_of(value: str) -> Afterwards:
    """What is to follow the reply; nothing when nothing was chosen. Raises Unreadable for anything else."""
    try:
        return Afterwards(value or Afterwards.NOTHING)
    except ValueError as error:
        raise Unreadable from error


async def keep_chosen(ack: AsyncAck, body: Body, desk: Desk, who: Who) -> None:
    """Something was chosen in the form, or the form was closed."""
    await keep(body, desk, who)
    await ack()


async def open_list(visitor: Visitor) -> None:
    """What one began to write."""
    await visitor.open(modal.draw(await visitor.desk.ask(drafting.mine, by=visitor.who)))


async def list_by_command(order: Order) -> Answer:
    """`/desk drafts`"""
    await open_list(order)
    return None


async def list_pressed(ack: AsyncAck, body: Body, desk: Desk, who: Who, client: AsyncWebClient) -> None:
    """Drafts."""
    await open_list(visitor_of(body, desk, who, client))
    await ack()


async def discard(ack: AsyncAck, body: Body, desk: Desk, who: Who, client: AsyncWebClient) -> None:
    """Discard."""
    await desk.do(drafting.discard, pressed(body), by=who)
    shown = number_in(text_in(within(body, "view", "private_metadata")) or "0")
    await replace(body, client, modal.draw(await desk.ask(drafting.mine, by=who), page=shown))
    await ack()


async def page(ack: AsyncAck, body: Body, desk: Desk, who: Who, client: AsyncWebClient) -> None:
    """More, or back."""
    number, _ = page_and_words(body)
    await replace(body, client, modal.draw(await desk.ask(drafting.mine, by=who), page=number))
    await ack()
