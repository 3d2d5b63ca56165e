"""What becomes of a conversation once a reply to it is truly out: it is held or closed, as its author decided."""

from datetime import datetime

from sqlalchemy.ext.asyncio import AsyncSession

from bot.desk.handling.closing import put_away
from bot.desk.handling.holding import set_aside
from bot.desk.queues import acts_in
from bot.programme import Programme
from storage.tables import Afterwards, Conversation, Member, Reply, WaitingOn


async def follow_up(
    session: AsyncSession,
    conversation: Conversation,
    reply: Reply,
    author: Member | None,
    *,
    now: datetime,
    programme: Programme,
) -> None:
    """Hold or close as the author of a reply wished, unless the conversation has moved on since.

    It has when the customer has written again, somebody else has claimed it, it is closed, or it stands in a queue in
    which the author may not act (nothing closes by itself in the escalation queue).
    """
    if author is None or not still_the_authors(conversation, author, programme):
        return
    if reply.afterwards is Afterwards.HOLD:
        set_aside(session, conversation, waiting_on=WaitingOn.CUSTOMER, by=author, now=now, programme=programme)
    elif reply.afterwards is Afterwards.CLOSE and reply.close_reason is not None:
        put_away(session, conversation, reason=reply.close_reason, link=reply.close_link, by=author, now=now)


def still_the_authors(conversation: Conversation, author: Member, programme: Programme) -> bool:
    """Whether what the author of a reply wished for its conversation still fits how it stands."""
    if conversation.closing is not None or conversation.waits_since is not None:
        return False
    if conversation.claim is not None and conversation.claim.by != author.id:
        return False
    return acts_in(author, conversation.queue, programme)
