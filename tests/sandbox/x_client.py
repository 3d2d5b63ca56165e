"""The bot's way to the pretend X: the real tweepy, its requests turned to the sandbox on the way out."""

import asyncio
from collections.abc import AsyncIterator, Callable
from contextlib import asynccontextmanager
from typing import Any

import aiohttp
import tweepy
import tweepy.asynchronous
from yarl import URL

from sandbox.people import x_account

SOON = 10.0
"""Seconds after which a test gives up waiting."""


@asynccontextmanager
async def client_of(
    url: str,
    handle: str,
    *,
    own_app: bool = False,
    seconds: float = 5,
    secrets: dict[str, str] | None = None,
    also: tuple[aiohttp.ClientMiddlewareType, ...] = (),
) -> AsyncIterator[Any]:
    """A tweepy client that acts as one of the accounts; `secrets` replace single keys."""
    account = x_account(handle)
    keys = {
        "consumer_key": account.consumer_key if own_app else "sandbox-consumer",
        "consumer_secret": account.consumer_secret if own_app else "sandbox-consumer-secret",
        "access_token": account.token,
        "access_token_secret": account.token_secret,
    }
    client = tweepy.asynchronous.AsyncClient(**(keys | (secrets or {})), return_type=dict)
    async with aiohttp.ClientSession(
        middlewares=(turned_to(url), *also), timeout=aiohttp.ClientTimeout(total=seconds)
    ) as session:
        client.session = session
        yield client


async def until(condition: Callable[[], bool]) -> None:
    """Give everything else a turn until something has become true; raises TimeoutError."""
    async with asyncio.timeout(SOON):
        while not condition():  # noqa: ASYNC110 - what is waited for has no event of its own
            await asyncio.sleep(0)


def turned_to(url: str) -> aiohttp.ClientMiddlewareType:
    """A middleware that sends to the sandbox what was meant for X; the signature stays over X's address."""

    async def turn(request: aiohttp.ClientRequest, handler: aiohttp.ClientHandlerType) -> aiohttp.ClientResponse:
        target = URL(f"{url}/x{request.url.raw_path_qs}", encoded=True)
        request.url = target
        request.headers["Host"] = target.authority
        return await handler(request)

    return turn
