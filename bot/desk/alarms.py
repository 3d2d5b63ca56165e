"""Alarms: what managers must know, told once when it begins, and cleared by itself when it is over."""

from collections.abc import Collection
from datetime import datetime, timedelta

from sqlalchemy.ext.asyncio import AsyncSession

from bot.desk.notices import tell
from storage import alarms, members, notices
from storage.tables import Alarm, Notice, Role

GAP = "gap"
LATE = "late reading"
SILENT = "silent source"
PARKED = "parked"
ACCESS = "access"
QUEUES = "queues"
ARTICLES = "articles"

TOGETHER = timedelta(minutes=5)
SWARMS = frozenset({SILENT, ACCESS})
"""When a network is away every source of it is silent at once: what begins so soon after each other is one message."""

STAY = frozenset({GAP, LATE})
"""What was told of these is not over with them: something may be lost, or a graver alarm has taken their place."""


async def sound(session: AsyncSession, kind: str, about: str, text: str, *, now: datetime) -> Alarm:
    """Tell every manager, unless the same alarm is open already; then its text is only brought up to date.

    `about` is what it is about, such as a source's key; `text` is a sentence of ours.
    """
    alarm = await alarms.open_one(session, kind, about)
    if alarm is not None:
        alarm.text = text
        return alarm
    alarm = Alarm(kind=kind, about=about, text=text, at=now)
    session.add(alarm)
    await session.flush()
    there = await messages_to_join(session, kind, now) if kind in SWARMS else {}
    for manager in await members.with_role(session, Role.MANAGER):
        told = there.get(manager.id)
        if told is None:
            tell(session, manager.id, "alarm", now=now, text=text, alarm=alarm.id, of=kind)
        else:
            told.facts = {**told.facts, "also": {**told.facts.get("also", {}), str(alarm.id): text}}
            told.redraw = True
    return alarm


async def messages_to_join(session: AsyncSession, kind: str, now: datetime) -> dict[str, Notice]:
    """Each manager's message about the first alarms of a swarm, by their Slack id."""
    found = await notices.of_kind(session, "alarm", since=now - TOGETHER)
    return {each.to: each for each in found if each.facts.get("of") == kind and not each.facts.get("over")}


async def clear(session: AsyncSession, about: str, *kinds: str, now: datetime) -> None:
    """Note that alarms of these kinds are over; there may be none."""
    for alarm in await alarms.open_about(session, about, kinds):
        await end(session, alarm, now=now)


async def clear_others(session: AsyncSession, abouts: Collection[str], *kinds: str, now: datetime) -> None:
    """Note that alarms of these kinds about anything else are over: `desk.toml` no longer names what they are about."""
    for alarm in await alarms.open_ones(session):
        if alarm.kind in kinds and alarm.about not in abouts:
            await end(session, alarm, now=now)


async def end(session: AsyncSession, alarm: Alarm, *, now: datetime) -> None:
    """Note that an alarm is over, as its messages then say, where it is true."""
    alarm.cleared_at = now
    if alarm.kind in STAY:
        return
    for notice in await notices.of_kind(session, "alarm", since=alarm.at - TOGETHER):
        if alarm.id == notice.facts["alarm"] or str(alarm.id) in notice.facts.get("also", {}):
            notice.facts = {**notice.facts, "over": [*notice.facts.get("over", ()), alarm.id]}
            notice.redraw = True
