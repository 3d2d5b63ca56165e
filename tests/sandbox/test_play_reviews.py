"""Reviews in the pretend store: what lists show, in which order, for how long, and what an answer does."""

import json
import os
from datetime import timedelta
from pathlib import Path

import pytest

from sandbox.play.hands import Refused
from sandbox.play.reviews import DEVICES, AppVersion
from sandbox.play.rules import LIMIT, length
from sandbox.server import Sandbox
from tests.sandbox.play_client import FIREFOX, FOCUS, play_client

NEAR = Path(__file__).parents[3] / "shared" / "data" / "play_reviews.jsonl"
REVIEWS = Path(os.environ.get("PLAY_REVIEWS", NEAR))
FOX = "🦊"


async def test_a_review_is_shown_as_the_store_shows_it(sandbox: Sandbox) -> None:
    device, build = DEVICES[1], AppVersion("144.0", 2_016_000_001)
    review = sandbox.play.review(
        FIREFOX, 2, "Slow since", author="Marta", title="Hm", language="de", device=device, app_version=build
    )
    sandbox.play.thumb_up(review)
    async with play_client(sandbox) as client:
        status, shown = await client.get(review)
    comment = shown["comments"][0]["userComment"]
    assert (status, shown["reviewId"], shown["authorName"], len(shown["comments"])) == (200, review, "Marta", 1)
    modified = sandbox.play.find(review).modified
    assert comment["lastModified"] == {
        "seconds": str(int(modified.timestamp())),
        "nanos": modified.microsecond * 1000,
    }
    assert comment["deviceMetadata"]["productName"] == "sailfish (Pixel)"
    assert {name: value for name, value in comment.items() if name not in ("lastModified", "deviceMetadata")} == {
        "text": "Hm\tSlow since",
        "starRating": 2,
        "reviewerLanguage": "de",
        "device": "sailfish",
        "androidOsVersion": 29,
        "appVersionCode": 2_016_000_001,
        "appVersionName": "144.0",
        "thumbsUpCount": 1,
        "thumbsDownCount": 0,
    }


async def test_what_the_store_does_not_know_is_left_out(sandbox: Sandbox) -> None:
    sandbox.play.review(FIREFOX, 1, "bad", device=None, app_version=None)
    async with play_client(sandbox) as client:
        (shown,) = (await client.page())[1]["reviews"]
    assert shown.keys() == {"reviewId", "comments"}
    comment = shown["comments"][0]["userComment"]
    assert comment.keys() == {"text", "lastModified", "starRating", "reviewerLanguage"}
    assert comment["text"] == "\tbad"


async def test_lists_begin_with_the_review_that_was_changed_last(sandbox: Sandbox) -> None:
    now = sandbox.clock.now()
    first, second, third = (
        sandbox.play.review(FIREFOX, 1, f"number {number}", at=now - timedelta(hours=3 - number)) for number in range(3)
    )
    async with play_client(sandbox) as client:
        assert [each["reviewId"] for each in await client.everything()] == [third, second, first]
        sandbox.play.edit(first, stars=4, text="better now")
        sandbox.play.answer_by_hand(second, "Thank you.")
        shown = await client.everything()
    assert [each["reviewId"] for each in shown] == [first, third, second]
    assert [comment.keys() for comment in shown[2]["comments"]] == [{"userComment"}, {"developerComment"}]
    assert shown[0]["comments"][0]["userComment"]["starRating"] == 4


async def test_pages_hold_all_reviews_once_while_new_ones_come(sandbox: Sandbox) -> None:
    at = sandbox.clock.now() - timedelta(minutes=1)
    reviews = [sandbox.play.review(FIREFOX, 3, f"number {number}", at=at) for number in range(25)]
    async with play_client(sandbox) as client:
        _, first = await client.page()
        assert len(first["reviews"]) == 10
        sandbox.play.review(FIREFOX, 3, "one more")
        _, second = await client.page(maxResults=20, token=first["tokenPagination"]["nextPageToken"])
        _, indexed = await client.page(startIndex=24, maxResults=5)
    assert "tokenPagination" not in second
    assert [each["reviewId"] for each in first["reviews"] + second["reviews"]] == reviews[::-1]
    assert indexed["pageInfo"] == {"totalResults": 26, "resultPerPage": 2, "startIndex": 24}


async def test_only_the_last_seven_days_can_be_read(sandbox: Sandbox) -> None:
    at = sandbox.clock.now()
    old = sandbox.play.review(FIREFOX, 1, "old", at=at - timedelta(days=7, seconds=5))
    sandbox.play.review(FIREFOX, 1, "young", at=at - timedelta(days=6))
    async with play_client(sandbox) as client:
        (shown,) = await client.everything()
        assert shown["comments"][0]["userComment"]["text"] == "\tyoung"
        status, refused = await client.get(old)
        assert (status, refused["error"]["status"]) == (404, "NOT_FOUND")
        assert (await client.reply(old, "Late, but here we are."))[0] == 200
        sandbox.play.edit(old, text="still")
        assert (await client.everything())[0]["reviewId"] == old


