"""The outbox on the pretend X, through the real tweepy: faults of the network end with one answer, never two."""

from collections.abc import AsyncIterator
from dataclasses import dataclass
from typing import Any

import aiohttp
import pytest
from sqlalchemy import select

from bot.desk.leaving.byhand import sent_by_hand
from bot.desk.leaving.spending import Till
from bot.desk.leaving.unknowns import send_again
from bot.desk.writing.replying import begin, reply
from bot.errors import Refused
from bot.loops.outbox import Outbox
from bot.networks.x import X
from bot.networks.x_keys import keys_of
from bot.programme import Programme
from sandbox.faults import Fault
from sandbox.server import Sandbox
from storage import spending
from storage.db import Database
from storage.tables import Message, Post, Reply, ReplyState
from tests.conftest import Cast
from tests.desk.world import World
from tests.loops.conftest import KEYHOLDERS
from tests.loops.pretend import PretendFiles
from tests.networks.x_stage import environment

pytestmark = pytest.mark.both_databases

POST = "x/POST /2/tweets"


@dataclass
class OnX:
    """The desk, its outbox, and the pretend X, on one clock."""

    world: World
    sandbox: Sandbox
    outbox: Outbox

    async def replied(self, mention: str, *, account: str = "FirefoxSupport", customer: str = "eve") -> tuple[str, int]:
        """A customer posts, somebody answers and the undo window is over; the post's id and the reply's number."""
        post = str(self.sandbox.x.customer(customer).post(mention))
        number = await self.world.arrive(mention, customer=customer, account=account)
        async with self.world.database.writing() as session:
            message = (await session.scalars(select(Message).where(Message.conversation_id == number))).one()
            message.external_id = post
            session.add(Post(network="x", external_id=post, message_id=message.id))
        opened = await self.world.do(begin, number, by="ana")
        text = f"Try a fresh profile, {customer}."
        picture = await self.world.do(reply, number, answers=opened.answers, text=text, by="ana")
        self.sandbox.clock.jump(20)
        return post, int(picture.number)

    async def state(self, reply_id: int) -> ReplyState:
        """Where a reply stands."""
        async with self.world.database.reading() as session:
            return (await session.get_one(Reply, reply_id)).state

    async def later(self, *seconds: float) -> None:
        """Time passes in steps, and the outbox works after each."""
        for each in seconds:
            self.sandbox.clock.jump(each)
            await self.outbox.round()

    def answers(self, post: str) -> list[str]:
        """What the customer sees under their post."""
        return [each.text for each in self.sandbox.x.replies_to(post)]


@pytest.fixture
async def on_x(database: Database, programme: Programme, cast: Cast) -> AsyncIterator[OnX]:
    """The shipped programme with keyholders, on the pretend X and its clock."""
    accounts = tuple(each.model_copy(update={"keyholders": KEYHOLDERS}) for each in programme.accounts)
    held = programme.model_copy(update={"accounts": accounts})
    keys, _ = keys_of(held.accounts, environment())
    async with Sandbox.start() as sandbox:
        clock: Any = sandbox.clock
        patience = aiohttp.ClientTimeout(total=5)
        till = Till()
        x = X(held, keys, clock=clock, charged=till, address=sandbox.x_api_url, timeout=patience)
        world = World(database, held, {"x": x}, clock, cast)
        yield OnX(
            world, sandbox, Outbox(database, held, {"x": x}, clock, lambda: None, files=PretendFiles(), till=till)
        )
        await x.close()


async def test_a_summoned_reply_goes_out_once(on_x: OnX) -> None:
    post, reply_id = await on_x.replied("@FirefoxSupport help")
    await on_x.later(0, 60, 600)
    assert await on_x.state(reply_id) is ReplyState.SENT
    assert len(on_x.answers(post)) == 1


async def test_what_a_reply_cost_is_written_down_with_it(on_x: OnX) -> None:
    await on_x.replied("@FirefoxSupport help")
    await on_x.later(0)
    async with on_x.world.database.reading() as session:
        (line,) = await spending.of_day(session, on_x.world.clock.now().date())
    assert (line.account, line.microdollars > 0) == ("FirefoxSupport", True)


async def test_a_lost_answer_is_found_and_not_sent_again(on_x: OnX) -> None:
    on_x.sandbox.faults.add(Fault.DROP_ANSWER, method=POST, count=1)
    post, reply_id = await on_x.replied("@FirefoxSupport help")
    await on_x.later(0)
    assert await on_x.state(reply_id) is ReplyState.UNKNOWN
    assert len(on_x.answers(post)) == 1
    await on_x.later(11)
    assert await on_x.state(reply_id) is ReplyState.SENT
    assert len(on_x.answers(post)) == 1


async def test_a_request_that_died_is_sent_again_only_by_a_person(on_x: OnX) -> None:
    on_x.sandbox.faults.add(Fault.BLACK_HOLE, method=POST, count=1)
    post, reply_id = await on_x.replied("@FirefoxSupport help")
    await on_x.later(0, 11, 60)
    with pytest.raises(Refused, match="six minutes"):
        await on_x.world.do(send_again, reply_id, by="ana")
    await on_x.later(300, 60)
    assert await on_x.state(reply_id) is ReplyState.UNKNOWN
    assert on_x.answers(post) == []
    await on_x.world.do(send_again, reply_id, by="ana")
    await on_x.later(0)
    assert await on_x.state(reply_id) is ReplyState.SENT
    assert len(on_x.answers(post)) == 1


async def test_asked_to_wait_only_that_account_waits(on_x: OnX) -> None:
    on_x.sandbox.faults.add(Fault.RATE_LIMITED, method=POST, count=1, retry_after=120)
    first_post, first = await on_x.replied("@FirefoxSupport help")
    await on_x.later(0)
    assert await on_x.state(first) is ReplyState.QUEUED
    german_post, german = await on_x.replied("@mozilla_germany hilfe", account="mozilla_germany", customer="greta")
    await on_x.later(0)
    assert await on_x.state(german) is ReplyState.SENT
    assert await on_x.state(first) is ReplyState.QUEUED
    await on_x.later(121)
    assert await on_x.state(first) is ReplyState.SENT
    assert [len(on_x.answers(each)) for each in (first_post, german_post)] == [1, 1]


async def test_without_a_summons_a_keyholder_sends_it_and_it_is_read_back(on_x: OnX) -> None:
    post, reply_id = await on_x.replied("my firefox is broken")
    await on_x.later(0)
    assert await on_x.state(reply_id) is ReplyState.BY_HAND
    on_x.sandbox.x.account("FirefoxSupport").post("Try a fresh profile, eve. ^an", in_reply_to=post)
    await on_x.world.do(sent_by_hand, reply_id, by="mo")
    await on_x.later(0)
    assert await on_x.state(reply_id) is ReplyState.SENT
    assert len(on_x.answers(post)) == 1


async def test_an_error_page_never_leads_to_a_second_answer(on_x: OnX) -> None:
    on_x.sandbox.faults.add(Fault.SERVER_ERROR, method=POST, count=1)
    post, reply_id = await on_x.replied("@FirefoxSupport help")
    await on_x.later(0, 11, 60, 300, 60)
    assert len(on_x.answers(post)) <= 1
    assert await on_x.state(reply_id) in {ReplyState.SENT, ReplyState.UNKNOWN}
    assert (await on_x.state(reply_id) is ReplyState.SENT) == (len(on_x.answers(post)) == 1)
