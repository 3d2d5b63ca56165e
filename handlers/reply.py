"""Writing a reply, checking it, sending it, taking it back; and what people do about one a machine cannot finish."""

import dataclasses

from slack_bolt.context.ack.async_ack import AsyncAck
from slack_sdk.web.async_client import AsyncWebClient

from bot.desk.choices import Afterwards
from bot.desk.desk import Desk, Done, Who
from bot.desk.leaving import byhand, not_there, unknowns
from bot.desk.showing import showing
from bot.desk.writing import attaching, replying, styling
from bot.errors import Invalid, TooLate
from bot.pictures.own import CompositionPicture
from bot.slack.modals import ask as small
from bot.slack.modals import reply as modal
from bot.slack.modals import style
from handlers import drafts
from handlers.attachments import asks_for_a_file, must_be_readable
from handlers.forms import block_of, entry, next_block, numbers_of, pressed, reply_of
from handlers.gate import Body
from handlers.order import Answer, Order
from handlers.visitor import Visitor, replace, show, visitor_of


async def open_form(visitor: Visitor, number: int, *, afterwards: Afterwards | None = None) -> None:
    """Claim the conversation when nobody owns it, and let its new owner write; `afterwards` is chosen for them."""
    picture = await visitor.desk.do(replying.begin, number, by=visitor.who)
    if afterwards is not None:
        picture = dataclasses.replace(picture, afterwards=afterwards.value)
    await visitor.open(modal.draw(picture))


async def open_pressed(ack: AsyncAck, body: Body, desk: Desk, who: Who, client: AsyncWebClient) -> None:
    """Reply."""
    await open_form(visitor_of(body, desk, who, client), pressed(body))
    await ack()


async def check(ack: AsyncAck, body: Body, desk: Desk, who: Who, client: AsyncWebClient) -> None:
    """Check: the text as it will appear, how long that is as the network counts, and what it costs."""
    await drafts.keep(body, desk, who)
    must_be_readable(body)
    picture = await checked(body, desk, who, entry(body, "text"))
    picture = dataclasses.replace(picture, attaching=asks_for_a_file(body))
    await replace(body, client, modal.draw(picture, block=block_of(body, "text")))
    await ack()


async def show_style(ack: AsyncAck, body: Body, desk: Desk, who: Who, client: AsyncWebClient) -> None:
    """Style guide: how we write in the customer's language, in front of the reply, which stays as it is."""
    await drafts.keep(body, desk, who)
    picture = await desk.ask(styling.style_for, pressed(body), by=who)
    await visitor_of(body, desk, who, client).open(style.draw(picture))
    await ack()


async def send(ack: AsyncAck, body: Body, desk: Desk, who: Who) -> None:
    """Send, once the undo window is over; Undo stands where Send was. What is nearly a repetition asks once more, and
    so does what its author could not have read.

    The draft is kept first, so that the words outlive a refusal and a form that is closed after it. What was sent is
    neither judged nor kept anew when Slack delivers it again.
    """
    if await desk.was_done(who.key):
        raise Done
    form = reply_of(body)
    written = await drafts.keep(body, desk, who, sent_as=who.key)
    must_be_readable(body)
    picture = await checked(body, desk, who, written.text)
    if picture.overtaken or (picture.said_before is not None and picture.mark != form.warned_of):
        if await desk.was_done(who.key):
            raise Done
        await ack(response_action="update", view=modal.draw(as_entered(picture, body), block=block_of(body, "text")))
        return
    sent = await desk.do(
        replying.reply,
        form.number,
        answers=form.answers,
        text=written.said,
        edition=form.edition,
        afterwards=written.afterwards,
        close_reason=written.close_reason,
        close_link=written.close_link,
        clipping=written.clipping,
        attachment=written.attachment,
        by=who,
    )
    await ack(response_action="update", view=modal.draw_sent(sent, form.number, picture))


async def ask_for_a_file(ack: AsyncAck, body: Body, desk: Desk, who: Who, client: AsyncWebClient) -> None:
    """Attach a file: the form asks for one."""
    picture = await as_it_stands(body, desk, who)
    await replace(body, client, modal.draw(dataclasses.replace(picture, attaching=True), block=block_of(body, "text")))
    await ack()


async def detach(ack: AsyncAck, body: Body, desk: Desk, who: Who, client: AsyncWebClient) -> None:
    """Remove: what was attached does not go with it."""
    await desk.do(attaching.detach, numbers_of(body)[0], by=who)
    picture = await as_it_stands(body, desk, who)
    await replace(body, client, modal.draw(picture, block=block_of(body, "text")))
    await ack()


