"""Telling somebody, in private, that what they asked for was refused."""

from sqlalchemy.exc import IntegrityError

from bot.desk.desk import Desk
from bot.desk.notices import tell
from storage.tables import Interaction


async def tell_privately(
    desk: Desk, person: str, sentence: str, *, key: str, channel: str | None, thread_ts: str | None
) -> None:
    """Owe them a message that only they see; a second delivery of the same click, by its key, owes nothing more."""
    now = desk.clock.now()
    try:
        async with desk.database.writing() as session:
            session.add(Interaction(key=f"{key}:refused", at=now))
            await session.flush()
            notice = tell(session, person, "text", now=now, channel=channel, text=sentence)
            if notice is not None:
                notice.thread_ts = thread_ts
    except IntegrityError:
        return
    desk.nudge()
