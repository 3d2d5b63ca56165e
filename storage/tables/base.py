"""What all tables share: the declarative base, aware times and enumerations kept as words."""

from collections.abc import Collection
from datetime import UTC, datetime
from enum import StrEnum
from typing import Any

from sqlalchemy import JSON, ColumnElement, DateTime, Dialect, Enum, MetaData, bindparam
from sqlalchemy.orm import DeclarativeBase
from sqlalchemy.sql.operators import OperatorType
from sqlalchemy.types import TypeDecorator, TypeEngine

NAMES = {
    "ix": "ix_%(table_name)s_%(column_0_N_name)s",
    "uq": "uq_%(table_name)s_%(column_0_N_name)s",
    "ck": "ck_%(table_name)s_%(constraint_name)s",
    "fk": "fk_%(table_name)s_%(column_0_N_name)s",
    "pk": "pk_%(table_name)s",
}


class UtcDateTime(TypeDecorator[datetime]):
    """An aware time in UTC. SQLite hands back naive ones, so the zone is put back on reading."""

    impl = DateTime(timezone=True)
    cache_ok = True

    def process_bind_param(self, value: datetime | None, dialect: Dialect) -> datetime | None:
        """Refuse naive times, which would silently mean the machine's own zone."""
        if value is None:
            return None
        if value.tzinfo is None:
            raise ValueError("a time without a zone cannot be stored")
        return value.astimezone(UTC)

    def process_result_value(self, value: datetime | None, dialect: Dialect) -> datetime | None:
        """Give back an aware time in UTC."""
        if value is None:
            return None
        return value.replace(tzinfo=UTC) if value.tzinfo is None else value.astimezone(UTC)


class Base(DeclarativeBase):
    """The declarative base: constraint names are stated, so that migrations can name them."""

    metadata = MetaData(naming_convention=NAMES)
    type_annotation_map = {  # noqa: RUF012 - SQLAlchemy reads it from the class
        datetime: UtcDateTime(),
        dict[str, Any]: JSON(),
        list[str]: JSON(),
    }


class Word(Enum):
    """A StrEnum's value as text. What it is compared with stands in the statement itself, not among its parameters:
    SQLite reads a partial index such as `WHERE state = 'queued'` only for a condition that says so in as many words.
    """

    cache_ok = True

    class Comparator(Enum.Comparator):
        """Compares in words."""

        def operate(self, op: OperatorType, *other: Any, **more: Any) -> ColumnElement[Any]:
            """As every comparison, with members of the enumeration written out."""
            return super().operate(op, *(in_words(each, self.type) for each in other), **more)

    comparator_factory = Comparator


def in_words(value: Any, kind: TypeEngine[Any]) -> Any:
    """A member of an enumeration, or several, as they are written into a statement; anything else as it is."""
    if isinstance(value, StrEnum):
        return bindparam(None, value, type_=kind, unique=True, literal_execute=True)
    if isinstance(value, Collection) and value and all(isinstance(each, StrEnum) for each in value):
        return bindparam(None, list(value), type_=kind, unique=True, expanding=True, literal_execute=True)
    return value


def word(kind: type[StrEnum]) -> Word:
    """A column type that keeps a StrEnum's value as text and gives the member back."""
    return Word(kind, native_enum=False, length=40, values_callable=lambda members: [each.value for each in members])
