"""What can be searched for: the words of each message and note, kept in step with them by every flush."""

from collections.abc import Iterable
from datetime import datetime
from typing import Any

from sqlalchemy import ColumnElement, Connection, ForeignKey, Index, Text, delete, event, insert, select, text, update
from sqlalchemy.orm import Mapped, Session, UOWTransaction, attributes, mapped_column

from storage.tables.base import Base
from storage.tables.conversations import Conversation, Customer, Message, Note, Side
from storage.words import NOTE, author_word, words_in

LEXEMES = "array_to_tsvector(string_to_array(btrim(words), ' '))"
"""The words as PostgreSQL indexes them: exactly ours, without its own idea of what a word is."""


PLACE_BITS = 31
"""Of a place in SQLite's index, the bits that hold a row's id; those above hold the second in which it was said."""


class Findable(Base):
    """A message or a note that is there, with its words between spaces; the higher `id` came to the desk later.

    `words` hold the author's handle and name, too. `at` is when it was posted or noted, to the second. Nothing remains
    of what was deleted or let go.
    """

    __tablename__ = "findable"
    __table_args__ = (
        Index("ix_findable_words", text(LEXEMES), postgresql_using="gin").ddl_if(dialect="postgresql"),
        Index("ix_findable_at", "at", "id").ddl_if(dialect="postgresql"),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    conversation_id: Mapped[int] = mapped_column(ForeignKey("conversations.id"))
    message_id: Mapped[int | None] = mapped_column(ForeignKey("messages.id"), unique=True)
    note_id: Mapped[int | None] = mapped_column(ForeignKey("notes.id"), unique=True)
    at: Mapped[datetime]
    words: Mapped[str] = mapped_column(Text)


def place(row: str) -> str:
    """Where a trigger's `new` or `old` row stands in SQLite's index, which gives its rows back in this order alone."""
    return f"(CAST(strftime('%s', {row}.at) AS INTEGER) << {PLACE_BITS}) | {row}.id"


KEEP = f"INSERT INTO findable_words (rowid, words) VALUES ({place('new')}, new.words);"
DROP = f"INSERT INTO findable_words (findable_words, rowid, words) VALUES ('delete', {place('old')}, old.words);"
FULL_TEXT = (
    "CREATE VIRTUAL TABLE findable_words USING fts5 (words, content='', tokenize='ascii', detail='none', columnsize=0, "
    "prefix='2 3 4')",
    f"CREATE TRIGGER findable_added AFTER INSERT ON findable BEGIN {KEEP} END",
    f"CREATE TRIGGER findable_removed AFTER DELETE ON findable BEGIN {DROP} END",
    f"CREATE TRIGGER findable_changed AFTER UPDATE OF words, at ON findable BEGIN {DROP} {KEEP} END",
)
"""SQLite's index of the words. Its plainest tokenizer takes whatever stands between two spaces as it is."""


@event.listens_for(Findable.__table__, "after_create")
def lay_full_text(_table: Any, connection: Connection, **_more: Any) -> None:
    """Lay SQLite's index with the table."""
    for statement in FULL_TEXT if connection.dialect.name == "sqlite" else ():
        connection.exec_driver_sql(statement)


@event.listens_for(Findable.__table__, "before_drop")
def drop_full_text(_table: Any, connection: Connection, **_more: Any) -> None:
    """Drop it first."""
    if connection.dialect.name == "sqlite":
        connection.exec_driver_sql("DROP TABLE IF EXISTS findable_words")


@event.listens_for(Session, "after_flush")
def follow(session: Session, _flushed: UOWTransaction) -> None:
    """Keep what can be found in step with the messages and notes that were just written, changed or deleted."""
    new = [each for each in session.new if isinstance(each, Message | Note)]
    if new:
        add(session, new)
    for each in session.dirty:
        if isinstance(each, Message | Note) and has_changed(each):
            session.execute(delete(Findable).where(is_about(each))) if is_gone(each) else change(session, each)


def has_changed(one: Message | Note) -> bool:
    """Whether its words, or whether it is there, were changed by the flush."""
    return any(attributes.get_history(one, name).added for name in ("text", "deleted_at", "emptied_at"))


def add(session: Session, new: Iterable[Message | Note]) -> None:
    """Make these findable."""
    there = [each for each in new if not is_gone(each)]
    names = names_of(session, there)
    rows = [row_of(each, names.get(each.conversation_id, "")) for each in there]
    if rows:
        session.execute(insert(Findable), rows)


def change(session: Session, changed: Message | Note) -> None:
    """Find it by its present words, and no longer by those it had."""
    row = row_of(changed, names_of(session, [changed]).get(changed.conversation_id, ""))
    session.execute(update(Findable).where(is_about(changed)).values(words=row["words"]))


def names_of(session: Session, them: Iterable[Message | Note]) -> dict[int, str]:
    """What the customers of the conversations are called, besides their handles, by the conversation's number."""
    numbers = {each.conversation_id for each in them if isinstance(each, Message) and each.side is Side.CUSTOMER}
    if not numbers:
        return {}
    asked = select(Conversation.id, Customer.name).join(Customer, Customer.id == Conversation.customer_id)
    return {row[0]: row[1] for row in session.execute(asked.where(Conversation.id.in_(numbers)))}


def row_of(one: Message | Note, name: str) -> dict[str, Any]:
    """A message or note as it is found."""
    about: dict[str, Any] = {"conversation_id": one.conversation_id, "message_id": None, "note_id": None}
    if isinstance(one, Note):
        return about | {"note_id": one.id, "at": to_the_second(one.at), "words": spaced([*words_in(one.text), NOTE])}
    by = (one.author, name) if one.side is Side.CUSTOMER else (one.author,)
    words = [*words_in(" ".join((*by, one.text))), *(author_word(each) for each in by if each)]
    return about | {"message_id": one.id, "at": to_the_second(one.posted_at), "words": spaced(words)}


def to_the_second(moment: datetime) -> datetime:
    """A moment as finely as SQLite's index tells it, so that both databases order alike."""
    return moment.replace(microsecond=0)


def spaced(words: Iterable[str]) -> str:
    """The words with a space before and after each."""
    return f" {' '.join(words)} "


def is_gone(one: Message | Note) -> bool:
    """Whether it was deleted or let go, so that nothing may find it."""
    return one.deleted_at is not None or (isinstance(one, Message) and one.emptied_at is not None)


def is_about(one: Message | Note) -> ColumnElement[bool]:
    """The condition that a row is of this message or note."""
    return Findable.note_id == one.id if isinstance(one, Note) else Findable.message_id == one.id
