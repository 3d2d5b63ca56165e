"""What a stand-up reports, taken when it is due, and its picture whenever it is drawn."""

from collections.abc import Sequence
from datetime import datetime, timedelta
from typing import Any

from sqlalchemy.ext.asyncio import AsyncSession

from bot.desk.events import Event
from bot.desk.finding.listing import all_queues
from bot.desk.leaving.spending import budget_of
from bot.desk.queues import is_moderators_only
from bot.desk.showing.showing import escalation_picture
from bot.pictures.conversations import EscalationPicture, QueuePicture, StandupPicture
from bot.programme import Programme
from storage import alarms, escalations, members, spending, standups
from storage.tables import Escalation, Standup, Urgency, WaitingOn

PROMISES_WITHIN = timedelta(hours=24)
MOST = 20


async def facts_of(
    session: AsyncSession, *, since: datetime, due_at: datetime, now: datetime, programme: Programme
) -> dict[str, Any]:
    """Everything that would be different an hour later, as plain JSON; no customer's words.

    All of the team reads it: of what is in queues that only moderators see there are figures, and nobody's words.
    """
    happened = await standups.happened(session, since, now)
    for_all = [queue.key for queue in programme.queues if not is_moderators_only(programme, queue.key)]
    holds = await standups.held(session, named_in=for_all)
    return {
        "made_at": now.isoformat(),
        "arrived": happened.get(Event.ARRIVED, 0) + happened.get(Event.WROTE_AGAIN, 0),
        "answered": happened.get(Event.REPLY_SENT, 0) + happened.get(Event.ANSWERED_OUTSIDE, 0),
        "closed": happened.get(Event.CLOSED, 0),
        "queues": [kept(queue) for queue in await all_queues(session, programme=programme)],
        "holds": [[held_words(waiting_on, whom), count] for waiting_on, whom, count in holds],
        "escalations": [each.id for each in await escalations.still_open(session, Urgency.URGENT)],
        "can_wait": [each.id for each in await escalations.still_open(session, Urgency.CAN_WAIT)],
        "on_duty": list(await standups.active(session, since, now)),
        "hand_over": await to_hand_over(session, now, named_in=for_all),
        "spending": [
            [each.account, each.microdollars, budget_of(each, programme)]
            for each in await spending.of_day(session, now.date())
        ],
        "alarms": [each.text for each in await alarms.open_ones(session)],
    }


async def to_hand_over(session: AsyncSession, now: datetime, *, named_in: Sequence[str]) -> list[str]:
    """What somebody is on while its customer waits, and what was promised for today."""
    working = await standups.owned(session, limit=MOST)
    names = await members.names_of(session, sorted({each.owner for each in working}))
    owned = [f"#{each.number}: {names.get(each.owner) or 'somebody'} is on it" for each in working]
    due = await standups.promised(session, now + PROMISES_WITHIN, named_in=named_in, limit=MOST)
    return owned + [
        f"#{each.number}: due {each.due_at:%d %B %H:%M} UTC, waits for {each.whom or 'a colleague'}" for each in due
    ]


def held_words(waiting_on: WaitingOn, whom: str) -> str:
    """For whom conversations are on hold."""
    return "waiting on the customer" if waiting_on is WaitingOn.CUSTOMER else f"waiting for {whom or 'a colleague'}"


def kept(queue: QueuePicture) -> dict[str, Any]:
    """A queue's figures as JSON."""
    oldest = queue.oldest.isoformat() if queue.oldest else None
    figures = {"waiting": queue.waiting, "claimed": queue.claimed, "held": queue.held, "hidden": queue.hidden}
    return {"key": queue.key, "name": queue.name, "oldest": oldest, **figures}


def unkept(queue: dict[str, Any]) -> QueuePicture:
    """A queue's figures from JSON."""
    oldest = datetime.fromisoformat(queue["oldest"]) if queue["oldest"] else None
    return QueuePicture(**{**queue, "oldest": oldest})


async def picture_of(session: AsyncSession, standup: Standup, *, programme: Programme) -> StandupPicture:
    """A stand-up as it is drawn: what it reported, the escalations as they stand, the lines and the baton of now."""
    slot = next((each for each in programme.standups if each.key == standup.slot), None)
    facts = standup.facts
    made_at = datetime.fromisoformat(facts["made_at"])
    return StandupPicture(
        number=standup.id,
        name=slot.name if slot else standup.slot,
        at=standup.due_at,
        timezone=slot.timezone if slot else "UTC",
        since=standup.since,
        late_by_hours=(made_at - standup.due_at).total_seconds() / 3600,
        arrived=facts["arrived"],
        answered=facts["answered"],
        closed=facts["closed"],
        queues=tuple(unkept(queue) for queue in facts["queues"]),
        holds=tuple((words, count) for words, count in facts["holds"]),
        escalations=await escalated(session, facts["escalations"]),
        can_wait=await escalated(session, facts["can_wait"]),
        on_duty=tuple(facts["on_duty"]),
        hand_over=tuple(facts["hand_over"]),
        spending=tuple((account, spent, budget) for account, spent, budget in facts["spending"]),
        alarms=tuple(facts["alarms"]),
        lines=tuple((line.by, line.text) for line in await standups.lines(session, standup.id)),
        baton=standup.baton,
        meeting=slot.meeting if slot else "",
    )


async def escalated(session: AsyncSession, numbers: list[int]) -> tuple[EscalationPicture, ...]:
    """The pictures of these escalations, in their order."""
    found = [await session.get(Escalation, number) for number in numbers]
    return tuple(picture for picture in map(escalation_picture, found) if picture is not None)
