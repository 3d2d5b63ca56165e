"""Google Play as the bot speaks to it, on the pretend Play Store, with the sandbox's key and its clock."""

from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from dataclasses import dataclass, replace
from datetime import datetime, timedelta

import aiohttp

from bot.networks.base import Draft
from bot.networks.google_play import GooglePlay
from bot.networks.google_play_keys import Key, key_of
from bot.programme import Programme
from sandbox.server import Sandbox

FIREFOX = "org.mozilla.firefox"
SOURCE = "google_play:reviews:FirefoxAndroid"


@dataclass
class Stage:
    """A sandbox, the network that speaks to it, and when it all began."""

    sandbox: Sandbox
    play: GooglePlay
    began: datetime

    def soon(self) -> datetime:
        """A deadline that is not over yet."""
        return self.sandbox.clock.now() + timedelta(seconds=30)


def key_for(sandbox: Sandbox) -> Key:
    """The service account's key, as .env would hold it."""
    key, problems = key_of({"GOOGLE_PLAY_CREDENTIALS": sandbox.play_credentials})
    assert key is not None, problems
    return key


def stranger(sandbox: Sandbox) -> Key:
    """A key of somebody whom nobody has let in."""
    return replace(key_for(sandbox), email="stranger@nowhere.example")


@asynccontextmanager
async def play_stage(programme: Programme, *, seconds: float = 5, let_in: bool = True) -> AsyncIterator[Stage]:
    """A pretend store being served, and our network that speaks to it; `seconds` is its patience."""
    async with Sandbox.start() as sandbox:
        play = GooglePlay(
            programme,
            key_for(sandbox) if let_in else stranger(sandbox),
            clock=sandbox.clock,
            charged=lambda charge: None,
            address=sandbox.play_api_url,
            timeout=aiohttp.ClientTimeout(total=seconds),
        )
        try:
            yield Stage(sandbox, play, sandbox.clock.now() - timedelta(hours=1))
        finally:
            await play.close()


def answer(post_id: str, text: str = "Thank you, we are on it.") -> Draft:
    """A draft that answers a review."""
    return Draft("FirefoxAndroid", text, post_id, "Marta")