async def rewrite(body: Body, desk: Desk, who: Who, client: AsyncWebClient, text: str, *, noted: bool = False) -> None:
    """Put another text into the form, in a block that Slack has not kept; what else stands in it is kept and stays.

    `noted` tells that an article is needed, also where the text links to one already.
    """
    block = next_block(body, "text") if text != entry(body, "text") else block_of(body, "text")
    written = await drafts.keep(body, desk, who, text=text)
    picture = await checked(body, desk, who, written.text)
    picture = dataclasses.replace(picture, article_needed=noted or picture.article_needed)
    await replace(body, client, modal.draw(as_entered(picture, body), block=block))


async def as_it_stands(body: Body, desk: Desk, who: Who) -> CompositionPicture:
    """The form as it is filled in, kept as a draft and drawn without having been checked."""
    written = await drafts.keep(body, desk, who)
    picture = await checked(body, desk, who, written.text)
    return dataclasses.replace(as_entered(picture, body), used=None, said_before=None)


async def checked(body: Body, desk: Desk, who: Who, text: str) -> CompositionPicture:
    """What its author sees who presses Check with this text in the form."""
    form = reply_of(body)
    return await desk.ask(replying.check, form.number, text=text, edition=form.edition, seen=form.seen, by=who)


def as_entered(picture: CompositionPicture, body: Body) -> CompositionPicture:
    """The same with everything else that was chosen in the form."""
    return dataclasses.replace(
        picture,
        afterwards=drafts.afterwards_of(entry(body, "afterwards")).value,
        proposed_reason=entry(body, "reason") or None,
        close_link=entry(body, "link"),
        attaching=asks_for_a_file(body),
    )


async def undo(ack: AsyncAck, body: Body, desk: Desk, who: Who, client: AsyncWebClient) -> None:
    """Undo: the text is given back where it was pressed, ready to be changed."""
    picture = await desk.do(replying.undo, pressed(body), by=who)
    await show(visitor_of(body, desk, who, client), body, modal.draw(picture))
    await ack()


async def sent_by_hand(ack: AsyncAck, body: Body, desk: Desk, who: Who) -> None:
    """I sent it."""
    await desk.do(byhand.sent_by_hand, pressed(body), by=who)
    await ack()


async def not_me(ack: AsyncAck, body: Body, desk: Desk, who: Who) -> None:
    """Not me."""
    await desk.do(byhand.not_me, pressed(body), by=who)
    await ack()


async def ask_where(ack: AsyncAck, body: Body, desk: Desk, who: Who, client: AsyncWebClient) -> None:
    """It is there: ask where."""
    await visitor_of(body, desk, who, client).open(small.draw_is_there(pressed(body)))
    await ack()


async def is_there(ack: AsyncAck, body: Body, desk: Desk, who: Who) -> None:
    """It is there, at this address."""
    await desk.do(unknowns.is_there, numbers_of(body)[0], link=entry(body, "link") or None, by=who)
    await ack()


async def send_again(ack: AsyncAck, body: Body, desk: Desk, who: Who) -> None:
    """Send again."""
    await desk.do(unknowns.send_again, pressed(body), by=who)
    await ack()


async def give_back(ack: AsyncAck, body: Body, desk: Desk, who: Who) -> None:
    """Not there: give it back."""
    await desk.do(not_there.give_back_unseen, pressed(body), by=who)
    await ack()


async def by_command(order: Order) -> Answer:
    """`/desk reply 12`, `/desk reply 12 + hold`, `/desk reply 12 + close`"""
    wanted = order.words.replace(" ", "").lower()
    if wanted not in FOLLOWED_BY:
        raise Invalid(f"Write the reply in the form that opens: `/desk reply {order.number}`.")
    picture = await order.desk.do(replying.begin, order.number, by=order.who)
    await order.open(modal.draw(dataclasses.replace(picture, afterwards=FOLLOWED_BY[wanted].value)))
    return None


FOLLOWED_BY = {"": Afterwards.NOTHING, "+hold": Afterwards.HOLD, "+close": Afterwards.CLOSE}


async def undo_by_command(order: Order) -> Answer:
    """`/desk undo 12`: the reply on that conversation that has not left yet."""
    card = await order.desk.ask(showing.show, order.number, by=order.who)
    if card.reply is None:
        raise TooLate(f"No reply waits on #{order.number}.")
    picture = await order.desk.do(replying.undo, card.reply.number, by=order.who)
    await order.open(modal.draw(picture))
    return None
