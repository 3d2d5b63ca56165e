"""Play mode's message: posted once whatever happens, and repainted as the conversation in it changes."""

from contextlib import suppress

from bot.desk.handling.claiming import claim
from bot.desk.handling.closing import close
from bot.desk.play.playing import go_on, play, stop
from bot.errors import Trouble
from bot.loops.sittings import Sittings
from sandbox.slack.messages import Message
from storage.tables import Sitting
from tests.loops.cards.gallery import Gallery, words


def loop_of(gallery: Gallery) -> Sittings:
    """The loop that draws, of a process that has just begun."""
    return Sittings(
        database=gallery.world.database,
        programme=gallery.world.programme,
        networks=gallery.world.networks,
        gateway=gallery.gateway,
        clock=gallery.world.clock,
        alarm=gallery.alarm,
    )


async def seen_by(gallery: Gallery, name: str) -> list[Message]:
    """Somebody's private messages."""
    channel = await gallery.gateway.direct(f"U0{name.upper()}")
    return list(gallery.sandbox.slack.messages(channel))


async def test_one_message_shows_the_whole_sitting(gallery: Gallery) -> None:
    world, loop = gallery.world, loop_of(gallery)
    first = await world.arrive("my tabs are gone", priority=5)
    await world.arrive("sync is stuck", customer="otto")
    sitting = await world.do(play, by="ana")
    await loop.round()
    (message,) = await seen_by(gallery, "ana")
    assert "my tabs are gone" in words(message)
    await world.do(close, first, reason="Resolved", by="ana")
    await loop.round()
    (message,) = await seen_by(gallery, "ana")
    assert "Resolved" in words(message)
    await world.do(go_on, sitting.id, by="ana")
    await loop.round()
    (message,) = await seen_by(gallery, "ana")
    assert "sync is stuck" in words(message)
    assert "my tabs are gone" not in words(message)
    await world.do(stop, sitting.id, by="ana")
    await loop.round()
    (message,) = await seen_by(gallery, "ana")
    assert "2 handed out" in words(message)
    assert "sync is stuck" not in words(message)


async def test_nothing_is_drawn_that_did_not_change(gallery: Gallery) -> None:
    world, loop = gallery.world, loop_of(gallery)
    number = await world.arrive()
    await world.do(play, by="ana")
    await loop.round()
    before = gallery.calls("chat.update")
    await loop.round()
    assert gallery.calls("chat.update") == before
    await world.do(claim, await world.arrive(customer="otto"), by="vito")
    await loop.round()
    assert gallery.calls("chat.update") == before
    await world.do(close, number, reason="Resolved", by="ana")
    await loop.round()
    assert gallery.calls("chat.update") == before + 1


async def test_a_message_whose_posting_was_interrupted_is_found_again(gallery: Gallery) -> None:
    world = gallery.world
    await world.arrive("my tabs are gone")
    sitting = await world.do(play, by="ana")
    await loop_of(gallery).round()
    async with world.database.writing() as session:
        stored = await session.get_one(Sitting, sitting.id)
        stored.ts = stored.channel = None
        stored.shown_version = 0
    with suppress(Trouble):
        await loop_of(gallery).round()
    (message,) = await seen_by(gallery, "ana")
    assert "my tabs are gone" in words(message)
