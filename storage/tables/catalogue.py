"""What managers have changed about the catalogue of tags; its origin is desk.toml."""

from datetime import datetime
from typing import Any

from sqlalchemy import JSON, Index, String, text
from sqlalchemy.orm import Mapped, mapped_column

from storage.tables.base import Base


class CatalogueTag(Base):
    """A tag that was added, changed, or is offered no more; by whom and when. Those of desk.toml need no row.

    `filed` is what desk.toml calls it, where that is another name; it stands once, so that of two new names for one tag
    at the same moment one holds. Of `hint`, `closes_as` and `checklist` None says: as desk.toml has it.
    """

    __tablename__ = "catalogue_tags"

    name: Mapped[str] = mapped_column(String(75), primary_key=True)
    filed: Mapped[str | None] = mapped_column(String(75), unique=True)
    hint: Mapped[str | None] = mapped_column(String(75))
    closes_as: Mapped[str | None] = mapped_column(String(60))
    checklist: Mapped[list[str] | None] = mapped_column(JSON(none_as_null=True))
    added_by: Mapped[str | None] = mapped_column(String(40))
    added_at: Mapped[datetime | None]
    retired_by: Mapped[str | None] = mapped_column(String(40))
    retired_at: Mapped[datetime | None]


class CatalogueChange(Base):
    """One line of the catalogue's history: who did what to which tag, by the name it had then.

    `reached` is, of a new name, the number of the conversation up to which it is written on the closed ones; None once
    it stands on all.
    """

    __tablename__ = "catalogue_changes"
    __table_args__ = (
        Index(
            "ix_catalogue_changes_under_way",
            "id",
            sqlite_where=text("reached IS NOT NULL"),
            postgresql_where=text("reached IS NOT NULL"),
        ),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    kind: Mapped[str] = mapped_column(String(20))
    tag: Mapped[str] = mapped_column(String(75))
    by: Mapped[str | None] = mapped_column(String(40))
    at: Mapped[datetime]
    facts: Mapped[dict[str, Any]] = mapped_column(default=dict)
    reached: Mapped[int | None]
