"""Filters that a member keeps under a name: saved, listed, taken away."""

from collections.abc import Mapping
from dataclasses import replace
from datetime import datetime

from sqlalchemy.ext.asyncio import AsyncSession

from bot.desk.finding.filtering import checked, title_of
from bot.desk.finding.filters import EVERYTHING, Filter, kept, restored
from bot.desk.handling.catalogue import knows_tags
from bot.desk.permissions import needs
from bot.desk.queues import words_for
from bot.errors import Invalid, NotFound
from bot.networks.base import Network
from bot.pictures.found import SavedPicture
from bot.programme import Programme
from storage import saved_filters
from storage.tables import Member, Role, SavedFilter

LONGEST = 40
MOST = 25
RESERVED = frozenset({"mine", "next", "skip", "stop"})
"""Words that stand for something else behind `/desk list` and `/desk play`."""


@needs(Role.BEGINNER)
@knows_tags
async def save(
    session: AsyncSession,
    name: str,
    asked: Filter,
    *,
    by: Member,
    now: datetime,
    programme: Programme,
    networks: Mapping[str, Network],
) -> SavedFilter:
    """Keep a filter under a name, by which its member lists and plays it; under a name they have used, in its place.

    Raises Invalid about `save` for what is no name, is a queue's, or asks for everything, and when there are 25; and
    refuses the filter itself as a list does.
    """
    name = " ".join(name.split())
    if not name or len(name) > LONGEST or ":" in name:
        raise Invalid(f"A name has at most {LONGEST} characters and no colon.", field="save")
    if name.casefold() in {*RESERVED, *(word for queue in programme.queues for word in words_for(queue))}:
        raise Invalid(f"“{name}” means something else already. Choose another name.", field="save")
    asked = await checked(session, asked, by=by, programme=programme, networks=networks)
    if asked == EVERYTHING:
        raise Invalid("Choose what to filter by first.", field="save")
    own = await saved_filters.of_member(session, by.id)
    same = next((each for each in own if each.name.casefold() == name.casefold()), None)
    if same is not None:
        same.name, same.asked, same.at = name, kept(asked), now
        return same
    if len(own) >= MOST:
        raise Invalid(f"You have {MOST} filters. `/desk filters` takes one away.", field="save")
    new = SavedFilter(by=by.id, name=name, asked=kept(asked), at=now)
    session.add(new)
    await session.flush()
    return new


@needs(Role.BEGINNER)
async def saved(
    session: AsyncSession, *, by: Member, programme: Programme, networks: Mapping[str, Network]
) -> tuple[SavedPicture, ...]:
    """One's own filters, by name."""
    own = await saved_filters.of_member(session, by.id)
    return tuple(SavedPicture(each.id, each.name, title_of(restored(each.asked), programme, networks)) for each in own)


@needs(Role.BEGINNER)
async def filter_numbered(session: AsyncSession, number: int, *, by: Member) -> Filter:
    """One of one's own filters. Raises NotFound for anybody else's."""
    return replace(EVERYTHING, saved=(await own_one(session, number, by)).name)


@needs(Role.BEGINNER)
async def take_away(session: AsyncSession, number: int, *, by: Member) -> None:
    """Keep one of one's own filters no longer. Raises NotFound for anybody else's, and when it is gone."""
    await session.delete(await own_one(session, number, by))


async def own_one(session: AsyncSession, number: int, by: Member) -> SavedFilter:
    """One of a member's own filters. Raises NotFound for anybody else's."""
    found = await session.get(SavedFilter, number)
    if found is None or found.by != by.id:
        raise NotFound("This filter is gone. `/desk filters` shows those you have.")
    return found
