"""Replaying reviews from a file: dated now, in their order, edits as edits, and the real ones whole."""

import json
from typing import Any

import pytest

from sandbox.replay import NotReplayable, Replay, read_lines
from sandbox.replay_reviews import Reviews
from sandbox.server import Sandbox
from tests.sandbox.play_client import FIREFOX, FOCUS, play_client
from tests.sandbox.test_play_reviews import REVIEWS
from tests.sandbox.x_client import until


def review(second: int, text: str, **more: Any) -> str:
    """A line of a file."""
    said = {
        "text": text,
        "lastModified": {"seconds": str(1_500_000_000 + second), "nanos": 250_000_000},
        "starRating": 2,
        "reviewerLanguage": "de",
        "device": "klte",
        **more.pop("said", {}),
    }
    ours = {"text": "Thank you.", "lastModified": {"seconds": "1500009999"}}
    comments = [{"userComment": said}, {"developerComment": ours}]
    return json.dumps({"reviewId": f"gp:{second}", "comments": comments} | more)


async def test_reviews_come_in_the_order_of_their_dates_dated_now_and_unanswered(sandbox: Sandbox) -> None:
    lines = [
        review(9, "third\twith a title", packageName=FOCUS, authorName="Marta"),
        review(1, "\tfirst"),
        review(5, "second", said={"androidOsVersion": 26, "appVersionCode": 2015, "appVersionName": "57.0"}),
    ]
    before = sandbox.clock.now()
    sandbox.run(Replay(read_lines(lines), sandbox, speed=1e6).run())
    await until(lambda: len(sandbox.play.reviews) == 3)
    third, second, first = sandbox.play.reviews
    assert [each.text for each in (first, second, third)] == ["first", "second", "with a title"]
    assert (third.title, third.author, third.app, first.app) == ("third", "Marta", FOCUS, FIREFOX)
    assert (first.modified - before).total_seconds() > -0.001
    assert [each.answer for each in sandbox.play.reviews] == [None] * 3
    async with play_client(sandbox) as client:
        _, shown = await client.get("gp:5")
    comment = shown["comments"][0]["userComment"]
    assert (comment["device"], comment["androidOsVersion"], comment["appVersionName"]) == ("klte", 26, "57.0")


async def test_the_same_review_once_more_is_an_edit_that_waits_until_the_first_is_read(sandbox: Sandbox) -> None:
    lines = [review(1, "\tcrashes"), review(7, "\tworks", reviewId="gp:1", said={"starRating": 4})]
    running = Replay(read_lines(lines), sandbox, speed=1e6)
    task = sandbox.run(running.run())
    await until(lambda: running.progress.waiting_for == FIREFOX)
    assert (running.progress.posted, running.progress.served_once) == (1, 0)
    async with play_client(sandbox) as client:
        while not task.done():
            assert len(await client.everything()) == 1
    assert [(each.stars, each.text) for each in sandbox.play.find("gp:1").versions] == [(2, "crashes"), (4, "works")]
    assert running.progress.served_once == 2


async def test_it_waits_while_an_app_has_too_many_unread(sandbox: Sandbox, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(Reviews, "most_unread", 6)
    running = Replay(read_lines(review(number, "\tslow") for number in range(15)), sandbox, speed=1e9)
    task = sandbox.run(running.run())
    await until(lambda: running.progress.waiting_for == FIREFOX)
    assert (running.progress.posted, running.progress.served_once) == (6, 0)
    async with play_client(sandbox) as client:
        while not task.done():
            shown = await client.everything()
    assert running.progress.done
    assert (running.progress.served_once, len(shown)) == (15, 15)


async def test_the_real_reviews_pass_through_whole() -> None:
    if not REVIEWS.exists():
        pytest.skip("the real reviews are not at hand")
    texts = REVIEWS.read_text(encoding="utf-8").splitlines()
    real = {entry["reviewId"]: entry["comments"][0]["userComment"] for entry in map(json.loads, texts)}
    async with Sandbox.start(rate_limits=False) as sandbox:
        running = Replay(read_lines(texts), sandbox, speed=1e9)
        task = sandbox.run(running.run())
        async with play_client(sandbox) as client:
            while not task.done():
                shown = await client.everything()
        assert running.progress.served_once == 1319
    assert {each["reviewId"]: each["comments"][0]["userComment"]["text"] for each in shown} == {
        name: said["text"] for name, said in real.items()
    }
    assert {each["reviewId"]: each["comments"][0]["userComment"].get("device") for each in shown} == {
        name: said.get("device") for name, said in real.items()
    }
    newest_first = sorted(real, key=lambda name: int(real[name]["lastModified"]["seconds"]), reverse=True)
    assert [each["reviewId"] for each in shown] == newest_first


@pytest.mark.parametrize(
    "line",
    [
        json.dumps({"reviewId": "gp:1", "comments": []}),
        review(1, "\tx", packageName="org.example.unknown"),
        review(1, "\tx", said={"starRating": 6}),
        review(1, "\t"),
        review(1, "\tx", said={"lastModified": {}}),
    ],
)
def test_a_review_that_cannot_be_replayed_is_named(line: str) -> None:
    with pytest.raises(NotReplayable, match="line 2"):
        read_lines([review(1, "\tfine"), line])
