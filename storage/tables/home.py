"""Home tabs: who has opened theirs lately, and what it shows."""

from datetime import datetime

from sqlalchemy import String
from sqlalchemy.orm import Mapped, mapped_column

from storage.tables.base import Base


class Home(Base):
    """One person's Home tab; whoever never opened theirs has no row, and nothing is drawn for them.

    `version` is raised by each opening and by each thing its person does, `shown_version` is the one it shows.
    `digest` stands for what was drawn last, so that the same is not drawn again; `looked_at` is when it was compared.
    """

    __tablename__ = "homes"

    member: Mapped[str] = mapped_column(String(40), primary_key=True)
    opened_at: Mapped[datetime]
    version: Mapped[int] = mapped_column(default=1)
    shown_version: Mapped[int] = mapped_column(default=0)
    digest: Mapped[str] = mapped_column(String(64), default="")
    looked_at: Mapped[datetime | None]
