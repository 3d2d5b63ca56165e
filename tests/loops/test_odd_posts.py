"""Posts over which the desk stumbles: set aside with their reason, while all others arrive and are read on."""

from collections.abc import Callable, Collection, Sequence
from typing import Any

import pytest
from sqlalchemy import select
from sqlalchemy.exc import DataError
from sqlalchemy.ext.asyncio import AsyncSession

from bot.desk.arriving import bringing
from bot.desk.arriving.intake import take_in_all
from bot.desk.parking import try_again
from bot.loops import storing
from bot.loops.wanted import WantedPosts
from bot.networks import google_play_reviews, x_posts, x_reading
from bot.networks.base import Mention
from storage.alarms import open_ones
from storage.tables import Alarm, Customer
from tests.desk.world import World
from tests.loops.intake_stage import IntakeStage, intake_stage

MENTIONS = "x:mentions:FirefoxSupport"
Break = Callable[[AsyncSession], None]


def a_value(session: AsyncSession) -> None:
    """Something in our own code."""
    raise ValueError("not a number")


def a_key(session: AsyncSession) -> None:
    """Something else in our own code."""
    raise KeyError("stars")


def the_data(session: AsyncSession) -> None:
    """As PostgreSQL says of what does not fit a column."""
    raise DataError("INSERT", None, ValueError("value too long"))


def too_large(session: AsyncSession) -> None:
    """A figure that neither database has room for: a real error of its driver."""
    session.add(Customer(network="x", external_id="large", handle="x", followers=2**70))


def stumbling_over(monkeypatch: pytest.MonkeyPatch, posts: Collection[str], how: Break) -> None:
    """Let the desk stumble over these posts, wherever they come from."""

    async def stumbles(session: AsyncSession, mentions: Sequence[Mention], *rest: Any, **more: Any) -> object:
        if {each.id for each in mentions} & set(posts):
            how(session)
            await session.flush()
        return await take_in_all(session, mentions, *rest, **more)

    monkeypatch.setattr(storing, "take_in_all", stumbles)
    monkeypatch.setattr(bringing, "take_in_all", stumbles)


async def parked(world: World) -> list[Alarm]:
    """What managers see as parked."""
    async with world.database.reading() as session:
        return [each for each in await open_ones(session) if each.kind == "parked"]


async def read_wanted(stage: IntakeStage) -> None:
    """The loop that reads what somebody wants, once."""
    world = stage.world
    world.clock.forward(seconds=1)

    async def no_alarm(kind: str, about: str, text: str | None) -> None:
        assert text is None, text

    loop = WantedPosts(
        database=world.database,
        programme=world.programme,
        networks=world.networks,
        clock=world.clock,
        nudge=lambda: None,
        alarm=no_alarm,
        till=stage.till,
    )
    await loop.round()


@pytest.mark.parametrize("how", [a_value, a_key, the_data, too_large])
async def test_a_post_the_desk_stumbles_over_is_parked_and_the_others_arrive(
    world: World, monkeypatch: pytest.MonkeyPatch, how: Break
) -> None:
    async with intake_stage(world) as stage:
        stage.programme(searches=())
        eve = stage.sandbox.x.customer("eve")
        posts = [eve.post(f"@FirefoxSupport {number}") for number in range(5)]
        stumbling_over(monkeypatch, {posts[2]}, how)
        await stage.poll()
        assert await stage.texts() == [f"@FirefoxSupport {number}" for number in (0, 1, 3, 4)]
        (alarm,) = await parked(world)
        assert alarm.about == f"post x {posts[2]}"
        assert f"https://x.com/eve/status/{posts[2]}" in alarm.text
        source = await stage.source(MENTIONS)
        assert (source.cursor, source.misses) == (posts[4], 0)


async def test_what_is_parked_is_not_tried_again_by_itself_and_breaks_no_later_reading(
    world: World, monkeypatch: pytest.MonkeyPatch
) -> None:
    async with intake_stage(world) as stage:
        stage.programme(searches=())
        eve = stage.sandbox.x.customer("eve")
        posts = [eve.post(f"@FirefoxSupport {number}") for number in range(3)]
        stumbling_over(monkeypatch, posts[:2], a_value)
        await stage.poll()
        await stage.poll()
        assert (await stage.source(MENTIONS)).misses == 0
        assert len(await parked(world)) == 2
        assert len([each for each in await world.told("kira") if each.kind == "alarm"]) == 2


