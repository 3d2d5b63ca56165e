"""A file of clippings is brought in: what is new is added, what is there is changed, all of it or none."""

from collections.abc import Sequence
from dataclasses import replace
from datetime import datetime

from sqlalchemy.ext.asyncio import AsyncSession

from bot.clippings import BroughtIn, InFile, Wording
from bot.desk.handling.catalogue import with_tags
from bot.desk.permissions import needs
from bot.desk.writing.clipping_articles import settle
from bot.desk.writing.clippings import change, in_one_line, keep, offer, sound
from bot.errors import Invalid, Mistaken
from bot.programme import Programme
from storage import clippings
from storage.tables import Member, Role


@needs(Role.MANAGER)
async def import_(
    session: AsyncSession, file: Sequence[InFile], *, by: Member, now: datetime, programme: Programme
) -> BroughtIn:
    """A manager brings in a file, as `bring_in` does; the history of each clipping names them."""
    return await bring_in(session, file, by=by, now=now, programme=programme)


async def bring_in(
    session: AsyncSession, file: Sequence[InFile], *, by: Member | None, now: datetime, programme: Programme
) -> BroughtIn:
    """Add the clippings of a file, and change those of the same name; others stay. Reading it twice changes nothing.

    A retired one that the file names is offered again. Tags that the catalogue does not know are left out, save those
    that a clipping has already. Raises Mistaken with every clipping that cannot be kept; then nothing is to be
    committed.
    """
    with_catalogue = await with_tags(session, programme)
    catalogue = {each.name.casefold() for each in with_catalogue.tags}
    there = await clippings.named(session)
    mistakes, unknown, read = list[str](), dict[str, None](), dict[str, int]()
    new, changed = list[Wording](), 0
    for each in file:
        wording, name = each.wording, in_one_line(each.wording.name).casefold()
        clipping = there.get(name)
        present = clipping.tags if clipping is not None else []
        known = {*catalogue, *(tag.casefold() for tag in present)}
        unknown |= dict.fromkeys(tag for tag in wording.tags if tag.casefold() not in known)
        fitting = replace(wording, tags=tuple(tag for tag in wording.tags if tag.casefold() in known))
        try:
            checked = sound(fitting, with_catalogue, present=present)
            if name in read:
                raise Invalid(f"The same name stands on line {read[name]} already.")
        except Invalid as error:
            mistakes.append(f"line {each.line}: “{wording.name}”: {error}")
            continue
        read[name] = each.line
        if clipping is None:
            new.append(checked)
            continue
        was_changed = change(session, clipping, checked, by=by, now=now)
        was_offered = offer(session, clipping, by=by, now=now)
        await settle(session, clipping, now=now)
        changed += was_changed or was_offered
    if mistakes:
        raise Mistaken(mistakes)
    await keep(session, *new, by=by, now=now)
    return BroughtIn(len(new), changed, len(file) - len(new) - changed, tuple(unknown))
