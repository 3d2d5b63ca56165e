"""What colleagues are called, where an id would ping them or would not be read; and what our accounts are called."""

import re
from collections.abc import Mapping

from sqlalchemy.ext.asyncio import AsyncSession

from bot.desk.permissions import needs
from bot.networks.base import Network
from bot.pictures.conversations import HistoryPicture
from bot.programme import Programme
from storage import members
from storage.db import Database
from storage.tables import Member, Role

MENTION = re.compile(r"<@(\w+)>")


@needs(Role.BEGINNER)
async def names_in(session: AsyncSession, picture: HistoryPicture, *, by: Member) -> Mapping[str, str]:
    """The names of everybody in a diary, by Slack id."""
    ids = {each.by for each in picture.events if each.by}
    ids |= {fact for each in picture.events for fact in each.facts.values() if isinstance(fact, str)}
    ids |= {each for event in picture.events for each in MENTION.findall(event.note or "")}
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


def account_called(handle: str, programme: Programme, networks: Mapping[str, Network]) -> str:
    """What people call an account of ours: @FirefoxSupport, and in a store, which knows no handles, its app's name."""
    account = next((each for each in programme.accounts if each.handle == handle), None)
    network = networks.get(account.network) if account is not None else None
    if account is None or network is None or network.capabilities.handles:
        return f"@{handle}"
    return account.label or handle