async def test_try_again_brings_it_once_the_desk_is_mended_and_parks_it_again_before(
    world: World, monkeypatch: pytest.MonkeyPatch
) -> None:
    async with intake_stage(world) as stage:
        stage.programme(searches=())
        post = stage.sandbox.x.customer("eve").post("@FirefoxSupport my tabs are gone")
        stumbling_over(monkeypatch, {post}, a_key)
        await stage.poll()
        (alarm,) = await parked(world)
        await world.do(try_again, alarm.id, by="kira")
        await read_wanted(stage)
        (again,) = await parked(world)
        assert again.id != alarm.id
        assert "(KeyError)" in str((await world.told("kira"))[-1].facts)
        monkeypatch.undo()
        await world.do(try_again, again.id, by="kira")
        await read_wanted(stage)
        assert await stage.texts() == ["@FirefoxSupport my tabs are gone"]
        assert await parked(world) == []


async def test_when_the_desk_stumbles_over_everything_the_reading_is_repeated(
    world: World, monkeypatch: pytest.MonkeyPatch
) -> None:
    async with intake_stage(world) as stage:
        stage.programme(searches=())
        eve = stage.sandbox.x.customer("eve")
        posts = [eve.post(f"@FirefoxSupport {number}") for number in range(30)]
        stumbling_over(monkeypatch, posts, a_value)
        await stage.poll()
        assert await parked(world) == []
        source = await stage.source(MENTIONS)
        assert (source.cursor, source.misses) == (None, 1)
        monkeypatch.undo()
        await stage.poll()
        assert len(await stage.texts()) == 30


async def test_a_few_posts_that_all_break_are_parked_and_not_paid_for_again(
    world: World, monkeypatch: pytest.MonkeyPatch
) -> None:
    async with intake_stage(world) as stage:
        stage.programme(searches=())
        eve = stage.sandbox.x.customer("eve")
        posts = [eve.post(f"@FirefoxSupport {number}") for number in range(2)]
        stumbling_over(monkeypatch, posts, a_value)
        await stage.poll()
        assert {each.about for each in await parked(world)} == {f"post x {post}" for post in posts}
        source = await stage.source(MENTIONS)
        assert (source.cursor, source.misses) == (posts[-1], 0)


async def test_what_cannot_be_read_is_parked_also_when_the_desk_stumbles_over_everything_else(
    world: World, monkeypatch: pytest.MonkeyPatch
) -> None:
    async with intake_stage(world) as stage:
        stage.programme(searches=())
        eve = stage.sandbox.x.customer("eve")
        posts = [eve.post(f"@FirefoxSupport {number}") for number in range(9)]
        unreadable(monkeypatch, posts[1])
        stumbling_over(monkeypatch, posts, a_value)
        await stage.poll()
        assert [each.about for each in await parked(world)] == [f"post x {posts[1]}"]
        assert (await stage.source(MENTIONS)).misses == 1


def unreadable(monkeypatch: pytest.MonkeyPatch, post_id: str) -> None:
    """Let X say of this post what nobody can make sense of."""
    in_order = x_posts.mention_of

    def odd(post: dict[str, Any], *rest: Any) -> Mention:
        return in_order(post | ({"created_at": "yesterday"} if post["id"] == post_id else {}), *rest)

    monkeypatch.setattr(x_reading, "mention_of", odd)


async def test_a_post_that_cannot_be_read_is_parked_and_the_others_arrive(
    world: World, monkeypatch: pytest.MonkeyPatch
) -> None:
    async with intake_stage(world) as stage:
        stage.programme(searches=())
        eve = stage.sandbox.x.customer("eve")
        posts = [eve.post(f"@FirefoxSupport {number}") for number in range(3)]
        unreadable(monkeypatch, posts[1])
        await stage.poll()
        assert await stage.texts() == ["@FirefoxSupport 0", "@FirefoxSupport 2"]
        (alarm,) = await parked(world)
        assert (alarm.about, "(ValueError)" in alarm.text) == (f"post x {posts[1]}", True)
        assert (await stage.source(MENTIONS)).cursor == posts[2]
        await world.do(try_again, alarm.id, by="kira")
        await read_wanted(stage)
        assert len(await parked(world)) == 1
        async with world.database.reading() as session:
            assert len(list(await session.scalars(select(Alarm).where(Alarm.cleared_at.is_(None))))) == 1


def test_a_review_that_cannot_be_read_keeps_no_other_away(world: World) -> None:
    account = next(each for each in world.programme.accounts if each.network == "google_play")
    good = {"reviewId": "good", "comments": [{"userComment": {"text": "Fine", "lastModified": {"seconds": "1"}}}]}
    odd = {"reviewId": "odd", "comments": [{"userComment": {"text": "Fine", "lastModified": {"seconds": "soon"}}}]}
    reviews, set_aside = google_play_reviews.read([odd, good], account)
    assert [each.id for each in reviews] == ["good"]
    assert [(each.id, each.why) for each in set_aside] == [("odd", "ValueError")]
    assert set_aside[0].url.endswith("reviewId=odd")
