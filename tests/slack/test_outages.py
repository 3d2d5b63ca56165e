"""An outage of Slack, in which errors come as pages of HTML: whoever meets one is told in words."""

from collections.abc import AsyncIterator

import aiohttp
import pytest
from slack_bolt.app.async_app import AsyncApp
from slack_sdk.errors import SlackApiError
from slack_sdk.web.async_client import AsyncWebClient

from bot.app import Identity
from bot.errors import Misconfigured
from bot.slack.caller import name_of
from bot.slack.gateway import Gateway
from bot.sockets import Sockets
from handlers.refusals import BROKEN, words_for
from sandbox.people import SLACK_BOT_TOKEN
from sandbox.server import Sandbox
from tests.conftest import SetClock


@pytest.fixture
async def web() -> AsyncIterator[AsyncWebClient]:
    """A client of a Slack that answers everything with 503."""
    async with Sandbox.start() as sandbox, aiohttp.ClientSession() as session:
        sandbox.faults.add("server_error", status=503)
        yield AsyncWebClient(token=SLACK_BOT_TOKEN, base_url=sandbox.slack_api_url, session=session, retry_handlers=[])


async def test_a_form_that_could_not_be_opened_is_told_like_all_that_nobody_foresaw(web: AsyncWebClient) -> None:
    with pytest.raises(SlackApiError) as met:
        await web.views_open(trigger_id="1.2", view={"type": "modal"})
    assert name_of(met.value) == "HTTP 503"
    assert words_for(met.value) == BROKEN


async def test_connecting_and_introducing_oneself_say_what_slack_answers(web: AsyncWebClient, clock: SetClock) -> None:
    with pytest.raises(Misconfigured, match="HTTP 503"):
        await Identity(SLACK_BOT_TOKEN).ask(web, Gateway(web, clock))
    with pytest.raises(Misconfigured, match="HTTP 503"):
        await Sockets(AsyncApp(client=web), web, "xapp-1").open()
