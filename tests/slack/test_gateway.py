"""The gateway against the strict sandbox: faults, lost answers, rate limits, Slack's errors."""

import asyncio
from collections.abc import AsyncIterator
from dataclasses import dataclass
from datetime import timedelta

import aiohttp
import pytest
from slack_sdk.web.async_client import AsyncWebClient

from bot.errors import Gone, Rejected, RetryAt, Unauthorised, Unavailable, Unknown
from bot.slack.budgets import Budgets
from bot.slack.gateway import Gateway, Lane
from bot.slack.kit import Drawn, section
from bot.slack.words import say
from sandbox.people import SLACK_BOT_TOKEN
from sandbox.server import Sandbox

BLOCKS = [section("Firefox does not start")]


@dataclass
class Stage:
    """The sandbox with a gateway in front and a channel in it."""

    sandbox: Sandbox
    gateway: Gateway
    channel: str

    def posts(self) -> list[str]:
        """Every message's text in the channel."""
        return [message.text for message in self.sandbox.slack.messages(self.channel)]

    async def post(self, text: str = "card", number: int = 7) -> str:
        """A post with a mark."""
        return await self.gateway.post(
            self.channel, text=text, blocks=BLOCKS, lane=Lane.CARD, mark=("volley_card", number)
        )


@pytest.fixture
async def stage() -> AsyncIterator[Stage]:
    """A stage without patience: what Slack may take is half a second."""
    async with (
        Sandbox.start() as sandbox,
        aiohttp.ClientSession(timeout=aiohttp.ClientTimeout(total=0.5)) as session,
    ):
        client = AsyncWebClient(token=SLACK_BOT_TOKEN, base_url=sandbox.slack_api_url, session=session)
        gateway = Gateway(client, sandbox.clock)
        who = await client.auth_test()
        gateway.introduce(
            user=str(who["user_id"]),
            bot=str(who["bot_id"]),
            address=str(who["url"]),
            home=frozenset({str(who["team_id"])}),
        )
        place = await gateway.channels.create("desk", private=False)
        yield Stage(sandbox, gateway, place.id)


async def test_a_post_is_there_once_and_found_by_its_mark(stage: Stage) -> None:
    began = stage.sandbox.clock.now()
    ts = await stage.post(number=7)
    await stage.post(number=8)
    assert await stage.gateway.find(stage.channel, ("volley_card", 7), since=began) == ts
    assert await stage.gateway.find(stage.channel, ("volley_card", 9), since=began) is None
    assert await stage.gateway.find(stage.channel, ("volley_thread", 7), since=began) is None


async def test_a_lost_answer_is_unknown_and_never_posted_again_by_itself(stage: Stage) -> None:
    stage.sandbox.faults.add("drop_answer", "chat.postMessage", count=1)
    with pytest.raises(Unknown):
        await stage.post()
    assert stage.posts() == ["card"]
    assert await stage.gateway.find(stage.channel, ("volley_card", 7), since=stage.sandbox.clock.now()) is not None


async def test_a_lost_answer_to_an_update_is_only_a_try_that_can_be_repeated(stage: Stage) -> None:
    ts = await stage.post()
    stage.sandbox.faults.add("drop_answer", "chat.update", count=1)
    with pytest.raises(Unavailable):
        await stage.gateway.update(stage.channel, ts, text="new", blocks=BLOCKS, lane=Lane.REPAINT)


async def test_a_reply_in_a_thread_is_found_there(stage: Stage) -> None:
    began = stage.sandbox.clock.now()
    parent = await stage.post()
    told = await stage.gateway.post(
        stage.channel, text="told", blocks=BLOCKS, lane=Lane.CARD, thread_ts=parent, mark=("volley_thread", 3)
    )
    assert await stage.gateway.find(stage.channel, ("volley_thread", 3), since=began, thread_ts=parent) == told


async def test_what_is_drawn_late_is_drawn_when_it_is_its_turn(stage: Stage) -> None:
    ts = await stage.post()
    words = "first"

    async def draw() -> Drawn | None:
        return Drawn(say("{}", words), BLOCKS)

    stage.gateway.budgets.pause("chat.update", 0.2)
    redrawn = asyncio.create_task(stage.gateway.redraw(stage.channel, ts, draw, lane=Lane.REPAINT))
    await asyncio.sleep(0)
    words = "second"
    assert await redrawn
    assert stage.posts() == ["second"]


async def test_nothing_to_draw_makes_no_call(stage: Stage) -> None:
    async def nothing() -> Drawn | None:
        return None

    assert not await stage.gateway.redraw(stage.channel, "1.1", nothing, lane=Lane.REPAINT)


