"""Posting, deleting and liking through the real tweepy, and all that X refuses."""

from collections.abc import AsyncIterator
from datetime import timedelta
from typing import Any

import pytest
import tweepy

from sandbox.server import Sandbox
from sandbox.x.hands import Refused
from tests.sandbox.x_client import client_of

NOT_SUMMONED = "not been mentioned or otherwise engaged by the author"


@pytest.fixture
async def client(sandbox: Sandbox) -> AsyncIterator[Any]:
    """tweepy, acting as @FirefoxSupport."""
    async with client_of(sandbox.url, "FirefoxSupport") as tweepy_client:
        yield tweepy_client


async def test_a_reply_to_a_mention_is_posted_by_the_account_that_signed(sandbox: Sandbox, client: Any) -> None:
    asked = sandbox.x.customer("Marta").post("@FirefoxSupport it broke")
    answer = await client.create_tweet(text="Try a refresh.", in_reply_to_tweet_id=asked, user_auth=True)
    reply = sandbox.x.replies_to(asked)[0]
    assert str(reply.id) == answer["data"]["id"]
    assert (reply.author.handle, reply.text, reply.source) == ("FirefoxSupport", "Try a refresh.", "api")
    assert answer["data"]["text"] == "@Marta Try a refresh."


async def test_who_was_not_mentioned_may_not_reply_by_api(sandbox: Sandbox, client: Any) -> None:
    for text in ("it broke #fxhelp", "@Firefox it broke"):
        asked = sandbox.x.customer("Marta").post(text)
        with pytest.raises(tweepy.Forbidden, match=NOT_SUMMONED):
            await client.create_tweet(text="Try a refresh.", in_reply_to_tweet_id=asked, user_auth=True)
        assert sandbox.x.replies_to(asked) == []


async def test_a_quote_of_the_account_summons_it(sandbox: Sandbox, client: Any) -> None:
    ours = await client.create_tweet(text="Firefox 146 is out", user_auth=True)
    quote = sandbox.x.customer("Marta").post("does not start", quote=ours["data"]["id"])
    await client.create_tweet(text="Tell us more?", in_reply_to_tweet_id=quote, user_auth=True)
    assert len(sandbox.x.replies_to(quote)) == 1


async def test_handles_that_x_added_summon_unless_it_counts_strictly(sandbox: Sandbox, client: Any) -> None:
    marta = sandbox.x.customer("Marta")
    ours = await client.create_tweet(text="Firefox 146 is out", user_auth=True)
    first = marta.post("does not start", in_reply_to=ours["data"]["id"])
    await client.create_tweet(text="Which system?", in_reply_to_tweet_id=first, user_auth=True)
    sandbox.x.writing.strict_summons = True
    second = marta.post("still not", in_reply_to=ours["data"]["id"])
    with pytest.raises(tweepy.Forbidden, match=NOT_SUMMONED):
        await client.create_tweet(text="Since when?", in_reply_to_tweet_id=second, user_auth=True)


async def test_an_enterprise_account_may_reply_quote_and_like(sandbox: Sandbox, client: Any) -> None:
    sandbox.x.account("FirefoxSupport").user.plan = "enterprise"
    asked = sandbox.x.customer("Marta").post("it broke #fxhelp")
    await client.create_tweet(text="Try a refresh.", in_reply_to_tweet_id=asked, user_auth=True)
    await client.create_tweet(text="Look at this", quote_tweet_id=asked, user_auth=True)
    assert await client.like(asked, user_auth=True) == {"data": {"liked": True}}
    liked = await client.get_liked_tweets("2102", user_auth=True)
    assert liked["data"][0]["id"] == asked
    await client.unlike(asked, user_auth=True)
    assert sandbox.x.find(asked).likes == set()


async def test_likes_and_quotes_do_not_exist_on_self_serve_plans(sandbox: Sandbox, client: Any) -> None:
    asked = sandbox.x.customer("Marta").post("@FirefoxSupport it broke")
    with pytest.raises(tweepy.Forbidden):
        await client.like(asked, user_auth=True)
    with pytest.raises(tweepy.Forbidden):
        await client.create_tweet(text="Look", quote_tweet_id=asked, user_auth=True)
    assert sandbox.x.find(asked).likes == set()


async def test_whom_a_post_lets_nobody_reply_cannot_by_api_or_by_hand(sandbox: Sandbox, client: Any) -> None:
    marta = sandbox.x.customer("Marta")
    closed = marta.post("@firefox it broke", reply_settings="mentionedUsers")
    open_to_us = marta.post("@FirefoxSupport it broke", reply_settings="following")
    with pytest.raises(tweepy.Forbidden, match="not allowed"):
        await client.create_tweet(text="Hello", in_reply_to_tweet_id=closed, user_auth=True)
    with pytest.raises(Refused, match="not allowed"):
        sandbox.x.account("FirefoxSupport").post("Hello", in_reply_to=closed)
    answer = await client.create_tweet(text="Hello", in_reply_to_tweet_id=open_to_us, user_auth=True)
    assert sandbox.x.find(answer["data"]["id"]).reply_settings == "following"


