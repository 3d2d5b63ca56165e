"""Replaying posts from a file, and the invented story."""

import asyncio
import json
import signal
import sys
from pathlib import Path
from typing import Any

import aiohttp
import pytest

from sandbox.replay import NotReplayable, Replay, read_lines
from sandbox.replay_posts import Posts
from sandbox.server import Sandbox
from sandbox.story import Story
from sandbox.story_lines import CAST, LATER, OPENING
from sandbox.story_reactions import QUESTIONS
from sandbox.x.wording import handles, weighted_length
from tests.sandbox.x_client import SOON, client_of, until


def post(second: int, text: str, **more: Any) -> str:
    """A line of a file."""
    return json.dumps({"text": text, "created_at": f"2025-11-11T08:00:{second:02d}+00:00", **more})


def question(number: int, locale: str, *, content: str = "It used to work.") -> str:
    """A forum's question as a line of a file."""
    return json.dumps(
        {
            "id": number,
            "created": f"2025-11-11 08:{number:02d}:00 -0800",
            "locale": locale,
            "title": f"Question {number}",
            "content": content,
            "tags": ["firefox"],
            "author": f"u_{number % 7}",
        }
    )


async def fetch_all(sandbox: Sandbox, handle: str) -> list[str]:
    """Read all mentions of an account, as the bot does; their texts, oldest first."""
    texts: list[str] = []
    token = None
    async with client_of(sandbox.url, handle) as client:
        while True:
            page = await client.get_users_mentions(
                sandbox.x.account(handle).id, user_auth=True, max_results=100, pagination_token=token
            )
            texts += [one["text"] for one in page.get("data", [])]
            token = page["meta"].get("next_token")
            if token is None:
                return texts[::-1]


async def test_posts_come_in_the_order_of_their_dates_and_dated_now(sandbox: Sandbox) -> None:
    lines = [post(9, "third", author="Marta"), post(1, "first"), post(5, "second", account="firefox_es", lang="es")]
    before = sandbox.clock.now()
    sandbox.run(Replay(read_lines(lines), sandbox, speed=1000).run())
    await until(lambda: len(sandbox.x.posts) == 3)
    assert [one.text.partition(" ")[2] for one in sandbox.x.posts] == ["first", "second", "third"]
    assert sandbox.x.posts[1].text.startswith("@firefox_es ")
    assert sandbox.x.posts[2].author.name == "Marta"
    assert before <= sandbox.x.posts[0].created_at <= sandbox.clock.now()


async def test_speed_shortens_gaps_and_the_clock_stays(sandbox: Sandbox) -> None:
    lines = read_lines([post(0, "first"), post(50, "second")])
    sandbox.run(Replay(lines, sandbox, speed=500).run())
    await until(lambda: len(sandbox.x.posts) == 2)
    first, second = sandbox.x.posts
    assert 0.1 <= (second.created_at - first.created_at).total_seconds() < SOON
    assert sandbox.clock.speed == 1


async def test_questions_go_to_the_account_of_their_language(sandbox: Sandbox) -> None:
    locales = ["en-US", "en-US", "de", "fr", "es", "pt-BR", "tr", "cs", "nl"]
    lines = read_lines(question(number, locale) for number, locale in enumerate(locales))
    sandbox.run(Replay(lines, sandbox, speed=1e6).run())
    await until(lambda: len(sandbox.x.posts) == len(locales))
    addressed = [handles(one.text)[0] for one in sandbox.x.posts]
    assert addressed == [
        "Firefox",
        "FirefoxSupport",
        "mozilla_germany",
        "mozilla_france",
        "firefox_es",
        "FirefoxBrasil",
        "FirefoxTurkiye",
        "Firefox",
        "FirefoxSupport",
    ]
    assert sandbox.x.posts[0].text == "@Firefox Question 0. It used to work."
    assert sandbox.x.posts[5].lang == "pt"


async def test_long_questions_are_cut_at_280(sandbox: Sandbox) -> None:
    lines = read_lines(
        [question(1, "en-US", content="word " * 200), question(2, "ja", content="火狐が動かない。" * 80)]
    )
    sandbox.run(Replay(lines, sandbox, speed=1e6).run())
    await until(lambda: len(sandbox.x.posts) == 2)
    for one in sandbox.x.posts:
        assert 270 < weighted_length(one.text) <= 280
        assert one.note is None


async def test_answers_and_quotes_keep_their_place(sandbox: Sandbox) -> None:
    lines = [
        post(1, "it broke", id="a", account="Firefox"),
        post(2, "me too", in_reply_to="a"),
        post(3, "look", quote="a"),
        post(9, "thanks", in_reply_to={"id": "a", "answer": True}),
    ]
    sandbox.run(Replay(read_lines(lines), sandbox, speed=20).run())
    await until(lambda: len(sandbox.x.posts) == 3)
    asked = sandbox.x.posts[0]
    ours = sandbox.x.account("Firefox").post_by_hand("Try a refresh.", in_reply_to=asked.id)
    await until(lambda: len(sandbox.x.posts) == 5)
    assert sandbox.x.posts[1].in_reply_to == asked.id
    assert sandbox.x.posts[2].quote == asked.id
    assert str(sandbox.x.posts[4].in_reply_to) == ours


