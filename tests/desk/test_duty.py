"""Working hours in everybody's own zone, and the order in which people are paged."""

from datetime import UTC, datetime, timedelta
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from bot.desk.escalating.duty import in_order_of_call, is_on_duty, next_to_call
from storage.tables import Member, Role
from tests.conftest import MONDAY

ZONES = ("UTC", "Europe/Berlin", "America/Sao_Paulo", "America/Los_Angeles", "Asia/Tokyo", "Asia/Kathmandu")

moments = st.datetimes(datetime(2026, 1, 1), datetime(2027, 12, 31), timezones=st.just(UTC))  # noqa: DTZ001
hours = st.builds("{:02d}:{:02d}".format, st.integers(0, 23), st.sampled_from([0, 15, 30, 45]))
days = st.sets(st.sampled_from("1234567")).map(lambda chosen: "".join(sorted(chosen)))


def somebody(
    slack_id: str = "U0KIRA",
    *,
    role: Role = Role.MANAGER,
    zone: str = "UTC",
    works_from: str = "09:00",
    works_until: str = "18:00",
    works_days: str = "12345",
) -> Member:
    """Somebody who works these hours."""
    return Member(
        id=slack_id,
        role=role,
        timezone=zone,
        works_from=works_from,
        works_until=works_until,
        works_days=works_days,
        joined_at=MONDAY,
    )


people = st.builds(
    somebody,
    st.sampled_from(["U0ANA", "U0KIRA", "U0MAX", "U0MO", "U0YUI"]),
    role=st.sampled_from([Role.MODERATOR, Role.MANAGER]),
    zone=st.sampled_from(ZONES),
    works_from=hours,
    works_until=hours,
    works_days=days,
)


@pytest.mark.parametrize(
    ("zone", "moment", "on_duty"),
    [
        ("Europe/Berlin", datetime(2026, 3, 2, 7, 59, tzinfo=UTC), False),
        ("Europe/Berlin", datetime(2026, 3, 2, 8, 0, tzinfo=UTC), True),
        ("Europe/Berlin", datetime(2026, 3, 2, 16, 59, tzinfo=UTC), True),
        ("Europe/Berlin", datetime(2026, 3, 2, 17, 0, tzinfo=UTC), False),
        ("Europe/Berlin", datetime(2026, 3, 30, 7, 0, tzinfo=UTC), True),
        ("Europe/Berlin", datetime(2026, 3, 30, 16, 0, tzinfo=UTC), False),
        ("America/Los_Angeles", datetime(2026, 3, 2, 10, 0, tzinfo=UTC), False),
        ("America/Los_Angeles", datetime(2026, 3, 3, 1, 0, tzinfo=UTC), True),
        ("Asia/Tokyo", datetime(2026, 3, 1, 23, 59, tzinfo=UTC), False),
        ("Asia/Tokyo", datetime(2026, 3, 2, 0, 0, tzinfo=UTC), True),
        ("Europe/Berlin", datetime(2026, 3, 7, 10, 0, tzinfo=UTC), False),
    ],
)
def test_hours_are_those_of_the_members_own_clock(zone: str, moment: datetime, on_duty: bool) -> None:
    assert is_on_duty(somebody(zone=zone), moment) is on_duty


def test_a_night_shift_belongs_to_the_day_on_which_it_began() -> None:
    guard = somebody(works_from="22:00", works_until="06:00", works_days="5")
    friday = datetime(2026, 3, 6, 23, 0, tzinfo=UTC)
    assert is_on_duty(guard, friday)
    assert is_on_duty(guard, friday + timedelta(hours=6))
    assert not is_on_duty(guard, friday - timedelta(hours=18))
    assert not is_on_duty(guard, friday + timedelta(days=1))


def test_what_cannot_be_read_means_nine_to_six_in_utc() -> None:
    muddled = somebody(zone="Mars/Olympus", works_from="early", works_until="late")
    assert is_on_duty(muddled, MONDAY)
    assert not is_on_duty(muddled, MONDAY.replace(hour=18))


@settings(deadline=None)
@given(people, moments)
def test_nobody_is_on_duty_without_a_working_day(member: Member, moment: datetime) -> None:
    member.works_days = ""
    assert not is_on_duty(member, moment)


@settings(deadline=None)
@given(people, moments)
def test_who_is_suspended_or_gone_is_never_on_duty(member: Member, moment: datetime) -> None:
    member.suspended_at = MONDAY
    assert not is_on_duty(member, moment)
    member.suspended_at, member.left_at = None, MONDAY
    assert not is_on_duty(member, moment)


@settings(deadline=None)
@given(people, moments)
def test_a_week_of_duty_is_as_long_as_the_days_say(member: Member, moment: datetime) -> None:
    member.timezone = "UTC"
    begins, ends = (int(each[:2]) * 4 + int(each[3:]) // 15 for each in (member.works_from, member.works_until))
    a_day = (ends - begins) % 96 or 96
    quarters = [moment + timedelta(minutes=15 * step) for step in range(7 * 96)]
    assert sum(is_on_duty(member, each) for each in quarters) == a_day * len(member.works_days)


@settings(deadline=None)
@given(people, moments)
def test_day_shifts_are_judged_by_local_day_and_time_alone(member: Member, moment: datetime) -> None:
    if member.works_from >= member.works_until:
        member.works_from, member.works_until = "09:00", "18:00"
    local = moment.astimezone(ZoneInfo(member.timezone))
    inside = member.works_from <= f"{local:%H:%M}" < member.works_until
    assert is_on_duty(member, moment) is (inside and str(local.isoweekday()) in member.works_days)


@settings(deadline=None)
@given(st.lists(people, unique_by=lambda each: each.id, min_size=1), moments)
def test_whoever_is_on_duty_comes_first_and_managers_before_moderators(team: list[Member], moment: datetime) -> None:
    order = in_order_of_call(team, moment)
    assert order
    present = [each for each in team if is_on_duty(each, moment)]
    assert set(order) == set(present or team)
    if present:
        ranks = [each.role is Role.MODERATOR for each in order]
        assert ranks == sorted(ranks)
    else:
        ranks = [each.role is Role.MANAGER for each in order]
        assert ranks == sorted(ranks)


@settings(deadline=None)
@given(st.lists(people, unique_by=lambda each: each.id, min_size=1), moments, st.integers(1, 4))
def test_calls_go_round_and_round_so_that_everybody_is_called_equally_often(
    team: list[Member], moment: datetime, rounds: int
) -> None:
    order = in_order_of_call(team, moment)
    called: list[str] = []
    for _ in range(rounds * len(order)):
        person = next_to_call(order, list(dict.fromkeys(reversed(called)))[::-1])
        assert person is not None
        called.append(person.id)
    assert [called.count(each.id) for each in order] == [rounds] * len(order)
    assert called[: len(order)] == [each.id for each in order]


def test_nobody_is_called_where_there_is_nobody() -> None:
    assert next_to_call(in_order_of_call([], MONDAY), []) is None
