"""Hearing: what was typed in the threads of cards while nobody listened becomes a note, also after closing."""

from contextlib import suppress
from datetime import timedelta

import pytest
from sqlalchemy import select, text, update

from bot.desk.handling.closing import close
from bot.desk.handling.moving import move
from bot.desk.handling.noting import write_in_thread
from bot.errors import Unavailable
from bot.loops.hearing import CLOSED_SINCE, FOLLOWED_FOR, Hearing
from bot.slack import gateway
from storage import channels
from storage.members import FORMER
from storage.tables import Card, CardState, Conversation, Happened, Member, Note
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


async def noted(gallery: Gallery, text: str) -> tuple[int, str]:
    """A conversation with a note typed under its card and heard an hour ago; and the ts of what was typed."""
    number, ts = await shown(gallery)
    typed = await gallery.sandbox.slack.person("U0ANA").say("desk-moderated", text, ts)
    gallery.world.clock.at = gallery.sandbox.clock.now() + timedelta(hours=1)
    await hearing_of(gallery).round()
    assert await said(gallery, number) == [text]
    return number, typed


async def test_what_was_deleted_while_the_desk_was_down_is_forgotten(gallery: Gallery) -> None:
    number, typed = await noted(gallery, "Her number is 555 0100")
    await gallery.sandbox.slack.person("U0ANA").delete("desk-moderated", typed)
    await hearing_of(gallery).round()
    assert await said(gallery, number) == [""]


async def test_the_deletion_is_followed_also_when_its_author_is_off_the_desk_or_forgotten(gallery: Gallery) -> None:
    number, typed = await noted(gallery, "Her number is 555 0100")
    async with gallery.world.database.writing() as session:
        await session.execute(update(Note).values(by=FORMER))
    await gallery.sandbox.slack.person("U0ANA").delete("desk-moderated", typed)
    await hearing_of(gallery).round()
    assert await said(gallery, number) == [""]
    async with gallery.world.database.reading() as session:
        assert await session.get(Member, FORMER) is None
        deleted = await session.scalars(select(Happened).where(Happened.kind == "note_deleted"))
        assert [each.by for each in deleted] == [None]


async def test_what_slack_removed_of_itself_after_weeks_stays_noted(gallery: Gallery) -> None:
    number, typed = await noted(gallery, "It was the add-on")
    gallery.sandbox.clock.jump(FOLLOWED_FOR.total_seconds() + 3600)
    gallery.world.clock.at = gallery.sandbox.clock.now() + timedelta(hours=1)
    await gallery.sandbox.slack.person("U0ANA").delete("desk-moderated", typed)
    await hearing_of(gallery).round()
    assert await said(gallery, number) == ["It was the add-on"]


async def test_what_is_new_is_kept_thread_by_thread_before_older_notes_are_compared(
    gallery: Gallery, monkeypatch: pytest.MonkeyPatch
) -> None:
    number, _ = await noted(gallery, "It was the add-on")
    other = await gallery.world.arrive(customer="otto")
    third = await gallery.world.arrive(customer="kim")
    await gallery.settle()
    gallery.sandbox.clock.jump(3 * 3600)
    ana = gallery.sandbox.slack.person("U0ANA")
    for each in (other, third):
        await ana.say("desk-moderated", "This is new", (await gallery.shown(each)).ts)
    read = gallery.gateway.thread
    asked: list[str] = []

    async def once(channel: str, ts: str) -> gateway.Thread:
        asked.append(ts)
        if len(asked) == 2:
            raise Unavailable("Slack does not answer.")
        return await read(channel, ts)

    monkeypatch.setattr(gallery.gateway, "thread", once)
    with suppress(Unavailable):
        await hearing_of(gallery).round()
    kept = [*await said(gallery, other), *await said(gallery, third)]
    assert kept == ["This is new"]
    assert (await gallery.shown(number)).ts not in asked


