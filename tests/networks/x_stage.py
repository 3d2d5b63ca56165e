"""X as the bot speaks to it, on the pretend X: the network with the sandbox's keys, and what it was charged."""

from collections.abc import AsyncIterator, Mapping
from contextlib import asynccontextmanager
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta

import aiohttp

from bot.clock import Clock, SystemClock
from bot.networks import known
from bot.networks.base import Charge, Draft
from bot.networks.x import X
from bot.networks.x_keys import Keys, keys_of
from bot.programme import Programme
from sandbox.people import X_ACCOUNTS, X_CONSUMER_KEY, X_CONSUMER_SECRET
from sandbox.server import Sandbox


def environment(*, own_apps: bool = False) -> dict[str, str]:
    """What .env holds for the sandbox's accounts."""
    env = {"X_CONSUMER_KEY": X_CONSUMER_KEY, "X_CONSUMER_SECRET": X_CONSUMER_SECRET}
    for account in X_ACCOUNTS:
        name = account.handle.upper()
        env |= {f"X_TOKEN_{name}": account.token, f"X_TOKEN_SECRET_{name}": account.token_secret}
        if own_apps:
            env |= {f"X_CONSUMER_KEY_{name}": account.consumer_key}
            env |= {f"X_CONSUMER_SECRET_{name}": account.consumer_secret}
    return env


@dataclass
class Charges:
    """What was charged, by payer and kind."""

    all: list[Charge] = field(default_factory=list)

    def dollars(self) -> float:
        """Everything together."""
        return sum(each.microdollars for each in self.all) / 1_000_000

    def kinds(self) -> dict[str, int]:
        """How many of each kind."""
        counts: dict[str, int] = {}
        for each in self.all:
            counts[each.kind] = counts.get(each.kind, 0) + each.count
        return counts


@dataclass
class Stage:
    """A sandbox, the network that speaks to it, and the bill."""

    sandbox: Sandbox
    x: X
    charges: Charges
    began: datetime


@asynccontextmanager
async def x_stage(
    programme: Programme,
    *,
    own_apps: bool = False,
    seconds: float = 5,
    address: str | None = None,
    keys: Mapping[str, Keys] | None = None,
    clock: Clock | None = None,
) -> AsyncIterator[Stage]:
    """A pretend X being served, and our X that speaks to it with these keys; `seconds` is its patience."""
    async with Sandbox.start() as sandbox:
        charges = Charges()
        found, problems = keys_of(known.on("x", programme), environment(own_apps=own_apps))
        assert not problems
        x = X(
            programme,
            found if keys is None else keys,
            clock=clock or SystemClock(),
            charged=charges.all.append,
            address=address or sandbox.x_api_url,
            timeout=aiohttp.ClientTimeout(total=seconds),
        )
        try:
            yield Stage(sandbox, x, charges, datetime.now(UTC) - timedelta(hours=1))
        finally:
            await x.close()


def answer(post_id: str, text: str = "We can help.", account: str = "FirefoxSupport") -> Draft:
    """A draft that answers a post."""
    return Draft(account, text, post_id, "someone")


def soon() -> datetime:
    """A deadline that is not over yet."""
    return datetime.now(UTC) + timedelta(seconds=30)
