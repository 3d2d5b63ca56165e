"""Reading the pretend X through the real tweepy: timelines, pages, expansions, what is gone."""

from collections.abc import AsyncIterator
from datetime import timedelta
from typing import Any

import pytest
import tweepy

from sandbox.server import Sandbox
from sandbox.x import wording
from tests.sandbox.x_client import client_of

SUPPORT = "2102"


@pytest.fixture
async def client(sandbox: Sandbox) -> AsyncIterator[Any]:
    """tweepy, acting as @FirefoxSupport."""
    async with client_of(sandbox.url, "FirefoxSupport") as tweepy_client:
        yield tweepy_client


async def mentions(client: Any, **parameters: Any) -> dict[str, Any]:
    """One page of @FirefoxSupport's mentions."""
    answer: dict[str, Any] = await client.get_users_mentions(SUPPORT, user_auth=True, **parameters)
    return answer


def ids(answer: dict[str, Any]) -> list[str]:
    """The numbers of the posts in an answer."""
    return [post["id"] for post in answer.get("data", [])]


async def test_mentions_come_newest_first_page_by_page_without_gap_or_double(sandbox: Sandbox, client: Any) -> None:
    marta = sandbox.x.customer("Marta")
    posted = [marta.post(f"@FirefoxSupport question {number}") for number in range(23)]
    found, token = [], None
    for _ in range(5):
        page = await mentions(client, max_results=5, pagination_token=token)
        found += ids(page)
        assert page["meta"]["newest_id"] == page["data"][0]["id"]
        token = page["meta"].get("next_token")
    assert found == posted[::-1]
    assert token is None


async def test_only_the_newest_800_mentions_can_be_read(sandbox: Sandbox, client: Any) -> None:
    marta = sandbox.x.customer("Marta")
    posted = [marta.post(f"@FirefoxSupport {number}") for number in range(805)]
    found: list[str] = []
    token = None
    while not found or token:
        page = await mentions(client, max_results=100, pagination_token=token)
        found += ids(page)
        token = page["meta"].get("next_token")
    assert found == posted[:4:-1]


async def test_since_id_and_until_id_are_exclusive_and_pages_keep_to_them(sandbox: Sandbox, client: Any) -> None:
    marta = sandbox.x.customer("Marta")
    posted = [marta.post(f"@FirefoxSupport {number}") for number in range(12)]
    page = await mentions(client, since_id=posted[2], until_id=posted[11], max_results=5)
    rest = await mentions(
        client, since_id=posted[2], until_id=posted[11], max_results=5, pagination_token=page["meta"]["next_token"]
    )
    assert ids(page) + ids(rest) == posted[10:2:-1]
    assert "next_token" not in rest["meta"]


async def test_start_time_leaves_older_mentions_out(sandbox: Sandbox, client: Any) -> None:
    marta, now = sandbox.x.customer("Marta"), sandbox.clock.now()
    marta.post("@FirefoxSupport old", at=now - timedelta(hours=2))
    new = marta.post("@FirefoxSupport new", at=now - timedelta(minutes=5))
    page = await mentions(client, start_time=now - timedelta(hours=1))
    assert ids(page) == [new]


async def test_an_empty_page_has_no_data_and_says_so(client: Any) -> None:
    page = await mentions(client)
    assert page == {"meta": {"result_count": 0}}


async def test_fields_and_expansions_come_as_asked_and_not_otherwise(sandbox: Sandbox, client: Any) -> None:
    selma = sandbox.x.customer("Selma", followers=1_000_000, verified_type="blue", language="de")
    first = selma.post("@FirefoxSupport Hilfe & Dank <b> https://support.mozilla.org/de/kb/drucken #fxhelp", lang="de")
    bare = (await mentions(client))["data"][0]
    assert set(bare) == {"id", "text", "edit_history_tweet_ids"}
    page = await mentions(
        client,
        tweet_fields="conversation_id,created_at,lang,entities,public_metrics,reply_settings",
        expansions="author_id",
        user_fields="public_metrics,verified_type",
    )
    post, user = page["data"][0], page["includes"]["users"][0]
    assert post["conversation_id"] == first
    assert post["lang"] == "de"
    assert post["author_id"] == user["id"]
    assert "&amp; Dank &lt;b&gt; https://t.co/" in post["text"]
    url = post["entities"]["urls"][0]
    assert post["text"][url["start"] : url["end"]] == url["url"]
    assert url["expanded_url"] == "https://support.mozilla.org/de/kb/drucken"
    assert post["entities"]["hashtags"][0]["tag"] == "fxhelp"
    assert post["entities"]["mentions"][0]["id"] == SUPPORT
    assert user["verified_type"] == "blue"
    assert user["public_metrics"]["followers_count"] == 1_000_000


async def test_a_reply_under_our_answer_carries_the_handles_and_the_conversation(sandbox: Sandbox, client: Any) -> None:
    marta = sandbox.x.customer("Marta")
    asked = marta.post("@FirefoxSupport it broke")
    answer = await client.create_tweet(text="Try a refresh.", in_reply_to_tweet_id=asked, user_auth=True)
    again = marta.post("still broken", in_reply_to=answer["data"]["id"])
    page = await mentions(
        client,
        since_id=asked,
        tweet_fields="conversation_id,in_reply_to_user_id",
        expansions="referenced_tweets.id,referenced_tweets.id.author_id",
    )
    post = page["data"][0]
    assert post["id"] == again
    assert post["text"] == "@FirefoxSupport still broken"
    assert post["conversation_id"] == asked
    assert post["in_reply_to_user_id"] == SUPPORT
    assert post["referenced_tweets"] == [{"type": "replied_to", "id": answer["data"]["id"]}]
    assert page["includes"]["tweets"][0]["text"] == "@Marta Try a refresh."
    assert page["includes"]["users"][0]["username"] == "FirefoxSupport"


