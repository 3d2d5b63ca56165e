"""The catalogue of tags: desk.toml's, with what managers have added and changed, without what they have retired."""

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any, TypeVar

from sqlalchemy.ext.asyncio import AsyncSession

from bot.desk.finding.nearest import one_of
from bot.desk.handling.tag_names import as_kept
from bot.desk.permissions import needs
from bot.errors import Invalid
from bot.pictures.found import ChangedTag
from bot.programme import Programme, Tag
from bot.text import clean_line
from storage import catalogue
from storage.tables import CatalogueChange, CatalogueTag, Member, Role

Verb = TypeVar("Verb", bound=Callable[..., Any])

KNOWS = "__knows_tags__"
LONGEST = 75
"""Characters of a name or a hint: what a choice in one of Slack's menus holds."""

MOST = 500
MOST_CHANGES = 80


def knows_tags(verb: Verb) -> Verb:
    """Mark a verb that is about tags: at one question more, it is handed the catalogue as it stands."""
    setattr(verb, KNOWS, True)
    return verb


async def with_tags(session: AsyncSession, programme: Programme, *, retired: bool = False) -> Programme:
    """The programme with the catalogue as it stands; with the `retired` ones, too, for what they still stand on."""
    changed = await catalogue.changed_tags(session)
    return as_kept(programme, changed, retired=retired) if changed else programme


@dataclass(frozen=True)
class Catalogue:
    """The tags that are offered, those that are not any more, and whether its reader may change that."""

    tags: tuple[Tag, ...]
    retired: tuple[str, ...]
    keeps: bool

    @property
    def names(self) -> list[str]:
        """What is offered."""
        return [each.name for each in self.tags]

    @property
    def hints(self) -> dict[str, str]:
        """When a tag is right, for those of which somebody said so."""
        return {each.name: each.hint for each in self.tags if each.hint}


@needs(Role.BEGINNER)
@knows_tags
async def tags(session: AsyncSession, *, by: Member, programme: Programme) -> Catalogue:
    """The catalogue as it stands."""
    retired = [each.name for each in await catalogue.changed_tags(session) if each.retired_at is not None]
    return Catalogue(programme.tags, tuple(retired), by.role.reaches(Role.MANAGER))


@needs(Role.BEGINNER)
@knows_tags
async def as_it_stands(session: AsyncSession, *, by: Member, programme: Programme) -> Programme:
    """The programme with the catalogue as it stands."""
    return programme


@needs(Role.MANAGER)
async def history(session: AsyncSession, *, by: Member) -> tuple[ChangedTag, ...]:
    """Who changed what about the catalogue, the newest first."""
    changes = await catalogue.changes(session, limit=MOST_CHANGES)
    return tuple(ChangedTag(each.kind, each.tag, became(each.facts), each.by, each.at) for each in changes)


def became(facts: Mapping[str, Any]) -> str:
    """What a tag became by a change, in words; empty when the change's kind says it all."""
    words = {"new": "{}", "hint": "hint “{}”", "closes_as": "closes as “{}”", "checklist": "checklist “{}”"}
    said = ((words[name], value) for name, value in facts.items() if name in words)
    return ", ".join(form.format(" / ".join(value) if isinstance(value, list) else value) for form, value in said)


@needs(Role.MANAGER)
@knows_tags
async def change(
    session: AsyncSession,
    *,
    add: str = "",
    hint: str = "",
    retire: Iterable[str] = (),
    bring_back: Iterable[str] = (),
    by: Member,
    now: datetime,
    programme: Programme,
) -> None:
    """Add a tag with a hint when it is right, offer some no more, and some again.

    A retired tag stays where it is set, and rules of desk.toml go on setting it; added anew it is offered again, with
    the hint if there is one. Raises Invalid about `add`, also for a hint alone, `retire` or `back`, with the nearest.
    """
    if hint.strip() and not add.strip():
        raise Invalid("Which tag is it? To say it of one that is there, use Change a tag.", field="add")
    rows = {each.name.casefold(): each for each in await catalogue.changed_tags(session)}
    offered = [each.name for each in programme.tags]
    for each in [one_of(each, offered, what="tag", field="retire") for each in retire]:
        row = rows.get(each.casefold()) or CatalogueTag(name=each)
        row.retired_by, row.retired_at = by.id, now
        session.add(row)
        keep_in_mind(session, "retired", each, by=by, now=now)
    gone = [each.name for each in rows.values() if each.retired_at is not None]
    for each in [one_of(each, gone, what="retired tag", field="back") for each in bring_back]:
        offer_again(rows[each.casefold()])
        keep_in_mind(session, "brought back", each, by=by, now=now)
    if add.strip():
        name = fitting(add, offered)
        must_be_free(name, rows.values())
        await must_have_settled(session, name, of=name, field="add")
        kept = rows.get(name.casefold()) or CatalogueTag(name=name, hint="", added_by=by.id, added_at=now)
        session.add(kept)
        offer_again(kept)
        said = {"hint": clean_line(hint, LONGEST)} if hint.strip() else {}
        kept.hint = said.get("hint", kept.hint)
        keep_in_mind(session, "added", name, by=by, now=now, **said)


def offer_again(row: CatalogueTag) -> None:
    """Offer a retired tag again."""
    row.retired_by = row.retired_at = None


def keep_in_mind(
    session: AsyncSession, kind: str, tag: str, *, by: Member, now: datetime, **facts: Any
) -> CatalogueChange:
    """Write a line of the catalogue's history."""
    line = CatalogueChange(kind=kind, tag=tag, by=by.id, at=now, facts=facts)
    session.add(line)
    return line


def must_be_free(name: str, changed: Iterable[CatalogueTag], *, field: str = "add") -> None:
    """Raise Invalid for what desk.toml calls a tag that goes by another name: its rules set that one."""
    other = next((each for each in changed if each.filed and each.filed.casefold() == name.casefold()), None)
    if other is not None:
        raise Invalid(f"That is what desk.toml calls “{other.name}”. Rename that one, or choose another.", field=field)


def fitting(name: str, offered: Iterable[str], *, field: str = "add") -> str:
    """A name that can be added, tidied. Raises Invalid about `field` for one that cannot, or is there."""
    tidy = clean_line(name)
    if not tidy or len(tidy) > LONGEST or "," in tidy or ":" in tidy or tidy.startswith(("-", "+")):
        raise Invalid(f"A tag has at most {LONGEST} characters, no comma, no colon, and no - or + first.", field=field)
    offered = list(offered)
    if len(offered) >= MOST:
        raise Invalid(f"The catalogue has {MOST} tags, more than anybody reads. Retire some first.", field=field)
    if tidy.casefold() in {each.casefold() for each in offered}:
        raise Invalid(f"“{tidy}” is in the catalogue already.", field=field)
    return tidy


async def must_have_settled(session: AsyncSession, name: str, *, of: str, field: str) -> None:
    """Raise Invalid for a name that another tag has just given up and that still stands on conversations."""
    (now_called,) = catalogue.names_now([clean_line(name)], await catalogue.renamings(session))
    if now_called not in {clean_line(name), of}:
        raise Invalid(f"“{name}” is becoming “{now_called}” just now. Try again in a few minutes.", field=field)
