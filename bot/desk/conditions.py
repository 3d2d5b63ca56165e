"""What must hold before a conversation may be changed: it is there, it is open, nobody else owns it.

Who loads a conversation states for whom, so that a queue only moderators see can never be forgotten.
"""

from sqlalchemy.ext.asyncio import AsyncSession

from bot.desk.queues import acts_in, sees
from bot.errors import Closed, NotAllowed, NotFound, NotYours
from bot.programme import Programme
from storage import conversations
from storage.tables import Conversation, Member


async def existing(session: AsyncSession, conversation_id: int, *, by: Member, programme: Programme) -> Conversation:
    """The conversation, with its customer, locked. Raises NotFound, also in a queue the member's role does not show."""
    return must_see(await conversations.locked(session, conversation_id), conversation_id, by, programme)


async def workable(session: AsyncSession, conversation_id: int, *, by: Member, programme: Programme) -> Conversation:
    """The conversation, locked, open, and in a queue in which the member may act.

    Raises NotFound, Closed, and NotAllowed for a volunteer in the escalation queue. Whose it is, is another question:
    see claiming.claim_if_free.
    """
    conversation = await existing(session, conversation_id, by=by, programme=programme)
    must_be_open(conversation)
    must_act_in_queue(conversation, by, programme)
    return conversation


async def visible(session: AsyncSession, conversation_id: int, *, by: Member, programme: Programme) -> Conversation:
    """The conversation as it stands, for a question: not locked. Raises NotFound as `existing` does."""
    return must_see(await conversations.seen(session, conversation_id), conversation_id, by, programme)


def must_see(
    conversation: Conversation | None, conversation_id: int, member: Member, programme: Programme
) -> Conversation:
    """Raise NotFound for a conversation that is not there, or is in a queue that the member's role does not show."""
    if conversation is None or not sees(member, conversation.queue, programme):
        raise NotFound(f"There is no conversation #{conversation_id}. `/desk list` shows those that are open.")
    return conversation


def must_act_in_queue(conversation: Conversation, member: Member, programme: Programme) -> None:
    """Raise NotAllowed when the member reads this queue without acting in it: volunteers in the escalation queue."""
    if not acts_in(member, conversation.queue, programme):
        raise NotAllowed(
            f"#{conversation.id} was escalated: moderators and managers act on it now. You can still add a note."
        )


def must_be_open(conversation: Conversation) -> None:
    """Raise Closed when it is closed, with who closed it and why."""
    if conversation.closing is not None:
        by = f" by <@{conversation.closing.by}>" if conversation.closing.by else ""
        raise Closed(f"#{conversation.id} was closed{by} as “{conversation.closing.reason}”. Reopen it first.")


def must_not_be_anothers(conversation: Conversation, member: Member) -> None:
    """Raise NotYours, naming the owner, when somebody else has claimed it. Moderators are stopped too: they assign."""
    if conversation.claim is not None and conversation.claim.by != member.id:
        raise NotYours(f"<@{conversation.claim.by}> is already on #{conversation.id}.")
