"""No path sends twice: random lives of replies, with crashes, lost answers, people and keyholders in any order."""

import asyncio
import os
import tempfile
from collections.abc import Awaitable, Callable, Iterator
from contextlib import AbstractContextManager, contextmanager, suppress
from pathlib import Path
from typing import Any

import pytest
from hypothesis import HealthCheck, settings
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, initialize, invariant, rule
from sqlalchemy import select

from bot.desk.leaving.byhand import not_me, sent_by_hand
from bot.desk.leaving.spending import Till
from bot.desk.leaving.stopping import start, stop
from bot.desk.leaving.unknowns import is_there, send_again
from bot.desk.writing.replying import begin, reply, undo
from bot.errors import Refused, Unavailable
from bot.loops.outbox import Outbox
from bot.programme import load
from storage.db import Database
from storage.tables import Conversation, Message, Reply, ReplyState
from tests.conftest import MONDAY, POSTGRES, ROOT, TEMPLATE, Cast, SetClock, create_tables, stored_cast
from tests.desk.mentions import arrives, own_post
from tests.desk.world import World
from tests.loops.conftest import KEYHOLDERS
from tests.loops.fates import ProcessDied, fates
from tests.loops.pretend import PretendFiles, PretendNetwork
from tests.postgres import fresh_database

ENDED = {ReplyState.SENT, ReplyState.REFUSED, ReplyState.UNDONE}


FATES = sorted(fates(SetClock()))
WHICH = st.integers(0, 11)
"""Which of those there are: never drawn from the list itself, whose order accounts at work beside each other decide."""


Fresh = Callable[[], AbstractContextManager[str]]


@contextmanager
def fresh_sqlite() -> Iterator[str]:
    """An SQLite file of its own."""
    with tempfile.TemporaryDirectory(prefix="volley-lives-") as folder:
        address = f"sqlite:///{Path(folder) / 'desk.db'}"
        asyncio.run(create_tables(address))
        yield address


def fresh_postgres() -> AbstractContextManager[str]:
    """A PostgreSQL database of its own."""
    return fresh_database(os.environ[POSTGRES], "volley_lives", template=TEMPLATE)


