"""Parked work: managers see it with its reason, have it tried again, or let it rest; both leave a trace."""

from typing import Any

import pytest
from sqlalchemy import select, update

from bot.desk import alarms
from bot.desk.parking import let_rest, try_again
from bot.desk.showing.home import at_home
from bot.errors import NotAllowed, NotFound, Refused
from storage import notices, standups, threads
from storage.tables import Alarm, Card, Notice, Standup, ThreadPost, WantedPost
from tests.desk.world import World


async def sounded(world: World, kind: str, about: str) -> int:
    """Something is parked; its number."""
    async with world.database.writing() as session:
        alarm = await alarms.sound(session, kind, about, f"{about} failed", now=world.clock.now())
    return alarm.id


async def listed(world: World) -> list[tuple[str, bool]]:
    """What a manager's Home lists: the reason, and whether it can be tried again."""
    oversight = (await world.ask(at_home, by="kira")).oversight
    return [(each.text, each.retryable) for each in oversight.parked]


async def stored(world: World, alarm_id: int) -> Alarm:
    """The alarm as it is kept."""
    async with world.database.reading() as session:
        return await session.get_one(Alarm, alarm_id)


async def all_of(world: World, table: Any) -> list[Any]:
    """Every row."""
    async with world.database.reading() as session:
        return list(await session.scalars(select(table)))


async def test_a_message_that_was_given_up_is_delivered_after_all(world: World) -> None:
    number = await world.arrive()
    async with world.database.writing() as session:
        notice = Notice(to="U0ANA", kind="wrote_again", conversation_id=number, due_at=world.clock.now(), tries=6)
        session.add(notice)
        await session.flush()
        await notices.park(session, notice.id, "Slack was away")
    alarm = await sounded(world, alarms.PARKED, f"notice {notice.id}")
    assert await listed(world) == [(f"notice {notice.id} failed", True)]
    with pytest.raises(NotAllowed):
        await world.do(try_again, alarm, by="mo")
    world.clock.forward(hours=1)
    await world.do(try_again, alarm, by="kira")
    await world.do(try_again, alarm, by="max")
    async with world.database.reading() as session:
        (owed,) = [each for each in await notices.owed(session, world.clock.now()) if each.to == "U0ANA"]
    assert (owed.id, owed.tries, owed.due_at) == (notice.id, 0, world.clock.now())
    assert await listed(world) == []
    assert (await stored(world, alarm)).cleared_by == "U0KIRA"
    assert await world.kinds(number) == ["tried_again"]


async def test_a_post_the_database_would_not_have_is_read_again(world: World) -> None:
    alarm = await sounded(world, alarms.PARKED, "post x 1957000000000000000")
    await world.do(try_again, alarm, by="kira")
    (wanted,) = await all_of(world, WantedPost)
    assert (wanted.network, wanted.external_id, wanted.by) == ("x", "1957000000000000000", "U0KIRA")


async def test_a_card_that_was_refused_is_drawn_again(world: World) -> None:
    number = await world.arrive()
    card = await world.post_card(number)
    async with world.database.writing() as session:
        await session.execute(update(Card).where(Card.id == card).values(parked="invalid_blocks"))
    alarm = await sounded(world, "card", str(number))
    await world.do(try_again, alarm, by="kira")
    (kept,) = await all_of(world, Card)
    assert kept.parked is None
    seen = await world.see(number)
    assert seen.shown_version < seen.version


async def test_a_thread_and_a_stand_up_that_were_refused_are_due_again(world: World) -> None:
    number = await world.arrive()
    card = await world.post_card(number)
    async with world.database.writing() as session:
        session.add(ThreadPost(card_id=card, conversation_id=number, first=1, last=1))
        day, due = world.clock.now().date(), world.clock.now()
        standup = Standup(slot="morning", day=day, due_at=due, since=due, facts={}, version=2, shown_version=2)
        session.add(standup)
    thread = await sounded(world, "thread", str(number))
    meeting = await sounded(world, "standup", f"stand-up {standup.id}")
    assert [can for _, can in await listed(world)] == [True, True]
    await world.do(try_again, thread, by="kira")
    await world.do(try_again, meeting, by="kira")
    async with world.database.reading() as session:
        assert [post.card_id for post, _ in await threads.to_redraw(session, limit=9)] == [card]
        assert [each.id for each in await standups.behind(session)] == [standup.id]
    assert await listed(world) == []


async def test_a_loop_that_keeps_failing_is_tried_again_by_itself(world: World) -> None:
    alarm = await sounded(world, alarms.PARKED, "loop cards")
    assert await listed(world) == [("loop cards failed", False)]
    with pytest.raises(Refused, match="by itself"):
        await world.do(try_again, alarm, by="kira")


async def test_what_rests_is_listed_no_more_and_stays_undone(world: World) -> None:
    number = await world.arrive()
    alarm = await sounded(world, "thread", str(number))
    assert await listed(world) == [(f"{number} failed", True)]
    await world.do(let_rest, alarm, by="kira")
    await world.do(let_rest, alarm, by="max")
    assert await listed(world) == []
    assert (await stored(world, alarm)).cleared_by == "U0KIRA"
    assert await world.kinds(number) == ["let_rest"]


async def test_alarms_that_end_by_themselves_are_no_parked_work(world: World) -> None:
    alarm = await sounded(world, alarms.SILENT, "x:mentions:FirefoxSupport")
    assert await listed(world) == []
    with pytest.raises(NotFound):
        await world.do(let_rest, alarm, by="kira")
    with pytest.raises(NotFound):
        await world.do(try_again, alarm + 99, by="kira")
