"""Posts that people point at: read once at X's price, taken in once, and whoever asked hears what became of it."""

import pytest

from bot.desk.arriving.bringing import MOST, bring
from bot.errors import Invalid, NotAllowed, Refused
from bot.loops.wanted import PAUSES, WantedPosts
from sandbox.faults import Fault
from storage import spending
from tests.desk.world import World
from tests.loops.intake_stage import IntakeStage, intake_stage

SUPPORT = "FirefoxSupport"
LOOK = "GET /2/tweets"


def link(post: str) -> str:
    """A message that points at a post, as people paste it."""
    return f"Look, should we help? <https://x.com/somebody/status/{post}?s=20>"


async def fetched(stage: IntakeStage, **later: float) -> None:
    """The loop's next round, in a process of its own."""
    world = stage.world
    world.clock.forward(**(later or {"seconds": 1}))
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


async def no_alarm(kind: str, about: str, text: str | None) -> None:
    """Nothing breaks here."""
    assert text is None, text


async def told(world: World, name: str) -> tuple[str, str]:
    """The newest thing somebody is told: its kind, and its words or how it came."""
    notice = (await world.told(name))[-1]
    return notice.kind, str(notice.facts.get("text") or notice.facts.get("how"))


async def test_a_post_that_mentions_nobody_becomes_a_conversation_sent_by_hand(world: World) -> None:
    async with intake_stage(world) as stage:
        post = stage.sandbox.x.customer("eve", followers=70).post("my browser eats my tabs", lang="en")
        await world.do(bring, link(post), by="mo")
        await world.do(bring, link(post), by="mo")
        await fetched(stage)
        (conversation,) = await stage.conversations()
        assert (conversation.account, conversation.mentioned, conversation.reply_by_hand) == (SUPPORT, None, True)
        assert "mentions none of ours: brought to the desk by hand" in conversation.lines
        assert await world.kinds(conversation.id) == ["brought"]
        assert await told(world, "mo") == ("brought", "new")
        calls = len(stage.sandbox.log.recent())
        await fetched(stage)
        assert len(stage.sandbox.log.recent()) == calls
        async with world.database.reading() as session:
            (line,) = await spending.of_day(session, world.clock.now().date())
        assert (line.account, line.calls) == (SUPPORT, {"post read": 1, "user read": 1})
        for address in (
            link(post),
            f"https://x.com/i/web/status/{post}",
            f"http://mobile.twitter.com/eve/status/{post}/photo/1",
        ):
            assert await world.do(bring, address, by="kira") == conversation.id
        assert await told(world, "kira") == ("brought", "known")


async def test_a_volunteer_is_told_where_it_went_when_they_may_not_see_it(world: World) -> None:
    async with intake_stage(world) as stage:
        post = stage.sandbox.x.customer("eve").post("my browser eats my tabs", lang="en")
        await world.do(bring, link(post), by="ana")
        await fetched(stage)
        kind, words = await told(world, "ana")
        assert kind == "text"
        assert "Unmoderated" in words
        assert "tabs" not in words


async def test_whatever_else_brings_it_it_is_stored_once(world: World) -> None:
    async with intake_stage(world) as stage:
        post = stage.sandbox.x.customer("eve").post("@FirefoxSupport my tabs are gone", lang="en")
        await world.do(bring, link(post), by="ana")
        await stage.poll()
        await fetched(stage)
        assert len(await stage.conversations()) == 1
        assert await told(world, "ana") == ("brought", "known")
        other = stage.sandbox.x.customer("otto").post("@FirefoxSupport and mine", lang="en")
        await world.do(bring, link(other), by="ana")
        await fetched(stage)
        await stage.poll()
        conversations = await stage.conversations()
        assert [each.queue for each in conversations] == ["moderated", "moderated"]
        assert not conversations[1].reply_by_hand
        assert len(await stage.texts()) == 2


async def test_who_asked_hears_why_a_post_cannot_come(world: World) -> None:
    async with intake_stage(world) as stage:
        eve = stage.sandbox.x.customer("eve")
        deleted, reposted = eve.post("gone in a moment"), eve.repost(stage.sandbox.x.customer("otto").post("hello"))
        eve.delete(deleted)
        hidden = stage.sandbox.x.customer("shy")
        protected = hidden.post("for friends")
        hidden.protect()
        ours = stage.sandbox.x.account(SUPPORT).post("Firefox 150 is here")
        for post, why in (
            (deleted, "deleted"),
            (protected, "followers only"),
            (ours, "our own"),
            (reposted, "only a repost"),
            ("1", "never was there"),
        ):
            await world.do(bring, link(post), by="ana")
            await fetched(stage)
            kind, words = await told(world, "ana")
            assert kind == "text"
            assert why in words
        assert await stage.conversations() == []


async def test_while_x_is_away_it_waits_and_in_the_end_who_asked_is_told(world: World) -> None:
    async with intake_stage(world) as stage:
        post = stage.sandbox.x.customer("eve").post("@FirefoxSupport tabs")
        stage.sandbox.faults.add(Fault.SERVER_ERROR, LOOK, count=1)
        await world.do(bring, link(post), by="ana")
        await fetched(stage)
        assert await world.told("ana") == []
        await fetched(stage, seconds=PAUSES[0].total_seconds() + 1)
        assert await told(world, "ana") == ("brought", "new")
        late = stage.sandbox.x.customer("eve").post("@FirefoxSupport late")
        stage.sandbox.faults.add(Fault.SERVER_ERROR, LOOK)
        await world.do(bring, link(late), by="ana")
        for pause in (*PAUSES, PAUSES[-1]):
            await fetched(stage, seconds=pause.total_seconds() + 1)
        assert "cannot be brought" in (await told(world, "ana"))[1]


async def test_who_may_bring_what(world: World) -> None:
    async with intake_stage(world) as stage:
        with pytest.raises(NotAllowed):
            await world.do(bring, link("1957000000000000000"), by="bea")
        for words in ("", "see https://x.com/eve", "https://example.org/status/12", link("9" * 40), link("١٢٣")):
            with pytest.raises(Invalid, match=stage.x.capabilities.example_link):
                await world.do(bring, words, by="ana")
        for number in range(MOST):
            await world.do(bring, link(str(1957000000000000000 + number)), by="ana")
        with pytest.raises(Refused, match="on their way"):
            await world.do(bring, link("1956000000000000000"), by="ana")