async def test_what_was_heard_stays_heard_when_the_comparison_is_interrupted(
    gallery: Gallery, monkeypatch: pytest.MonkeyPatch
) -> None:
    number, typed = await noted(gallery, "It was the add-on")
    old = (await gallery.shown(number)).ts
    gallery.sandbox.clock.jump(3 * 3600)
    gallery.world.clock.at = gallery.sandbox.clock.now() + timedelta(hours=1)
    await gallery.sandbox.slack.person("U0ANA").delete("desk-moderated", typed)
    read = gallery.gateway.thread
    hearing = hearing_of(gallery)

    async def broken(channel: str, ts: str) -> gateway.Thread:
        assert ts == old
        raise Unavailable("Slack does not answer.")

    monkeypatch.setattr(gallery.gateway, "thread", broken)
    with suppress(Unavailable):
        await hearing.round()
    async with gallery.world.database.reading() as session:
        heard = {each.channel: each.heard_until for each in await channels.known(session)}
    assert heard[(await gallery.shown(number)).channel] == gallery.world.clock.now()
    monkeypatch.setattr(gallery.gateway, "thread", read)
    gallery.world.clock.forward(seconds=2)
    await hearing.round()
    assert await said(gallery, number) == [""]


async def test_what_was_edited_while_the_desk_was_down_is_followed(gallery: Gallery) -> None:
    number, typed = await noted(gallery, "Her number is 555 0100")
    await gallery.sandbox.slack.person("U0ANA").edit("desk-moderated", typed, "Her number is in the vault")
    await hearing_of(gallery).round()
    assert await said(gallery, number) == ["Her number is in the vault"]


async def test_notes_under_a_former_card_or_a_card_that_is_gone_stay(gallery: Gallery) -> None:
    number, _ = await noted(gallery, "It was the add-on")
    await gallery.world.do(move, number, queue="unmoderated", by="mo")
    await gallery.world.do(move, number, queue="moderated", by="mo")
    await gallery.settle()
    later = (await gallery.shown(number)).ts
    gallery.sandbox.clock.jump(3 * 3600)
    await gallery.sandbox.slack.person("U0ANA").say("desk-moderated", "Solved", later)
    await hearing_of(gallery).round()
    assert await said(gallery, number) == ["It was the add-on", "Solved"]
    async with gallery.world.database.writing() as session:
        await session.execute(update(Card).where(Card.ts == later).values(ts="1.000001"))
    gallery.world.clock.at = gallery.sandbox.clock.now() + timedelta(hours=1)
    await hearing_of(gallery).round()
    assert await said(gallery, number) == ["It was the add-on", "Solved"]


async def test_one_message_over_which_the_desk_stumbles_keeps_no_other_unheard(gallery: Gallery) -> None:
    other, ts = await shown(gallery)
    number = await gallery.world.arrive(customer="otto")
    await gallery.settle()
    ana = gallery.sandbox.slack.person("U0ANA")
    await ana.say("desk-moderated", "This is kept", ts)
    await ana.say("desk-moderated", "Nobody can keep this", (await gallery.shown(number)).ts)
    async with gallery.world.database.writing() as session:
        await session.execute(
            update(Conversation).where(Conversation.id == number).values(held_for=text("'nobody'"), held_at=MONDAY)
        )
    hearing = hearing_of(gallery)
    await hearing.round()
    assert await said(gallery, other) == ["This is kept"]
    async with gallery.world.database.writing() as session:
        await session.execute(update(Conversation).where(Conversation.id == number).values(held_for=None, held_at=None))
    gallery.world.clock.forward(seconds=2)
    await hearing.round()
    assert await said(gallery, number) == ["Nobody can keep this"]


async def test_a_channel_is_read_to_its_end(gallery: Gallery, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(gateway, "PAGE", 1)
    monkeypatch.setattr(gateway, "MOST_PAGES", 1)
    number, ts = await shown(gallery)
    for _ in range(2):
        await gallery.world.arrive(customer="otto")
    await gallery.settle()
    for words in ("First", "Second", "Third"):
        await gallery.sandbox.slack.person("U0ANA").say("desk-moderated", words, ts)
    await hearing_of(gallery).round()
    assert await said(gallery, number) == ["First", "Second", "Third"]
