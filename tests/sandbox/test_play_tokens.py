"""The pretend store's token endpoint, and what access tokens are good for."""

import time
from typing import Any

import pytest
from cryptography.hazmat.primitives import serialization
from cryptography.hazmat.primitives.asymmetric import rsa

from sandbox.server import Sandbox
from tests.sandbox.play_client import FIREFOX, assertion, play_client


async def test_a_signed_assertion_gets_a_token_for_an_hour(sandbox: Sandbox) -> None:
    async with play_client(sandbox) as client:
        status, granted = await client.ask_for_token(assertion(sandbox))
        assert (status, granted["expires_in"], granted["token_type"]) == (200, 3599, "Bearer")
        assert await client.page() == (200, {})
        sandbox.clock.jump(3599)
        assert (await client.page())[0] == 200
        sandbox.clock.jump(2)
        status, refused = await client.page()
        assert (status, refused["error"]["status"]) == (401, "UNAUTHENTICATED")
        assert refused["error"]["errors"][0]["reason"] == "authError"


async def test_a_token_ends_with_the_sandboxs_hour_and_says_so_in_the_callers_time(sandbox: Sandbox) -> None:
    sandbox.clock.run_at(60)
    async with play_client(sandbox) as client:
        assert (await client.ask_for_token(assertion(sandbox)))[1]["expires_in"] == 59


@pytest.mark.parametrize(
    ("claims", "error", "words"),
    [
        ({"iss": "somebody@else.example"}, "invalid_grant", "account not found"),
        ({"aud": "https://oauth2.example/token"}, "invalid_grant", "audience"),
        ({"scope": ""}, "invalid_scope", "Invalid OAuth scope"),
        ({"scope": "androidpublisher"}, "invalid_scope", "Invalid OAuth scope"),
        ({"exp": int(time.time()) + 7200}, "invalid_grant", "short-lived"),
        ({"iat": int(time.time()) - 7200, "exp": int(time.time()) - 3600}, "invalid_grant", "short-lived"),
        ({"exp": None}, "invalid_grant", "short-lived"),
    ],
    ids=["account", "audience", "no scope", "short scope", "too long", "over", "no end"],
)
async def test_an_assertion_with_a_wrong_claim_gets_none(
    sandbox: Sandbox, claims: dict[str, Any], error: str, words: str
) -> None:
    async with play_client(sandbox) as client:
        status, refused = await client.ask_for_token(assertion(sandbox, **claims))
    assert (status, refused["error"]) == (400, error)
    assert words in refused["error_description"]


async def test_an_assertion_is_right_by_the_sandboxs_clock_too_and_wrong_by_neither(sandbox: Sandbox) -> None:
    sandbox.clock.jump(86_400)
    ahead = int(sandbox.clock.timestamp())
    async with play_client(sandbox) as client:
        assert (await client.ask_for_token(assertion(sandbox, iat=ahead, exp=ahead + 3600)))[0] == 200
        between = ahead - 43_200
        assert (await client.ask_for_token(assertion(sandbox, iat=between, exp=between + 3600)))[0] == 400


async def test_an_assertion_that_somebody_else_signed_gets_none(sandbox: Sandbox) -> None:
    kind = (serialization.Encoding.PEM, serialization.PrivateFormat.PKCS8, serialization.NoEncryption())
    stranger = rsa.generate_private_key(public_exponent=65_537, key_size=2048).private_bytes(*kind).decode()
    async with play_client(sandbox) as client:
        status, refused = await client.ask_for_token(assertion(sandbox, key=stranger))
        assert (status, refused) == (
            400,
            {"error": "invalid_grant", "error_description": "Invalid JWT Signature."},
        )
        head, _, rest = assertion(sandbox).partition(".")
        for broken in ("", "a.b.c", f"{head}.{rest[1:]}", f"{head[:-4]}.{rest}"):
            assert (await client.ask_for_token(broken))[0] == 400
        assert (await client.ask_for_token(assertion(sandbox), grant="password"))[1][
            "error"
        ] == "unsupported_grant_type"


async def test_calls_without_a_good_token_are_refused(sandbox: Sandbox) -> None:
    async with play_client(sandbox) as client:
        _, granted = await client.ask_for_token(
            assertion(sandbox, scope="https://www.googleapis.com/auth/cloud-platform")
        )
        client.token = granted["access_token"]
        status, refused = await client.page()
        assert (status, refused["error"]["errors"][0]["reason"]) == (403, "insufficientPermissions")
        client.token = "ya29.invented"
        assert (await client.page())[0] == 401
        client.token = ""
        status, refused = await client.page()
        assert (status, refused["error"]["errors"][0]["reason"]) == (401, "required")
        assert "WWW-Authenticate" in client.headers


async def test_tokens_that_were_taken_away_are_refused(sandbox: Sandbox) -> None:
    async with play_client(sandbox) as client:
        review = sandbox.play.review(FIREFOX, 2, "slow")
        sandbox.play.keys.revoke_all()
        assert (await client.reply(review, "Sorry."))[0] == 401
    assert sandbox.play.find(review).answer is None
