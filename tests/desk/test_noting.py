"""Notes: written, typed in a thread, edited, deleted; and asking the managers."""

from datetime import timedelta

import pytest
from sqlalchemy import select

from bot.desk.escalating.asking import ask
from bot.desk.handling.closing import close
from bot.desk.handling.moving import move
from bot.desk.handling.noting import delete, edit, write, write_in_thread
from bot.desk.people.members import suspend
from bot.errors import Invalid, NotFound, Refused
from storage import notes
from storage.tables import Member, Note, Role
from tests.conftest import MONDAY
from tests.desk.world import World

CHANNEL = "C0MODERATED"


async def stored(world: World) -> list[Note]:
    """All notes there are."""
    async with world.database.reading() as session:
        return list(await session.scalars(select(Note).order_by(Note.id)))


async def test_anybody_notes_whoever_owns_it_also_when_it_is_closed(world: World) -> None:
    number = await world.arrive()
    await world.do(close, number, reason="Resolved", by="ana")
    await world.do(write, number, "  Same as #12.  ", by="bea")
    assert [(note.by, note.text) for note in await stored(world)] == [("U0BEA", "Same as #12.")]
    assert await world.kinds(number) == ["claimed", "closed", "noted"]


async def test_the_diary_names_the_note_and_never_repeats_it(world: World) -> None:
    number = await world.arrive()
    note = await world.do(write, number, "He is furious.", by="ana")
    assert (await world.diary(number))[-1].facts == {"note": note.id, "typed_here": False}


async def test_an_empty_note_is_refused(world: World) -> None:
    number = await world.arrive()
    with pytest.raises(Invalid) as refusal:
        await world.do(write, number, " \n", by="ana")
    assert refusal.value.field == "note"


async def test_what_is_typed_in_a_cards_thread_becomes_a_note_to_be_marked(world: World) -> None:
    number = await world.arrive()
    await world.post_card(number, ts="100.1")
    place = {"channel": CHANNEL, "thread_ts": "100.1", "ts": "100.2"}
    note = await world.do(write_in_thread, **place, text="I ask in #ios", by="vito")
    again = await world.do(write_in_thread, **place, text="I ask in #ios", by="vito")
    assert again.id == note.id
    assert await world.kinds(number) == ["noted"]
    async with world.database.writing() as session:
        assert [each.id for each in await notes.unmarked(session)] == [note.id]
        await notes.set_marked(session, note.id, MONDAY)
        assert await notes.unmarked(session) == []


async def test_the_thread_of_a_former_card_is_still_the_conversations(world: World) -> None:
    number = await world.arrive()
    await world.post_card(number, ts="100.1")
    await world.post_card(number, ts="200.1")
    await world.do(write_in_thread, channel=CHANNEL, thread_ts="100.1", ts="100.2", text="Late thought", by="vito")
    assert await world.kinds(number) == ["noted"]


async def test_other_threads_are_nobodys_business(world: World) -> None:
    place = {"channel": "C0RANDOM", "thread_ts": "5.1", "ts": "5.2"}
    assert await world.do(write_in_thread, **place, text="Lunch?", by="ana") is None
    assert await world.do(edit, **place, text="Lunch!", by="ana") is None
    assert await world.do(delete, channel="C0RANDOM", ts="5.2", by="ana") is None
    assert await stored(world) == []


async def test_edits_and_deletion_are_followed(world: World) -> None:
    number = await world.arrive()
    await world.post_card(number, ts="100.1")
    here = {"channel": CHANNEL, "ts": "100.2"}
    await world.do(write_in_thread, **here, thread_ts="100.1", text="Version 147", by="ana")
    for _ in range(2):
        await world.do(edit, **here, text="Version 148", by="ana")
    assert [note.text for note in await stored(world)] == ["Version 148"]
    for _ in range(2):
        await world.do(delete, **here, by="ana")
    (note,) = await stored(world)
    assert (note.text, note.deleted_at) == ("", MONDAY)
    assert await world.kinds(number) == ["noted", "note_edited", "note_deleted"]


async def test_a_deleted_note_does_not_come_back_with_a_late_edit(world: World) -> None:
    number = await world.arrive()
    await world.post_card(number, ts="100.1")
    here = {"channel": CHANNEL, "ts": "100.2"}
    await world.do(write_in_thread, **here, thread_ts="100.1", text="His name is …", by="ana")
    await world.do(delete, **here, by="ana")
    await world.do(edit, **here, thread_ts="100.1", text="His name is …", by="ana")
    assert [note.text for note in await stored(world)] == [""]


async def test_an_edit_brings_in_what_was_missed(world: World) -> None:
    number = await world.arrive()
    await world.post_card(number, ts="100.1")
    await world.do(edit, channel=CHANNEL, ts="100.2", thread_ts="100.1", text="Typed while we were down", by="ana")
    assert await world.kinds(number) == ["noted"]


async def test_threads_of_moderators_cards_take_no_notes_from_volunteers(world: World) -> None:
    number = await world.arrive(queue="unmoderated")
    await world.post_card(number, ts="100.1", queue="unmoderated")
    with pytest.raises(NotFound):
        await world.do(write_in_thread, channel=CHANNEL, thread_ts="100.1", ts="100.2", text="Hm", by="ana")


async def test_asking_reaches_every_manager(world: World) -> None:
    assert await world.do(ask, " May I thank him in German? ", by="bea") == 2
    for name in ("kira", "max"):
        (notice,) = await world.told(name)
        assert (notice.kind, notice.facts) == ("ask", {"from": "U0BEA", "text": "May I thank him in German?"})


async def test_without_managers_asking_reaches_the_moderators(world: World) -> None:
    async with world.database.writing() as session:
        for name in ("U0KIRA", "U0MAX"):
            (await session.get_one(Member, name)).role = Role.BEGINNER
    assert await world.do(ask, "Anybody?", by="bea") == 1
    assert [notice.kind for notice in await world.told("mo")] == ["ask"]


async def test_suspended_managers_are_not_asked(world: World) -> None:
    await world.do(suspend, "U0MAX", by="kira")
    assert await world.do(ask, "Anybody?", by="bea") == 1


async def test_an_empty_question_is_refused(world: World) -> None:
    with pytest.raises(Invalid):
        await world.do(ask, "  ", by="bea")


async def test_who_would_only_ask_themselves_is_told_so(world: World) -> None:
    async with world.database.writing() as session:
        for member in await session.scalars(select(Member).where(Member.id != "U0KIRA")):
            member.left_at = MONDAY - timedelta(days=1)
    with pytest.raises(Refused, match="no manager"):
        await world.do(ask, "Hello?", by="kira")


async def test_in_a_thread_that_its_queue_has_left_nothing_typed_is_lost(world: World) -> None:
    number = await world.arrive()
    await world.post_card(number, ts="100.1")
    place = {"channel": CHANNEL, "thread_ts": "100.1"}
    await world.do(write_in_thread, **place, ts="100.2", text="his number is 555", by="ana")
    await world.do(move, number, queue="unmoderated", by="mo")
    await world.do(write_in_thread, **place, ts="100.3", text="asked in #ios", by="ana")
    await world.do(edit, **place, ts="100.3", text="asked in #android", by="ana")
    await world.do(delete, channel=CHANNEL, ts="100.2", by="ana")
    assert [note.text for note in await stored(world)] == ["", "asked in #android"]
