"""The steps of a reply on its way out, each recorded before or after the request, never during it.

States: queued → sending → sent | refused | by_hand | unknown. Design, "Never repeat".
"""

from dataclasses import dataclass
from datetime import datetime, timedelta

from sqlalchemy.ext.asyncio import AsyncSession

from bot.desk.events import Event, note
from bot.desk.leaving import byhand
from bot.desk.leaving.outcomes import become_unknown, give_back, requeue
from bot.desk.people.departing import NO_LONGER, may_still_send
from bot.networks.base import Draft, Uploaded
from bot.programme import Programme
from storage import replies
from storage.tables import Conversation, Message, Reply, ReplyState

LEAVES_WITHIN = timedelta(seconds=30)
"""After the departure is committed, the request leaves within this time or not at all; no longer than the lease."""

PAUSES = tuple(timedelta(seconds=each) for each in (5, 15, 60, 300, 900, 1800, 3600, 3600))
"""How long a reply waits after each failure of which it is certain that nothing was sent; then it is given back."""


REHEARSED = "It was written in a rehearsal, and what was rehearsed never leaves by itself."
"""The customer it was meant for may have waited for days, and its author may have meant it as a joke."""


@dataclass(frozen=True)
class Departure:
    """The permission to make one request, once, until the deadline."""

    reply: int
    attempt: int
    draft: Draft
    deadline: datetime


async def depart(session: AsyncSession, reply_id: int, *, now: datetime, programme: Programme) -> Departure | None:
    """Decide that a due reply leaves now: commit this before the request, and make the request at most once.

    None when it does not leave: it was taken back, stopped or postponed meanwhile, this is a rehearsal, it was written
    in one, its author is off the desk, its account none of ours any more, its message is gone or was answered (then it
    is given back), it goes by hand (then a keyholder is asked), or what goes with it is not at the network yet.
    """
    found = await replies.locked(session, reply_id)
    if found is None or programme.sending == "off" or not is_due(found[0], now):
        return None
    reply, conversation = found
    if await replies.stop_of(session, reply.account) is not None:
        return None
    message = await session.get_one(Message, reply.answers_id, populate_existing=True)
    obstacle = why_not(reply, message)
    if not await may_still_send(session, reply.by):
        obstacle = NO_LONGER
    if reply.account not in {each.handle for each in programme.accounts}:
        obstacle = f"@{reply.account} is not an account of `desk.toml` any more."
    if obstacle is not None:
        await give_back(session, reply, conversation, why=obstacle, now=now)
        return None
    if conversation.reply_by_hand:
        await byhand.hand_over(session, reply, conversation, now=now, programme=programme)
        return None
    if reply.attached and reply.media_id is None:
        return None
    deadline = now + LEAVES_WITHIN
    attempt = await replies.leave(session, reply_id, now=now, deadline=deadline)
    if attempt is None:
        return None
    note(session, conversation, Event.REPLY_SENDING, by=None, at=now, reply=reply.id, attempt=attempt)
    draft = Draft(reply.account, reply.text, message.external_id, conversation.customer.handle, reply.media_id)
    return Departure(reply.id, attempt, draft, deadline)


def is_due(reply: Reply, now: datetime) -> bool:
    """Whether a reply is queued and its undo window or pause is over."""
    return reply.state is ReplyState.QUEUED and reply.send_after <= now


def why_not(reply: Reply, message: Message) -> str | None:
    """What speaks against answering this message now, told to the author; or None."""
    if reply.rehearsed_at is not None:
        return REHEARSED
    if message.deleted_at is not None:
        return "The customer has deleted the post."
    if message.answered_at is not None and reply.edition == 0:
        return "It has already been answered."
    return None


async def in_flight(session: AsyncSession, departure: Departure) -> tuple[Reply, Conversation] | None:
    """The reply of a departure, locked, while that attempt is the one being sent; None when it has ended otherwise."""
    found = await replies.locked(session, departure.reply)
    if found is None or found[0].state is not ReplyState.SENDING or found[0].attempt != departure.attempt:
        return None
    return found


async def wait(session: AsyncSession, departure: Departure, *, until: datetime, why: str, now: datetime) -> None:
    """Put it back into the queue because the network asks to wait: certainly nothing was sent."""
    found = await in_flight(session, departure)
    if found is not None:
        requeue(session, *found, until=until, why=why, now=now)


async def keep_media(session: AsyncSession, reply_id: int, uploaded: Uploaded) -> None:
    """Write down what the network calls a waiting reply's attachment, and between which moments it can be posted."""
    found = await replies.locked(session, reply_id)
    if found is not None and found[0].state is ReplyState.QUEUED:
        found[0].media_id, found[0].media_from, found[0].media_until = uploaded.id, uploaded.ready_at, uploaded.until


