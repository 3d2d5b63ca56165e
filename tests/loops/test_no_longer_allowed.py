"""What somebody decided to send before they were suspended, removed or made a beginner: it does not leave."""

from collections.abc import Awaitable, Callable
from datetime import timedelta

import pytest

from bot.desk.leaving.liking import like
from bot.desk.leaving.stopping import start, stop
from bot.desk.people.members import admit, reinstate, remove, suspend
from bot.errors import RetryAt
from storage.tables import Conversation, Like, LikeState, ReplyState, Role
from tests.loops.conftest import Stage
from tests.loops.pretend import Fate

pytestmark = pytest.mark.both_databases


async def test_a_reply_put_back_into_the_queue_does_not_leave_for_somebody_suspended_meanwhile(stage: Stage) -> None:
    async def suspended() -> None:
        await stage.world.do(suspend, "U0ANA", by="kira")

    until = stage.world.clock.now() + timedelta(minutes=2)
    stage.network.next("FirefoxSupport", Fate(done=False, trouble=RetryAt(until), meanwhile=suspended))
    reply_id = await stage.replied()
    await stage.rounds(seconds=600)
    assert await stage.state(reply_id) is ReplyState.REFUSED
    assert stage.network.posts == []


@pytest.mark.parametrize("verb", [suspend, remove])
async def test_a_like_does_not_leave_for_somebody_who_is_off_the_desk(
    stage: Stage, verb: Callable[..., Awaitable[object]]
) -> None:
    number = await stage.world.arrive()
    async with stage.world.database.writing() as session:
        (await session.get_one(Conversation, number)).mentioned = "FirefoxSupport"
    await stage.world.do(stop, by="mo")
    await stage.world.do(like, number, by="ana")
    await stage.world.do(verb, "U0ANA", by="kira")
    await stage.world.do(start, by="mo")
    await stage.outbox.round()
    async with stage.world.database.reading() as session:
        assert (await session.get_one(Like, 1)).state is LikeState.REFUSED
    assert stage.network.likes == []


async def test_who_is_reinstated_in_time_sends_what_they_write_from_then_on(stage: Stage) -> None:
    await stage.world.do(suspend, "U0ANA", by="kira")
    await stage.world.do(reinstate, "U0ANA", by="kira")
    await stage.world.do(admit, "U0ANA", Role.MODERATOR, by="kira")
    reply_id = await stage.replied()
    await stage.outbox.round()
    assert await stage.state(reply_id) is ReplyState.SENT
