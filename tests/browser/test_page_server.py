"""The page's server without a browser: what it serves, whom it answers, and how it tells of changes."""

import asyncio
import json
from collections.abc import AsyncIterator
from typing import Any

import aiohttp
import pytest
import pytest_asyncio

from tests.browser.small_app import SmallApp

pytestmark = pytest.mark.asyncio(loop_scope="module")


@pytest_asyncio.fixture(loop_scope="module")
async def session(app: SmallApp) -> AsyncIterator[aiohttp.ClientSession]:
    """An HTTP client of the page."""
    async with aiohttp.ClientSession(app.url) as session:
        yield session


async def test_files_are_kept_by_the_browser_until_they_change(session: aiohttp.ClientSession) -> None:
    async with session.get("/page/main.js") as first:
        tag = first.headers["ETag"]
        assert first.content_type == "text/javascript"
        assert first.headers["Cache-Control"] == "no-cache"
    async with session.get("/page/main.js", headers={"If-None-Match": tag}) as again:
        assert again.status == 304
        assert await again.read() == b""


async def test_the_page_may_load_from_its_own_server_only(session: aiohttp.ClientSession) -> None:
    async with session.get("/") as response:
        policy = response.headers["Content-Security-Policy"]
        text = await response.text()
    assert "default-src 'none'" in policy
    assert "unsafe" not in policy
    assert "://" not in policy
    assert "//" not in text.replace("<!doctype html>", "")


async def test_answers_are_never_kept(session: aiohttp.ClientSession) -> None:
    async with session.get("/page/api/world") as response:
        assert response.headers["Cache-Control"] == "no-store"
        assert [person["id"] for person in (await response.json())["people"]][-1] == "U0VOLLEY"


async def test_nothing_but_the_pages_own_files_is_served(session: aiohttp.ClientSession) -> None:
    for path in ("/page/../server.py", "/page/server.py", "/page/%2e%2e/server.py", "/page/static/main.js"):
        async with session.get(path) as response:
            assert response.status == 404, path


async def test_another_site_cannot_act_for_anybody(app: SmallApp, session: aiohttp.ClientSession) -> None:
    desk = await app.channel()
    say = {"channel": desk, "text": "hello"}
    path = "/page/api/as/U0ANA/say"
    async with session.post(path, json=say, headers={"Origin": "https://evil.example"}) as response:
        assert response.status == 403
    async with session.post(path, data=json.dumps(say), headers={"Content-Type": "text/plain"}) as response:
        assert response.status == 403
    assert app.person("U0ANA").messages(desk) == []
    async with session.post(path, json=say, headers={"Origin": app.url}) as response:
        assert response.status == 200
    assert [message["text"] for message in app.person("U0ANA").messages(desk)] == ["hello"]


async def test_refusals_are_told_in_words(app: SmallApp, session: aiohttp.ClientSession) -> None:
    desk = await app.channel("desk", "U0VITO")
    refusals = {
        "/page/api/as/U0ANA/say": ({"channel": desk, "text": "hello"}, 409, "not in"),
        "/page/api/as/U0NOBODY/say": ({"channel": desk, "text": "hello"}, 404, "U0NOBODY"),
        "/page/api/as/U0VOLLEY/say": ({"channel": desk, "text": "hello"}, 404, "U0VOLLEY"),
        "/page/api/as/U0VITO/say": ({"channel": desk}, 400, "text is missing"),
        "/page/api/x/post": ({"as": "priya", "text": "hello", "in_reply_to": "12"}, 409, ""),
        "/page/api/x/delete": ({"id": "12"}, 404, "12"),
        "/page/api/play/write": ({"app": "org.example.unknown", "stars": 1}, 404, "org.example.unknown"),
        "/page/api/play/edit": ({"id": "gp:1", "stars": True}, 400, "stars is missing"),
        "/page/api/play/delete": ({"id": "gp:1"}, 409, "not available"),
        "/page/api/play/answer": ({"id": "gp:1"}, 400, "text is missing"),
    }
    for path, (body, status, words) in refusals.items():
        async with session.post(path, json=body) as response:
            assert response.status == status, path
            assert words in (await response.json())["error"], path


async def test_malformed_requests_are_refused_and_the_next_one_works(session: aiohttp.ClientSession) -> None:
    headers = {"Content-Type": "application/json"}
    for body in (b"", b"[]", b"null", b"\xff\xfe", b"{", b'{"channel": 7, "text": {}}', b'{"fills": 3}'):
        for path in ("say", "click", "fill", "options", "dismiss", "press"):
            async with session.post(f"/page/api/as/U0ANA/{path}", data=body, headers=headers) as response:
                assert response.status < 500, (path, body)
    async with session.get("/page/api/as/U0ANA/messages?channel=C0GENERAL&limit=-3") as response:
        assert response.status == 200


async def test_a_burst_of_changes_is_told_at_once_and_only_to_whom_it_concerns(
    app: SmallApp, session: aiohttp.ClientSession
) -> None:
    desk, other = await app.channel("desk"), await app.channel("other")
    async with session.get("/page/api/as/U0ANA/events") as ana, session.get("/page/api/as/U0VITO/events") as vito:
        for _ in range(50):
            await app.person("U0VITO").say(desk, "again")
        app.x.customer("Priya").post("hello")
        for stream in (ana, vito):
            told = await notice(stream, but="log")
            assert (told["channels"], told["x"]) == ([desk], True)
        await app.stage.client.chat_postEphemeral(channel=other, user="U0ANA", text="only Ana")
        assert (await notice(ana, but="log"))["channels"] == [other]
        await app.person("U0ANA").say(desk, "hello")
        assert (await notice(vito, but="log"))["channels"] == [desk]


async def notice(stream: aiohttp.ClientResponse, but: str) -> dict[str, Any]:
    """The next notice of a stream that tells of more than `but`; raises TimeoutError when none comes."""
    async with asyncio.timeout(5):
        async for line in stream.content:
            if not line.startswith(b"data: "):
                continue
            told: dict[str, Any] = json.loads(line.removeprefix(b"data: "))
            assert told.pop("time")["speed"] == 1.0
            if told != {"channels": [], but: True}:
                return told
    raise AssertionError("The stream has ended.")
