"""Upkeep: what its authors delete, hide or edit changes here within one round; what gains attention is told."""

from dataclasses import replace
from datetime import timedelta
from typing import Any

import pytest

from bot.desk.arriving.emptying import empty_old
from bot.desk.handling.claiming import claim
from bot.desk.handling.closing import close
from bot.desk.handling.editing_tags import edit
from bot.desk.showing.showing import show
from bot.networks.base import Looked
from sandbox.faults import Fault
from storage import alarms, spending
from storage.tables import Message
from tests.desk.mentions import mention
from tests.desk.world import World
from tests.loops.intake_stage import intake_stage

LOOK = "x/GET /2/tweets"


async def test_a_deleted_and_a_protected_post_are_gone_after_one_round(world: World) -> None:
    async with intake_stage(world) as stage:
        eve, dan = stage.sandbox.x.customer("eve"), stage.sandbox.x.customer("dan")
        post = eve.post("@FirefoxSupport my address is …")
        dan.post("@FirefoxSupport secret")
        stays = stage.sandbox.x.customer("lou").post("@FirefoxSupport stays")
        await stage.poll()
        eve.delete(post)
        dan.protect()
        await stage.look()
        assert sorted(await stage.texts()) == ["", "", "@FirefoxSupport stays"]
        found = await stage.conversations()
    assert [each.closed_reason for each in found] == ["Deleted", "Deleted", None]
    assert stays


async def test_a_claimed_conversation_stays_and_its_owner_is_told(world: World) -> None:
    async with intake_stage(world) as stage:
        eve = stage.sandbox.x.customer("eve")
        post = eve.post("@FirefoxSupport help")
        await stage.poll()
        await world.do(claim, 1, by="ana")
        eve.delete(post)
        await stage.look()
    assert (await world.see(1)).closing is None
    assert len(await world.told("ana")) == 1


async def test_posts_of_closed_conversations_vanish_within_a_day_and_old_ones_cost_nothing(world: World) -> None:
    async with intake_stage(world) as stage:
        eve = stage.sandbox.x.customer("eve")
        post = eve.post("@FirefoxSupport help")
        await stage.poll()
        await world.do(close, 1, reason="Resolved", by="ana")
        eve.delete(post)
        await stage.look()
        assert await stage.texts() == ["@FirefoxSupport help"]
        await stage.look(hours=12)
        assert await stage.texts() == [""]
        calls = len(stage.sandbox.log.of("GET /2/tweets"))
        await stage.look(days=31)
        assert len(stage.sandbox.log.of("GET /2/tweets")) == calls


async def test_what_is_kept_of_closed_conversations_is_looked_at_and_what_was_let_go_costs_nothing(
    world: World,
) -> None:
    async with intake_stage(world) as stage:
        stage.sandbox.x.customer("eve").post("@FirefoxSupport help")
        await stage.poll()
        await world.do(close, 1, reason="Resolved", by="ana")
        await stage.look(days=40)
        calls = len(stage.sandbox.log.of("GET /2/tweets"))
        assert calls == 1
        await world.act(empty_old)
        await stage.look(days=1)
        assert len(stage.sandbox.log.of("GET /2/tweets")) == calls


async def test_an_edit_that_no_timeline_showed_is_seen(world: World) -> None:
    async with intake_stage(world) as stage:
        eve = stage.sandbox.x.customer("eve")
        post = eve.post("@FirefoxSupport frist")
        await stage.poll()
        newest = eve.edit(post, "@FirefoxSupport first")
        await stage.look()
        assert await stage.texts() == ["@FirefoxSupport first"]
        await stage.poll()
        assert await stage.texts() == ["@FirefoxSupport first"]
        eve.delete(newest)
        await stage.look()
        assert await stage.texts() == [""]


async def test_attention_is_told_once_and_when_it_doubles_and_figures_alone_repaint_nothing(world: World) -> None:
    async with intake_stage(world) as stage:
        stage.programme(attention=world.programme.attention.model_copy(update={"reactions": 3}))
        post = stage.sandbox.x.customer("eve").post("@FirefoxSupport hello")
        await stage.poll()
        version = (await world.see(1)).version
        climbed = []
        for number in range(1, 8):
            stage.sandbox.x.customer(f"fan{number}").like(post)
            await stage.look()
            climbed.append((await world.see(1)).version - version)
    assert climbed == [0, 0, 1, 1, 1, 2, 2]
    assert (await world.see(1)).rank == 10
    climb = (await world.ask(show, 1, by="ana")).hints.climb
    assert climb is not None
    assert climb.figures == (("likes", 0, 6),)


async def test_every_post_is_looked_at_in_hundreds_and_once_a_round(world: World) -> None:
    async with intake_stage(world) as stage:
        eve = stage.sandbox.x.customer("eve")
        for number in range(230):
            eve.post(f"@FirefoxSupport {number}")
        await stage.poll()
        await stage.look()
        assert len(stage.sandbox.log.of("GET /2/tweets")) == 3
        await stage.look(minutes=29)
        assert len(stage.sandbox.log.of("GET /2/tweets")) == 3


