"""Stand-ups: once each whatever happens, on both clock changes, late when they must be, with what they report."""

import asyncio
from datetime import UTC, date, datetime, time, timedelta
from typing import Any
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from sqlalchemy import func, select
from sqlalchemy.exc import IntegrityError

from bot.desk.escalating.escalation import escalate
from bot.desk.handling.claiming import claim
from bot.desk.handling.closing import close
from bot.desk.handling.holding import hold
from bot.desk.rhythm.standup_facts import picture_of
from bot.desk.rhythm.standups import add_line, begin_due, latest_due, line_of, take_baton
from bot.errors import Invalid, NotAllowed, NotFound
from bot.pictures.conversations import StandupPicture
from bot.programme import Programme, Slot
from storage import standups
from storage.db import Database
from storage.tables import Standup, Urgency, WaitingOn
from tests.desk.world import World

MORNING = Slot(key="morning", name="Morning", at=time(9), timezone="Europe/Berlin")
EVENING = Slot(key="evening", name="Evening", at=time(17), timezone="America/Los_Angeles")


async def begin(world: World, slot: Slot = MORNING) -> Standup | None:
    """What the calendar does in one round."""
    async with world.database.writing() as session:
        return await begin_due(session, slot, now=world.clock.now(), programme=world.programme)


async def posted(database: Database) -> list[tuple[str, date]]:
    """Every stand-up that is to be seen, by slot and local date."""
    async with database.reading() as session:
        found = await session.execute(
            select(Standup.slot, Standup.day).where(Standup.version > 0).order_by(Standup.due_at, Standup.id)
        )
        return [(slot, day) for slot, day in found]


async def picture(world: World, standup: Standup) -> StandupPicture:
    """A stand-up as it would be drawn."""
    async with world.database.reading() as session:
        kept = await session.get_one(Standup, standup.id)
        return await picture_of(session, kept, programme=world.programme)


async def opened(world: World, at: datetime) -> None:
    """The desk opens then, for the first time."""
    world.clock.at = at
    await begin(world, MORNING)
    await begin(world, EVENING)


def at(text: str) -> datetime:
    """A moment in UTC."""
    return datetime.fromisoformat(text).replace(tzinfo=UTC)


async def test_a_desk_that_just_opened_begins_with_the_next_one(world: World) -> None:
    await opened(world, at("2026-03-02 13:00"))
    assert await posted(world.database) == []
    world.clock.at = at("2026-03-03 07:59")
    assert await begin(world) is None
    world.clock.at = at("2026-03-03 08:00")
    standup = await begin(world)
    assert standup is not None
    assert (await picture(world, standup)).late_by_hours == 0
    assert await posted(world.database) == [("morning", date(2026, 3, 3))]


async def test_nobody_adds_to_an_hour_that_was_only_written_down(world: World) -> None:
    await opened(world, at("2026-03-02 13:00"))
    async with world.database.reading() as session:
        unseen = await session.scalar(select(Standup.id).limit(1))
    assert unseen is not None
    with pytest.raises(NotFound):
        await world.do(take_baton, unseen, by="ana")
    with pytest.raises(NotFound):
        await world.do(add_line, unseen, "hello", by="ana")
    with pytest.raises(NotFound):
        await world.ask(line_of, unseen, by="ana")
    async with world.database.reading() as session:
        assert list(await standups.behind(session)) == []


async def test_restarts_make_no_second_one(world: World) -> None:
    await opened(world, at("2026-03-02 13:00"))
    world.clock.at = at("2026-03-03 08:00")
    for _ in range(3):
        await begin(world)
        world.clock.forward(minutes=1)
    assert await posted(world.database) == [("morning", date(2026, 3, 3))]


async def test_two_processes_at_the_same_moment_make_one(database_address: str, world: World) -> None:
    await opened(world, at("2026-03-02 13:00"))
    world.clock.at = at("2026-03-03 08:00")
    other = Database(database_address)

    async def process(database: Database) -> bool:
        try:
            async with database.writing() as session:
                begun = await begin_due(session, MORNING, now=world.clock.now(), programme=world.programme)
        except IntegrityError:
            return False
        return begun is not None

    won = await asyncio.gather(*(process(each) for each in (world.database, other) * 4))
    await other.close()
    assert sum(won) == 1
    assert await posted(world.database) == [("morning", date(2026, 3, 3))]


