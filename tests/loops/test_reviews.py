"""The loops on the pretend Play Store: reviews once each, edits, answers from elsewhere, gaps, no blind answer."""

from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta

from sqlalchemy import select

from bot.desk.leaving.spending import Till
from bot.desk.writing.replying import begin, reply
from bot.loops.fetch import Fetch, shortest_pause
from bot.loops.outbox import Outbox
from bot.loops.upkeep import Upkeep
from bot.networks.google_play import FOR_POLLS, GooglePlay
from bot.networks.google_play_wire import READS_AN_HOUR
from sandbox.faults import Fault
from sandbox.server import Sandbox
from storage import sources
from storage.alarms import open_ones
from storage.tables import Conversation, Message, Reply, ReplyState
from tests.desk.world import World
from tests.loops.pretend import PretendFiles
from tests.networks.play_stage import FIREFOX, SOURCE, key_for


@dataclass
class ReviewStage:
    """A desk whose only network is the pretend store; both clocks go together."""

    world: World
    sandbox: Sandbox
    fetch: Fetch
    upkeep: Upkeep
    outbox: Outbox

    def later(self, **by: float) -> None:
        """Time passes for everybody."""
        self.world.clock.forward(**by)
        self.sandbox.clock.jump(timedelta(**by).total_seconds())

    async def poll(self, **later: float) -> None:
        """Read what is due, a while later."""
        self.later(**(later or {"minutes": 2}))
        await self.fetch.round()

    async def texts(self) -> list[str]:
        """What is stored, oldest first."""
        async with self.world.database.reading() as session:
            return list(await session.scalars(select(Message.text).order_by(Message.id)))

    async def alarms(self) -> list[str]:
        """What managers are told."""
        async with self.world.database.reading() as session:
            return [each.kind for each in await open_ones(session) if each.about == SOURCE]

    async def answered(self, text: str = "We are on it.") -> int:
        """Ana answers conversation 1, or edits the answer, and the undo window is over."""
        opened = await self.world.do(begin, 1, by="ana")
        more = {"answers": opened.answers, "edition": opened.edition}
        number = (await self.world.do(reply, 1, text=text, by="ana", **more)).number
        self.later(seconds=21)
        await self.outbox.round()
        return int(number)

    async def state(self, number: int) -> ReplyState:
        """Where a reply stands."""
        async with self.world.database.reading() as session:
            return (await session.get_one(Reply, number)).state


@asynccontextmanager
async def review_stage(world: World) -> AsyncIterator[ReviewStage]:
    """The world with the pretend store behind it."""
    world.clock.at = datetime.now(UTC)
    async with Sandbox.start() as sandbox:
        play = GooglePlay(
            world.programme,
            key_for(sandbox),
            clock=world.clock,
            charged=lambda charge: None,
            address=sandbox.play_api_url,
        )
        world.networks = world.desk.networks = {"google_play": play}
        parts = (world.database, world.programme, world.networks, world.clock, lambda: None)
        fetch = Fetch(*parts, till=Till(), since=world.clock.at - timedelta(hours=1))
        try:
            yield ReviewStage(
                world, sandbox, fetch, Upkeep(*parts, till=Till()), Outbox(*parts, files=PretendFiles(), till=Till())
            )
        finally:
            await play.close()


async def test_reviews_come_once_and_an_edit_reopens(world: World) -> None:
    async with review_stage(world) as stage:
        review = stage.sandbox.play.review(FIREFOX, 1, "awful")
        await stage.poll()
        await stage.poll()
        stage.sandbox.play.edit(review, stars=4, text="better")
        await stage.poll()
        assert await stage.texts() == ["awful", "better"]


async def test_all_apps_together_stay_below_the_quota(world: World) -> None:
    async with review_stage(world) as stage:
        play = world.networks["google_play"]
        assert shortest_pause(play) == timedelta(seconds=108)
        await stage.poll()
        async with world.database.reading() as session:
            next_at = (await sources.all_of(session))[SOURCE].next_at
        assert next_at is not None
        assert next_at >= world.clock.now() + timedelta(seconds=100)


async def test_a_gap_of_a_day_warns_and_one_of_six_days_alarms(world: World) -> None:
    async with review_stage(world) as stage:
        await stage.poll()
        await stage.poll(hours=23)
        assert await stage.alarms() == []
        await stage.poll(hours=25)
        assert await stage.alarms() == ["late reading"]
        assert "Nothing is lost yet: Google Play shows 7 days." in (await world.told("kira"))[-1].facts["text"]
        await stage.poll()
        assert await stage.alarms() == []
        await stage.poll(days=6, hours=1)
        assert await stage.alarms() == ["gap"]
        assert "some may be lost" in (await world.told("kira"))[-1].facts["text"]


async def test_a_store_that_is_silent_for_so_long_is_told_the_same_way(world: World) -> None:
    async with review_stage(world) as stage:
        await stage.poll()
        stage.sandbox.faults.add(Fault.SERVER_ERROR, "play/GET /reviews")
        await stage.poll(hours=25)
        await stage.poll()
        assert sorted(await stage.alarms()) == ["late reading", "silent source"]
        await stage.poll(days=5)
        assert sorted(await stage.alarms()) == ["gap", "silent source"]
        stage.sandbox.faults.clear()
        await stage.poll()
        assert await stage.alarms() == ["gap"]
        await stage.poll()
        assert await stage.alarms() == []


