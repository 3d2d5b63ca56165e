"""Giving a conversation to another member."""

from datetime import datetime

from sqlalchemy.ext.asyncio import AsyncSession

from bot.desk.conditions import must_not_be_anothers, workable
from bot.desk.events import Event, note
from bot.desk.handling.claiming import give_to
from bot.desk.handling.lifting import lift
from bot.desk.handling.releasing import let_lapse
from bot.desk.notices import tell
from bot.desk.permissions import needs
from bot.desk.queues import acts_in
from bot.errors import Invalid
from bot.programme import Programme
from storage.tables import Conversation, Member, Role


@needs(Role.VOLUNTEER)
async def assign(
    session: AsyncSession,
    conversation_id: int,
    *,
    to: str,
    tells: bool = True,
    by: Member,
    now: datetime,
    programme: Programme,
) -> Conversation:
    """Give a conversation to another member, by their Slack id; they are told, and own it as if they had claimed it.

    Volunteers give what is theirs or nobody's, moderators also what is somebody else's, who is told. Giving it to its
    owner changes nothing. Who gives many at once `tells` them once, and not here. Raises Invalid about `to` for
    somebody who may not act on it, NotFound, Closed, NotYours.
    """
    conversation = await workable(session, conversation_id, by=by, programme=programme)
    let_lapse(session, conversation, now)
    if not by.role.reaches(Role.MODERATOR):
        must_not_be_anothers(conversation, by)
    if conversation.claim is not None and conversation.claim.by == to:
        return conversation
    must_be_able(await session.get(Member, to), to, conversation, programme)
    if conversation.claim is not None and conversation.claim.by != by.id:
        gave = "took over" if to == by.id else f"gave <@{to}>"
        sentence = f"<@{by.id}> {gave} #{conversation.id}, which you had claimed."
        tell(session, conversation.claim.by, "text", now=now, conversation=conversation, text=sentence)
    lift(session, conversation, by=by, now=now, why="assigned")
    give_to(conversation, to, now=now, programme=programme)
    note(session, conversation, Event.ASSIGNED, by=by, at=now, to=to)
    if tells and to != by.id:
        tell(session, to, "assigned", now=now, conversation=conversation, by=by.id)
    return conversation


def must_be_able(member: Member | None, to: str, conversation: Conversation, programme: Programme) -> None:
    """Raise Invalid unless they are on the desk and may act in the conversation's queue."""
    if member is None or member.suspended_at is not None or member.left_at is not None:
        raise Invalid(f"<@{to}> is not on the desk.", field="to")
    if not member.role.reaches(Role.VOLUNTEER):
        raise Invalid(f"<@{to}> is still a beginner and cannot answer from a brand account.", field="to")
    if not acts_in(member, conversation.queue, programme):
        raise Invalid(f"<@{to}> does not act in this queue: it takes a moderator.", field="to")
