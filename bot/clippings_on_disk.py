"""The file of clippings on this machine: brought in at a first start and by command, and written by command."""

from contextlib import suppress
from datetime import datetime
from pathlib import Path

from sqlalchemy.exc import IntegrityError

from bot.clippings import BroughtIn
from bot.clippings_file import NAME, misconfigured, read
from bot.desk.writing import bringing_in, taking_out
from bot.errors import Mistaken
from bot.programme import Programme
from storage import clippings as questions
from storage.db import Database


async def lay_first(database: Database, desk_file: Path, programme: Programme, *, now: datetime) -> None:
    """Bring in the shipped clippings, which stand beside desk.toml, where none was ever kept; where the file is
    missing, there are none.

    Raises Misconfigured with its mistakes.
    """
    path = desk_file.parent / NAME
    async with database.reading() as session:
        if not path.exists() or await questions.there_are_any(session):
            return
    with suppress(IntegrityError):  # another process, started at the same moment, was quicker
        await bring_in(database, path, programme, now=now)


async def bring_in(database: Database, path: Path, programme: Programme, *, now: datetime) -> BroughtIn:
    """Bring in the clippings of a file, all or none. Raises Misconfigured with its mistakes."""
    clippings = read(path)
    try:
        async with database.writing() as session:
            return await bringing_in.bring_in(session, clippings, by=None, now=now, programme=programme)
    except Mistaken as error:
        raise misconfigured(path, error) from error


async def take_out(database: Database) -> str:
    """All clippings that are offered, as the text of a file."""
    async with database.reading() as session:
        return await taking_out.take_out(session)