class Lives(RuleBasedStateMachine):
    """One desk, three customers, and whatever may happen to the replies to them.

    People follow what they are told: a keyholder sends at most once and only what is handed to them, and *Send again*
    is pressed only where it is offered. Then no customer's post has two answers, whatever machines and networks do.
    """

    fresh_database: Fresh = staticmethod(fresh_sqlite)

    def __init__(self) -> None:
        super().__init__()
        self.place = self.fresh_database()
        self.runner = asyncio.Runner()
        self.clock = SetClock(MONDAY)
        self.network = PretendNetwork(self.clock)
        self.texts = 0
        self.sent_by_hand: set[tuple[int, str]] = set()
        self.run(self._open(self.place.__enter__()))

    def run(self, work: Awaitable[Any]) -> Any:
        """Let something happen."""

        async def done() -> Any:
            return await work

        return self.runner.run(done())

    async def _open(self, address: str) -> None:
        self.database = Database(address)
        programme = load(ROOT / "desk.toml")
        accounts = tuple(each.model_copy(update={"keyholders": KEYHOLDERS}) for each in programme.accounts)
        self.programme = programme.model_copy(update={"accounts": accounts})
        cast: Cast = await stored_cast(self.database)
        self.world = World(self.database, self.programme, {"x": self.network}, self.clock, cast)
        self.restart()

    def restart(self) -> None:
        """A process starts: only the database and the network remember."""
        self.outbox = Outbox(
            self.database,
            self.programme,
            {"x": self.network},
            self.clock,
            lambda: None,
            files=PretendFiles(),
            till=Till(),
        )

    @initialize()
    def mentions_arrive(self) -> None:
        """Three customers need help."""
        self.numbers = [self.run(self.world.arrive(customer=f"customer{each}")) for each in range(3)]

    @rule(which=st.integers(0, 2), summoned=st.booleans(), fate=st.sampled_from(FATES))
    def somebody_answers(self, which: int, summoned: bool, fate: str) -> None:
        """A volunteer writes a reply, if the desk lets them; the undo window passes, and fate decides."""
        number = self.numbers[which]
        self.texts += 1
        text = f"Answer number {self.texts}: {'abcdefghij'[self.texts % 10] * 20}"

        async def answer() -> None:
            async with self.database.writing() as session:
                (await session.get_one(Conversation, number)).reply_by_hand = not summoned
            opened = await self.world.do(begin, number, by="mo")
            await self.world.do(reply, number, answers=opened.answers, text=text, by="mo")

        with suppress(Refused):
            self.run(answer())
            self.network.fates.clear()
            self.network.next("FirefoxSupport", fates(self.clock)[fate]())
            self.time_passes(20)

    @rule(seconds=st.sampled_from([1, 11, 20, 31, 60, 300, 370, 7300]))
    def time_passes(self, seconds: int) -> None:
        """Some time passes, and the outbox works; when its process dies, another starts."""
        self.clock.forward(seconds=seconds)
        self.outbox_works()

    @rule()
    def outbox_works(self) -> None:
        """One round."""
        try:
            self.run(self.outbox.round())
        except ProcessDied:
            self.restart()

    @rule()
    def sleeps_between_commit_and_call(self) -> None:
        """SIGSTOP at the worst moment: the clock jumps past the deadline before the request leaves."""
        honest = self.network.send

        async def late(*arguments: Any, **more: Any) -> Any:
            self.clock.forward(seconds=31)
            return await honest(*arguments, **more)

        self.network.send = late  # type: ignore[method-assign]
        self.outbox_works()
        self.network.send = honest  # type: ignore[method-assign]

    @rule(blind=st.sampled_from([False, False, True]))
    def timeline_can_or_cannot_be_read(self, blind: bool) -> None:
        """Reading goes wrong, or works again."""
        self.network.blind = Unavailable("down") if blind else None

    @rule(stopped=st.sampled_from([False, False, True]))
    def sending_is_stopped_or_started(self, stopped: bool) -> None:
        """A moderator stops everything, or starts it again."""
        self.run(self.world.do(stop if stopped else start, None, by="mo"))

    @rule(which=WHICH, verb=st.sampled_from([undo, send_again, is_there, not_me]))
    def somebody_presses(self, which: int, verb: Callable[..., Awaitable[Any]]) -> None:
        """A person presses a button of a reply; *It is there* only when it is."""
        replies = self.run(self.replies())
        if not replies:
            return
        chosen = replies[which % len(replies)]
        if verb is is_there and not self.public(chosen):
            return
        by = "mo" if verb is not not_me else str(chosen.handed_to or "U0MO").removeprefix("U0").lower()
        with suppress(Refused):
            self.run(self.world.do(verb, chosen.id, by=by))

    @rule(which=WHICH, says_so=st.booleans(), then=st.sampled_from([0, 0, 7300]))
    def the_keyholder_sends(self, which: int, says_so: bool, then: int) -> None:
        """A keyholder does what they were asked to, once, and may forget to say so; perhaps hours pass."""
        waiting = [
            each
            for each in self.run(self.replies())
            if each.state is ReplyState.BY_HAND and (each.id, str(each.handed_to)) not in self.sent_by_hand
        ]
        if not waiting:
            return
        chosen = waiting[which % len(waiting)]
        self.sent_by_hand.add((chosen.id, str(chosen.handed_to)))
        self.network.by_hand("FirefoxSupport", chosen.text, self.post_of(chosen))
        if says_so:
            by = str(chosen.handed_to).removeprefix("U0").lower()
            self.run(self.world.do(sent_by_hand, chosen.id, by=by))
        self.time_passes(then)

    @rule(which=WHICH)
    def the_timeline_is_polled(self, which: int) -> None:
        """Fetching brings one of our posts, again or for the first time."""
        if not self.network.posts:
            return
        self.run(arrives(self.world, own_post(self.network.posts[which % len(self.network.posts)])))

    @invariant()
    def no_customer_is_answered_twice(self) -> None:
        """The one promise."""
        answered = [each.replying_to for each in self.network.posts]
        assert len(answered) == len(set(answered)), answered

    @invariant()
    def nothing_recorded_as_sent_is_missing_and_nothing_undone_is_out(self) -> None:
        """What the desk says is true."""
        for each in self.run(self.replies()):
            if each.state is ReplyState.SENT:
                assert self.answered(each)

    def teardown(self) -> None:
        """Left alone with a network that works, every reply ends: out, given back, or with a person."""
        try:
            self.settle()
        finally:
            self.run(self.database.close())
            self.place.__exit__(None, None, None)
            self.runner.close()

    def settle(self) -> None:
        """Hours pass in which nothing goes wrong."""
        self.network.fates.clear()
        self.network.blind = None
        self.run(self.world.do(start, None, by="mo"))
        for _ in range(20):
            self.clock.forward(seconds=600)
            self.outbox_works()
        waiting_for_people = {ReplyState.BY_HAND, ReplyState.UNKNOWN}
        left = {each.state for each in self.run(self.replies())} - ENDED - waiting_for_people
        assert not left
        self.no_customer_is_answered_twice()

    async def replies(self) -> list[Reply]:
        """All replies, oldest first."""
        async with self.database.reading() as session:
            return list(await session.scalars(select(Reply).order_by(Reply.id)))

    def post_of(self, one: Reply) -> str:
        """The customer's post that a reply answers."""

        async def found() -> str:
            async with self.database.reading() as session:
                return (await session.get_one(Message, one.answers_id)).external_id

        return str(self.run(found()))

    def answered(self, one: Reply) -> bool:
        """Whether the customer sees any answer."""
        return bool(self.network.answers_to(self.post_of(one)))

    def public(self, one: Reply) -> bool:
        """Whether this very reply is out."""
        return any(each.text == one.text for each in self.network.answers_to(self.post_of(one)))


class LivesOnPostgres(Lives):
    """The same on the other database."""

    fresh_database: Fresh = staticmethod(fresh_postgres)


LIVES = settings(
    max_examples=8,
    stateful_step_count=25,
    deadline=None,
    suppress_health_check=[HealthCheck.too_slow, HealthCheck.data_too_large],
)

TestLives = Lives.TestCase
TestLives.settings = LIVES
TestLivesOnPostgres = LivesOnPostgres.TestCase
TestLivesOnPostgres.settings = settings(LIVES, max_examples=4)


class ManyLives(Lives):
    """The same, hundreds of them."""


TestManyLives = pytest.mark.soak(pytest.mark.timeout(1800)(ManyLives.TestCase))
TestManyLives.settings = settings(LIVES, max_examples=300, stateful_step_count=50)
