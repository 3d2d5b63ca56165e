"""What bulk work may do: with which value, and which conversations it leaves out and why. Mostly pure."""

from datetime import datetime
from enum import StrEnum

from sqlalchemy.ext.asyncio import AsyncSession

from bot.desk.finding.nearest import one_of
from bot.desk.handling.closing import reason_named
from bot.desk.permissions import A_MODERATOR
from bot.desk.queues import acts_in, is_escalation, queue_named
from bot.errors import Invalid, NotAllowed
from bot.programme import Programme
from storage.tables import Conversation, Member, Role


class Act(StrEnum):
    """What can be done to many at once."""

    TAG = "tag"
    CLOSE = "close"
    MOVE = "move"
    ASSIGN = "assign"


async def checked_value(session: AsyncSession, act: Act, value: str, *, by: Member, programme: Programme) -> str:
    """The tag, reason, queue or member as desk.toml or the desk writes it.

    Raises Invalid about `tag`, `reason`, `queue` or `to`, NotFound for an unknown queue, NotAllowed to move.
    """
    if act is Act.TAG:
        return one_of(value, [each.name for each in programme.tags], what="tag", field="tag")
    if act is Act.CLOSE:
        reason = reason_named(value, programme)
        if reason.needs:
            raise Invalid(f"“{reason.name}” needs a link for each: close those one by one.", field="reason")
        return reason.name
    if act is Act.MOVE:
        if not by.role.reaches(Role.MODERATOR):
            raise NotAllowed(A_MODERATOR)
        queue = queue_named(value, by=by, programme=programme)
        if is_escalation(programme, queue.key):
            raise Invalid("Escalate them one by one: the managers need a reason and a note for each.", field="queue")
        return queue.key
    member = await session.get(Member, value) if value else None
    if member is None or member.suspended_at is not None or member.left_at is not None:
        raise Invalid("Choose somebody who is on the desk.", field="to")
    return member.id


def why_left_out(
    conversation: Conversation,
    act: Act,
    value: str,
    *,
    taker: Member | None,
    answering: bool,
    by: Member,
    now: datetime,
    programme: Programme,
) -> str:
    """Why one conversation is left out of it, as the end of a sentence; empty when it is not.

    `taker` is whom it would be given to, `answering` whether a reply of it is under way. The verb itself checks once
    more. What was escalated is nobody's bulk work: a person looks at each.
    """
    if act is Act.TAG:
        return "has it already" if value in conversation.tags else ""
    if conversation.closing is not None:
        return "is closed already"
    if is_escalation(programme, conversation.queue):
        return "was escalated: look at it by itself"
    moves_in_vain = act is Act.MOVE and not by.role.reaches(Role.MODERATOR)
    if moves_in_vain or not acts_in(by, conversation.queue, programme):
        return "takes a moderator"
    if act is Act.MOVE:
        return "is there already" if conversation.queue == value else ""
    owner = conversation.claim.by if conversation.claim and conversation.claim.until > now else None
    if act is Act.CLOSE:
        return why_not_closed(owner, answering=answering, by=by)
    return why_not_given(owner, taker, conversation, by=by, programme=programme)


def why_not_closed(owner: str | None, *, answering: bool, by: Member) -> str:
    """Why it is not closed: somebody else is on it, or a reply is under way."""
    if owner not in {None, by.id}:
        return f"<@{owner}> is on it"
    return "a reply is under way" if answering else ""


def why_not_given(
    owner: str | None, taker: Member | None, conversation: Conversation, *, by: Member, programme: Programme
) -> str:
    """Why it is not given away: somebody else is on it, or whom it would go to has it or may not act there."""
    if owner not in {None, by.id} and not by.role.reaches(Role.MODERATOR):
        return f"<@{owner}> is on it"
    if taker is None or not acts_in(taker, conversation.queue, programme):
        return "they do not act in its queue"
    return "is theirs already" if owner == taker.id else ""
