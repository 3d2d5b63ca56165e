"""Reading X through the real tweepy: order, pages, cursors, gaps, what posts look like, what it costs."""

import asyncio
from datetime import UTC, datetime, timedelta

import pytest

from bot.errors import RetryAt, Unauthorised, Unavailable
from bot.networks.x_posts import author_of as read_author
from bot.networks.x_posts import mention_of, number_at
from bot.programme import Programme
from sandbox.faults import Fault
from tests.networks.x_stage import Stage, x_stage

MENTIONS = "x:mentions:FirefoxSupport"


async def texts(stage: Stage, source: str = MENTIONS, cursor: str | None = None) -> list[str]:
    fetched = await stage.x.fetch(source, cursor=cursor, since=stage.began)
    return [each.text for each in fetched.mentions]


async def test_mentions_come_oldest_first_with_their_authors(programme: Programme) -> None:
    async with x_stage(programme) as stage:
        eve = stage.sandbox.x.customer("eve", followers=120_000, verified_type="blue")
        first = eve.post("@FirefoxSupport tabs <gone> & lost, see https://example.org/a", lang="en")
        second = eve.post("@firefoxsupport @Firefox again", in_reply_to=first)
        fetched = await stage.x.fetch(MENTIONS, cursor=None, since=stage.began)
    assert [each.id for each in fetched.mentions] == [first, second]
    assert fetched.complete
    assert fetched.cursor == second
    one, two = fetched.mentions
    assert one.text == "@FirefoxSupport tabs <gone> & lost, see https://example.org/a"
    assert (one.author.handle, one.author.followers, one.author.verified) == ("eve", 120_000, "blue")
    assert (one.language, one.thread, one.url) == ("en", first, f"https://x.com/eve/status/{first}")
    assert one.mentions == ("firefoxsupport",)
    assert one.about == {"likes": 0, "reposts": 0, "replies": 1, "quotes": 0}
    assert (two.thread, two.replying_to) == (first, first)
    assert set(two.mentions) == {"firefoxsupport", "firefox"}
    assert two.posted_at.tzinfo is UTC


async def test_all_pages_are_read_and_the_cursor_finds_only_what_is_new(programme: Programme) -> None:
    async with x_stage(programme) as stage:
        eve = stage.sandbox.x.customer("eve")
        old = datetime.now(UTC) - timedelta(minutes=30)
        for number in range(250):
            eve.post(f"@FirefoxSupport {number}", at=old + timedelta(seconds=number))
        fetched = await stage.x.fetch(MENTIONS, cursor=None, since=stage.began)
        assert [each.text for each in fetched.mentions] == [f"@FirefoxSupport {number}" for number in range(250)]
        calls = len(stage.sandbox.log.recent())
        eve.post("@FirefoxSupport new")
        again = await stage.x.fetch(MENTIONS, cursor=fetched.cursor, since=stage.began)
        assert again.mentions[-1].text == "@FirefoxSupport new"
        assert len(stage.sandbox.log.recent()) == calls + 1


async def test_readings_overlap_for_posts_that_x_shows_late(programme: Programme) -> None:
    async with x_stage(programme) as stage:
        eve = stage.sandbox.x.customer("eve")
        eve.post("@FirefoxSupport in time")
        fetched = await stage.x.fetch(MENTIONS, cursor=None, since=stage.began)
        eve.post("@FirefoxSupport late", at=datetime.now(UTC) - timedelta(minutes=2))
        assert await texts(stage, cursor=fetched.cursor) == ["@FirefoxSupport late", "@FirefoxSupport in time"]


async def test_more_than_x_gives_is_a_gap_and_just_enough_is_none(programme: Programme) -> None:
    async with x_stage(programme) as stage:
        eve = stage.sandbox.x.customer("eve")
        old = datetime.now(UTC) - timedelta(minutes=40)
        known = eve.post("@FirefoxSupport known", at=old)
        for number in range(799):
            eve.post(f"@FirefoxSupport {number}", at=old + timedelta(seconds=number + 1))
        enough = await stage.x.fetch(MENTIONS, cursor=known, since=stage.began)
        assert enough.complete
        assert len(enough.mentions) == 800
        eve.post("@FirefoxSupport one too many")
        gap = await stage.x.fetch(MENTIONS, cursor=known, since=stage.began)
        assert not gap.complete
        assert len(gap.mentions) == 800


