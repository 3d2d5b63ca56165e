"""The desk in Slack: a world with conversations, the sandbox, and the loops that show the one in the other."""

from collections.abc import AsyncIterator

import aiohttp
import pytest
from slack_sdk.web.async_client import AsyncWebClient

from bot.networks.x import X
from bot.programme import Programme
from bot.slack.budgets import Budgets
from bot.slack.gateway import Gateway
from sandbox.people import SLACK_BOT_TOKEN
from sandbox.server import Sandbox
from storage.db import Database
from tests.conftest import Cast, SetClock
from tests.desk.world import World
from tests.loops.cards.gallery import Gallery


@pytest.fixture
async def gallery(database: Database, programme: Programme, clock: SetClock, cast: Cast) -> AsyncIterator[Gallery]:
    """Slack without rate limits, as its budgets are judged elsewhere; two queues, of which one shows three cards."""
    small = [
        queue.model_copy(update={"window": 3})
        for queue in programme.queues
        if queue.key in {"moderated", "escalation", "unmoderated"}
    ]
    chosen = programme.model_copy(update={"queues": tuple(small), "rules": (), "default_queue": "moderated"})
    async with (
        Sandbox.start(rate_limits=False) as sandbox,
        aiohttp.ClientSession(timeout=aiohttp.ClientTimeout(total=2)) as session,
    ):
        x = X(chosen, {}, clock=clock, charged=lambda charge: None)
        world = World(database=database, programme=chosen, networks={"x": x}, clock=clock, cast=cast)
        client = AsyncWebClient(token=SLACK_BOT_TOKEN, base_url=sandbox.slack_api_url, session=session)
        who = await client.auth_test()
        gateway = Gateway(client, clock, Budgets(unlimited=True))
        gateway.introduce(
            user=str(who["user_id"]),
            bot=str(who["bot_id"]),
            address=str(who["url"]),
            home=frozenset({str(who["team_id"])}),
        )
        gallery = Gallery(world, sandbox, gateway)
        await gallery.channels.round()
        for name in ("desk-moderated", "desk-escalation"):
            channel = sandbox.slack.channels.get(name)
            assert channel is not None
            await gateway.channels.invite(channel.id, "U0BEA", "U0ANA", "U0VITO", "U0YUI", "U0MO", "U0KIRA", "U0MAX")
        yield gallery
