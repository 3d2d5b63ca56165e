"""The home tab: the menu, whenever it is opened, and again after something was pressed in it."""

from slack_bolt.context.ack.async_ack import AsyncAck
from slack_sdk.web.async_client import AsyncWebClient

from bot.desk import standing
from bot.desk.desk import Desk, Who
from bot.errors import Refused
from bot.slack import menu
from bot.slack.kit import section
from handlers.gate import Body, text, within


async def opened(ack: AsyncAck, body: Body, desk: Desk, who: Who, client: AsyncWebClient) -> None:
    """Draw it for whoever looks."""
    if text(within(body, "event", "tab")) in {"", "home"}:
        await draw(desk, who, client)
    await ack()


async def redraw(body: Body, desk: Desk, who: Who, client: AsyncWebClient) -> None:
    """Show the change in the tab in which it was pressed; a menu in a channel is a message of its moment."""
    if within(body, "view", "type") == "home":
        await draw(desk, who, client)


async def draw(desk: Desk, who: Who, client: AsyncWebClient) -> None:
    """The menu as things stand now; for whoever may not see it why, in place of what they saw when they still might."""
    try:
        blocks = menu.draw(await desk.ask(standing.standing, by=who)).blocks
    except Refused as refused:
        blocks = [section(str(refused))]
    await client.views_publish(user_id=who.id, view={"type": "home", "blocks": blocks})
