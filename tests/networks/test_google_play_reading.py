"""Reading Google Play: reviews with all the store says, edits as new versions, answers of ours, the shared quota."""

import json
from datetime import UTC, datetime, timedelta

import pytest

from bot.desk.writing.composing import checked_text
from bot.errors import Invalid, Rejected, RetryAt, Unauthorised
from bot.networks.google_play import CAPABILITIES, FOR_POLLS, FOR_SENDING, GooglePlay
from bot.networks.google_play_keys import key_of
from bot.networks.google_play_reviews import review_of
from bot.networks.google_play_wire import READS_AN_HOUR, Reads
from bot.programme import Programme
from bot.text import clean
from tests.conftest import ROOT, SetClock
from tests.networks.play_stage import FIREFOX, SOURCE, Stage, key_for, play_stage

REAL = ROOT.parent / "shared" / "data" / "play_reviews.jsonl"


async def read(stage: Stage, cursor: str | None = None) -> list[str]:
    """The texts a reading brings, oldest first."""
    return [each.text for each in (await stage.play.fetch(SOURCE, cursor=cursor, since=stage.began)).mentions]


async def test_a_review_comes_with_all_that_the_store_says_of_it(programme: Programme) -> None:
    async with play_stage(programme) as stage:
        review = stage.sandbox.play.review(FIREFOX, 2, "Loses my tabs.", author="Marta", title="Sad", language="pt_BR")
        (found,) = (await stage.play.fetch(SOURCE, cursor=None, since=stage.began)).mentions
    assert (found.author.handle, found.author.id, found.thread) == ("Marta", review, review)
    assert (found.text, found.product, found.language) == ("Sad\nLoses my tabs.", "Firefox for Android", "pt-BR")
    assert found.url == f"https://play.google.com/store/apps/details?id={FIREFOX}&reviewId={review}"
    assert {"title": "Sad", "stars": 2}.items() <= found.about.items()
    assert {"device", "Android", "app version"} <= found.about.keys()
    assert not found.ours
    assert found.mentions == ()


async def test_every_page_is_read_and_the_oldest_comes_first(programme: Programme) -> None:
    async with play_stage(programme) as stage:
        now = stage.sandbox.clock.now()
        for number in range(230):
            stage.sandbox.play.review(FIREFOX, 3, f"review {number}", at=now - timedelta(seconds=600 - number))
        assert await read(stage) == [f"review {number}" for number in range(230)]


async def test_what_was_there_before_the_desk_opened_is_not_brought(programme: Programme) -> None:
    async with play_stage(programme) as stage:
        stage.sandbox.play.review(FIREFOX, 1, "old", at=stage.began - timedelta(hours=2))
        stage.sandbox.play.review(FIREFOX, 1, "new")
        assert await read(stage) == ["new"]


async def test_an_edit_is_a_new_version_in_the_same_thread(programme: Programme) -> None:
    async with play_stage(programme) as stage:
        review = stage.sandbox.play.review(FIREFOX, 1, "awful")
        first = await stage.play.fetch(SOURCE, cursor=None, since=stage.began)
        stage.sandbox.clock.jump(3600)
        assert (await stage.play.fetch(SOURCE, cursor=first.cursor, since=stage.began)) == first
        stage.sandbox.play.edit(review, stars=5, text="lovely")
        second = await stage.play.fetch(SOURCE, cursor=first.cursor, since=stage.began)
    (before,), (after,) = first.mentions, second.mentions
    assert (after.text, after.about["stars"], after.thread) == ("lovely", 5, before.thread)
    assert after.author.id == before.author.id
    assert after.id != before.id


async def test_an_answer_from_the_play_console_comes_as_ours_behind_its_review(programme: Programme) -> None:
    async with play_stage(programme) as stage:
        review = stage.sandbox.play.review(FIREFOX, 1, "awful", author="FirefoxAndroid")
        stage.sandbox.play.answer_by_hand(review, "We are sorry.")
        asked, said = (await stage.play.fetch(SOURCE, cursor=None, since=stage.began)).mentions
        (seen,) = await stage.play.own_posts("FirefoxAndroid", since=stage.began, answering=(asked.id,))
    assert (asked.ours, said.ours) == (False, True), "anybody may bear the name of our account"
    assert (said.text, said.replying_to) == ("We are sorry.", asked.id)
    assert (seen.id, seen.text, seen.replying_to) == (said.id, said.text, asked.id)


