"""Questions asked of the catalogue of tags, and the passing of a new name to wherever a tag is written down."""

from collections.abc import Sequence
from typing import Any

from sqlalchemy import func, select, update
from sqlalchemy.ext.asyncio import AsyncSession

from storage.listing import holds
from storage.tables import Bulk, CatalogueChange, CatalogueTag, Clipping, Conversation, SavedFilter, Sitting

LOOKED_AT_ONCE = 500
"""Conversations, closed ones too, that one transaction goes through."""


async def changed_tags(session: AsyncSession) -> Sequence[CatalogueTag]:
    """Every tag that managers have added, changed or retired, by name."""
    return (await session.scalars(select(CatalogueTag).order_by(CatalogueTag.name))).all()


async def changes(session: AsyncSession, *, limit: int) -> Sequence[CatalogueChange]:
    """The newest so many lines of its history, the newest first."""
    return (await session.scalars(select(CatalogueChange).order_by(CatalogueChange.id.desc()).limit(limit))).all()


async def renamings(session: AsyncSession) -> Sequence[CatalogueChange]:
    """The new names that are not yet written on every conversation, the oldest first."""
    under_way = select(CatalogueChange).where(CatalogueChange.reached.is_not(None)).order_by(CatalogueChange.id)
    return (await session.scalars(under_way)).all()


async def open_with(session: AsyncSession, tag: str, *, limit: int) -> Sequence[Conversation]:
    """The first so many open conversations that carry a tag, locked in the order of their numbers."""
    is_open = Conversation.closed_at.is_(None)
    numbers = sorted(await session.scalars(select(Conversation.id).where(holds(Conversation.tags, tag), is_open)))
    some = select(Conversation).where(Conversation.id.in_(numbers[:limit]), is_open).order_by(Conversation.id)
    return (await session.scalars(some.with_for_update())).all()


async def next_stop(session: AsyncSession, after: int) -> int | None:
    """The number up to which the next conversations are looked at; None behind the last one."""
    some = select(Conversation.id).where(Conversation.id > after).order_by(Conversation.id).limit(LOOKED_AT_ONCE)
    last: int | None = await session.scalar(select(func.max(some.subquery().c.id)))
    return last


async def closed_with(session: AsyncSession, tag: str, *, after: int, until: int | None) -> Sequence[Conversation]:
    """The closed conversations with numbers in between that carry a tag, locked in the order of their numbers."""
    if until is None:
        return []
    found = await session.scalars(
        select(Conversation)
        .where(
            Conversation.id > after,
            Conversation.id <= until,
            Conversation.closed_at.is_not(None),
            holds(Conversation.tags, tag),
        )
        .order_by(Conversation.id)
        .with_for_update()
    )
    return found.all()


async def rename_elsewhere(session: AsyncSession, old: str, new: str) -> None:
    """Write a tag's new name into what is few and names tags: clippings, filters, open sittings, and bulk work."""
    for clipping in await session.scalars(select(Clipping).where(holds(Clipping.tags, old))):
        clipping.tags = renamed(clipping.tags, old, new)
    for saved in await session.scalars(select(SavedFilter).where(holds(SavedFilter.asked, old))):
        saved.asked = renamed_in(saved.asked, old, new)
    for sitting in await session.scalars(select(Sitting).where(Sitting.ended_at.is_(None), holds(Sitting.asked, old))):
        sitting.asked = renamed_in(sitting.asked, old, new)
    await session.execute(update(Bulk).where(Bulk.act == "tag", Bulk.value == old).values(value=new))


def renamed_in(facts: dict[str, Any], old: str, new: str) -> dict[str, Any]:
    """The same facts, with the new name among their tags."""
    return facts | {"tags": renamed(facts["tags"], old, new)} if "tags" in facts else facts


def renamed(tags: Sequence[str], old: str, new: str) -> list[str]:
    """The same tags, one of them by another name."""
    return list(dict.fromkeys(new if each == old else each for each in tags))


def names_now(tags: Sequence[str], renamings: Sequence[CatalogueChange]) -> list[str]:
    """The same tags by the names they go by after these changes, which come in their order."""
    names = list(tags)
    for each in renamings:
        names = renamed(names, each.tag, each.facts["new"])
    return names
