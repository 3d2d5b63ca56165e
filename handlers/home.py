"""The home tab: the menu, whenever it is opened."""

from slack_bolt.context.ack.async_ack import AsyncAck
from slack_sdk.web.async_client import AsyncWebClient

from bot.desk import standing
from bot.desk.desk import Desk, Who
from bot.slack import menu
from handlers.gate import Body, text, within


async def opened(ack: AsyncAck, body: Body, desk: Desk, who: Who, client: AsyncWebClient) -> None:
    """Draw it for whoever looks."""
    if text(within(body, "event", "tab")) in {"", "home"}:
        now = await desk.ask(standing.standing, by=who)
        drawn = menu.draw(now.queues, role=now.role, mine=now.mine, stopped=now.stopped)
        await client.views_publish(user_id=who.id, view={"type": "home", "blocks": drawn.blocks})
    await ack()
