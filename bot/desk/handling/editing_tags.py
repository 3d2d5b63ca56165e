"""Changing one tag of the catalogue: its name, wherever it stands, and what it says, proposes and asks."""

from collections.abc import Iterable
from datetime import datetime
from typing import Any

from sqlalchemy.ext.asyncio import AsyncSession

from bot.desk.finding.nearest import one_of
from bot.desk.handling.catalogue import LONGEST, fitting, keep_in_mind, knows_tags, must_be_free, must_have_settled
from bot.desk.handling.closing import reason_named
from bot.desk.permissions import needs
from bot.errors import Invalid
from bot.programme import Programme, Tag
from bot.text import clean_line
from storage import catalogue
from storage.tables import CatalogueTag, Member, Role

MOST_LINES = 10
LONGEST_LINE = 150


@needs(Role.MANAGER)
@knows_tags
async def edit(
    session: AsyncSession,
    tag: str,
    *,
    name: str | None = None,
    hint: str | None = None,
    closes_as: str | None = None,
    checklist: Iterable[str] | None = None,
    by: Member,
    now: datetime,
    programme: Programme,
) -> Tag:
    """Change a tag; None leaves a thing as it is, "" and an empty checklist take it away. The same changes nothing.

    A new name is written wherever the old one stands: on clippings and filters at once, on conversations and what can
    be taken back soon after; and rules of desk.toml set it from now on. Raises Invalid about `tag`, `name`, `hint`,
    `closes_as` or `checklist`.
    """
    offered = {each.name: each for each in programme.tags}
    present = offered[one_of(tag, offered, what="tag", field="tag")]
    row = next((each for each in await catalogue.changed_tags(session) if each.name == present.name), None)
    if row is None:
        row = CatalogueTag(name=present.name)
    said: dict[str, Any] = {}
    if hint is not None and clean_line(hint, LONGEST) != present.hint:
        said["hint"] = clean_line(hint, LONGEST)
    if closes_as is not None and closes_as != (present.closes_as or ""):
        said["closes_as"] = reason_of(closes_as, programme)
    if checklist is not None and (lines := lines_of(checklist)) != list(present.checklist):
        said["checklist"] = lines
    for key, value in said.items():
        setattr(row, key, value)
    if said:
        session.add(row)
        keep_in_mind(session, "changed", present.name, by=by, now=now, **said)
    if name is not None and clean_line(name) != present.name:
        await rename(session, row, name, by=by, now=now, programme=programme)
    return Tag(name=row.name)


async def rename(
    session: AsyncSession, row: CatalogueTag, name: str, *, by: Member, now: datetime, programme: Programme
) -> None:
    """Give a tag another name, in the catalogue and in what is few; `renaming` writes it on conversations later."""
    old = row.name
    await must_have_settled(session, name, of=old, field="name")
    changed = await catalogue.changed_tags(session)
    taken = [each.name for each in changed] + [each.name for each in programme.tags]
    others = {each for each in taken if each.casefold() != old.casefold()}
    new = fitting(name, others, field="name")
    must_be_free(new, (each for each in changed if each is not row), field="name")
    if row.filed is None and row.added_at is None:
        row.filed = old
    elif row.filed == new:
        row.filed = None
    row.name = new
    session.add(row)
    await catalogue.rename_elsewhere(session, old, new)
    keep_in_mind(session, "renamed", old, by=by, now=now, new=new).reached = 0


def reason_of(closes_as: str, programme: Programme) -> str:
    """The reason for closing that it proposes, as desk.toml writes it; empty for none. Raises Invalid."""
    if not closes_as:
        return ""
    try:
        return reason_named(closes_as, programme).name
    except Invalid as error:
        raise Invalid(str(error), field="closes_as") from error


def lines_of(checklist: Iterable[str]) -> list[str]:
    """The lines that are to be read before answering, tidied. Raises Invalid when they are too many or too long."""
    lines = [tidy for each in checklist if (tidy := clean_line(each))]
    if len(lines) > MOST_LINES or any(len(each) > LONGEST_LINE for each in lines):
        raise Invalid(
            f"A checklist has at most {MOST_LINES} lines of {LONGEST_LINE} characters: more nobody reads.",
            field="checklist",
        )
    return lines