async def test_an_answer_from_the_play_console_is_seen_before_ours_would_wipe_it_out(world: World) -> None:
    async with review_stage(world) as stage:
        review = stage.sandbox.play.review(FIREFOX, 1, "awful")
        await stage.poll()
        stage.later(minutes=1)
        stage.sandbox.play.answer_by_hand(review, "From the console.")
        number = await stage.answered()
        assert await stage.state(number) is ReplyState.REFUSED
        assert [each.text for each in stage.sandbox.play.find(review).answers] == ["From the console."]
        assert await stage.texts() == ["awful", "From the console."]


async def test_what_can_neither_be_looked_for_nor_sent_is_given_back_with_the_reason(world: World) -> None:
    async with review_stage(world) as stage:
        stage.sandbox.play.review(FIREFOX, 1, "awful")
        await stage.poll()
        apps = [each.model_copy(update={"app": "org.nobody.nothing"}) for each in world.programme.accounts]
        moved = world.programme.model_copy(update={"accounts": tuple(apps)})
        key, address = key_for(stage.sandbox), stage.sandbox.play_api_url
        play = GooglePlay(moved, key, clock=world.clock, charged=lambda charge: None, address=address)
        networks = {"google_play": play}
        stage.outbox = Outbox(
            world.database, world.programme, networks, world.clock, lambda: None, files=PretendFiles(), till=Till()
        )
        number = await stage.answered()
        async with world.database.reading() as session:
            kept = await session.get_one(Reply, number)
        await play.close()
    assert kept.state is ReplyState.REFUSED
    assert "No application was found" in (kept.why or "")


async def test_our_own_answer_is_no_answer_from_elsewhere_to_what_was_changed_meanwhile(world: World) -> None:
    async with review_stage(world) as stage:
        review = stage.sandbox.play.review(FIREFOX, 1, "awful")
        await stage.poll()
        opened = await world.do(begin, 1, by="ana")
        first = (await world.do(reply, 1, answers=opened.answers, text="Which tabs?", by="ana")).number
        stage.sandbox.play.edit(review, text="awful, and slow")
        stage.later(seconds=21)
        await stage.outbox.round()
        await stage.poll()
        second = await stage.answered("And what is slow?")
        assert [await stage.state(each) for each in (first, second)] == [ReplyState.SENT] * 2
        assert len(stage.sandbox.play.find(review).answers) == 2


async def test_looks_after_known_reviews_find_answers_from_the_play_console(world: World) -> None:
    async with review_stage(world) as stage:
        review = stage.sandbox.play.review(FIREFOX, 1, "awful")
        await stage.poll()
        stage.sandbox.play.answer_by_hand(review, "From the console.")
        stage.later(minutes=31)
        await stage.upkeep.round()
        assert await stage.texts() == ["awful", "From the console."]
        async with world.database.reading() as session:
            assert (await session.get_one(Conversation, 1)).waits_since is None


async def test_what_the_quota_did_not_suffice_for_is_looked_at_first_the_next_time(world: World) -> None:
    async with review_stage(world) as stage:
        reviews = [stage.sandbox.play.review(FIREFOX, 1, f"review {number}") for number in range(4)]
        await stage.poll()
        stage.later(minutes=31)
        play = world.networks["google_play"]
        async with world.database.reading() as session:
            known = (await session.scalars(select(Message.external_id).order_by(Message.id))).all()
        for _ in range(READS_AN_HOUR - FOR_POLLS - 5):
            await play.own_posts("FirefoxAndroid", since=world.clock.now(), answering=(known[0],))
        for review in reviews:
            stage.sandbox.play.answer_by_hand(review, f"answer to {review}")
        await stage.upkeep.round()
        assert len(await stage.texts()) == 4 + 2
        stage.later(minutes=65)
        await stage.upkeep.round()
        assert len(await stage.texts()) == 4 + 4


async def test_a_lost_answer_is_looked_for_under_the_review_and_never_given_twice(world: World) -> None:
    async with review_stage(world) as stage:
        review = stage.sandbox.play.review(FIREFOX, 1, "awful")
        await stage.poll()
        stage.sandbox.faults.add(Fault.DROP_ANSWER, "play/POST /reviews/:id:reply", count=1)
        number = await stage.answered()
        assert await stage.state(number) is ReplyState.UNKNOWN
        stage.later(seconds=11)
        await stage.outbox.round()
        assert await stage.state(number) is ReplyState.SENT
        assert len(stage.sandbox.play.find(review).answers) == 1


async def test_an_edit_that_was_lost_is_not_taken_for_the_answer_it_edits(world: World) -> None:
    async with review_stage(world) as stage:
        review = stage.sandbox.play.review(FIREFOX, 1, "awful")
        await stage.poll()
        await stage.answered("We are working on it, thank you")
        stage.sandbox.faults.add(Fault.CUT, "play/POST /reviews/:id:reply", count=1)
        number = await stage.answered("We are working on it, thanks")
        assert await stage.state(number) is ReplyState.UNKNOWN
        for _ in range(5):
            stage.later(minutes=2)
            await stage.outbox.round()
        assert await stage.state(number) is ReplyState.UNKNOWN
        assert [each.text for each in stage.sandbox.play.find(review).answers] == [
            "We are working on it, thank you ^an"
        ]
