"""clippings.toml: reading and writing the saved replies as a file that people can read and translate."""

import json
import tomllib
from collections.abc import Iterable
from contextlib import suppress
from datetime import datetime
from pathlib import Path

from pydantic import BaseModel, ConfigDict, ValidationError
from sqlalchemy.exc import IntegrityError

from bot.clippings import Wording
from bot.desk.writing import bringing_in
from bot.desk.writing.bringing_in import BroughtIn
from bot.desk.writing.clippings import wording_of
from bot.desk_file import broken, wrong
from bot.errors import Invalid, Misconfigured
from bot.programme import Programme
from storage import clippings as questions
from storage.db import Database

SHIPPED = "clippings.toml"
"""The file beside desk.toml with the clippings that a new desk begins with."""


async def lay_first(database: Database, desk_file: Path, programme: Programme, *, now: datetime) -> None:
    """Bring in the shipped clippings where none was ever kept; where the file is missing, there are none.

    Raises Misconfigured with its mistakes.
    """
    path = desk_file.parent / SHIPPED
    async with database.reading() as session:
        if not path.exists() or await questions.there_are_any(session):
            return
    with suppress(IntegrityError):  # another process, started at the same moment, was quicker
        await bring_in(database, path, programme, now=now)


async def bring_in(database: Database, path: Path, programme: Programme, *, now: datetime) -> BroughtIn:
    """Bring in the clippings of a file, all or none. Raises Misconfigured with its mistakes."""
    wordings = read(path)
    try:
        async with database.writing() as session:
            return await bringing_in.bring_in(session, wordings, now=now, programme=programme)
    except Invalid as error:
        raise Misconfigured(f"{path.name} {error}") from error


async def take_out(database: Database) -> str:
    """All clippings that are offered, as the text of a file."""
    async with database.reading() as session:
        return written([wording_of(each) for each in await questions.everything(session)])


class Entry(BaseModel):
    """One clipping of the file."""

    model_config = ConfigDict(extra="forbid", strict=True)

    name: str
    category: str
    tags: list[str] = []
    words: list[str] = []
    article: str = ""
    texts: dict[str, str]


class File(BaseModel):
    """The whole file."""

    model_config = ConfigDict(extra="forbid", strict=True)

    clippings: list[Entry] = []


def read(path: Path) -> list[Wording]:
    """The clippings of a file. Raises Misconfigured with every mistake, each with its line."""
    try:
        raw = path.read_text(encoding="utf-8")
    except (OSError, UnicodeDecodeError) as error:
        raise Misconfigured(f"{path} cannot be read: {error}") from error
    try:
        file = File.model_validate(tomllib.loads(raw))
    except tomllib.TOMLDecodeError as error:
        raise Misconfigured(f"{path.name} {broken(raw, str(error))}") from error
    except ValidationError as error:
        raise Misconfigured("\n".join(f"{path.name} {each}" for each in wrong(raw, error, File))) from error
    return [
        Wording(each.name, each.category, each.texts, tuple(each.tags), tuple(each.words), each.article)
        for each in file.clippings
    ]


def written(wordings: Iterable[Wording]) -> str:
    """Clippings as the text of a file that `read` takes."""
    return "\n".join(map(entry, wordings))


def entry(wording: Wording) -> str:
    """One clipping as TOML. A JSON string without escaped letters is a TOML string, except for DEL."""
    lines = ["[[clippings]]", f"name = {quoted(wording.name)}", f"category = {quoted(wording.category)}"]
    lines += [f"{key} = [{', '.join(map(quoted, some))}]" for key, some in listed(wording) if some]
    lines += [f"article = {quoted(wording.article)}"] if wording.article else []
    lines += ["[clippings.texts]", *(f"{code} = {quoted(text)}" for code, text in wording.texts.items())]
    return "\n".join(lines) + "\n"


def listed(wording: Wording) -> list[tuple[str, tuple[str, ...]]]:
    """What a clipping has several of."""
    return [("tags", wording.tags), ("words", wording.words)]


def quoted(text: str) -> str:
    """A text in quotation marks."""
    return json.dumps(text, ensure_ascii=False).replace("\x7f", "\\u007f")
