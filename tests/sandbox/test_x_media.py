"""Uploading pictures and films, and posting with them."""

import base64
import io
from typing import Any

import aiohttp
import pytest
from oauthlib.oauth1 import Client as Signer  # type: ignore[import-untyped]

from sandbox.people import X_CONSUMER_KEY, X_CONSUMER_SECRET, x_account
from sandbox.server import Sandbox
from tests.sandbox.x_client import client_of

PNG = b"\x89PNG\r\n\x1a\n" + b"0" * 40
MP4 = b"\x00\x00\x00\x18ftypisom" + b"0" * 40


async def send(sandbox: Sandbox, path: str, *, handle: str = "FirefoxSupport", **body: Any) -> dict[str, Any]:
    """A signed POST; the answer with its status under "status"."""
    account = x_account(handle)
    signer = Signer(X_CONSUMER_KEY, X_CONSUMER_SECRET, account.token, account.token_secret)
    headers = signer.sign(f"https://api.x.com{path}", "POST")[1]
    address = f"{sandbox.x_api_url}{path}"
    async with aiohttp.ClientSession() as session, session.post(address, headers=headers, **body) as answer:
        return {"status": answer.status, **(await answer.json())}


def picture(content: bytes, category: str = "tweet_image") -> aiohttp.FormData:
    """A form with one file."""
    form = aiohttp.FormData()
    form.add_field("media", io.BytesIO(content), filename="shot.png", content_type="image/png")
    form.add_field("media_category", category)
    return form


async def test_a_picture_is_uploaded_and_posted(sandbox: Sandbox) -> None:
    uploaded = (await send(sandbox, "/2/media/upload", data=picture(PNG)))["data"]
    asked = sandbox.x.customer("Marta").post("@FirefoxSupport where?")
    async with client_of(sandbox.url, "FirefoxSupport") as client:
        answer = await client.create_tweet(
            text="Here", media_ids=[uploaded["id"]], in_reply_to_tweet_id=asked, user_auth=True
        )
        page = await client.get_tweet(answer["data"]["id"], user_auth=True, expansions="attachments.media_keys")
    assert page["data"]["attachments"]["media_keys"] == [uploaded["media_key"]]
    assert page["includes"]["media"] == [{"media_key": uploaded["media_key"], "type": "photo"}]


@pytest.mark.parametrize(
    ("content", "category"),
    [(b"<html>", "tweet_image"), (PNG, "tweet_gif"), (PNG + b"0" * 5 * 1024 * 1024, "tweet_image"), (PNG, "poster")],
    ids=["no picture", "no animation", "too large", "no category"],
)
async def test_what_is_not_what_it_says_is_refused(sandbox: Sandbox, content: bytes, category: str) -> None:
    assert (await send(sandbox, "/2/media/upload", data=picture(content, category)))["status"] == 400


async def test_a_film_comes_in_parts(sandbox: Sandbox) -> None:
    announced = await send(
        sandbox, "/2/media/upload/initialize", json={"media_category": "tweet_video", "total_bytes": len(MP4)}
    )
    number = announced["data"]["id"]
    for index, part in enumerate((MP4[:20], MP4[20:])):
        form = aiohttp.FormData({"segment_index": str(index)})
        form.add_field("media", part, filename="part", content_type="application/octet-stream")
        assert (await send(sandbox, f"/2/media/upload/{number}/append", data=form))["status"] == 200
    done = await send(sandbox, f"/2/media/upload/{number}/finalize")
    assert done["data"]["size"] == len(MP4)


async def test_a_film_is_looked_through_before_it_can_be_posted(sandbox: Sandbox) -> None:
    announced = {"media_category": "tweet_video", "total_bytes": len(MP4)}
    number = (await send(sandbox, "/2/media/upload/initialize", json=announced))["data"]["id"]
    part = {"media": base64.b64encode(MP4).decode(), "segment_index": 0}
    assert (await send(sandbox, f"/2/media/upload/{number}/append", json=part))["status"] == 200
    done = await send(sandbox, f"/2/media/upload/{number}/finalize")
    assert done["data"]["processing_info"]["state"] == "in_progress"
    sandbox.x.account("FirefoxSupport").user.plan = "enterprise"
    post = {"text": "Here", "media": {"media_ids": [number]}}
    assert (await send(sandbox, "/2/tweets", json=post))["status"] == 400
    sandbox.clock.jump(done["data"]["processing_info"]["check_after_secs"])
    assert (await send(sandbox, "/2/tweets", json=post))["status"] == 201


async def test_descriptions_are_for_ones_own_pictures(sandbox: Sandbox) -> None:
    number = (await send(sandbox, "/2/media/upload", data=picture(PNG)))["data"]["id"]
    for handle, text, status in (("FirefoxSupport", "A menu", 200), ("FirefoxSupport", "", 400), ("Firefox", "X", 400)):
        body = {"id": number, "metadata": {"alt_text": {"text": text}}}
        assert (await send(sandbox, "/2/media/metadata", handle=handle, json=body))["status"] == status
    assert sandbox.x.network.media[int(number)].alt_text == "A menu"


async def test_media_of_another_account_cannot_be_posted(sandbox: Sandbox) -> None:
    uploaded = (await send(sandbox, "/2/media/upload", handle="Firefox", data=picture(PNG)))["data"]
    answer = await send(sandbox, "/2/tweets", json={"text": "Here", "media": {"media_ids": [uploaded["id"]]}})
    assert answer["status"] == 400


@pytest.mark.parametrize(
    "body",
    [
        [],
        {"text": 5},
        {"text": "hello", "colour": "red"},
        {"text": "hello", "reply": None},
        {"text": "hello", "reply": {"in_reply_to_tweet_id": "x"}},
        {"text": "hello", "reply": {"in_reply_to_tweet_id": "1", "to": "me"}},
        {"text": "hello", "media": {"media_ids": 7}},
        {"text": "hello", "media": {"media_ids": ["7"]}},
        {"media": {}},
    ],
)
async def test_malformed_posts_are_refused_and_nothing_is_posted(sandbox: Sandbox, body: Any) -> None:
    sandbox.x.account("FirefoxSupport").user.plan = "enterprise"
    assert (await send(sandbox, "/2/tweets", json=body))["status"] in (400, 403)
    assert sandbox.x.posts == []


async def test_what_does_not_exist_is_404(sandbox: Sandbox) -> None:
    assert (await send(sandbox, "/2/users/2102/bookmarks"))["title"] == "Not Found"
