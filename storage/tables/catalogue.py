"""What managers have changed about the catalogue of tags; its origin is desk.toml."""

from datetime import datetime

from sqlalchemy import String
from sqlalchemy.orm import Mapped, mapped_column

from storage.tables.base import Base


class CatalogueTag(Base):
    """A tag that was added, or that is offered no more; by whom and when. Those of desk.toml need no row."""

    __tablename__ = "catalogue_tags"

    name: Mapped[str] = mapped_column(String(75), primary_key=True)
    hint: Mapped[str] = mapped_column(String(75), default="")
    added_by: Mapped[str | None] = mapped_column(String(40))
    added_at: Mapped[datetime | None]
    retired_by: Mapped[str | None] = mapped_column(String(40))
    retired_at: Mapped[datetime | None]
