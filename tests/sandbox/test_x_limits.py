"""What X counts: calls against its rate limits, and money for every call."""

import time
from datetime import timedelta
from typing import Any

import aiohttp
import pytest
import tweepy

from sandbox.server import Sandbox
from tests.sandbox.x_client import client_of


async def exhausted(client: Any, calls: int) -> tweepy.TooManyRequests:
    """Make so many calls that succeed, and one that does not."""
    for _ in range(calls):
        await client.get_me(user_auth=True)
    with pytest.raises(tweepy.TooManyRequests) as caught:
        await client.get_me(user_auth=True)
    return caught.value


async def test_the_76th_look_at_oneself_in_15_minutes_is_refused_until_the_reset(sandbox: Sandbox) -> None:
    async with client_of(sandbox.url, "Firefox") as client:
        refused = await exhausted(client, 75)
        headers = refused.response.headers
        assert headers["x-rate-limit-remaining"] == "0"
        assert headers["x-rate-limit-limit"] == "75"
        assert "Retry-After" not in headers
        assert 895 <= int(headers["x-rate-limit-reset"]) - time.time() <= 901
        async with client_of(sandbox.url, "FirefoxSupport") as other:
            await other.get_me(user_auth=True)
        sandbox.clock.jump(timedelta(minutes=15).total_seconds())
        await client.get_me(user_auth=True)
    async with aiohttp.ClientSession() as session, session.get(f"{sandbox.url}/sandbox/refusals") as answer:
        assert await answer.json() == {"slack": 0, "x": 1, "play": 0}


async def test_the_reset_is_told_in_the_time_the_caller_lives_in(sandbox: Sandbox) -> None:
    sandbox.clock.jump(timedelta(days=3).total_seconds())
    sandbox.clock.run_at(100)
    async with client_of(sandbox.url, "Firefox") as client:
        client.return_type = aiohttp.ClientResponse
        answer = await client.get_me(user_auth=True)
        assert 0 < int(answer.headers["x-rate-limit-reset"]) - time.time() <= 11
        assert answer.headers["x-rate-limit-remaining"] == "74"


async def test_without_limits_nothing_is_refused() -> None:
    async with Sandbox.start(rate_limits=False) as sandbox, client_of(sandbox.url, "Firefox") as client:
        for _ in range(80):
            await client.get_me(user_auth=True)
        assert sandbox.log.refused_for_rate("x") == 0


async def test_own_mentions_are_cheap_only_with_an_app_of_ones_own(sandbox: Sandbox) -> None:
    for number in range(4):
        sandbox.x.customer("Marta").post(f"@mozilla_france {number}")
    async with client_of(sandbox.url, "mozilla_france") as client:
        await client.get_users_mentions("2104", user_auth=True)
    assert sandbox.x.billing.total() == pytest.approx(4 * 0.005)
    async with client_of(sandbox.url, "mozilla_france", own_app=True) as client:
        await client.get_users_mentions("2104", user_auth=True)
    assert sandbox.x.billing.total(kind="owned_read") == pytest.approx(4 * 0.001)


async def test_what_was_read_today_is_not_charged_again(sandbox: Sandbox) -> None:
    sandbox.x.customer("Marta").post("@FirefoxSupport one")
    async with client_of(sandbox.url, "FirefoxSupport") as client:
        for _ in range(3):
            await client.get_users_mentions("2102", user_auth=True, expansions="author_id")
        assert sandbox.x.billing.total() == pytest.approx(0.001 + 0.010)
        sandbox.clock.jump(timedelta(days=1).total_seconds())
        await client.get_users_mentions("2102", user_auth=True, expansions="author_id")
    assert sandbox.x.billing.total(account="FirefoxSupport") == pytest.approx(0.022)


async def test_posts_replies_and_links_have_their_prices(sandbox: Sandbox) -> None:
    asked = sandbox.x.customer("Marta").post("@FirefoxSupport one")
    async with client_of(sandbox.url, "FirefoxSupport") as client:
        await client.create_tweet(text="Firefox 146 is out", user_auth=True)
        await client.create_tweet(text="Try a refresh.", in_reply_to_tweet_id=asked, user_auth=True)
        await client.create_tweet(text="See mozilla.org/refresh", in_reply_to_tweet_id=asked, user_auth=True)
        with pytest.raises(tweepy.Forbidden):
            await client.create_tweet(text="Try a refresh.", in_reply_to_tweet_id=asked, user_auth=True)
    bill = {line.kind: (line.count, line.dollars) for line in sandbox.x.billing.lines()}
    assert bill == {"post": (1, 0.015), "summoned_reply": (1, 0.010), "post_with_link": (1, 0.20)}


async def test_every_call_is_logged_with_who_what_and_price(sandbox: Sandbox) -> None:
    asked = sandbox.x.customer("Marta").post("@FirefoxSupport one")
    async with client_of(sandbox.url, "FirefoxSupport") as client:
        await client.get_tweet(asked, user_auth=True)
        with pytest.raises(tweepy.Forbidden):
            await client.like(asked, user_auth=True)
    like, read = sandbox.log.recent(2, network="x")
    assert (read.method, read.who, read.status, read.cost) == ("GET /2/tweets/:id", "FirefoxSupport", 200, 0.005)
    assert (like.method, like.status, like.error) == ("POST /2/users/:id/likes", 403, "Client Forbidden")