async def test_it_waits_while_an_account_has_too_many_unread(sandbox: Sandbox, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(Posts, "most_unread", 6)
    lines = read_lines(post(number, f"question {number}", account="Firefox") for number in range(15))
    running = Replay(lines, sandbox, speed=1e9)
    task = sandbox.run(running.run())
    await until(lambda: running.progress.waiting_for == "Firefox")
    assert (running.progress.posted, running.progress.served_once) == (6, 0)
    while not task.done():
        await fetch_all(sandbox, "Firefox")
    assert running.progress.done
    assert (running.progress.posted, running.progress.served_once) == (15, 15)
    assert len(await fetch_all(sandbox, "Firefox")) == 15


async def test_progress_is_told_over_http() -> None:
    sandbox = Sandbox()
    running = Replay(read_lines([post(1, "hello", account="firefox_es")]), sandbox)
    sandbox.extra_routes += running.routes()
    async with sandbox.serve(), aiohttp.ClientSession() as session:
        task = sandbox.run(running.run())
        await until(lambda: running.progress.posted == 1)
        async with session.get(f"{sandbox.url}/sandbox/replay") as answer:
            told = await answer.json()
        assert (told["total"], told["posted"], told["served_once"], told["done"]) == (1, 1, 0, False)
        assert told["unread"]["firefox_es"] == 1
        await fetch_all(sandbox, "firefox_es")
        await task
        async with session.get(f"{sandbox.url}/sandbox/replay") as answer:
            assert (await answer.json())["done"]


@pytest.mark.parametrize("line", ["nonsense", "[]", '{"text": "no date"}', post(1, "x").replace("2025", "once")])
def test_a_line_that_cannot_be_replayed_is_named(line: str) -> None:
    with pytest.raises(NotReplayable, match="line 2"):
        read_lines([post(1, "fine"), line])


async def test_the_story_opens_with_much_to_do_and_goes_on(sandbox: Sandbox) -> None:
    sandbox.run(Story(sandbox, speed=2000).run())
    await until(lambda: len(sandbox.x.posts) > len(OPENING) + len(LATER))
    posts = sandbox.x.posts
    assert {one.lang for one in posts} >= {"en", "de", "fr", "es", "pt", "tr", "ja", "ar"}
    assert any(one.author.name == "<!channel>" for one in posts)
    assert any(one.author.verified_type == "blue" and one.author.followers > 1_000_000 for one in posts)
    assert any(len(one.versions) == 2 for one in posts)
    assert any(one.repost_of for one in posts)
    assert any(one.author.kind == "member" for one in posts)
    assert any(one.deleted for one in sandbox.x.network.posts.values())
    assert len([one for one in posts if "145" in one.text or "blank" in one.text]) >= 7


async def test_a_customer_of_the_story_reacts_to_an_answer(sandbox: Sandbox) -> None:
    story = Story(sandbox, speed=2000)
    sandbox.run(story.run())
    await until(lambda: len(sandbox.x.posts) >= len(OPENING))
    support = sandbox.x.account("FirefoxSupport")
    asked = [one for one in sandbox.x.posts if one.author.kind == "customer"][:10]
    ours = [support.post_by_hand(f"Try this, number {number}.", in_reply_to=one.id) for number, one in enumerate(asked)]
    await until(lambda: any(sandbox.x.replies_to(one) for one in ours))


def test_what_people_say_in_the_story_fits_into_a_post() -> None:
    said = [line.text for line in (*OPENING, *LATER)] + [text for _, text in QUESTIONS]
    assert [text for text in said if weighted_length(text) > 280] == []
    assert {line.who for line in (*OPENING, *LATER) if line.deed != "member"} <= set(CAST)


async def test_the_program_says_where_it_is_and_ends_when_told(tmp_path: Path) -> None:
    file = tmp_path / "posts.jsonl"
    file.write_text(post(1, "hello", account="Firefox"), encoding="utf-8")
    program = await asyncio.create_subprocess_exec(
        sys.executable, "-m", "sandbox", "--replay", str(file), stdout=asyncio.subprocess.PIPE
    )
    try:
        assert program.stdout is not None
        async with asyncio.timeout(30):
            told = json.loads(await program.stdout.readline())
        async with aiohttp.ClientSession() as session, session.get(f"{told['url']}sandbox/replay") as answer:
            assert (await answer.json())["total"] == 1
        assert told["settings"]["X_API_URL"] == f"{told['url']}x"
    finally:
        program.send_signal(signal.SIGTERM)
        async with asyncio.timeout(30):
            assert await program.wait() == 0
