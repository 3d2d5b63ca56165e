"""The filters that members keep under a name of their own."""

from datetime import datetime
from typing import Any

from sqlalchemy import String, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column

from storage.tables.base import Base


class SavedFilter(Base):
    """One filter of one member; `asked` is what it asks for, without what it does not name."""

    __tablename__ = "saved_filters"
    __table_args__ = (UniqueConstraint("by", "name"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    by: Mapped[str] = mapped_column(String(40))
    name: Mapped[str] = mapped_column(String(40))
    asked: Mapped[dict[str, Any]] = mapped_column(default=dict)
    at: Mapped[datetime]