async def test_a_first_reading_begins_where_it_is_told_to(programme: Programme) -> None:
    async with x_stage(programme) as stage:
        eve = stage.sandbox.x.customer("eve")
        eve.post("@FirefoxSupport long ago", at=stage.began - timedelta(minutes=2))
        eve.post("@FirefoxSupport now")
        assert await texts(stage) == ["@FirefoxSupport now"]


async def test_reposts_quotes_and_edits_are_told_apart(programme: Programme) -> None:
    async with x_stage(programme) as stage:
        eve, dan = stage.sandbox.x.customer("eve"), stage.sandbox.x.customer("dan")
        post = eve.post("@FirefoxSupport frist")
        dan.repost(post)
        quoting = dan.post("@FirefoxSupport look", quote=post)
        edited = eve.edit(post, "@FirefoxSupport first")
        found = {each.id: each for each in (await stage.x.fetch(MENTIONS, cursor=None, since=stage.began)).mentions}
    assert found[edited].versions == (post, edited)
    assert found[quoting].quotes == post
    assert [each.reposts_of for each in found.values() if each.reposts_of] == [post]


async def test_searches_and_own_posts_are_sources_too(programme: Programme) -> None:
    async with x_stage(programme) as stage:
        eve = stage.sandbox.x.customer("eve")
        asked = eve.post("my firefox is gone #fxhelp")
        support = stage.sandbox.x.account("FirefoxSupport")
        said = support.post_by_hand("Try this.", in_reply_to=asked)
        assert "x:search:fxhelp" in stage.x.sources()
        assert stage.x.account_of("x:search:fxhelp") == "FirefoxSupport"
        assert await texts(stage, "x:search:fxhelp") == ["my firefox is gone #fxhelp"]
        own = await stage.x.fetch("x:own:FirefoxSupport", cursor=None, since=stage.began)
        posted = await stage.x.own_posts("@firefoxsupport", since=stage.began)
    assert [(each.id, each.author.handle, each.replying_to) for each in own.mentions] == [
        (said, "FirefoxSupport", asked)
    ]
    assert [(each.id, each.account, each.replying_to) for each in posted] == [(said, "FirefoxSupport", asked)]


async def test_a_search_that_rested_for_more_than_a_week_has_a_gap(programme: Programme) -> None:
    async with x_stage(programme) as stage:
        old = str(number_at(datetime.now(UTC) - timedelta(days=8)))
        fetched = await stage.x.fetch("x:search:fxhelp", cursor=old, since=stage.began)
        assert not fetched.complete
        assert (await stage.x.fetch("x:search:fxhelp", cursor=None, since=stage.began)).complete


async def test_looking_up_tells_what_is_there_gone_protected_and_edited(programme: Programme) -> None:
    async with x_stage(programme) as stage:
        eve, dan = stage.sandbox.x.customer("eve"), stage.sandbox.x.customer("dan")
        kept, gone, edited = eve.post("kept"), eve.post("gone"), eve.post("before")
        hidden = dan.post("hidden")
        eve.delete(gone)
        dan.protect()
        newest = eve.edit(edited, "after")
        looked = await stage.x.look_up("FirefoxSupport", (kept, gone, hidden, edited, "99"))
    assert {each.id: each.text for each in looked.there} == {kept: "kept", newest: "after"}
    assert set(looked.gone) == {gone, hidden, "99"}


async def test_charges_are_the_ones_on_xs_bill(programme: Programme) -> None:
    async with x_stage(programme, own_apps=True) as stage:
        eve = stage.sandbox.x.customer("eve")
        eve.post("@FirefoxSupport one #fxhelp")
        known = eve.post("@FirefoxSupport two")
        for _ in range(3):
            await texts(stage)
        await texts(stage, "x:search:fxhelp")
        await stage.x.look_up("FirefoxSupport", (known,))
        assert stage.charges.dollars() == pytest.approx(stage.sandbox.x.billing.total())
        assert stage.charges.kinds() == {"own post read": 2, "user read": 2}


async def test_searches_pay_for_themselves(programme: Programme) -> None:
    async with x_stage(programme) as stage:
        stage.sandbox.x.customer("eve").post("one #fxhelp")
        await texts(stage, "x:search:fxhelp")
        assert {each.account for each in stage.charges.all} == {"search fxhelp"}