async def test_after_downtime_the_latest_is_made_up_for_and_says_that_it_is_late(world: World) -> None:
    await opened(world, at("2026-03-02 07:00"))
    world.clock.at = at("2026-03-02 08:00")
    await begin(world)
    world.clock.at = at("2026-03-05 13:30")
    for slot in (MORNING, EVENING):
        await begin(world, slot)
    assert await posted(world.database) == [
        ("morning", date(2026, 3, 2)),
        ("evening", date(2026, 3, 4)),
        ("morning", date(2026, 3, 5)),
    ]
    async with world.database.reading() as session:
        late = (await session.scalars(select(Standup).order_by(Standup.due_at.desc()).limit(1))).one()
    assert (await picture(world, late)).late_by_hours == 5.5
    assert late.since <= late.due_at


async def test_each_covers_the_time_since_the_one_before_whatever_their_order(world: World) -> None:
    await opened(world, at("2026-03-02 07:00"))
    world.clock.at = at("2026-03-04 13:30")
    morning, evening = await begin(world, MORNING), await begin(world, EVENING)
    assert morning is not None
    assert evening is not None
    assert evening.due_at < morning.due_at
    assert evening.since < evening.due_at


@pytest.mark.parametrize(
    ("hour", "day", "due"),
    [
        (time(9), "2026-03-28", "2026-03-28 08:00"),
        (time(9), "2026-03-29", "2026-03-29 07:00"),
        (time(9), "2026-10-24", "2026-10-24 07:00"),
        (time(9), "2026-10-25", "2026-10-25 08:00"),
        (time(2, 30), "2026-03-29", "2026-03-29 01:30"),
        (time(2, 30), "2026-10-25", "2026-10-25 00:30"),
    ],
)
def test_clock_changes_move_it_by_an_hour_and_never_drop_it(
    programme: Programme, hour: time, day: str, due: str
) -> None:
    slot = MORNING.model_copy(update={"at": hour})
    assert latest_due(slot, programme, at(f"{day} 22:00")) == (date.fromisoformat(day), at(due))


@pytest.mark.parametrize("begins", ["2026-03-27 00:00", "2026-10-23 00:00"])
@pytest.mark.parametrize("hour", [time(2, 30), time(9)])
async def test_over_a_clock_change_there_is_one_a_day(world: World, begins: str, hour: time) -> None:
    slot = MORNING.model_copy(update={"at": hour})
    world.clock.at = at(begins)
    await begin(world, slot)
    for _ in range(4 * 24 * 4):
        world.clock.forward(minutes=15)
        await begin(world, slot)
    days = [day for _, day in await posted(world.database)]
    assert days == [days[0] + timedelta(days=each) for each in range(4)]


@settings(deadline=None)
@given(
    st.datetimes(datetime(2026, 1, 1), datetime(2027, 12, 31), timezones=st.just(UTC)),  # noqa: DTZ001
    st.times(),
    st.sampled_from(["UTC", "Europe/Berlin", "America/Los_Angeles", "Pacific/Auckland", "Australia/Lord_Howe"]),
)
def test_what_is_due_is_never_in_the_future_and_never_older_than_a_day(now: datetime, hour: time, zone: str) -> None:
    slot = Slot(key="any", name="Any", at=hour.replace(tzinfo=None), timezone=zone)
    day, due_at = latest_due(slot, AnyProgramme, now)
    assert due_at <= now
    assert now - due_at < timedelta(hours=26)
    local = due_at.astimezone(ZoneInfo(zone))
    assert abs((local.date() - day).days) <= 1


class Zones:
    """All that is asked of a programme here."""

    def zone(self, slot: Slot) -> ZoneInfo:
        """The zone a slot is read in."""
        return ZoneInfo(slot.timezone)


AnyProgramme: Any = Zones()


