"""What members were writing to customers and have not sent."""

from datetime import datetime
from typing import Any

from sqlalchemy import ForeignKey, String, Text
from sqlalchemy.orm import Mapped, mapped_column

from storage.tables.base import Base, word
from storage.tables.sending import Afterwards


class SavedDraft(Base):
    """What one member has written in one conversation and has not sent; nobody else sees it.

    `text` is as they typed it, the rest as they chose it in the form; `clipping_id` is what it was begun from, `values`
    what they gave for its own placeholders, `attached` the file that goes with it. `at` is when it last changed.
    """

    __tablename__ = "drafts"

    conversation_id: Mapped[int] = mapped_column(ForeignKey("conversations.id"), primary_key=True)
    by: Mapped[str] = mapped_column(String(40), primary_key=True, index=True)
    text: Mapped[str] = mapped_column(Text)
    afterwards: Mapped[Afterwards] = mapped_column(word(Afterwards), default=Afterwards.NOTHING)
    close_reason: Mapped[str | None] = mapped_column(String(60))
    close_link: Mapped[str | None] = mapped_column(Text)
    clipping_id: Mapped[int | None] = mapped_column(ForeignKey("clippings.id"))
    values: Mapped[dict[str, Any]] = mapped_column(default=dict)
    attached: Mapped[dict[str, Any]] = mapped_column(default=dict)
    at: Mapped[datetime]
