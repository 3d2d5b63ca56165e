"""Who signed: OAuth 1.0a is checked for every call, and the PIN way gives an app an account's token."""

import re
import time
from typing import Any

import aiohttp
import pytest
import tweepy
from oauthlib.oauth1 import Client as Signer  # type: ignore[import-untyped]

from sandbox.people import X_CONSUMER_KEY, X_CONSUMER_SECRET, x_account
from sandbox.server import Sandbox
from tests.sandbox.x_client import client_of

ME = "https://api.twitter.com/2/users/me"


def signed_headers(url: str = ME, method: str = "GET", **changes: str) -> dict[str, str]:
    """Headers as @FirefoxSupport would sign them, with something changed."""
    account = x_account("FirefoxSupport")
    signer = Signer(X_CONSUMER_KEY, X_CONSUMER_SECRET, account.token, account.token_secret, **changes)
    headers: dict[str, str] = signer.sign(url, method)[1]
    return headers


async def ask(sandbox: Sandbox, headers: dict[str, str], path: str = "/2/users/me") -> int:
    """The status of a call with these headers."""
    async with aiohttp.ClientSession() as session, session.get(f"{sandbox.x_api_url}{path}", headers=headers) as answer:
        return answer.status


@pytest.mark.parametrize(
    "wrong",
    [
        {"access_token_secret": "guess"},
        {"consumer_secret": "guess"},
        {"consumer_key": "guess"},
        {"access_token": "2102-guess"},
    ],
)
async def test_a_wrong_key_or_secret_is_unauthorized(sandbox: Sandbox, wrong: dict[str, str]) -> None:
    async with client_of(sandbox.url, "FirefoxSupport", secrets=wrong) as client:
        with pytest.raises(tweepy.Unauthorized):
            await client.get_me(user_auth=True)


async def test_the_token_decides_who_acts_not_the_app(sandbox: Sandbox) -> None:
    for handle in ("Firefox", "mozilla_germany"):
        async with client_of(sandbox.url, handle) as client:
            assert (await client.get_me(user_auth=True))["data"]["username"] == handle


async def test_a_request_cannot_be_sent_twice(sandbox: Sandbox) -> None:
    headers = signed_headers()
    assert [await ask(sandbox, headers), await ask(sandbox, headers)] == [200, 401]


async def test_a_signature_covers_the_query(sandbox: Sandbox) -> None:
    headers = signed_headers(f"{ME}?user.fields=protected")
    assert await ask(sandbox, headers, "/2/users/me?user.fields=verified") == 401
    assert await ask(sandbox, headers, "/2/users/me?user.fields=protected") == 200


async def test_old_and_future_requests_are_unauthorized(sandbox: Sandbox) -> None:
    for offset in (-301, 301):
        assert await ask(sandbox, signed_headers(timestamp=str(int(time.time()) + offset))) == 401
    assert await ask(sandbox, signed_headers(timestamp=str(int(time.time()) - 60))) == 200


async def test_the_address_that_is_signed_is_xs_own(sandbox: Sandbox) -> None:
    assert await ask(sandbox, signed_headers("https://api.x.com/2/users/me")) == 200
    assert await ask(sandbox, signed_headers(f"{sandbox.x_api_url}/2/users/me")) == 401


async def test_calls_without_a_signature_are_unauthorized(sandbox: Sandbox) -> None:
    assert await ask(sandbox, {}) == 401
    assert await ask(sandbox, {"Authorization": "Bearer something"}) == 401


async def test_a_revoked_token_ends_at_once(sandbox: Sandbox) -> None:
    async with client_of(sandbox.url, "Firefox") as client:
        await client.get_me(user_auth=True)
        sandbox.x.keys.revoke(x_account("Firefox").token)
        with pytest.raises(tweepy.Unauthorized):
            await client.get_me(user_auth=True)


async def post_signed(session: aiohttp.ClientSession, sandbox: Sandbox, path: str, **keys: str) -> dict[str, str]:
    """A signed POST to one of the sign-in addresses; its answer, which is a form."""
    signer = Signer(X_CONSUMER_KEY, X_CONSUMER_SECRET, **keys)
    headers: Any = signer.sign(f"https://api.x.com{path}", "POST")[1]
    async with session.post(f"{sandbox.x_api_url}{path}", headers=headers) as answer:
        answer.raise_for_status()
        return dict(pair.split("=") for pair in (await answer.text()).split("&"))


async def test_a_pin_turns_a_persons_consent_into_a_token(sandbox: Sandbox) -> None:
    async with aiohttp.ClientSession() as session:
        wish = await post_signed(session, sandbox, "/oauth/request_token", callback_uri="oob")
        address = f"{sandbox.x_api_url}/oauth/authorize"
        async with session.get(address, params={"oauth_token": wish["oauth_token"]}) as page:
            assert "Authorize as @mozilla_france" in await page.text()
        consent = {"oauth_token": wish["oauth_token"], "account": "mozilla_france"}
        async with session.post(address, data=consent) as page:
            pin = re.findall(r"<code>(\d{7})</code>", await page.text())[0]
        keys = {"resource_owner_key": wish["oauth_token"], "resource_owner_secret": wish["oauth_token_secret"]}
        with pytest.raises(aiohttp.ClientResponseError):
            await post_signed(session, sandbox, "/oauth/access_token", verifier="0", **keys)
        token = await post_signed(session, sandbox, "/oauth/access_token", verifier=pin, **keys)
        with pytest.raises(aiohttp.ClientResponseError):
            await post_signed(session, sandbox, "/oauth/access_token", verifier=pin, **keys)
    assert token["screen_name"] == "mozilla_france"
    assert token["oauth_token"].startswith(f"{x_account('mozilla_france').id}-")
    secrets = {"access_token": token["oauth_token"], "access_token_secret": token["oauth_token_secret"]}
    async with client_of(sandbox.url, "Firefox", secrets=secrets) as client:
        assert (await client.get_me(user_auth=True))["data"]["username"] == "mozilla_france"
