"""Clicks on cards: the desk and the bare app, one after the other, before the same sandbox."""

from collections.abc import Callable
from contextlib import AbstractAsyncContextManager
from dataclasses import dataclass
from pathlib import Path

from bench.bare import CARDS
from bench.machine import resident_memory
from bench.pressing import Measured, at_once, at_rate, targets
from bench.stage import environment, everybody_in, migrated, quick_desk, running, until
from sandbox.people import SLACK_PEOPLE
from sandbox.server import Sandbox

STEADY = 20
"""Clicks per second of the steady run."""

TOGETHER = 32
"""People who press at once in the other."""

SECONDS = 20.0

WRITES_TO = ("FirefoxSupport", "mozilla_germany", "mozilla_france", "firefox_es", "FirefoxBrasil", "FirefoxTurkiye")

Running = Callable[[], AbstractAsyncContextManager[int]]


@dataclass(frozen=True)
class Figures:
    """One app's clicks: the steady run, the crowded run, and MiB of memory after both."""

    steady: Measured
    crowded: Measured
    memory: float


async def desk(database: str, folder: Path) -> Figures:
    """The desk's own figures: cards of real conversations, fetched from the pretend network and posted by its loops."""
    async with Sandbox.start(manifest=(Path(__file__).parent.parent / "manifest.json").read_text()) as sandbox:
        people = [sandbox.slack.person(each.id) for each in SLACK_PEOPLE]
        managers = ",".join(each.id for each in people)
        settings = environment(sandbox, database, managers, quick_desk(folder))
        await migrated(settings, folder)
        async with running(["bot", "run", "--since", "2020-01-01"], settings, folder) as process:
            for number in range(CARDS):
                account = WRITES_TO[number % len(WRITES_TO)]
                sandbox.x.customer(f"customer{number}").post(f"@{account} tab {number} does not load since the update")

            await until("cards of all queues", lambda: len(all_cards(sandbox)) >= CARDS)
            await everybody_in(people)
            return await pressed(sandbox, process)


async def bare(database: str, folder: Path) -> Figures:
    """The bare app's figures; it updates each card by chat.update, so Slack's rate limits are off for it."""
    async with Sandbox.start(rate_limits=False) as sandbox:
        people = [sandbox.slack.person(each.id) for each in SLACK_PEOPLE]
        settings = environment(sandbox, database, "", quick_desk(folder))
        async with running(["bench.bare"], settings, folder) as process:
            await until("cards of the bare app", lambda: len(all_cards(sandbox)) >= CARDS)
            await everybody_in(people)
            return await pressed(sandbox, process)


def all_cards(sandbox: Sandbox) -> list[str]:
    """The ts of every message with buttons in a public channel."""
    return [
        message.ts
        for channel in sandbox.slack.channels
        if not channel.is_im
        for message in sandbox.slack.messages(channel.id)
        if any(block["type"] == "actions" for block in message.as_json().get("blocks", []))
    ]


async def pressed(sandbox: Sandbox, process: int) -> Figures:
    """The two runs on whatever cards there are."""
    cards = targets([sandbox.slack.person(each.id) for each in SLACK_PEOPLE])
    await at_rate(sandbox, cards, per_second=STEADY, seconds=2)
    steady = await at_rate(sandbox, cards, per_second=STEADY, seconds=SECONDS)
    crowded = await at_once(sandbox, cards, people=TOGETHER, seconds=SECONDS)
    return Figures(steady, crowded, resident_memory(process))