async def test_deleted_and_protected_posts_are_errors_in_a_successful_answer(sandbox: Sandbox, client: Any) -> None:
    marta, tomasz = sandbox.x.customer("Marta"), sandbox.x.customer("Tomasz")
    there, gone = marta.post("@FirefoxSupport one"), marta.post("@FirefoxSupport two")
    hidden = tomasz.post("@FirefoxSupport three")
    marta.delete(gone)
    tomasz.protect()
    answer = await client.get_tweets([there, gone, hidden], user_auth=True)
    assert ids(answer) == [there]
    assert [error["title"] for error in answer["errors"]] == ["Not Found Error", "Authorization Error"]
    assert [error["resource_id"] for error in answer["errors"]] == [gone, hidden]
    assert ids(await mentions(client)) == [there]
    alone = await client.get_tweet(gone, user_auth=True)
    assert "data" not in alone
    assert alone["errors"][0]["detail"] == f"Could not find tweet with id: [{gone}]."


async def test_an_edited_post_has_a_new_number_and_its_history(sandbox: Sandbox, client: Any) -> None:
    marta = sandbox.x.customer("Marta")
    old = marta.post("@FirefoxSupport frefox is borken")
    new = marta.edit(old, "@FirefoxSupport Firefox is broken")
    page = await mentions(client, tweet_fields="conversation_id")
    assert ids(page) == [new]
    assert page["data"][0]["edit_history_tweet_ids"] == [old, new]
    assert page["data"][0]["conversation_id"] == old
    looked_up = await client.get_tweet(old, user_auth=True)
    assert looked_up["data"]["text"] == "@FirefoxSupport frefox is borken"


async def test_a_long_post_is_cut_and_whole_in_note_tweet(sandbox: Sandbox, client: Any) -> None:
    text = "@FirefoxSupport " + "why is it so slow? " * 30 + "see https://example.com/shot & ask @Firefox"
    asked = sandbox.x.customer("Marta").post(text)
    post = (await mentions(client, tweet_fields="note_tweet,entities"))["data"][0]
    assert wording.weighted_length(post["text"]) <= 280
    assert [mention["username"] for mention in post["entities"]["mentions"]] == ["FirefoxSupport"]
    note = post["note_tweet"]
    assert [mention["username"] for mention in note["entities"]["mentions"]] == ["FirefoxSupport", "Firefox"]
    url = note["entities"]["urls"][0]
    assert note["text"] == text.replace("&", "&amp;").replace(url["expanded_url"], url["url"])
    assert sandbox.x.find(asked).text == text
    assert sandbox.x.unread("Firefox") == 1


async def test_reposts_and_quotes_say_what_they_refer_to(sandbox: Sandbox, client: Any) -> None:
    marta, priya = sandbox.x.customer("Marta"), sandbox.x.customer("Priya")
    asked = marta.post("@FirefoxSupport it broke")
    repost, quote = priya.repost(asked), priya.post("me too @FirefoxSupport", quote=asked)
    page = await mentions(client, tweet_fields="referenced_tweets,public_metrics")
    kinds = {post["id"]: post.get("referenced_tweets") for post in page["data"]}
    assert kinds[repost] == [{"type": "retweeted", "id": asked}]
    assert kinds[quote] == [{"type": "quoted", "id": asked}]
    metrics = page["data"][-1]["public_metrics"]
    assert (metrics["retweet_count"], metrics["quote_count"]) == (1, 1)


async def test_the_own_timeline_shows_what_was_sent_by_hand(sandbox: Sandbox, client: Any) -> None:
    asked = sandbox.x.customer("Marta").post("it broke #fxhelp")
    sent = sandbox.x.account("FirefoxSupport").post_by_hand("Try a refresh.", in_reply_to=asked)
    page = await client.get_users_tweets(SUPPORT, user_auth=True, expansions="referenced_tweets.id")
    assert ids(page) == [sent]
    assert page["data"][0]["referenced_tweets"][0]["id"] == asked
    without = await client.get_users_tweets(SUPPORT, user_auth=True, exclude="replies")
    assert without["meta"]["result_count"] == 0


async def test_users_are_found_by_handle_and_strangers_are_errors(client: Any) -> None:
    answer = await client.get_users(usernames=["firefox", "nobody_here"], user_auth=True)
    assert answer["data"][0]["username"] == "Firefox"
    assert answer["errors"][0]["value"] == "nobody_here"
    alone = await client.get_user(username="FirefoxBrasil", user_auth=True, user_fields="verified_type")
    assert alone["data"]["verified_type"] == "business"
    assert (await client.get_me(user_auth=True))["data"]["id"] == SUPPORT


@pytest.mark.parametrize(
    "wrong",
    [
        {"max_results": 4},
        {"max_results": 101},
        {"tweet_fields": "colour"},
        {"expansions": "author"},
        {"since_id": "yesterday"},
        {"start_time": "2026-11-01"},
        {"start_time": "2026-11-01T12:00:00"},
        {"start_time": "2026-13-01T12:00:00Z"},
        {"pagination_token": "!"},
    ],
)
async def test_what_x_would_not_understand_is_refused(client: Any, wrong: dict[str, Any]) -> None:
    with pytest.raises(tweepy.BadRequest):
        await mentions(client, **wrong)
