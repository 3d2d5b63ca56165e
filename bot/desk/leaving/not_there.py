"""*It is not there*: what is left of a reply of which no machine can tell what became of it."""

from datetime import datetime

from sqlalchemy.ext.asyncio import AsyncSession

from bot.desk.leaving.byhand import existing_reply
from bot.desk.leaving.outcomes import give_back
from bot.desk.leaving.unknowns import cannot_be_looked_for
from bot.desk.permissions import needs
from bot.errors import TooLate
from bot.programme import Programme
from storage.tables import Member, Reply, ReplyState, Role


@needs(Role.MODERATOR)
async def give_back_unseen(
    session: AsyncSession, reply_id: int, *, by: Member, now: datetime, programme: Programme
) -> Reply:
    """A moderator has looked in public and the reply is not there: its author has the text again, as a draft.

    People overlook things: before another answer leaves, the desk looks once more, in case it can by then.
    Only where the network refuses to show the timeline: anywhere else looking tells more than a person can. A second
    time it changes nothing. Raises NotFound, NotAllowed, and TooLate for a reply that is looked for, or was settled.
    """
    reply, conversation = await existing_reply(session, reply_id, by=by, programme=programme)
    if reply.state is ReplyState.REFUSED:
        return reply
    if not cannot_be_looked_for(reply):
        raise TooLate("It is being looked for, or it has been settled what became of this reply; the card shows it.")
    why = "A moderator has looked in public, where the desk cannot look: it is not there."
    reply.looked_at = now
    await give_back(session, reply, conversation, why=why, now=now, by=by)
    return reply