async def test_an_answer_to_an_earlier_version_answers_nothing_now_but_is_told(programme: Programme) -> None:
    async with play_stage(programme) as stage:
        review = stage.sandbox.play.review(FIREFOX, 1, "awful")
        stage.sandbox.clock.jump(60)
        stage.sandbox.play.answer_by_hand(review, "We are sorry.")
        stage.sandbox.clock.jump(60)
        stage.sandbox.play.edit(review, text="still awful")
        (found,) = (await stage.play.fetch(SOURCE, cursor=None, since=stage.began)).mentions
    assert found.about["we answered before"] == "We are sorry."


async def test_a_look_finds_what_is_edited_answered_and_gone(programme: Programme) -> None:
    async with play_stage(programme) as stage:
        play = stage.sandbox.play
        ids = [play.review(FIREFOX, 1, f"review {number}") for number in range(3)]
        found = (await stage.play.fetch(SOURCE, cursor=None, since=stage.began)).mentions
        versions = {each.thread: each.id for each in found}
        stage.sandbox.clock.jump(60)
        play.edit(ids[0], stars=5)
        play.answer_by_hand(ids[1], "Sorry.")
        play.delete(ids[2])
        looked = await stage.play.look_up("FirefoxAndroid", tuple(versions.values()))
    assert looked.gone == (versions[ids[2]],)
    assert [each.thread for each in looked.there] == [ids[1]]
    assert {(each.thread, each.ours) for each in looked.news} == {(ids[0], False), (ids[1], True)}


async def test_a_review_too_old_to_be_read_is_not_taken_for_deleted(programme: Programme) -> None:
    async with play_stage(programme) as stage:
        stage.sandbox.play.review(FIREFOX, 1, "awful")
        (found,) = (await stage.play.fetch(SOURCE, cursor=None, since=stage.began)).mentions
        stage.sandbox.clock.jump(timedelta(days=8).total_seconds())
        looked = await stage.play.look_up("FirefoxAndroid", (found.id,))
    assert (looked.there, looked.gone) == ((), ())


async def test_a_look_that_meets_the_end_of_the_quota_brings_what_it_has(programme: Programme) -> None:
    async with play_stage(programme) as stage:
        for number in range(3):
            stage.sandbox.play.review(FIREFOX, 1, f"review {number}")
        ids = tuple(each.id for each in (await stage.play.fetch(SOURCE, cursor=None, since=stage.began)).mentions)
        for _ in range(READS_AN_HOUR - FOR_POLLS - 3):
            await stage.play.own_posts("FirefoxAndroid", since=stage.began, answering=ids[:1])
        looked = await stage.play.look_up("FirefoxAndroid", ids)
        assert ([each.id for each in looked.there], looked.waiting) == (list(ids[:2]), ids[2:])
        with pytest.raises(RetryAt):
            await stage.play.look_up("FirefoxAndroid", ids)


@pytest.mark.parametrize("wrong", ["app", "address"])
async def test_no_review_is_taken_for_deleted_because_its_app_or_the_whole_store_is_not_found(
    programme: Programme, wrong: str
) -> None:
    async with play_stage(programme) as stage:
        stage.sandbox.play.review(FIREFOX, 1, "It loses my tabs")
        (found,) = (await stage.play.fetch(SOURCE, cursor=None, since=stage.began)).mentions
        apps = [each.model_copy(update={"app": "org.nobody.nothing"}) for each in programme.accounts]
        elsewhere = programme.model_copy(update={"accounts": tuple(apps)}) if wrong == "app" else programme
        address = stage.sandbox.play_api_url + ("" if wrong == "app" else "/nowhere")
        key = key_for(stage.sandbox)
        play = GooglePlay(elsewhere, key, clock=stage.sandbox.clock, charged=lambda charge: None, address=address)
        with pytest.raises(Rejected):
            await play.look_up("FirefoxAndroid", (found.id,))
        await play.close()


