"""Questions asked of the catalogue of tags, and the passing of a new name to wherever a tag is written down."""

from collections.abc import Sequence
from typing import Any

from sqlalchemy import select, update
from sqlalchemy.ext.asyncio import AsyncSession

from storage.listing import holds
from storage.tables import Bulk, BulkPart, CatalogueChange, CatalogueTag, Clipping, Conversation, SavedFilter, Sitting


async def changed_tags(session: AsyncSession) -> Sequence[CatalogueTag]:
    """Every tag that managers have added, changed or retired, by name."""
    return (await session.scalars(select(CatalogueTag).order_by(CatalogueTag.name))).all()


async def changes(session: AsyncSession, *, limit: int) -> Sequence[CatalogueChange]:
    """The newest so many lines of its history, the newest first."""
    return (await session.scalars(select(CatalogueChange).order_by(CatalogueChange.id.desc()).limit(limit))).all()


async def open_with(session: AsyncSession, tag: str) -> Sequence[Conversation]:
    """The open conversations that carry a tag, locked in the order of their numbers."""
    found = await session.scalars(
        select(Conversation)
        .where(holds(Conversation.tags, tag), Conversation.closed_at.is_(None))
        .order_by(Conversation.id)
        .with_for_update()
    )
    return found.all()


async def rename_in_closed(session: AsyncSession, old: str, new: str) -> None:
    """Write a tag's new name into the closed conversations that carry it; their cards do not show it."""
    rows = await session.execute(
        select(Conversation.id, Conversation.tags)
        .where(holds(Conversation.tags, old), Conversation.closed_at.is_not(None))
        .order_by(Conversation.id)
        .with_for_update()
    )
    renamed_rows = [{"id": number, "tags": renamed(tags, old, new)} for number, tags in rows]
    if renamed_rows:
        await session.execute(update(Conversation), renamed_rows)


async def rename_elsewhere(session: AsyncSession, old: str, new: str) -> None:
    """Write a tag's new name wherever else it stands: clippings, filters, sittings, and bulk work with its way back."""
    for clipping in await session.scalars(select(Clipping).where(holds(Clipping.tags, old))):
        clipping.tags = renamed(clipping.tags, old, new)
    for saved in await session.scalars(select(SavedFilter).where(holds(SavedFilter.asked, old))):
        saved.asked = renamed_in(saved.asked, old, new)
    for sitting in await session.scalars(select(Sitting).where(holds(Sitting.asked, old))):
        sitting.asked = renamed_in(sitting.asked, old, new)
    for part in await session.scalars(select(BulkPart).where(holds(BulkPart.before, old))):
        part.before = renamed_in(part.before or {}, old, new)
    await session.execute(update(Bulk).where(Bulk.act == "tag", Bulk.value == old).values(value=new))


def renamed_in(facts: dict[str, Any], old: str, new: str) -> dict[str, Any]:
    """The same facts, with the new name among their tags."""
    return facts | {"tags": renamed(facts["tags"], old, new)} if "tags" in facts else facts


def renamed(tags: Sequence[str], old: str, new: str) -> list[str]:
    """The same tags, one of them by another name."""
    return list(dict.fromkeys(new if each == old else each for each in tags))
