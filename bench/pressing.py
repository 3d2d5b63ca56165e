"""Presses Claim and Release on a running app's cards; times acknowledgement and repaint as a person sees them."""

import asyncio
from collections.abc import Sequence
from dataclasses import dataclass, field
from time import perf_counter
from typing import Any

from bench.timing import Spread, spread
from sandbox.server import Sandbox
from sandbox.slack.hands import Person

PATIENCE = 15.0
"""Seconds after which a repaint counts as missing, which ends the measurement with an error."""

PRESSABLE = ("conversation:claim", "conversation:release")


@dataclass(frozen=True)
class Target:
    """One card and the person who presses its buttons."""

    person: Person
    channel: str
    ts: str


@dataclass
class Measured:
    """What a run of clicks took, in seconds each."""

    acknowledged: list[float] = field(default_factory=list)
    repainted: list[float] = field(default_factory=list)
    unanswered: int = 0
    seconds: float = 0.0

    @property
    def per_second(self) -> float:
        """Clicks acknowledged per second."""
        return len(self.acknowledged) / self.seconds

    @property
    def ack(self) -> Spread:
        """From the click to Slack's acknowledgement."""
        return spread(self.acknowledged)

    @property
    def repaint(self) -> Spread:
        """From the click to the changed card."""
        return spread(self.repainted)


def targets(people: Sequence[Person]) -> list[Target]:
    """Every card with a Claim or Release button that somebody of these sees, each given to one of them."""
    found: dict[tuple[str, str], Target] = {}
    for place, person in enumerate(people):
        for channel in person.channels():
            for message in person.messages(channel["id"]):
                key = (channel["id"], message["ts"])
                mine = len(found) % len(people) == place
                if key not in found and button_of(message) is not None and (mine or place == len(people) - 1):
                    found[key] = Target(person, *key)
    return list(found.values())


def button_of(message: dict[str, Any]) -> str | None:
    """The action id of a card's Claim or Release button, or None."""
    for block in message.get("blocks", []):
        for element in block.get("elements", []) if block["type"] == "actions" else []:
            if element.get("action_id") in PRESSABLE:
                return str(element["action_id"])
    return None


async def press(sandbox: Sandbox, target: Target, measured: Measured) -> None:
    """One click, and the wait until its card has changed."""
    repainted = asyncio.Event()

    def look(kind: str, payload: dict[str, Any]) -> None:
        if payload.get("ts") == target.ts:
            repainted.set()

    action = button_of(target.person.message(target.channel, target.ts).as_json())
    assert action is not None
    end = sandbox.listen(look)
    begun = perf_counter()
    try:
        outcome = await target.person.click(target.channel, target.ts, action)
        if not outcome.acknowledged:
            measured.unanswered += 1
            return
        measured.acknowledged.append(perf_counter() - begun)
        async with asyncio.timeout(PATIENCE):
            await repainted.wait()
        measured.repainted.append(perf_counter() - begun)
    finally:
        end()


async def at_rate(sandbox: Sandbox, cards: Sequence[Target], *, per_second: float, seconds: float) -> Measured:
    """Clicks at a steady rate, each on another card in turn."""
    measured = Measured()
    begun = perf_counter()
    async with asyncio.TaskGroup() as group:
        for number in range(int(per_second * seconds)):
            await asyncio.sleep(max(0.0, begun + number / per_second - perf_counter()))
            group.create_task(press(sandbox, cards[number % len(cards)], measured))
    measured.seconds = perf_counter() - begun
    return measured


async def at_once(sandbox: Sandbox, cards: Sequence[Target], *, people: int, seconds: float) -> Measured:
    """So many people at once, each pressing again as soon as the card has changed."""
    measured = Measured()
    begun = perf_counter()

    async def keep_pressing(mine: Sequence[Target]) -> None:
        number = 0
        while perf_counter() - begun < seconds:
            await press(sandbox, mine[number % len(mine)], measured)
            number += 1

    async with asyncio.TaskGroup() as group:
        for number in range(people):
            group.create_task(keep_pressing(cards[number::people]))
    measured.seconds = perf_counter() - begun
    return measured
