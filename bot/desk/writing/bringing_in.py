"""A file of clippings is brought in: what is new is added, what is there is changed, all of it or none."""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import datetime

from sqlalchemy.ext.asyncio import AsyncSession

from bot.clippings import Wording
from bot.desk.handling.catalogue import with_tags
from bot.desk.writing.clipping_articles import settle
from bot.desk.writing.clippings import change, in_one_line, keep, offer, sound
from bot.errors import Invalid
from bot.programme import Programme
from storage import clippings


@dataclass(frozen=True)
class BroughtIn:
    """What reading a file of clippings did, and the tags it names that the catalogue does not know."""

    added: int = 0
    changed: int = 0
    unknown_tags: tuple[str, ...] = ()


async def bring_in(
    session: AsyncSession, wordings: Sequence[Wording], *, now: datetime, programme: Programme
) -> BroughtIn:
    """Add the clippings of a file, and change those of the same name; others stay. Reading it twice changes nothing.

    A retired one that the file names is offered again. Tags that the catalogue does not know are left out, save those
    that a clipping has already. Raises Invalid, naming the clipping; then nothing is to be committed.
    """
    with_catalogue = await with_tags(session, programme)
    catalogue = {each.name.casefold() for each in with_catalogue.tags}
    there = await clippings.named(session)
    before, changed, unknown = len(there), 0, dict[str, None]()
    for wording in wordings:
        clipping = there.get(in_one_line(wording.name).casefold())
        present = clipping.tags if clipping is not None else []
        known = {*catalogue, *(each.casefold() for each in present)}
        unknown |= dict.fromkeys(each for each in wording.tags if each.casefold() not in known)
        fitting = replace(wording, tags=tuple(each for each in wording.tags if each.casefold() in known))
        try:
            checked = sound(fitting, with_catalogue, present=present)
        except Invalid as error:
            raise Invalid(f"“{wording.name}”: {error}") from error
        if clipping is None:
            there[checked.name.casefold()] = await keep(session, checked, by=None, now=now)
            continue
        was_changed = change(session, clipping, checked, by=None, now=now)
        was_offered = offer(session, clipping, by=None, now=now)
        await settle(session, clipping, now=now)
        changed += was_changed or was_offered
    return BroughtIn(added=len(there) - before, changed=changed, unknown_tags=tuple(unknown))
