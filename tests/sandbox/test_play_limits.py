"""What the pretend store refuses: foreign apps, malformed calls, more than the quotas; and faults on its calls."""

from typing import Any

import aiohttp
import pytest

from sandbox.play.quotas import QUOTAS
from sandbox.server import Sandbox
from tests.sandbox.play_client import FIREFOX, FOCUS, assertion, play_client


async def test_foreign_and_unknown_apps_are_refused_apart(sandbox: Sandbox) -> None:
    async with play_client(sandbox) as client:
        status, refused = await client.page("org.mozilla.fenix")
        assert (status, refused["error"]["status"], refused["error"]["errors"][0]["reason"]) == (
            403,
            "PERMISSION_DENIED",
            "forbidden",
        )
        status, refused = await client.page("org.example.unknown")
        assert (status, refused["error"]["errors"][0]["reason"]) == (404, "applicationNotFound")
        assert (await client.get("gp:none"))[0] == 404
        status, page = await client.call("GET", f"{FIREFOX}/ratings")
        assert (status, page[:15]) == (404, "<!DOCTYPE html>")


@pytest.mark.parametrize(
    ("query", "words"),
    [
        ({"maxResults": "101"}, "between 1 and 100"),
        ({"maxResults": "0"}, "between 1 and 100"),
        ({"maxResults": "many"}, "TYPE_UINT32"),
        ({"startIndex": "-1"}, "TYPE_UINT32"),
        ({"token": "never given"}, "page token"),
        ({"pageToken": "x"}, 'Unknown name "pageToken"'),
    ],
)
async def test_a_malformed_list_is_refused(sandbox: Sandbox, query: dict[str, str], words: str) -> None:
    async with play_client(sandbox) as client:
        status, refused = await client.page(**query)
    assert (status, refused["error"]["code"], refused["error"]["status"]) == (400, 400, "INVALID_ARGUMENT")
    assert words in refused["error"]["message"]


@pytest.mark.parametrize(
    "how",
    [{"json": {"text": "Hello"}}, {"json": ["Hello"]}, {"data": "Hello"}, {"data": {"replyText": "Hello"}}],
    ids=["field", "list", "text", "form"],
)
async def test_a_malformed_answer_is_refused(sandbox: Sandbox, how: dict[str, Any]) -> None:
    review = sandbox.play.review(FIREFOX, 1, "slow")
    async with play_client(sandbox) as client:
        status, refused = await client.call("POST", f"{FIREFOX}/reviews/{review}:reply", **how)
    assert (status, refused["error"]["status"]) == (400, "INVALID_ARGUMENT")
    assert sandbox.play.find(review).answer is None


async def test_all_apps_share_200_reads_an_hour(sandbox: Sandbox) -> None:
    review = sandbox.play.review(FIREFOX, 1, "slow")
    async with play_client(sandbox) as client:
        for number in range(QUOTAS["GET"].calls):
            assert (await client.page((FIREFOX, FOCUS)[number % 2]))[0] == 200
        assert sandbox.play.quotas.left("GET") == 0
        for refusal in (await client.page(), await client.page(FOCUS), await client.get(review)):
            assert (refusal[0], refusal[1]["error"]["status"]) == (429, "RESOURCE_EXHAUSTED")
        assert "Retry-After" not in client.headers
        assert (await client.reply(review, "Answers have a quota of their own."))[0] == 200
        sandbox.clock.jump(QUOTAS["GET"].window.total_seconds())
        client.token = (await client.ask_for_token(assertion(sandbox)))[1]["access_token"]
        assert (await client.page())[0] == 200
    assert sandbox.log.refused_for_rate("play") == 3


async def test_2000_answers_a_day(sandbox: Sandbox) -> None:
    review = sandbox.play.review(FIREFOX, 1, "slow")
    async with play_client(sandbox) as client:
        for _ in range(QUOTAS["POST"].calls - 1):
            sandbox.play.quotas.count("POST")
        assert (await client.reply(review, "The last of today."))[0] == 200
        assert (await client.reply(review, "One too many."))[0] == 429
    assert [answer.text for answer in sandbox.play.find(review).answers] == ["The last of today."]


async def test_faults_strike_the_stores_calls_by_name(sandbox: Sandbox) -> None:
    review = sandbox.play.review(FIREFOX, 1, "slow")
    async with play_client(sandbox) as client:
        sandbox.faults.add("rate_limited", "play/GET /reviews", count=1)
        sandbox.faults.add("server_error", "play/GET /reviews/:id", count=1, status=500)
        sandbox.faults.add("drop_answer", "play/POST /reviews/:id:reply", count=1)
        sandbox.faults.add("cut", "play/POST /token", count=1)
        status, refused = await client.page()
        assert (status, refused["error"]["status"]) == (429, "RESOURCE_EXHAUSTED")
        assert (await client.get(review))[0] == 500
        with pytest.raises(aiohttp.ClientConnectionError):
            await client.reply(review, "Is it there?")
        with pytest.raises(aiohttp.ClientConnectionError):
            await client.ask_for_token(assertion(sandbox))
        assert (await client.page())[0] == 200
    answer = sandbox.play.find(review).answer
    assert answer is not None
    assert answer.text == "Is it there?"


async def test_calls_stand_in_the_log_by_app(sandbox: Sandbox) -> None:
    async with play_client(sandbox) as client:
        await client.page(FOCUS)
        await client.get("gp:none")
    told = [(call.method, call.who, call.status, call.error) for call in sandbox.log.recent(network="play")]
    assert told == [
        ("GET /reviews/:id", FIREFOX, 404, "NOT_FOUND"),
        ("GET /reviews", FOCUS, 200, ""),
        ("POST /token", "service account", 200, ""),
    ]
