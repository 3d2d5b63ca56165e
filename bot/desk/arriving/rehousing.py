"""What becomes of conversations whose queue desk.toml no longer names: they go to the moderators, unseen by others."""

from collections.abc import Sequence
from datetime import datetime

from sqlalchemy.ext.asyncio import AsyncSession

from bot.desk.due import BATCH, Task
from bot.desk.events import Event, note
from bot.desk.handling.moving import bring_to
from bot.desk.queues import is_moderators_only
from bot.programme import Programme, Queue
from storage import conversations


async def homeless(session: AsyncSession, now: datetime, programme: Programme, *, limit: int = BATCH) -> Sequence[int]:
    """Open conversations of queues that are gone and that have somewhere to go.

    Where no queue is the moderators' own they stay, for moderators alone see them: see `left_behind`.
    """
    if refuge_of(programme) is None:
        return ()
    keys = [queue.key for queue in programme.queues]
    return await conversations.due(session, conversations.in_other_queues(keys), limit=limit)


async def bring_home(session: AsyncSession, number: int, now: datetime, programme: Programme) -> bool:
    """Bring one of them to the moderators, with a fresh card there."""
    refuge = refuge_of(programme)
    elsewhere = conversations.in_other_queues([queue.key for queue in programme.queues])
    conversation = await conversations.still_due(session, elsewhere, number)
    if refuge is None or conversation is None:
        return False
    origin = conversation.queue
    await bring_to(session, conversation, refuge, now=now, programme=programme)
    note(session, conversation, Event.MOVED, by=None, at=now, origin=origin, queue=refuge.key)
    return True


rehouse = Task("the move of the homeless", homeless, bring_home)
"""Bring open conversations of queues that are gone to the moderators."""


def refuge_of(programme: Programme) -> Queue | None:
    """The default queue if only moderators see it, else the first such: what was hidden is never shown to more people.

    Never the escalation queue: managers would find no reason and no note. None when there is no other.
    """
    ours = (queue for queue in (programme.queue(programme.default_queue), *programme.queues) if not queue.escalation)
    return next((queue for queue in ours if is_moderators_only(programme, queue.key)), None)


async def left_behind(session: AsyncSession, programme: Programme) -> str | None:
    """What managers are told of conversations that only they and the moderators can reach, and the remedy; None where
    there are none.
    """
    if refuge_of(programme) is not None:
        return None
    gone = await conversations.queues_besides(session, [queue.key for queue in programme.queues])
    names = ", ".join(f"“{key}” ({count})" for key, count in sorted(gone.items()))
    told = (
        f"`desk.toml` no longer names a queue in which conversations are open: {names}. They have no card. Name it "
        "again, or let a moderator bring each elsewhere with `/desk move`."
    )
    return told if gone else None
