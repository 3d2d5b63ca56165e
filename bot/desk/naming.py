"""What colleagues are called, where an id would ping them or would not be read."""

import re
from collections.abc import Mapping

from sqlalchemy.ext.asyncio import AsyncSession

from bot.desk.permissions import needs
from bot.pictures import HistoryPicture
from storage import members
from storage.db import Database
from storage.tables import Member, Role

MENTION = re.compile(r"<@(\w+)>")


@needs(Role.BEGINNER)
async def names_in(session: AsyncSession, picture: HistoryPicture, *, by: Member) -> Mapping[str, str]:
    """The names of everybody in a diary, by Slack id."""
    ids = {each.by for each in picture.events if each.by}
    ids |= {fact for each in picture.events for fact in each.facts.values() if isinstance(fact, str)}
    return await members.names_of(session, sorted(ids))


async def in_plain_words(sentence: str, database: Database) -> str:
    """A sentence of ours for a place that knows no markup: names instead of ids, and no marks.

    One that names nobody needs no database, which may be what it tells of.
    """
    ids = MENTION.findall(sentence)
    names: Mapping[str, str] = {}
    if ids:
        async with database.reading() as session:
            names = await members.names_of(session, ids)
    return MENTION.sub(lambda each: names.get(each[1], "Somebody else"), sentence).replace("`", "")
