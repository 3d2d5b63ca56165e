"""Reminders: kept for oneself alone, by one's own clock, and taken away again."""

from datetime import UTC, datetime

import pytest

from bot.desk.handling.closing import close
from bot.desk.handling.moving import move
from bot.desk.people.members import remove
from bot.desk.rhythm import reminding
from bot.desk.rhythm.reminding import may_remind, remind, remind_at, reminders, take_away
from bot.errors import Invalid, NotAllowed, NotFound, Refused
from tests.desk.world import World


async def test_a_reminder_is_owed_at_the_moment_of_ones_own_zone(world: World) -> None:
    number = await world.arrive()
    reminder = await world.do(remind, number, "tomorrow 9:00 ask again", by="ana")
    (notice,) = await world.told("ana")
    assert notice.due_at == datetime(2026, 3, 3, 8, 0, tzinfo=UTC)
    assert (notice.kind, notice.conversation_id, notice.facts["text"]) == ("reminder", number, "ask again")
    assert (reminder.at.hour, reminder.zone) == (9, "Europe/Berlin")
    await world.do(remind, number, "tomorrow 9:00", by="yui")
    assert (await world.told("yui"))[0].due_at == datetime(2026, 3, 3, 0, 0, tzinfo=UTC)


async def test_a_reminder_changes_nothing_for_anybody_else(world: World) -> None:
    number = await world.arrive()
    before = (await world.see(number)).version
    await world.do(remind, number, "in 2 hours", by="ana")
    assert (await world.see(number)).version == before
    assert await world.kinds(number) == []
    assert await world.ask(reminders, by="vito") == ()


async def test_the_next_comes_first_and_closed_ones_can_be_thought_of_too(world: World) -> None:
    first, second = await world.arrive(), await world.arrive(customer="otto")
    await world.do(close, first, reason="Resolved", by="ana")
    await world.do(remind, first, "in 3 days", by="ana")
    await world.do(remind, second, "in 2 hours", "call him", by="ana")
    assert [(each.conversation, each.text) for each in await world.ask(reminders, by="ana")] == [
        (second, "call him"),
        (first, ""),
    ]


async def test_only_ones_own_is_taken_away_and_only_before_it_came(world: World) -> None:
    number = await world.arrive()
    reminder = await world.do(remind, number, "in 2 hours", by="ana")
    with pytest.raises(NotFound):
        await world.do(take_away, reminder.number, by="vito")
    assert len(await world.told("ana")) == 1
    await world.do(take_away, reminder.number, by="ana")
    assert await world.told("ana") == []
    with pytest.raises(NotFound, match="/desk reminders"):
        await world.do(take_away, reminder.number, by="ana")


async def test_no_other_message_can_be_taken_away_as_a_reminder(world: World) -> None:
    number = await world.arrive()
    await world.do(remind, number, "in 2 hours", by="ana")
    (notice,) = await world.told("ana")
    async with world.database.writing() as session:
        (await session.get_one(type(notice), notice.id)).kind = "ping"
    with pytest.raises(NotFound):
        await world.do(take_away, notice.id, by="ana")


async def test_who_may_not_is_refused_before_they_type(world: World) -> None:
    number = await world.arrive()
    await world.do(move, number, queue="unmoderated", by="mo")
    for refused in (may_remind, remind):
        more = ["in 2 hours"] if refused is remind else []
        with pytest.raises(NotFound):
            await world.do(refused, number, *more, by="ana")
        with pytest.raises(NotAllowed):
            await world.do(refused, number, *more, by="bea")
    assert await world.told("ana") == []


async def test_words_that_are_no_moment_are_refused_where_words_have_a_field_of_their_own(world: World) -> None:
    number = await world.arrive()
    with pytest.raises(Invalid, match="“noon”") as refused:
        await world.do(remind, number, "tomorrow, noon", "lunch", by="ana")
    assert refused.value.field == "when"
    await world.do(remind, number, "tomorrow", "9:30 is when she wakes", by="ana")
    (reminder,) = await world.ask(reminders, by="ana")
    assert (reminder.at.hour, reminder.at.minute, reminder.text) == (9, 0, "9:30 is when she wakes")


async def test_a_picked_moment_is_kept_and_nonsense_refused(world: World) -> None:
    number = await world.arrive()
    at = int(world.clock.now().timestamp()) + 3600
    assert (await world.do(remind_at, number, at, "", by="ana")).at.timestamp() == at
    for seconds in (0, at - 7200, 2**31 - 1, 10**18):
        with pytest.raises(Invalid):
            await world.do(remind_at, number, seconds, "", by="ana")


async def test_nobody_piles_up_more_than_fits_and_no_words_are_cut(
    world: World, monkeypatch: pytest.MonkeyPatch
) -> None:
    number = await world.arrive()
    with pytest.raises(Invalid, match="500"):
        await world.do(remind, number, "in 2 hours", "x" * 501, by="ana")
    monkeypatch.setattr(reminding, "MOST", 2)
    for _ in range(2):
        await world.do(remind, number, "in 2 hours", by="ana")
    with pytest.raises(Refused, match="/desk reminders"):
        await world.do(remind, number, "in 2 hours", by="ana")


async def test_who_is_removed_is_reminded_of_nothing(world: World) -> None:
    await world.do(remind, await world.arrive(), "in 2 hours", by="ana")
    await world.do(remove, "U0ANA", by="kira")
    assert await world.told("ana") == []
