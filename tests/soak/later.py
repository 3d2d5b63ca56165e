"""The desk again, minutes later, in this process and by the sandbox's clock: people finish what is left."""

from collections import Counter
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from pathlib import Path

from sqlalchemy import func, select

from bot.app import App, build
from bot.demo import settings_for
from bot.programme import load
from sandbox.__main__ import addresses
from sandbox.server import Sandbox
from sandbox.slack.hands import Person
from storage.db import Database
from storage.tables import Reply, ReplyState
from tests.conftest import ROOT
from tests.soak.desk_process import until_stored

LATER = 400.0
"""Seconds after which every look at a timeline was made, and people may decide. Source: design.md, "Never repeat"."""


@asynccontextmanager
async def opened_later(sandbox: Sandbox, database: Database, chosen: Path) -> AsyncIterator[App]:
    """The desk, once it has had its last look for every reply; `chosen` is its desk.toml."""
    sandbox.clock.jump(LATER)
    address = database.url.render_as_string(hide_password=False)
    settings = settings_for(addresses(sandbox)["settings"], ROOT).model_copy(update={"database_url": address})
    app = await build(settings, load(chosen), clock=sandbox.clock)
    try:
        await app.start()
        await until_stored(lambda: all_looked_for(database), what="the last look")
        yield app
    finally:
        await app.stop()


async def send_again(database: Database, person: Person, room: str) -> int:
    """Somebody presses *Send again* on every reply of which nobody knows; how many those are, once all are out."""
    async with database.reading() as session:
        found = await session.execute(
            select(Reply.id, Reply.conversation_id).where(Reply.state == ReplyState.UNKNOWN).order_by(Reply.id)
        )
        unknown = found.all()
    for reply, number in unknown:
        assert (await person.command(room, f"/desk show {number}")).acknowledged
        shown = [each for each in person.messages(room) if each["is_ephemeral"]][-1]
        pressed = await person.click(room, shown["ts"], "reply:send_again", value=str(reply))
        assert pressed.acknowledged
    await until_stored(lambda: all_sent(database), what="the last reply")
    return len(unknown)


async def standings(database: Database) -> Counter[ReplyState]:
    """How many replies stand where."""
    async with database.reading() as session:
        found = await session.execute(select(Reply.state, func.count()).group_by(Reply.state))
        return Counter({row[0]: row[1] for row in found})


async def all_looked_for(database: Database) -> bool:
    """Whether no look at a timeline is due any more."""
    async with database.reading() as session:
        due = await session.scalar(select(func.count()).where(Reply.look_at.is_not(None)))
    return due == 0


async def all_sent(database: Database) -> bool:
    """Whether every reply is out."""
    return set(await standings(database)) == {ReplyState.SENT}
