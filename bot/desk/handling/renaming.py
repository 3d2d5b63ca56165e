"""Writing a tag's new name on the conversations that carry it: the calendar does, in batches, after the click."""

from collections.abc import Sequence
from datetime import datetime, timedelta

from sqlalchemy.ext.asyncio import AsyncSession

from bot.desk.due import BATCH, Task
from bot.desk.events import Event, note
from bot.programme import Programme
from storage import bulks, catalogue
from storage.tables import CatalogueChange, Conversation, Member

LATE = timedelta(minutes=1)
"""After so long nobody is writing any more who had read the catalogue before the change. A click has three seconds."""


async def under_way(session: AsyncSession, now: datetime, programme: Programme, *, limit: int = BATCH) -> Sequence[int]:
    """The numbers of the new names that are not written everywhere yet."""
    return [each.id for each in (await catalogue.renamings(session))[:limit]]


async def write_on(session: AsyncSession, number: int, now: datetime, programme: Programme) -> bool:
    """Write a new name on some more conversations: on the open ones, then on the closed ones, in their order.

    Of several new names the oldest goes through the closed ones first, as it may leave there what a later one is about.
    Nothing but conversations is locked, for a second run only writes the same again.
    """
    renamings = await catalogue.renamings(session)
    renaming = next((each for each in renamings if each.id == number), None)
    if renaming is None:
        return False
    if catalogue.names_now([renaming.tag], renamings) == [renaming.tag]:
        renaming.reached = None
        return True
    found = await catalogue.open_with(session, renaming.tag, limit=BATCH)
    is_swept = not found and renaming is renamings[0] and now >= renaming.at + LATE
    if is_swept:
        after = renaming.reached or 0
        until = await catalogue.next_stop(session, after)
        found = await catalogue.closed_with(session, renaming.tag, after=after, until=until)
        renaming.reached = until
    for conversation in found:
        await catch_up(session, conversation, renamings, now=now)
    return is_swept or bool(found)


write_new_names = Task("the new name", under_way, write_on)
"""Let each conversation carry its tags by their new names."""


async def catch_up(
    session: AsyncSession, conversation: Conversation, renamings: Sequence[CatalogueChange], *, now: datetime
) -> None:
    """Let a locked conversation carry its tags by the names they go by now, and its bulk work be undone by them.

    Only an open one notes it: its card shows its tags. Twice changes nothing.
    """
    tags = catalogue.names_now(conversation.tags, renamings)
    version, gone = conversation.version, [each for each in conversation.tags if each not in tags]
    if not gone:
        return
    conversation.tags = tags
    for old in gone if conversation.closing is None else ():
        (new,) = catalogue.names_now([old], renamings)
        last = [each for each in renamings if each.facts["new"] == new][-1]
        by = await session.get(Member, last.by or "")
        note(session, conversation, Event.TAG_RENAMED, by=by, at=now, old=old, new=new)
    for part in await bulks.brought_to(session, conversation.id, version):
        before = part.before or {}
        part.version = conversation.version
        part.before = before | {"tags": catalogue.names_now(before.get("tags", []), renamings)}
