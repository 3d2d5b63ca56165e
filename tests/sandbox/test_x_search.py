"""Recent search: X's query language, its limits and its seven days."""

from collections.abc import AsyncIterator
from datetime import timedelta
from typing import Any

import pytest
import tweepy

from sandbox.server import Sandbox
from sandbox.x.query import QueryError, parse
from tests.sandbox.x_client import client_of


@pytest.fixture
async def client(sandbox: Sandbox) -> AsyncIterator[Any]:
    """tweepy, acting as @FirefoxSupport."""
    async with client_of(sandbox.url, "FirefoxSupport") as tweepy_client:
        yield tweepy_client


@pytest.fixture
def posts(sandbox: Sandbox) -> dict[str, str]:
    """A few posts, by a word for each."""
    marta, hugo = sandbox.x.customer("Marta"), sandbox.x.customer("Hugo", language="fr")
    found = {
        "tabs": marta.post("My Firefox tabs are gone #fxhelp"),
        "mail": marta.post("Firefox cannot open my mail, password manager is empty"),
        "french": hugo.post("Firefox a perdu mes onglets #FxHelp", lang="fr"),
        "mention": hugo.post("@FirefoxSupport the password manager is lovely", lang="en"),
        "other": marta.post("a fox in the garden, on fire with joy https://example.com/garden"),
    }
    found["repost"] = hugo.repost(found["tabs"])
    found["answer"] = hugo.post("manager of what password?", in_reply_to=found["mail"], lang="en")
    return found


@pytest.mark.parametrize(
    ("query", "expected"),
    [
        ("firefox", "tabs mail french repost"),
        ("FIREFOX -is:retweet", "tabs mail french"),
        ('"password manager"', "mail mention"),
        ("password manager", "mail mention answer"),
        ("#fxhelp -is:retweet", "tabs french"),
        ("#fxhelp lang:fr", "french"),
        ("firefox -from:marta", "french repost"),
        ("from:Marta", "tabs mail other"),
        ("(tabs OR mail) firefox -is:retweet", "tabs mail"),
        ("tabs OR onglets lang:fr", "tabs french repost"),
        ("firefox -(tabs OR onglets)", "mail"),
        ("@FirefoxSupport", "mention"),
        ("to:Marta", "answer"),
        ("garden has:links", "other"),
        ("fire", "other"),
        ("nothing_like_it", ""),
    ],
)
async def test_queries_find_what_they_say(client: Any, posts: dict[str, str], query: str, expected: str) -> None:
    answer = await client.search_recent_tweets(query, user_auth=True, max_results=100)
    names = {number: name for name, number in posts.items()}
    assert {names[post["id"]] for post in answer.get("data", [])} == set(expected.split())


async def test_results_come_newest_first_in_pages(sandbox: Sandbox, client: Any) -> None:
    marta = sandbox.x.customer("Marta")
    posted = [marta.post(f"firefox help {number}") for number in range(25)]
    found, token = [], None
    for _ in range(3):
        page = await client.search_recent_tweets("firefox help", user_auth=True, max_results=10, next_token=token)
        found += [post["id"] for post in page["data"]]
        token = page["meta"].get("next_token")
    assert found == posted[::-1]
    assert token is None
    newer = await client.search_recent_tweets("firefox help", user_auth=True, since_id=posted[20])
    assert [post["id"] for post in newer["data"]] == posted[:20:-1]


async def test_search_looks_back_seven_days(sandbox: Sandbox, client: Any) -> None:
    now = sandbox.clock.now()
    sandbox.x.customer("Marta").post("firefox old", at=now - timedelta(days=7, minutes=1))
    new = sandbox.x.customer("Marta").post("firefox new", at=now - timedelta(days=6, hours=23))
    answer = await client.search_recent_tweets("firefox", user_auth=True)
    assert [post["id"] for post in answer["data"]] == [new]


async def test_search_refuses_to_begin_before_its_seven_days(sandbox: Sandbox, client: Any) -> None:
    now, marta = sandbox.clock.now(), sandbox.x.customer("Marta")
    old = marta.post("firefox old", at=now - timedelta(days=7, minutes=1))
    near = marta.post("firefox near", at=now - timedelta(days=6, hours=23))
    for wrong in ({"since_id": old}, {"start_time": now - timedelta(days=7, minutes=1)}):
        with pytest.raises(tweepy.BadRequest):
            await client.search_recent_tweets("firefox", user_auth=True, **wrong)
    answer = await client.search_recent_tweets("firefox", user_auth=True, since_id=near)
    assert answer == {"meta": {"result_count": 0}}


async def test_deleted_and_edited_posts_are_not_found_under_their_old_words(
    client: Any, posts: dict[str, str], sandbox: Sandbox
) -> None:
    sandbox.x.customer("Marta").delete(posts["mail"])
    new = sandbox.x.customer("Marta").edit(posts["other"], "a fox in the shed")
    assert "data" not in await client.search_recent_tweets("mail", user_auth=True)
    assert "data" not in await client.search_recent_tweets("garden", user_auth=True)
    found = await client.search_recent_tweets("shed", user_auth=True)
    assert [post["id"] for post in found["data"]] == [new]


@pytest.mark.parametrize(
    "query", ["is:retweet", "-firefox", "lang:en", "firefox OR", "(firefox", "firefox)", "colour:red", "a" * 513]
)
async def test_queries_x_would_not_take_are_refused(client: Any, query: str) -> None:
    with pytest.raises(tweepy.BadRequest):
        await client.search_recent_tweets(query, user_auth=True)


def test_a_query_of_negations_says_what_is_missing() -> None:
    with pytest.raises(QueryError, match="standalone"):
        parse("-firefox -is:retweet")
