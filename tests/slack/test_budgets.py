"""Budgets against the strict sandbox's own counting, over many minutes that pass in no time."""

import asyncio
import random
from collections import Counter
from dataclasses import dataclass, field

import pytest

from bot.slack.budgets import Budgets, Lane
from sandbox.slack.api.methods import METHODS
from sandbox.slack.errors import SlackError
from sandbox.slack.rates import RateLimits
from tests.slack.warp import run

CHANNELS = [f"C{number}" for number in range(9)]


class LoopClock:
    """The event loop's time, for the sandbox's counting."""

    def timestamp(self) -> float:
        """Seconds."""
        return asyncio.get_running_loop().time()


@dataclass
class Slack:
    """Counts as the sandbox does; a request takes a while to arrive and its answer a while to come back."""

    budgets: Budgets = field(default_factory=Budgets)
    luck: random.Random = field(default_factory=lambda: random.Random(7))
    done: list[tuple[str, float]] = field(default_factory=list)
    refused: list[str] = field(default_factory=list)

    def __post_init__(self) -> None:
        self.rates = RateLimits(LoopClock())  # type: ignore[arg-type]

    async def call(self, method: str, lane: Lane, *, channel: str | None = None) -> float:
        """One call in its turn; returns when it was answered."""
        async with self.budgets.turn(method, lane, channel=channel):
            await asyncio.sleep(self.luck.uniform(0.0, 0.9))
            try:
                self.rates.take(method, METHODS[method].tier)
                if channel is not None:
                    self.rates.take_post(channel)
            except SlackError as refusal:
                self.refused.append(f"{method} {refusal.name}")
            await asyncio.sleep(self.luck.uniform(0.0, 0.9))
        now = asyncio.get_running_loop().time()
        self.done.append((method, now))
        return now


def test_a_surge_of_posts_and_updates_is_never_refused_for_rate() -> None:
    async def surge() -> Slack:
        slack = Slack()
        async with asyncio.TaskGroup() as group:
            for number in range(1500):
                group.create_task(slack.call("chat.postMessage", Lane.CARD, channel=CHANNELS[number % 9]))
            for _ in range(400):
                group.create_task(slack.call("chat.update", Lane.REPAINT))
            for _ in range(60):
                group.create_task(slack.call("conversations.list", Lane.DIGEST))
        return slack

    slack = run(surge())
    assert slack.refused == []
    assert Counter(method for method, _ in slack.done)["chat.postMessage"] == 1500


def test_the_budget_is_used_up_rather_than_wasted() -> None:
    async def surge() -> list[float]:
        slack = Slack()
        times = [slack.call("chat.update", Lane.PING) for _ in range(480)]
        return await asyncio.gather(*times)

    finished = max(run(surge()))
    assert finished < 10.5 * 60, "480 updates at 48 a minute take ten minutes"


def test_figures_of_many_homes_leave_room_for_what_somebody_did_in_theirs() -> None:
    """150 Homes are open and change every minute, which is more than Slack takes; somebody acts every five seconds."""

    async def ten_minutes() -> tuple[Slack, list[float]]:
        slack = Slack()
        waited: list[float] = []

        async def act(after: float) -> None:
            await asyncio.sleep(after)
            waited.append(await slack.call("views.publish", Lane.REPAINT) - after)

        async with asyncio.TaskGroup() as group:
            for _ in range(700):
                group.create_task(slack.call("views.publish", Lane.DIGEST))
            for number in range(120):
                group.create_task(act(number * 5.0))
        return slack, waited

    slack, waited = run(ten_minutes())
    assert slack.refused == []
    assert max(waited) < 3
    assert max(at for _, at in slack.done) < 12 * 60, "60 figures a minute beside 12 acts"


def test_a_ping_goes_before_a_thousand_cards() -> None:
    async def surge() -> tuple[float, float]:
        slack = Slack()
        async with asyncio.TaskGroup() as group:
            cards = [group.create_task(slack.call("chat.postMessage", Lane.CARD, channel="C1")) for _ in range(200)]
            await asyncio.sleep(30)
            ping = group.create_task(slack.call("chat.postMessage", Lane.PING, channel="D1"))
        return ping.result() - 30, max(card.result() for card in cards)

    waited, last = run(surge())
    assert waited < 3
    assert last > 180


def test_repaints_leave_room_for_nothing_to_starve_a_ping() -> None:
    async def surge() -> float:
        slack = Slack()
        async with asyncio.TaskGroup() as group:
            for _ in range(300):
                group.create_task(slack.call("chat.update", Lane.DIGEST))
            await asyncio.sleep(10)
            ping = group.create_task(slack.call("chat.update", Lane.PING))
        return ping.result() - 10

    assert run(surge()) < 3


def test_a_pause_that_slack_asks_for_is_kept() -> None:
    async def paused() -> float:
        slack = Slack()
        slack.budgets.pause("chat.update", 17)
        return await slack.call("chat.update", Lane.PING)

    assert run(paused()) >= 17


@pytest.mark.parametrize("when", [0.0, 0.01])
def test_who_gives_up_waiting_leaves_no_hole(when: float) -> None:
    async def give_up() -> int:
        slack = Slack()
        tasks = [asyncio.create_task(slack.call("chat.postMessage", Lane.CARD, channel="C1")) for _ in range(20)]
        await asyncio.sleep(when)
        for task in tasks[::2]:
            task.cancel()
        results = await asyncio.gather(*tasks, return_exceptions=True)
        await slack.call("chat.postMessage", Lane.CARD, channel="C1")
        assert sum(slack.budgets.waiting().values()) == 0
        return sum(1 for each in results if isinstance(each, float))

    assert run(give_up()) == 10


def test_posts_in_one_channel_stay_in_order() -> None:
    async def in_order() -> list[int]:
        slack, seen = Slack(), []

        async def post(number: int) -> None:
            async with slack.budgets.turn("chat.postMessage", Lane.CARD, channel="C1"):
                await asyncio.sleep(slack.luck.uniform(0, 2))
                seen.append(number)

        await asyncio.gather(*(post(number) for number in range(12)))
        return seen

    assert run(in_order()) == list(range(12))
