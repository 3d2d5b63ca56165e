"""The connections to Slack: cut, refreshed or silent, they come back, and closing loses nothing that was clicked."""

import asyncio
from collections.abc import AsyncIterator

import pytest
from slack_bolt.app.async_app import AsyncApp
from slack_sdk.web.async_client import AsyncWebClient
from sqlalchemy import select

from bot.demo import for_the_demo
from bot.programme import Programme
from bot.sockets import Sockets
from sandbox.faults import Fault
from sandbox.people import SLACK_APP_TOKEN, SLACK_BOT_TOKEN, SLACK_SIGNING_SECRET
from sandbox.server import Sandbox
from sandbox.slack.socket import Connection
from storage.db import Database
from storage.tables import Interaction, Note, Notice
from tests.conftest import Cast
from tests.stories.stage import Stage, raised


@pytest.fixture
async def desk(database_address: str, database: Database, cast: Cast, programme: Programme) -> AsyncIterator[Stage]:
    """The real bot beside the sandbox."""
    async with raised(database_address, for_the_demo(programme), database=database) as stage:
        yield stage


async def connections(desk: Stage, wanted: int) -> None:
    """Wait until Slack and the desk agree on so many living connections."""
    sockets = desk.app.sockets
    assert sockets is not None
    async with asyncio.timeout(60):
        while True:
            if await sockets.connected() == wanted == len(desk.sandbox.slack.socket.connections):
                return
            await asyncio.sleep(0.1)


async def replaced(desk: Stage, *old: Connection) -> None:
    """Wait until these connections are gone and two others serve."""
    async with asyncio.timeout(60):
        while True:
            if not set(map(id, old)) & set(map(id, desk.sandbox.slack.socket.connections)):
                break
            await asyncio.sleep(0.05)
    await connections(desk, 2)


async def works(desk: Stage) -> None:
    """Somebody types a command and is answered."""
    outcome = await desk.person("ana").command("social-support", "/desk help")
    assert outcome.acknowledged, outcome.warning


async def test_two_connections_serve_and_survive_a_refresh(desk: Stage) -> None:
    await connections(desk, 2)
    await desk.sandbox.slack.socket.refresh()
    await connections(desk, 2)
    await works(desk)


async def test_a_cut_of_both_is_mended(desk: Stage) -> None:
    await connections(desk, 2)
    old = desk.sandbox.slack.socket.connections
    desk.sandbox.slack.socket.cut()
    await replaced(desk, *old)
    await works(desk)


async def test_a_silent_connection_is_given_up_while_the_other_serves(desk: Stage) -> None:
    await connections(desk, 2)
    silent = desk.sandbox.slack.socket.connections[0]
    desk.sandbox.slack.socket.black_hole(silent)
    await replaced(desk, silent)
    await works(desk)


async def test_a_refused_address_does_not_leave_the_desk_deaf(desk: Stage) -> None:
    await connections(desk, 2)
    old = desk.sandbox.slack.socket.connections
    desk.sandbox.faults.add(Fault.SERVER_ERROR, "slack/apps.connections.open", count=3)
    desk.sandbox.slack.socket.cut()
    await replaced(desk, *old)
    await works(desk)


async def test_a_desk_started_too_often_waits_for_its_turn_instead_of_giving_up() -> None:
    async with Sandbox.start() as sandbox:
        asked_to_wait = sandbox.faults.add(Fault.RATE_LIMITED, "slack/apps.connections.open", count=2, retry_after=1)
        web = AsyncWebClient(token=SLACK_BOT_TOKEN, base_url=sandbox.slack_api_url, retry_handlers=[])
        sockets = Sockets(AsyncApp(client=web, signing_secret=SLACK_SIGNING_SECRET), web, SLACK_APP_TOKEN)
        await sockets.open()
        assert await sockets.connected() == 2
        await sockets.close()
    assert asked_to_wait.struck == 2


async def test_an_envelope_delivered_twice_acts_once(desk: Stage) -> None:
    desk.customer("asker").post("@FirefoxSupport how do I sync, help?", lang="en")
    ana = desk.person("ana")
    card = await desk.card(ana, "how do I sync")
    desk.sandbox.faults.add(Fault.DUPLICATE, "slack/socket", count=1)
    noted = await ana.command(card.channel, "/desk note 1 only once")
    assert noted.acknowledged
    await works(desk)
    async with desk.app.database.reading() as session:
        assert len((await session.scalars(select(Note))).all()) == 1


async def test_a_form_that_an_envelope_delivered_twice_opens_is_not_called_too_late(desk: Stage) -> None:
    desk.customer("asker").post("@FirefoxSupport how do I sync, help?", lang="en")
    ana = desk.person("ana")
    card = await desk.card(ana, "how do I sync")
    desk.sandbox.faults.add(Fault.DUPLICATE, "slack/socket", count=1)
    assert (await ana.click(card.channel, card.ts, "conversation:close")).acknowledged
    await desk.until(lambda: len(desk.sandbox.log.of("views.open")) == 2, what="both deliveries")
    await works(desk)
    assert ana.modal() is not None
    async with desk.app.database.reading() as session:
        assert (await session.scalars(select(Notice).where(Notice.to == "U0ANA"))).all() == []


async def test_what_was_clicked_before_the_end_is_carried_out_and_answered(desk: Stage) -> None:
    desk.customer("asker").post("@FirefoxSupport how do I sync, help?", lang="en")
    ana = desk.person("ana")
    card = await desk.card(ana, "how do I sync")
    clicks = [
        asyncio.create_task(desk.person(who).command(card.channel, f"/desk note 1 by {who}"))
        for who in ("ana", "vito", "yui", "mo")
    ]
    await asyncio.sleep(0)
    await desk.app.stop()
    outcomes = await asyncio.gather(*clicks)
    async with desk.app.database.reading() as session:
        kept = len((await session.scalars(select(Note))).all())
        keys = (await session.scalars(select(Interaction.key))).all()
    assert kept >= sum(outcome.acknowledged for outcome in outcomes)
    assert len(keys) == len(set(keys))
