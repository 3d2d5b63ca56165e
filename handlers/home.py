"""The home tab: opened, and what is pressed in it alone. Its loop draws it, also after what people do elsewhere."""

from slack_bolt.context.ack.async_ack import AsyncAck
from slack_sdk.web.async_client import AsyncWebClient

from bot.desk import parking
from bot.desk.desk import Desk, Who
from bot.desk.people import preferences
from bot.desk.showing import home, overseeing
from bot.errors import Refused
from bot.slack import home as drawing
from bot.slack import oversight
from bot.slack.modals import settings as form
from handlers.forms import element, entry, pressed
from handlers.gate import Body, text, within
from handlers.order import Answer, Order
from handlers.visitor import Visitor, visitor_of


async def opened(ack: AsyncAck, body: Body, desk: Desk, who: Who, client: AsyncWebClient) -> None:
    """Somebody looks at it. Whoever may not see it is told why, in place of what they saw when they still might."""
    if text(within(body, "event", "tab")) in {"", "home"}:
        try:
            await desk.do(home.open_home, by=who)
        except Refused as refused:
            blocks = drawing.draw_refusal(str(refused)).blocks
            await client.views_publish(user_id=who.id, view={"type": "home", "blocks": blocks})
    await ack()


async def by_command(order: Order) -> Answer:
    """`/desk home`: the same, for whoever would rather type."""
    return drawing.draw_message(await order.desk.ask(home.at_home, by=order.who))


async def open_settings(visitor: Visitor) -> None:
    """The form of one's own settings."""
    await visitor.open(form.draw(await visitor.desk.ask(preferences.preferences, by=visitor.who)))


async def settings_pressed(ack: AsyncAck, body: Body, desk: Desk, who: Who, client: AsyncWebClient) -> None:
    """Settings."""
    await open_settings(visitor_of(body, desk, who, client))
    await ack()


async def settings_by_command(order: Order) -> Answer:
    """`/desk settings`"""
    await open_settings(order)
    return None


async def save_settings(ack: AsyncAck, body: Body, desk: Desk, who: Who) -> None:
    """Save: of the fields that the form has, for it has only those of one's role."""
    more = {name: entry(body, name) for name in ("signature", "hours") if element(body, name)}
    await desk.do(preferences.settle, languages=entry(body, "languages"), by=who, **more)
    await ack()


async def sources(ack: AsyncAck, body: Body, desk: Desk, who: Who, client: AsyncWebClient) -> None:
    """Sources."""
    found = await desk.ask(overseeing.sources_health, by=who)
    await visitor_of(body, desk, who, client).open(oversight.draw_sources(found))
    await ack()


async def try_again(ack: AsyncAck, body: Body, desk: Desk, who: Who) -> None:
    """Try again."""
    await desk.do(parking.try_again, pressed(body), by=who)
    await ack()


async def let_rest(ack: AsyncAck, body: Body, desk: Desk, who: Who) -> None:
    """Let it rest."""
    await desk.do(parking.let_rest, pressed(body), by=who)
    await ack()
