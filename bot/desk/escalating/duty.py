"""Who is on duty: working hours in each member's own time zone, and in which order they are paged."""

from collections.abc import Iterable, Sequence
from datetime import datetime, time, timedelta
from zoneinfo import ZoneInfo

from bot.clock import zone_named
from storage.tables import Member, Role


def is_on_duty(member: Member, now: datetime) -> bool:
    """Whether a member works at this moment, by their own clock.

    Hours are kept as "09:00" and "18:00", days as the digits of those that are worked ("12345", Monday is 1). A shift
    whose end is not after its start runs past midnight and belongs to the day on which it began; equal hours are a
    whole day. Whoever is suspended or has left is never on duty.
    """
    if member.suspended_at is not None or member.left_at is not None:
        return False
    local = now.astimezone(zone_of(member))
    begins, ends = hours_of(member)
    today, yesterday = local.isoweekday(), (local - timedelta(days=1)).isoweekday()
    clock = local.time().replace(tzinfo=None)
    if begins < ends:
        return str(today) in member.works_days and begins <= clock < ends
    began_today = str(today) in member.works_days and clock >= begins
    began_yesterday = str(yesterday) in member.works_days and clock < ends
    return began_today or began_yesterday


def zone_of(member: Member) -> ZoneInfo:
    """A member's time zone; UTC when what is kept is no zone."""
    return zone_named(member.timezone) or ZoneInfo("UTC")


def hours_of(member: Member) -> tuple[time, time]:
    """A member's working hours; nine to six when what is kept cannot be read."""
    try:
        return time.fromisoformat(member.works_from), time.fromisoformat(member.works_until)
    except ValueError:
        return time(9), time(18)


def in_order_of_call(people: Iterable[Member], now: datetime) -> tuple[Member, ...]:
    """Whom to page first: managers on duty, in their absence moderators on duty.

    When nobody at all is on duty the moderators stand in, and behind them the managers, whatever the hour: an urgent
    escalation always reaches somebody. Within a tier the order is that of the Slack ids.
    Source: programme.md, "Escalation".
    """
    able = sorted(
        (each for each in people if each.suspended_at is None and each.left_at is None), key=lambda each: each.id
    )
    managers = [each for each in able if each.role is Role.MANAGER]
    moderators = [each for each in able if each.role is Role.MODERATOR]
    present = [each for each in (*managers, *moderators) if is_on_duty(each, now)]
    return tuple(present or (*moderators, *managers))


def next_to_call(order: Sequence[Member], called: Sequence[str]) -> Member | None:
    """Who is paged next: the first not called yet, then whoever was called longest ago; None when there is nobody.

    `called` holds Slack ids, the one called last at its end. This goes round and round.
    """
    return min(order, key=lambda each: called.index(each.id) if each.id in called else -1, default=None)
