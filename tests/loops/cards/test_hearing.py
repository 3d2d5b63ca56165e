"""Hearing: what was typed in the threads of cards while nobody listened becomes a note, also after closing."""

from datetime import timedelta

from sqlalchemy import select, text, update

from bot.desk.handling.closing import close
from bot.desk.handling.moving import move
from bot.desk.handling.noting import write_in_thread
from bot.loops.hearing import CLOSED_SINCE, Hearing
from storage import channels
from storage.tables import Card, CardState, Conversation, Note
from tests.conftest import MONDAY
from tests.loops.cards.gallery import Gallery


def hearing_of(gallery: Gallery) -> Hearing:
    """The loop, as a process that starts has it."""
    return Hearing(gallery.world.desk, gallery.gateway, gallery.world.clock, alarm=gallery.alarm)


async def shown(gallery: Gallery) -> tuple[int, str]:
    """A conversation whose card is up, in a channel that was read before the desk went away; and the card's ts."""
    gallery.world.clock.at = gallery.sandbox.clock.now() - timedelta(hours=2)
    number = await gallery.world.arrive()
    await gallery.settle()
    await hearing_of(gallery).round()
    return number, (await gallery.shown(number)).ts


async def said(gallery: Gallery, number: int) -> list[str]:
    """The notes of a conversation."""
    async with gallery.world.database.reading() as session:
        found = await session.scalars(select(Note.text).where(Note.conversation_id == number).order_by(Note.id))
        return list(found)


async def test_what_was_typed_under_a_closed_card_is_kept(gallery: Gallery) -> None:
    number, ts = await shown(gallery)
    await gallery.world.do(close, number, reason="Resolved", by="ana")
    await gallery.sandbox.slack.person("U0ANA").say("desk-moderated", "It was the add-on after all", ts)
    await hearing_of(gallery).round()
    assert await said(gallery, number) == ["It was the add-on after all"]
    await hearing_of(gallery).round()
    assert len(await said(gallery, number)) == 1


async def test_what_was_typed_under_a_former_card_is_kept(gallery: Gallery) -> None:
    number, ts = await shown(gallery)
    await gallery.world.do(move, number, queue="unmoderated", by="mo")
    await gallery.settle()
    await gallery.sandbox.slack.person("U0ANA").say("desk-moderated", "It was the add-on after all", ts)
    await hearing_of(gallery).round()
    assert await said(gallery, number) == ["It was the add-on after all"]


async def test_what_is_typed_before_the_desk_knows_where_its_card_stands_is_kept(gallery: Gallery) -> None:
    number, ts = await shown(gallery)
    hearing = hearing_of(gallery)
    await hearing.round()
    card = await gallery.card(number)
    async with gallery.world.database.writing() as session:
        await session.execute(update(Card).where(Card.id == card.id).values(state=CardState.POSTING, ts=None))
    typed = await gallery.sandbox.slack.person("U0ANA").say("desk-moderated", "It was the add-on after all", ts)
    told = {"channel": card.channel, "thread_ts": ts, "ts": typed, "text": "It was the add-on after all"}
    assert await gallery.world.do(write_in_thread, **told, by="ana") is None
    await gallery.settle()
    await hearing.round()
    assert await said(gallery, number) == ["It was the add-on after all"]


async def test_what_somebody_of_another_workspace_typed_is_no_note(gallery: Gallery) -> None:
    number, ts = await shown(gallery)
    await gallery.sandbox.slack.person("U0ANA").say("desk-moderated", "Let me in", ts)
    (typed,) = gallery.thread(await gallery.shown(number))
    typed.user, typed.foreign_team = "U9FOREIGN", "T9"
    await hearing_of(gallery).round()
    assert await said(gallery, number) == []


async def test_a_channel_in_which_nothing_was_open_for_a_month_costs_no_call(gallery: Gallery) -> None:
    number, _ = await shown(gallery)
    await gallery.world.do(close, number, reason="Resolved", by="ana")
    gallery.world.clock.forward(seconds=CLOSED_SINCE.total_seconds() + 3600)
    async with gallery.world.database.writing() as session:
        for each in await channels.known(session):
            await channels.set_heard(session, each.key, until=gallery.world.clock.now())
    calls = gallery.calls("conversations.history")
    await hearing_of(gallery).round()
    assert gallery.calls("conversations.history") == calls


async def test_a_thread_over_which_the_desk_stumbles_keeps_no_other_channel_unheard(gallery: Gallery) -> None:
    number, ts = await shown(gallery)
    other = await gallery.world.arrive(queue="unmoderated", customer="otto")
    await gallery.settle()
    await gallery.sandbox.slack.person("U0ANA").say("desk-moderated", "Nobody can keep this", ts)
    second = (await gallery.shown(other)).ts
    await gallery.sandbox.slack.person("U0MO").say("desk-unmoderated", "This is kept", second)
    async with gallery.world.database.writing() as session:
        await session.execute(
            update(Conversation).where(Conversation.id == number).values(held_for=text("'nobody'"), held_at=MONDAY)
        )
    await hearing_of(gallery).round()
    assert await said(gallery, other) == ["This is kept"]
    async with gallery.world.database.writing() as session:
        await session.execute(update(Conversation).where(Conversation.id == number).values(held_for=None, held_at=None))
    await hearing_of(gallery).round()
    assert await said(gallery, number) == ["Nobody can keep this"]