async def test_a_limit_of_one_account_holds_for_that_account_only(programme: Programme) -> None:
    async with x_stage(programme) as stage:
        stage.sandbox.faults.add(Fault.RATE_LIMITED, "x/GET /2/users/:id/mentions", retry_after=60, count=1)
        with pytest.raises(RetryAt) as refused:
            await texts(stage)
        assert timedelta(seconds=50) < refused.value.at - datetime.now(UTC) < timedelta(seconds=70)
        assert await texts(stage, "x:mentions:Firefox") == []
        calls = len(stage.sandbox.log.recent())
        with pytest.raises(RetryAt):
            await texts(stage)
        assert len(stage.sandbox.log.recent()) == calls


async def test_pages_of_html_cuts_and_silence_mean_nothing_was_done(programme: Programme) -> None:
    async with x_stage(programme, seconds=0.5) as stage:
        await texts(stage)
        for fault in (Fault.SERVER_ERROR, Fault.CUT, Fault.DROP_ANSWER, Fault.BLACK_HOLE):
            rule = stage.sandbox.faults.add(fault, "x/GET /2/users/:id/mentions")
            with pytest.raises(Unavailable):
                await texts(stage)
            stage.sandbox.faults.remove(rule.id)
        assert await texts(stage) == []


async def test_nobody_at_the_address_is_unavailable(programme: Programme) -> None:
    async with x_stage(programme, address="http://127.0.0.1:9/x") as stage:
        with pytest.raises(Unavailable):
            await texts(stage)


async def test_who_an_account_is_is_asked_once_however_many_want_to_know(programme: Programme) -> None:
    async with x_stage(programme) as stage:
        sources = [each for each in stage.x.sources() if each.endswith(":FirefoxSupport")]
        assert len(sources) == 2
        await asyncio.gather(*(stage.x.fetch(each, cursor=None, since=stage.began) for each in sources))
        asked = [each for each in stage.sandbox.log.of("GET /2/users/me") if each.who == "FirefoxSupport"]
        assert len(asked) == 1


async def test_a_token_of_another_account_is_never_used(programme: Programme) -> None:
    async with x_stage(programme) as first:
        keys = dict(first.x._calls.keys)
    keys["FirefoxSupport"] = keys["mozilla_germany"]
    async with x_stage(programme, keys=keys) as stage:
        with pytest.raises(Unauthorised, match="belongs to @mozilla_germany"):
            await texts(stage)
        remedies = dict(await stage.x.check())
    assert sum(remedy is not None for remedy in remedies.values()) == 1


async def test_a_revoked_token_is_told(programme: Programme) -> None:
    async with x_stage(programme) as stage:
        stage.sandbox.x.keys.revoke("2102-sandbox-FirefoxSupport")
        with pytest.raises(Unauthorised, match="@FirefoxSupport"):
            await texts(stage)


def test_both_names_of_references_are_read_and_odd_posts_survive() -> None:
    eve = read_author({"id": 7, "username": "eve", "name": "Eve\n<!channel>"})
    renamed = {"id": "5", "text": "x", "referenced_posts": [{"type": "replied_to", "id": "3"}]}
    assert mention_of(renamed, eve).replying_to == "3"
    assert eve.name == "Eve <!channel>"
    bare = mention_of({"id": "1500000000000000000", "text": None, "lang": "qme", "entities": None}, eve)
    assert (bare.text, bare.language, bare.thread) == ("", "", "1500000000000000000")
    assert [mention_of({"id": "5", "lang": code}, eve).language for code in ("in", "iw", "de")] == ["id", "he", "de"]
    assert bare.posted_at == datetime(2022, 3, 5, 6, 33, 42, 106000, tzinfo=UTC) or bare.posted_at.year == 2022


def test_a_quote_names_whose_post_it_quotes_and_a_mere_link_does_not() -> None:
    eve = read_author({"id": 7, "username": "eve"})
    link = {"url": "https://t.co/a", "expanded_url": "https://twitter.com/FirefoxSupport/status/3"}
    post = {"id": "5", "text": "see https://t.co/a", "entities": {"urls": [link]}}
    assert mention_of(post, eve).quotes_author is None
    quoting = mention_of(post | {"referenced_tweets": [{"type": "quoted", "id": "3"}]}, eve)
    assert (quoting.quotes, quoting.quotes_author) == ("3", "FirefoxSupport")
