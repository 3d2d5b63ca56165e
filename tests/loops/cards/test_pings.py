"""Private messages: one that cannot be drawn or delivered never holds up the others."""

from collections.abc import Sequence
from typing import Any

from sqlalchemy import select

from bot.desk.notices import tell
from bot.loops.pings import PAUSES, Pings
from storage.tables import Notice
from tests.loops.cards.gallery import Gallery


def pings_of(gallery: Gallery) -> Pings:
    """The loop that delivers."""
    return Pings(
        database=gallery.world.database,
        programme=gallery.world.programme,
        networks=gallery.world.networks,
        gateway=gallery.gateway,
        clock=gallery.world.clock,
        alarm=gallery.alarm,
    )


async def owed(gallery: Gallery) -> Sequence[Notice]:
    """All notices, oldest first."""
    async with gallery.world.database.reading() as session:
        return (await session.scalars(select(Notice).order_by(Notice.id))).all()


async def test_one_that_breaks_is_parked_at_last_and_the_others_are_delivered(gallery: Gallery) -> None:
    now = gallery.world.clock.now()
    unreadable: Any = ["written by other code"]
    async with gallery.world.database.writing() as session:
        session.add(Notice(to="U0ANA", kind="ping", facts=unreadable, urgent=True, due_at=now))
        tell(session, "U0ANA", "text", now=now, text="Hello")
    loop = pings_of(gallery)
    await loop.round()
    broken, fine = await owed(gallery)
    assert fine.sent_at is not None
    assert (broken.sent_at, broken.tries) == (None, 1)
    for pause in PAUSES:
        gallery.world.clock.forward(seconds=int(pause.total_seconds()) + 1)
        await loop.round()
    broken, _ = await owed(gallery)
    assert "AttributeError" in (broken.parked or "")
    assert gallery.alarms