async def test_a_429_is_waited_for_and_the_post_made_once(stage: Stage) -> None:
    stage.sandbox.faults.add("rate_limited", "chat.postMessage", retry_after=1, count=1)
    before = stage.sandbox.clock.now()
    await stage.post()
    assert stage.posts() == ["card"]
    assert stage.sandbox.clock.now() - before >= timedelta(seconds=0.9)


async def test_a_long_429_is_handed_to_the_loop(stage: Stage) -> None:
    stage.sandbox.faults.add("rate_limited", "chat.postMessage", retry_after=300, count=1)
    with pytest.raises(RetryAt) as wait:
        await stage.post()
    assert wait.value.at > stage.sandbox.clock.now() + timedelta(seconds=250)


@pytest.mark.parametrize("status", [500, 503])
async def test_a_page_of_html_instead_of_an_answer(stage: Stage, status: int) -> None:
    stage.sandbox.faults.add("server_error", "chat.*", status=status, count=2)
    with pytest.raises(Unknown):
        await stage.post()
    with pytest.raises(Unavailable):
        await stage.gateway.update(stage.channel, "1.1", text="x", blocks=BLOCKS, lane=Lane.REPAINT)


async def test_what_is_gone_is_gone_and_what_is_refused_says_why(stage: Stage) -> None:
    with pytest.raises(Gone):
        await stage.gateway.update(stage.channel, "1.1", text="x", blocks=BLOCKS, lane=Lane.REPAINT)
    with pytest.raises(Gone):
        await stage.gateway.post("C0NOWHERE", text="x", blocks=BLOCKS, lane=Lane.CARD)
    with pytest.raises(Rejected, match="invalid_blocks"):
        await stage.gateway.post(stage.channel, text="x", blocks=[{"type": "nonsense"}], lane=Lane.CARD)


async def test_a_missing_scope_is_named_with_its_remedy() -> None:
    manifest = {"oauth_config": {"scopes": {"bot": ["chat:write"]}}}
    async with Sandbox.start(manifest=manifest) as sandbox:
        client = AsyncWebClient(token=SLACK_BOT_TOKEN, base_url=sandbox.slack_api_url)
        with pytest.raises(Unauthorised, match="channels:read"):
            await Gateway(client, sandbox.clock).channels.all()


async def test_nobody_home_is_unavailable_and_nothing_was_done() -> None:
    async with Sandbox.start() as sandbox:
        address, clock = sandbox.slack_api_url, sandbox.clock
    gateway = Gateway(AsyncWebClient(token=SLACK_BOT_TOKEN, base_url=address), clock)
    with pytest.raises(Unavailable):
        await gateway.post("C1", text="x", blocks=BLOCKS, lane=Lane.CARD)


async def test_a_clicked_card_is_repainted_outside_the_budgets_five_times(stage: Stage) -> None:
    ts = await stage.post()
    channel = stage.sandbox.slack.channels.get(stage.channel)
    assert channel is not None
    address = stage.sandbox.url + stage.sandbox.slack.responses.new(channel, "U0ANA", channel.timeline.get(ts))
    stage.gateway.budgets.pause("chat.update", 60)
    painted = [await stage.gateway.repaint(address, text=f"{n}", blocks=BLOCKS) for n in range(6)]
    assert painted == [True] * 5 + [False]
    assert stage.posts() == ["4"]


async def test_a_mark_on_a_note_twice_is_fine_and_on_nothing_is_told(stage: Stage) -> None:
    ts = await stage.post()
    assert await stage.gateway.react(stage.channel, ts, "memo")
    assert await stage.gateway.react(stage.channel, ts, "memo")
    assert not await stage.gateway.react(stage.channel, "1.1", "memo")


async def test_links_are_made_without_asking(stage: Stage) -> None:
    ts = await stage.post()
    slack = stage.sandbox.slack
    channel = slack.channels.get(stage.channel)
    assert channel is not None
    message = channel.timeline.get(ts)
    assert message is not None
    assert stage.gateway.link(stage.channel, ts) == slack.permalink(channel, message)


async def test_names_are_asked_for_once(stage: Stage) -> None:
    assert await stage.gateway.name_of("U0ANA") == await stage.gateway.name_of("U0ANA") != ""
    assert len(stage.sandbox.log.of("users.info")) == 1
    assert await stage.gateway.name_of("U0NOBODY") == ""


async def test_unlimited_budgets_are_for_measuring_only(stage: Stage) -> None:
    budgets = Budgets(unlimited=True)
    async with budgets.turn("chat.update", Lane.CARD), budgets.turn("chat.update", Lane.CARD):
        assert sum(budgets.waiting().values()) == 0