@pytest.mark.parametrize("fault", [Fault.SERVER_ERROR, Fault.RATE_LIMITED])
async def test_a_failing_look_is_repeated_and_takes_nothing_for_gone(world: World, fault: Fault) -> None:
    async with intake_stage(world) as stage:
        stage.sandbox.x.customer("eve").post("@FirefoxSupport help")
        await stage.poll()
        stage.sandbox.faults.add(fault, LOOK, count=1)
        await stage.look()
        assert await stage.texts() == ["@FirefoxSupport help"]
        assert len(stage.sandbox.log.of("GET /2/tweets")) <= 1
        await stage.look(minutes=2)
        calls = [call.status for call in stage.sandbox.log.of("GET /2/tweets")]
    assert calls[-1] == 200


async def test_looks_are_paid_for_by_the_account_that_answers(world: World) -> None:
    async with intake_stage(world) as stage:
        stage.sandbox.x.customer("eve").post("@mozilla_france aide", lang="fr")
        await stage.poll()
        await stage.look()
        day = world.clock.now().date()
        async with world.database.reading() as session:
            lines = {each.account: each.calls for each in await spending.of_day(session, day)}
    assert lines["mozilla_france"]["post read"] >= 1
    assert (await stage.conversations())[0].closing is None
    assert world.clock.now() - stage.began > timedelta(minutes=30)


async def test_posts_of_accounts_that_left_are_looked_up_through_another(world: World) -> None:
    async with intake_stage(world) as stage:
        eve = stage.sandbox.x.customer("eve")
        post = eve.post("@mozilla_france mon adresse est …", lang="fr")
        eve.post("@mozilla_france aide", lang="fr")
        await stage.poll()
        others = tuple(each for each in world.programme.accounts if each.handle != "mozilla_france")
        stage.programme(accounts=others)
        eve.delete(post)
        await stage.look()
        assert await stage.texts() == ["", "@mozilla_france aide"]
        calls = len(stage.sandbox.log.of("GET /2/tweets"))
        await stage.look(minutes=29)
        assert len(stage.sandbox.log.of("GET /2/tweets")) == calls


async def test_an_account_the_desk_stumbles_over_keeps_no_other_from_being_looked_after(
    world: World, monkeypatch: pytest.MonkeyPatch
) -> None:
    async with intake_stage(world) as stage:
        eve = stage.sandbox.x.customer("eve")
        eve.post("@FirefoxSupport stays")
        post = eve.post("@mozilla_germany my address is …")
        await stage.poll()
        eve.delete(post)
        look_up = stage.x.look_up

        async def stumble(account: str, ids: tuple[str, ...]) -> Looked:
            if account == "FirefoxSupport":
                raise KeyError("an answer that nobody expected")
            return await look_up(account, ids)

        monkeypatch.setattr(stage.x, "look_up", stumble)
        await stage.look()
        assert sorted(await stage.texts()) == ["", "@FirefoxSupport stays"]
        async with world.database.reading() as session:
            (alarm,) = await alarms.open_ones(session)
    assert "the posts of @FirefoxSupport (KeyError)" in alarm.text


async def test_a_post_the_desk_stumbles_over_keeps_no_other_from_vanishing(world: World) -> None:
    async with intake_stage(world) as stage:
        eve, dan = stage.sandbox.x.customer("eve"), stage.sandbox.x.customer("dan")
        kept = eve.post("@FirefoxSupport broken")
        gone = dan.post("@FirefoxSupport secret")
        await stage.poll()
        unreadable: Any = ["written by other code"]
        async with world.database.writing() as session:
            message = await session.get_one(Message, 1)
            message.about = unreadable
        dan.delete(gone)
        await stage.look()
        assert await stage.texts() == ["@FirefoxSupport broken", ""]
        calls = len(stage.sandbox.log.of("GET /2/tweets"))
        await stage.look(minutes=2)
        assert len(stage.sandbox.log.of("GET /2/tweets")) == calls
        (told,) = [each for each in await world.told("kira") if each.kind == "alarm"]
        assert message.url in told.facts["text"]
        async with world.database.writing() as session:
            (await session.get_one(Message, 1)).about = {}
        eve.delete(kept)
        await stage.look()
        assert await stage.texts() == ["", ""]
    async with world.database.reading() as session:
        assert not [each for each in await alarms.open_ones(session) if each.about.startswith("upkeep")]


async def test_what_stands_beside_a_post_gets_the_tags_by_the_names_they_go_by_now(
    world: World, monkeypatch: pytest.MonkeyPatch
) -> None:
    async with intake_stage(world) as stage:
        stage.sandbox.x.customer("eve").post("@FirefoxSupport help")
        await stage.poll()
        await world.do(edit, "Crash", name="Freeze", by="kira")
        look_up, beside = stage.x.look_up, mention("@FirefoxSupport it crashes, help", by="dan")

        async def with_news(account: str, ids: tuple[str, ...]) -> Looked:
            return replace(await look_up(account, ids), news=(beside,))

        monkeypatch.setattr(stage.x, "look_up", with_news)
        await stage.look()
        assert [each.tags for each in await stage.conversations()] == [[], ["Freeze"]]