async def fail_to_attach(session: AsyncSession, reply_id: int, *, why: str, now: datetime) -> None:
    """What goes with a reply that is due could not be brought to the network: nothing left, it is tried as usual."""
    found = await replies.locked(session, reply_id)
    if found is not None and is_due(found[0], now):
        await again_or_back(session, *found, why=why, now=now)


async def wait_too(session: AsyncSession, reply_id: int, *, until: datetime, why: str, now: datetime) -> None:
    """Let a reply that is due wait visibly with another of its account; in its undo window one is left alone."""
    found = await replies.locked(session, reply_id)
    if found is not None and is_due(found[0], now):
        requeue(session, *found, until=until, why=why, now=now)


async def turn_back(session: AsyncSession, reply_id: int, *, why: str, now: datetime) -> None:
    """Give back a reply that was about to leave and never can; its author keeps the text.

    One that may have left before is looked for first, and given back when that was in vain.
    """
    found = await replies.locked(session, reply_id)
    if found is not None and is_due(found[0], now):
        await give_back(session, *found, why=why, now=now)


async def fail_to_look(session: AsyncSession, reply_id: int, *, why: str, now: datetime) -> None:
    """The network refuses for good to show where a due reply may stand already, so that it does not leave.

    On its first attempt it is given back: it could not be sent there either. On any other it is unknown again, and
    people decide.
    """
    found = await replies.locked(session, reply_id)
    if found is None or not is_due(found[0], now):
        return
    if found[0].attempt == 1:
        await give_back(session, *found, why=why, now=now)
    else:
        become_unknown(session, *found, why=why, now=now)


async def try_later(session: AsyncSession, departure: Departure, *, why: str, now: datetime) -> None:
    """The network did not take it and certainly sent nothing: try again after a growing pause, at last give it back."""
    found = await in_flight(session, departure)
    if found is not None:
        await again_or_back(session, *found, why=why, now=now)


async def stumble(session: AsyncSession, reply_id: int, *, over: str, now: datetime) -> None:
    """Something in the desk itself broke before a reply left: it waits like one the network did not take.

    The managers hear of it once. One that was leaving already is left to its deadline.
    """
    found = await replies.locked(session, reply_id)
    if found is None or not is_due(found[0], now):
        return
    reply, conversation = found
    why = f"something in the desk is broken ({over})"
    if reply.tries == 0:
        sentence = f"The reply on #{conversation.id} cannot leave: {why}. It is tried again; the log says more."
        await byhand.tell_managers(session, conversation, sentence, now=now)
    await again_or_back(session, reply, conversation, why=why, now=now)


async def again_or_back(
    session: AsyncSession, reply: Reply, conversation: Conversation, *, why: str, now: datetime
) -> None:
    """After a growing pause it is tried again; at last it is given back."""
    if reply.tries >= len(PAUSES):
        await give_back(session, reply, conversation, why=why, now=now)
        return
    reply.tries += 1
    requeue(session, reply, conversation, until=now + PAUSES[reply.tries - 1], why=why, now=now)


async def refuse(session: AsyncSession, departure: Departure, *, why: str, now: datetime) -> None:
    """The network refuses it for good: its author is told why and keeps the text."""
    found = await in_flight(session, departure)
    if found is not None:
        await give_back(session, *found, why=why, now=now)


async def send_by_hand(session: AsyncSession, departure: Departure, *, now: datetime, programme: Programme) -> None:
    """The network takes it only from a person: certainly nothing was sent, so a keyholder is asked to."""
    found = await in_flight(session, departure)
    if found is not None:
        reply, conversation = found
        conversation.reply_by_hand = True
        await byhand.hand_over(session, reply, conversation, now=now, programme=programme)


async def lose_sight(session: AsyncSession, departure: Departure, *, why: str, now: datetime) -> None:
    """The request left and no answer came back: look for it, and never let a machine send it again."""
    found = await in_flight(session, departure)
    if found is not None:
        become_unknown(session, *found, why=why, now=now)


async def interrupt(session: AsyncSession, reply_id: int, *, now: datetime) -> None:
    """An attempt whose process died or slept: past its deadline it is unknown, whatever really happened."""
    found = await replies.locked(session, reply_id)
    if found is None or found[0].state is not ReplyState.SENDING:
        return
    reply, conversation = found
    if reply.deadline is not None and reply.deadline <= now:
        become_unknown(session, reply, conversation, why="Sending was interrupted.", now=now)
