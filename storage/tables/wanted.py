"""Posts that a person wants on the desk, until they are there or cannot be."""

from datetime import datetime

from sqlalchemy import Index, String, text
from sqlalchemy.orm import Mapped, mapped_column

from storage.tables.base import Base


class WantedPost(Base):
    """A post somebody pointed at, or wants tried again; who asked hears what became of it.

    `try_at` is when it is read next, `tries` how often that failed. `outcome` is a word for what became of it.
    """

    __tablename__ = "wanted_posts"
    __table_args__ = (
        Index(
            "ix_wanted_posts_due",
            "try_at",
            sqlite_where=text("done_at IS NULL"),
            postgresql_where=text("done_at IS NULL"),
        ),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    network: Mapped[str] = mapped_column(String(40))
    external_id: Mapped[str] = mapped_column(String(200))
    by: Mapped[str] = mapped_column(String(40))
    asked_at: Mapped[datetime]
    try_at: Mapped[datetime]
    tries: Mapped[int] = mapped_column(default=0)
    done_at: Mapped[datetime | None]
    outcome: Mapped[str] = mapped_column(String(40), default="")