async def test_stars_alone_and_deleted_reviews_are_not_shown(sandbox: Sandbox) -> None:
    stars = sandbox.play.review(FIREFOX, 5)
    gone = sandbox.play.review(FIREFOX, 1, "rubbish", author="Joe")
    sandbox.play.delete(gone)
    async with play_client(sandbox) as client:
        assert await client.page() == (200, {})
        for review in (stars, gone):
            assert (await client.get(review))[0] == 404
            assert (await client.reply(review, "Hello?"))[0] == 404
    with pytest.raises(Refused):
        sandbox.play.edit(gone, text="back again")


async def test_a_review_belongs_to_one_app_and_a_person_has_one(sandbox: Sandbox) -> None:
    review = sandbox.play.review(FOCUS, 1, "too simple", author="Joe")
    assert sandbox.play.review(FOCUS, 3, "simple, but fine", author="Joe") == review
    assert sandbox.play.review(FIREFOX, 3, "fine", author="Joe") != review
    assert [version.stars for version in sandbox.play.find(review).versions] == [1, 3]
    async with play_client(sandbox) as client:
        assert (await client.get(review))[0] == 404
        assert (await client.get(review, FOCUS))[0] == 200


async def test_a_second_answer_overwrites_the_first_and_only_the_first_is_told_to_the_author(sandbox: Sandbox) -> None:
    review = sandbox.play.review(FIREFOX, 1, "slow")
    async with play_client(sandbox) as client:
        status, first = await client.reply(review, "Which device?")
        assert (status, first["result"]["replyText"]) == (200, "Which device?")
        _, second = await client.reply(review, "Which device do you use?")
        _, shown = await client.get(review)
    kept = sandbox.play.find(review)
    assert shown["comments"][1]["developerComment"] == {
        "text": "Which device do you use?",
        "lastModified": second["result"]["lastEdited"],
    }
    assert ([answer.text for answer in kept.answers], kept.notified) == (
        ["Which device?", "Which device do you use?"],
        1,
    )


async def test_an_edit_keeps_the_answer_that_is_older_than_it(sandbox: Sandbox) -> None:
    review = sandbox.play.review(FIREFOX, 1, "crashes", at=sandbox.clock.now() - timedelta(hours=1))
    sandbox.play.answer_by_hand(review, "Please update.")
    sandbox.clock.jump(60)
    sandbox.play.edit(review, stars=4, text="works after the update")
    async with play_client(sandbox) as client:
        _, shown = await client.get(review)
    said, answer = shown["comments"][0]["userComment"], shown["comments"][1]["developerComment"]
    assert (said["starRating"], said["text"], answer["text"]) == (4, "\tworks after the update", "Please update.")
    assert int(said["lastModified"]["seconds"]) > int(answer["lastModified"]["seconds"])


@pytest.mark.parametrize(("text", "status"), [("a" * 350, 200), ("a" * 351, 400), (FOX * 175, 200), (FOX * 176, 400)])
async def test_answers_end_at_350_characters_as_utf_16_counts(sandbox: Sandbox, text: str, status: int) -> None:
    review = sandbox.play.review(FIREFOX, 1, "slow")
    async with play_client(sandbox) as client:
        assert (await client.reply(review, text))[0] == status
    assert (sandbox.play.find(review).answer is not None) == (status == 200)


async def test_html_is_stripped_and_nothing_is_no_answer(sandbox: Sandbox) -> None:
    review = sandbox.play.review(FIREFOX, 1, "slow")
    async with play_client(sandbox) as client:
        _, taken = await client.reply(review, "Try <b>this</b>: 1 < 2 & <a href='https://example.com'>help</a>")
        assert taken["result"]["replyText"] == "Try this: 1 < 2 & help"
        for empty in ("", "  \n", "<br><br/>", None, 5):
            assert (await client.reply(review, empty))[0] == 400
    with pytest.raises(Refused, match="too long"):
        sandbox.play.answer_by_hand(review, "a" * 351)
    assert len(sandbox.play.find(review).answers) == 1


async def test_a_translation_keeps_the_authors_own_words(sandbox: Sandbox) -> None:
    review = sandbox.play.review(FIREFOX, 1, "stürzt ab", language="de")
    async with play_client(sandbox) as client:
        _, translated = await client.get(review, translationLanguage="en_GB")
        _, same = await client.get(review, translationLanguage="de_AT")
    comment = translated["comments"][0]["userComment"]
    assert (comment["text"], comment["originalText"]) == ("\t[en_GB] stürzt ab", "\tstürzt ab")
    assert "originalText" not in same["comments"][0]["userComment"]


def test_all_real_answers_are_short_enough() -> None:
    if not REVIEWS.exists():
        pytest.skip("the real reviews are not at hand")
    entries = [json.loads(line) for line in REVIEWS.read_text(encoding="utf-8").splitlines()]
    answers = [entry["comments"][1]["developerComment"]["text"] for entry in entries]
    assert len(answers) == 1319
    assert max(map(length, answers)) == LIMIT
