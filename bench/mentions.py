"""Mentions: how many are stored per second, and how long from being served by the network to the card in Slack."""

import asyncio
from datetime import timedelta
from pathlib import Path
from time import perf_counter

from bench.clicks import all_cards
from bench.stage import environment, migrated, quick_desk, running, until
from bench.timing import Spread, spread
from bot.clock import SystemClock
from bot.loops.storing import Storing
from bot.networks.base import Author, Fetched, Mention, Network
from bot.programme import Programme
from sandbox.server import Sandbox
from storage.db import Database

COUNT = 2_000
SEEN = 10
"""Mentions of which the way to the card is timed, one after the other, at a desk with nothing else to do."""


async def stored_per_second(database: Database, programme: Programme, network: Network) -> float:
    """Mentions of so many customers, each stored as the fetch loop stores them: routed, in small transactions."""
    clock = SystemClock()
    now = clock.now()
    account = programme.accounts[0].handle
    mentions = [
        Mention(
            network=network.name,
            id=f"m{number}",
            thread=f"m{number}",
            author=Author(f"a{number}", f"customer{number}", followers=number),
            text=f"@{account} my bookmarks are gone since the update, and tab {number} does not load",
            posted_at=now - timedelta(seconds=COUNT - number),
            language="en",
            mentions=(account.lower(),),
            versions=(f"m{number}",),
        )
        for number in range(COUNT)
    ]
    storing = Storing(database, programme, {network.name: network}, clock, lambda: None)
    source = next(each for each in network.sources() if each.endswith(account))

    async def done(_: object) -> None:
        return

    begun = perf_counter()
    count = await storing.store(source, Fetched(tuple(mentions), None), done)
    assert count == COUNT, count
    return COUNT / (perf_counter() - begun)


async def to_card(database: str, folder: Path) -> Spread:
    """From the moment the pretend network has answered with a mention until its card stands in the channel."""
    manifest = (Path(__file__).parent.parent / "manifest.json").read_text()
    seconds = []
    async with Sandbox.start(manifest=manifest) as sandbox:
        settings = environment(sandbox, database, "U0KIRA", quick_desk(folder))
        await migrated(settings, folder)
        async with running(["bot", "run"], settings, folder):
            await until("channels", lambda: any(each.name.endswith("moderated") for each in sandbox.slack.channels))
            for number in range(SEEN):
                seconds.append(await one_to_card(sandbox, number))
    return spread(seconds)


async def one_to_card(sandbox: Sandbox, number: int) -> float:
    """Seconds for one mention."""
    known = len(all_cards(sandbox))
    carded = asyncio.Event()
    served = 0.0

    def look(kind: str, _payload: object) -> None:
        if kind == "message" and len(all_cards(sandbox)) > known:
            carded.set()

    end = sandbox.listen(look)
    customer = sandbox.x.customer(f"quiet{number}")
    fetched = asyncio.Event()
    sandbox.x.network.on_served.append(fetched.set)
    customer.post(f"@FirefoxSupport sync forgot device {number}")
    try:
        while sandbox.x.unread("FirefoxSupport"):
            fetched.clear()
            await fetched.wait()
        served = perf_counter()
        async with asyncio.timeout(60):
            await carded.wait()
    finally:
        end()
        sandbox.x.network.on_served.remove(fetched.set)
    return perf_counter() - served
