"""What a card offers by itself, taken up: the forum's text, a retweet idea; and why a card is as it is."""

from slack_bolt.context.ack.async_ack import AsyncAck
from slack_sdk.web.async_client import AsyncWebClient

from bot.desk.desk import Desk, Who
from bot.desk.escalating import retweeting
from bot.desk.showing import showing
from bot.desk.writing import forum
from bot.slack import why as drawing
from bot.slack.modals import reply as reply_modal
from bot.slack.typed import without_markup
from handlers import escalate
from handlers.forms import pressed
from handlers.gate import Body
from handlers.order import Answer, Order
from handlers.visitor import Visitor, visitor_of


async def open_forum(visitor: Visitor, number: int) -> None:
    """The reply, with the text that suggests the forum in it."""
    picture = await visitor.desk.do(forum.begin_with_forum, number, by=visitor.who)
    await visitor.open(reply_modal.draw(picture))


async def forum_pressed(ack: AsyncAck, body: Body, desk: Desk, who: Who, client: AsyncWebClient) -> None:
    """Suggest the forum."""
    await open_forum(visitor_of(body, desk, who, client), pressed(body))
    await ack()


async def retweet_pressed(ack: AsyncAck, body: Body, desk: Desk, who: Who, client: AsyncWebClient) -> None:
    """Retweet idea: the Escalate form, with the note prepared."""
    visitor = visitor_of(body, desk, who, client)
    await visitor.open(await escalate.retweet_form(desk, who, pressed(body)))
    await ack()


async def retweet_by_command(order: Order) -> Answer:
    """`/desk retweet 12` prepares the note; `/desk retweet 12 because …` is the idea itself."""
    why = without_markup(order.words)
    if not why:
        await order.open(await escalate.retweet_form(order.desk, order.who, order.number))
        return None
    await order.desk.do(retweeting.suggest_retweet, order.number, why=why, by=order.who)
    return f"#{order.number} is with the managers as a retweet idea. It pages nobody and stands in the next stand-up."


async def open_why(visitor: Visitor, number: int) -> None:
    """Why it is as it is."""
    card = await visitor.desk.ask(showing.show, number, by=visitor.who)
    await visitor.open(drawing.draw_window(card, visitor.desk.programme.absent))


async def why_pressed(ack: AsyncAck, body: Body, desk: Desk, who: Who, client: AsyncWebClient) -> None:
    """Why is it so?"""
    await open_why(visitor_of(body, desk, who, client), pressed(body))
    await ack()


async def why_by_command(order: Order) -> Answer:
    """`/desk why 12`: also asked with the words of what is absent."""
    card = await order.desk.ask(showing.show, order.number, by=order.who)
    return drawing.draw(card, order.desk.programme.absent)
