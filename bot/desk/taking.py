"""Handing out the next conversation: the most urgent one that waits and that nobody is on."""

from datetime import datetime

from sqlalchemy.ext.asyncio import AsyncSession

from bot.desk.conditions import existing
from bot.desk.events import Event, note
from bot.desk.languages import readable_by
from bot.desk.permissions import needs
from bot.desk.queues import acts_in, is_escalation, queue_name, queue_named
from bot.errors import NotAllowed, NotFound
from bot.programme import Programme
from storage import taking
from storage.tables import Claim, Conversation, Member, Role


@needs(Role.VOLUNTEER)
async def take_next(
    session: AsyncSession, *, queue: str | None = None, by: Member, now: datetime, programme: Programme
) -> Conversation:
    """Claim the next conversation of a queue, or of all in which the member acts: by rank, then the longest waiting.

    Never one that is claimed, held or closed, one of the escalation queue only when that is named, and none in a
    language they do not read, when they said which they do. When nobody waits for an answer, what was answered and left
    open comes. Two who ask at once get two different ones. Raises NotFound for an unknown queue and when nothing is
    left.
    """
    languages = readable_by(by.languages)
    claim = Claim(by=by.id, since=now, until=now + programme.times.claim)
    for waiting in (True, False):
        queues = queues_for(queue, by, programme)
        taken = await taking.take_first(session, queues, claim, waiting=waiting, languages=languages)
        if taken is not None:
            conversation = await existing(session, taken, by=by, programme=programme)
            note(session, conversation, Event.CLAIMED, by=by, at=now, how="next")
            return conversation
    where = f" in {queue_name(programme, queue_named(queue, by=by, programme=programme).key)}" if queue else ""
    if languages:
        raise NotFound(
            f"Nothing is waiting{where} in the languages you read ({', '.join(by.languages)}): well done. "
            "`/desk list` shows all that is open, `/desk languages` what you are handed."
        )
    raise NotFound(f"Nothing is waiting{where}: well done. `/desk list` shows what others are on.")


def queues_for(queue: str | None, member: Member, programme: Programme) -> tuple[str, ...]:
    """The keys of the queues to take from. Raises NotAllowed for one in which the member does not act."""
    if queue is None:
        return tuple(
            each.key
            for each in programme.queues
            if acts_in(member, each.key, programme) and not is_escalation(programme, each.key)
        )
    chosen = queue_named(queue, by=member, programme=programme)
    if not acts_in(member, chosen.key, programme):
        raise NotAllowed(f"Everybody reads {chosen.name}; moderators and managers act in it.")
    return (chosen.key,)
