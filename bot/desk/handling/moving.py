"""Moving a conversation to another queue, which moderators do."""

from collections.abc import Iterable
from datetime import datetime

from sqlalchemy.ext.asyncio import AsyncSession

from bot.desk.arriving.destinations import destination_of
from bot.desk.conditions import existing, must_be_open
from bot.desk.events import Event, note
from bot.desk.handling.cards import renew_card
from bot.desk.handling.catalogue import knows_tags
from bot.desk.handling.holding import end_of_silence
from bot.desk.handling.releasing import let_go
from bot.desk.notices import tell
from bot.desk.permissions import needs
from bot.desk.queues import acts_in, is_escalation, is_moderators_only, queue_name, queue_named, sees
from bot.errors import Closed, Invalid, NotFound
from bot.programme import Programme, Queue
from storage import conversations, notices, replies
from storage.tables import Conversation, Hold, Member, Role, WaitingOn


@needs(Role.MODERATOR)
async def move(
    session: AsyncSession, conversation_id: int, *, queue: str, by: Member, now: datetime, programme: Programme
) -> Conversation:
    """Move a conversation to another queue, by its key, name or channel, where it gets a fresh card.

    An owner who may not act there loses it and is told. Moving it to where it is changes nothing. Raises NotFound,
    Closed, and Invalid for the escalation queue, which wants a reason and a note: that is *escalate*.
    """
    conversation = await existing(session, conversation_id, by=by, programme=programme)
    must_be_open(conversation)
    target = queue_named(queue, by=by, programme=programme)
    if target.key == conversation.queue:
        return conversation
    if is_escalation(programme, target.key):
        raise Invalid("Use Escalate: the managers need a reason and a note.", field="queue")
    origin = conversation.queue
    await bring_to(session, conversation, target, now=now, programme=programme)
    note(session, conversation, Event.MOVED, by=by, at=now, origin=origin, queue=target.key)
    return conversation


@needs(Role.MODERATOR)
@knows_tags
async def move_on(
    session: AsyncSession, conversation_id: int, *, by: Member, now: datetime, programme: Programme
) -> Conversation:
    """Move a conversation out of a queue such as *Unmoderated* to where desk.toml says it belongs, with one click.

    When it is no longer in such a queue, nothing changes: somebody was quicker. Raises NotFound and Closed.
    Source: programme.md, "Queues".
    """
    conversation = await existing(session, conversation_id, by=by, programme=programme)
    must_be_open(conversation)
    target = destination_of(conversation, await replies.newest_of_customer(session, conversation.id), programme)
    if target is not None:
        origin = conversation.queue
        await bring_to(session, conversation, target, now=now, programme=programme)
        note(session, conversation, Event.MOVED, by=by, at=now, origin=origin, queue=target.key)
    return conversation


@needs(Role.MODERATOR)
@knows_tags
async def move_all_on(
    session: AsyncSession, conversation_ids: Iterable[int], *, by: Member, now: datetime, programme: Programme
) -> int:
    """The same for several, in the order of their numbers; how many moved. What cannot move any more is left alone."""
    moved = 0
    for number in sorted(set(conversation_ids)):
        try:
            before = (await existing(session, number, by=by, programme=programme)).queue
            moved += (await move_on(session, number, by=by, now=now, programme=programme)).queue != before
        except (NotFound, Closed):
            continue
    return moved


async def bring_to(
    session: AsyncSession, conversation: Conversation, target: Queue, *, now: datetime, programme: Programme
) -> None:
    """Put a conversation into a queue, with a fresh card; for *move*, and for escalating. Whoever calls notes it.

    The line that says why it was where it was goes.
    """
    why_there = f"{queue_name(programme, conversation.queue)}: "
    conversation.lines = [line for line in conversation.lines if not line.startswith(why_there)]
    conversation.queue = target.key
    await renew_card(session, conversation)
    hold = conversation.hold
    if hold is not None and hold.waiting_on is WaitingOn.CUSTOMER:
        ends_at = end_of_silence(target.key, now, programme)
        conversation.hold = Hold(hold.waiting_on, hold.by, hold.since, ends_at, hold.whom)
        conversation.close_proposed_at = None
    await part_from_owner(session, conversation, target, now=now, programme=programme)
    if is_moderators_only(programme, target.key):
        await hide(session, conversation, now=now, programme=programme)


async def hide(session: AsyncSession, conversation: Conversation, *, now: datetime, programme: Programme) -> None:
    """Let those who may not see a conversation any more keep none of its words, nor be the one to send its reply."""
    for notice in await notices.delivered_about(session, conversation.id):
        notice.redraw = True
    reply = await conversations.reply_under_way_in(session, conversation.id)
    if reply is None or reply.hand_until is None or reply.handed_to is None:
        return
    keyholder = await session.get(Member, reply.handed_to)
    if keyholder is None or not sees(keyholder, conversation.queue, programme):
        reply.hand_until = now


async def part_from_owner(
    session: AsyncSession, conversation: Conversation, target: Queue, *, now: datetime, programme: Programme
) -> None:
    """Free a conversation from an owner who may not act in its new queue, and tell them."""
    if conversation.claim is None:
        return
    owner = await session.get(Member, conversation.claim.by)
    if owner is None or not acts_in(owner, target.key, programme):
        sentence = f"#{conversation.id}, which you had claimed, went to {target.name}: others act on it there."
        tell(session, conversation.claim.by, "text", now=now, conversation=conversation, text=sentence)
        let_go(conversation)
