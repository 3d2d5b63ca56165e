"""Parked work: what failed and was set aside with its reason, until a manager tries it again or lets it rest.

What is tried again by itself, such as a loop that stumbles, is listed as well: it can be let rest and nothing more.
"""

from datetime import datetime

from sqlalchemy.ext.asyncio import AsyncSession

from bot.desk import alarms
from bot.desk.arriving.bringing import fetch_again
from bot.desk.events import Event, note
from bot.desk.permissions import needs
from bot.errors import NotFound, Refused
from storage import alarms as stored
from storage import cards, conversations, notices, standups, threads
from storage.tables import Alarm, Conversation, Member, Notice, Role

POST = "post "
NOTICE = "notice "
"""How what is parked is called in an alarm: `post x 1957…`, `notice 12`."""

CARD, THREAD = "card", "thread"
OF_A_CONVERSATION = frozenset({CARD, THREAD})
"""Alarms that are about a conversation, by its number."""

STANDUP = "standup"
NAMED_STANDUP = "stand-up "
PARKED = frozenset({alarms.PARKED, STANDUP}) | OF_A_CONVERSATION


async def park_post(session: AsyncSession, network: str, post_id: str, url: str, why: str, *, now: datetime) -> None:
    """Set a post aside over which the desk stumbled; `why` is a word. Again, while that is known, tells nobody."""
    text = f"A post could not be stored and is not on the desk ({why}): {url}"
    await alarms.sound(session, alarms.PARKED, f"{POST}{network} {post_id}"[:120], text, now=now)


def is_parked(alarm: Alarm) -> bool:
    """Whether an alarm says that something was given up; all others end by themselves."""
    return alarm.kind in PARKED


def can_try_again(alarm: Alarm) -> bool:
    """Whether trying again is a person's to decide: a post, a private message, a card, a thread, a stand-up."""
    return alarm.kind != alarms.PARKED or alarm.about.startswith((POST, NOTICE))


@needs(Role.MANAGER)
async def try_again(session: AsyncSession, alarm_id: int, *, by: Member, now: datetime) -> Alarm:
    """*Try again*: what was parked is due at once; should it fail again, it is parked again and told anew.

    Once it is over, this changes nothing. Raises NotFound, and Refused for what is tried again by itself.
    """
    alarm = await parked(session, alarm_id)
    if alarm.cleared_at is not None:
        return alarm
    if not can_try_again(alarm):
        raise Refused("This is tried again by itself every few minutes. *Let it rest* takes it off this list.")
    conversation = await conversation_of(session, alarm)
    if alarm.kind == CARD:
        await cards.unpark(session, int(alarm.about))
    elif alarm.kind == THREAD:
        await threads.redraw(session, int(alarm.about))
    elif alarm.kind == STANDUP:
        await standups.unpark(session, int(alarm.about.removeprefix(NAMED_STANDUP)))
    elif alarm.about.startswith(NOTICE):
        await notices.unpark(session, int(alarm.about.removeprefix(NOTICE)), at=now)
    else:
        network, post_id = alarm.about.removeprefix(POST).split(" ", 1)
        fetch_again(session, network, post_id, by=by, now=now)
    over(session, alarm, conversation, Event.TRIED_AGAIN, by=by, now=now)
    return alarm


@needs(Role.MANAGER)
async def let_rest(session: AsyncSession, alarm_id: int, *, by: Member, now: datetime) -> Alarm:
    """*Let it rest*: it is listed no more, and stays undone. Doing it twice changes nothing. Raises NotFound."""
    alarm = await parked(session, alarm_id)
    if alarm.cleared_at is None:
        over(session, alarm, await conversation_of(session, alarm), Event.LET_REST, by=by, now=now)
    return alarm


async def parked(session: AsyncSession, alarm_id: int) -> Alarm:
    """Something parked, locked. Raises NotFound for any other alarm, too."""
    alarm = await stored.locked(session, alarm_id)
    if alarm is None or not is_parked(alarm):
        raise NotFound("That is not parked any more.")
    return alarm


async def conversation_of(session: AsyncSession, alarm: Alarm) -> Conversation | None:
    """The conversation that something parked is about, locked; None when it is about none."""
    number: int | None = None
    if alarm.kind in OF_A_CONVERSATION:
        number = int(alarm.about)
    elif alarm.about.startswith(NOTICE):
        notice = await session.get(Notice, int(alarm.about.removeprefix(NOTICE)))
        number = notice.conversation_id if notice is not None else None
    return await conversations.locked(session, number) if number is not None else None


def over(
    session: AsyncSession, alarm: Alarm, conversation: Conversation | None, kind: Event, *, by: Member, now: datetime
) -> None:
    """Keep who decided what about it, and when; in the diary of its conversation as well, when it has one."""
    alarm.cleared_at, alarm.cleared_by = now, by.id
    if conversation is not None:
        note(session, conversation, kind, by=by, at=now, what=alarm.kind)