async def test_the_same_text_to_the_same_person_is_a_duplicate_for_a_day(sandbox: Sandbox, client: Any) -> None:
    marta, ravi = sandbox.x.customer("Marta"), sandbox.x.customer("Ravi")
    first, second = marta.post("@FirefoxSupport one"), marta.post("@FirefoxSupport two")
    text = "See https://support.mozilla.org/kb/refresh"
    await client.create_tweet(text=text, in_reply_to_tweet_id=first, user_auth=True)
    with pytest.raises(tweepy.Forbidden, match="duplicate content"):
        await client.create_tweet(text=text, in_reply_to_tweet_id=second, user_auth=True)
    await client.create_tweet(text=text, in_reply_to_tweet_id=ravi.post("@FirefoxSupport three"), user_auth=True)
    sandbox.clock.jump(timedelta(hours=25).total_seconds())
    await client.create_tweet(text=text, in_reply_to_tweet_id=second, user_auth=True)


async def test_a_deleted_post_is_no_duplicate(client: Any) -> None:
    answer = await client.create_tweet(text="Firefox 146 is out", user_auth=True)
    assert await client.delete_tweet(answer["data"]["id"], user_auth=True) == {"data": {"deleted": True}}
    await client.create_tweet(text="Firefox 146 is out", user_auth=True)


async def test_280_weighted_characters_fit_and_one_more_does_not(client: Any) -> None:
    await client.create_tweet(text="é" * 280, user_auth=True)
    await client.create_tweet(text="狐" * 140, user_auth=True)
    for text in ("a" * 281, "狐" * 140 + "!", "🦊" * 141):
        with pytest.raises(tweepy.BadRequest, match="Your Tweet text is too long"):
            await client.create_tweet(text=text, user_auth=True)


async def test_the_handles_before_a_reply_do_not_count(sandbox: Sandbox, client: Any) -> None:
    asked = sandbox.x.customer("Marta").post("@FirefoxSupport it broke")
    await client.create_tweet(text="a" * 280, in_reply_to_tweet_id=asked, user_auth=True)
    assert len(sandbox.x.replies_to(asked)[0].wire_text) == 287


async def test_what_is_deleted_or_protected_cannot_be_answered(sandbox: Sandbox, client: Any) -> None:
    marta, tomasz = sandbox.x.customer("Marta"), sandbox.x.customer("Tomasz")
    gone, hidden = marta.post("@FirefoxSupport it broke"), tomasz.post("@FirefoxSupport mine too")
    marta.delete(gone)
    tomasz.protect()
    for target in (gone, hidden):
        with pytest.raises(tweepy.Forbidden, match="deleted or not visible to you"):
            await client.create_tweet(text="Try a refresh.", in_reply_to_tweet_id=target, user_auth=True)
        with pytest.raises(Refused, match="deleted or not visible"):
            sandbox.x.account("FirefoxSupport").post_by_hand("Try a refresh.", in_reply_to=target)


async def test_nobody_deletes_what_others_wrote(sandbox: Sandbox, client: Any) -> None:
    asked = sandbox.x.customer("Marta").post("@FirefoxSupport it broke")
    with pytest.raises(tweepy.Forbidden):
        await client.delete_tweet(asked, user_auth=True)
    with pytest.raises(tweepy.NotFound):
        await client.delete_tweet("99", user_auth=True)


async def test_an_empty_post_is_refused(client: Any) -> None:
    with pytest.raises(tweepy.BadRequest):
        await client.create_tweet(text="  ", user_auth=True)


async def test_members_and_accounts_can_post_by_hand_without_a_summons(sandbox: Sandbox) -> None:
    asked = sandbox.x.customer("Marta").post("it broke #fxhelp")
    sandbox.x.member("U0BEA").post("Try safe mode #fxhelp", in_reply_to=asked)
    sandbox.x.account("FirefoxSupport").post_by_hand("Or a refresh.", in_reply_to=asked)
    sandbox.x.account("FirefoxSupport").like_by_hand(asked)
    replies = [(reply.author.handle, reply.source) for reply in sandbox.x.replies_to(asked)]
    assert replies == [("bea_helps", "hand"), ("FirefoxSupport", "hand")]
    assert len(sandbox.x.find(asked).likes) == 1
    assert sandbox.x.thread(asked)[0].text == "it broke #fxhelp"