async def test_a_stranger_s_key_and_an_app_that_is_not_ours_are_told_with_the_remedy(programme: Programme) -> None:
    async with play_stage(programme, let_in=False) as stage:
        with pytest.raises(Unauthorised, match=r"key of stranger@nowhere\.example .*GOOGLE_PLAY_CREDENTIALS"):
            await stage.play.fetch(SOURCE, cursor=None, since=stage.began)
    others = [each.model_copy(update={"app": "org.mozilla.fenix"}) for each in programme.accounts[-3:-2]]
    others += [each.model_copy(update={"app": "org.nobody.nothing"}) for each in programme.accounts[-2:-1]]
    async with play_stage(programme.model_copy(update={"accounts": (*others, programme.accounts[-1])})) as stage:
        with pytest.raises(Unauthorised, match="Users and permissions"):
            await stage.play.fetch(SOURCE, cursor=None, since=stage.began)
        with pytest.raises(Rejected):
            await stage.play.fetch("google_play:reviews:FirefoxFocus", cursor=None, since=stage.began)
        remedies = [remedy is None for _, remedy in await stage.play.check()]
    assert remedies == [False, False, True]


async def test_a_token_that_has_run_out_is_renewed(programme: Programme) -> None:
    async with play_stage(programme) as stage:
        assert await read(stage) == []
        stage.sandbox.play.keys.revoke_all()
        stage.sandbox.play.review(FIREFOX, 1, "awful")
        assert await read(stage) == ["awful"]
        stage.sandbox.clock.jump(4000)
        assert await read(stage) == ["awful"]


def test_polls_leave_reads_for_whoever_looks_for_a_lost_reply(clock: SetClock) -> None:
    reads = Reads(clock)
    for _ in range(READS_AN_HOUR - FOR_SENDING):
        reads.take(leaving=FOR_SENDING)
        clock.forward(seconds=1)
    with pytest.raises(RetryAt) as refused:
        reads.take(leaving=FOR_SENDING)
    for _ in range(FOR_SENDING):
        reads.take(leaving=0)
    with pytest.raises(RetryAt):
        reads.take(leaving=0)
    clock.at = refused.value.at + timedelta(seconds=FOR_SENDING)
    reads.take(leaving=FOR_SENDING)


def test_a_key_is_read_from_the_setting_or_from_the_file_it_names(tmp_path: object) -> None:
    for given, words in (
        ("", "is missing"),
        ("/nowhere/key.json", "cannot be read"),
        ("{}", "holds no client_email"),
        (json.dumps(dict.fromkeys(("client_email", "private_key", "private_key_id", "token_uri"), "x")), "is none"),
    ):
        key, (problem,) = key_of({"GOOGLE_PLAY_CREDENTIALS": given})
        assert key is None
        assert problem.startswith("GOOGLE_PLAY_CREDENTIALS ")
        assert words in problem


@pytest.mark.skipif(not REAL.exists(), reason="the real reviews are not at hand")
def test_every_real_review_and_every_real_reply_is_understood(programme: Programme) -> None:
    account = programme.account("FirefoxAndroid")
    reviews = [review_of(json.loads(line), account) for line in REAL.read_text(encoding="utf-8").splitlines()]
    assert len({each.version for each in reviews}) == len(reviews) == 1319
    mentions = [each.mention() for each in reviews]
    assert all(1 <= each.about["stars"] <= 5 and each.text and len(each.id) <= 200 for each in mentions)
    assert all(each.posted_at > datetime(2017, 1, 1, tzinfo=UTC) for each in mentions)
    assert sum("title" in each.about for each in mentions) == 10


@pytest.mark.skipif(not REAL.exists(), reason="the real reviews are not at hand")
def test_every_real_reply_passes_our_own_rule_to_the_last_character(programme: Programme) -> None:
    account = programme.account("FirefoxAndroid")
    replies = [
        review_of(json.loads(line), account).answer["text"] for line in REAL.read_text(encoding="utf-8").splitlines()
    ]
    assert [checked_text(each, "", CAPABILITIES) for each in replies] == [clean(each) for each in replies]
    longest = max(replies, key=CAPABILITIES.length)
    assert (len(replies), CAPABILITIES.length(longest)) == (1319, CAPABILITIES.limit)
    with pytest.raises(Invalid, match="1 too many"):
        checked_text(f"{longest}!", "", CAPABILITIES)