async def test_nobodys_words_are_told_from_a_queue_that_only_moderators_see(world: World) -> None:
    world.clock.at = at("2026-03-02 07:59")
    until = at("2026-03-02 20:00")
    for queue, whom in (("unmoderated", "legal, he sues"), ("moderated", "the sync team"), ("moderated", "QA")):
        number = await world.arrive(queue=queue, customer=whom)
        await world.do(hold, number, waiting_on=WaitingOn.INTERNAL, whom=whom, until=until, by="mo")
    world.clock.at = at("2026-03-02 08:00")
    standup = await begin(world)
    assert standup is not None
    seen = await picture(world, standup)
    assert sorted(seen.holds) == [
        ("waiting for QA", 1),
        ("waiting for a colleague", 1),
        ("waiting for the sync team", 1),
    ]
    assert [each.rpartition(", ")[2] for each in seen.hand_over] == [
        "waits for a colleague",
        "waits for the sync team",
        "waits for QA",
    ]


async def test_it_reports_what_happened_and_how_things_stand(world: World) -> None:
    await opened(world, at("2026-03-02 07:00"))
    world.clock.at = at("2026-03-02 08:00")
    await begin(world)
    world.clock.at = at("2026-03-02 10:00")
    waiting, owned, held, closed, urgent, patient = [await world.arrive(customer=f"c{each}") for each in range(6)]
    await world.do(claim, owned, by="ana")
    until = at("2026-03-03 09:00")
    await world.do(hold, held, waiting_on=WaitingOn.INTERNAL, whom="the sync team", until=until, by="vito")
    await world.do(close, closed, reason="Resolved", by="vito")
    await world.do(escalate, urgent, reason="Angry customer", text="n", urgency=Urgency.URGENT, by="ana")
    await world.do(escalate, patient, reason="Retweet idea", text="n", urgency=Urgency.CAN_WAIT, by="ana")
    world.clock.at = at("2026-03-03 08:00")
    standup = await begin(world)
    assert standup is not None
    seen = await picture(world, standup)
    assert (seen.arrived, seen.answered, seen.closed) == (6, 0, 1)
    assert seen.since == at("2026-03-02 08:00")
    moderated = next(each for each in seen.queues if each.key == "moderated")
    assert moderated.waiting == 1
    assert moderated.oldest == at("2026-03-02 10:00")
    assert seen.holds == (("waiting for the sync team", 1),)
    assert [each.reason for each in seen.escalations] == ["Angry customer"]
    assert [each.reason for each in seen.can_wait] == ["Retweet idea"]
    assert set(seen.on_duty) == {"U0ANA", "U0VITO"}
    assert seen.hand_over == (
        f"#{owned}: Ana is on it",
        f"#{held}: due 03 March 09:00 UTC, waits for the sync team",
    )
    assert waiting not in [owned, held]


async def test_what_it_reported_stays_and_lines_and_baton_are_added(world: World) -> None:
    await opened(world, at("2026-03-02 07:00"))
    world.clock.at = at("2026-03-02 08:00")
    standup = await begin(world)
    assert standup is not None
    await world.arrive()
    await world.do(add_line, standup.id, "I am here until noon", by="bea")
    await world.do(add_line, standup.id, "Sync is broken again", by="ana")
    await world.do(add_line, standup.id, "Here until two", by="bea")
    await world.do(take_baton, standup.id, by="ana")
    await world.do(take_baton, standup.id, by="ana")
    seen = await picture(world, standup)
    assert seen.arrived == 0
    assert sorted(seen.lines) == [("U0ANA", "Sync is broken again"), ("U0BEA", "Here until two")]
    assert seen.baton == "U0ANA"
    assert await world.ask(line_of, standup.id, by="bea") == "Here until two"
    async with world.database.reading() as session:
        assert (await session.get_one(Standup, standup.id)).version == 5
        assert len(await standups.behind(session)) == 1


async def test_refusals_around_a_stand_up(world: World) -> None:
    await opened(world, at("2026-03-02 07:00"))
    world.clock.at = at("2026-03-02 08:00")
    standup = await begin(world)
    assert standup is not None
    for text in (" ", "x" * 501):
        with pytest.raises(Invalid) as refusal:
            await world.do(add_line, standup.id, text, by="ana")
        assert refusal.value.field == "text"
    with pytest.raises(NotFound):
        await world.do(add_line, standup.id + 1, "hello", by="ana")
    with pytest.raises(NotAllowed):
        await world.do(take_baton, standup.id, by="bea")
    await world.do(take_baton, standup.id, by="ana")
    with pytest.raises(Invalid, match="U0ANA"):
        await world.do(take_baton, standup.id, by="vito")
    async with world.database.reading() as session:
        assert await session.scalar(select(func.count()).select_from(Standup)) == 3
