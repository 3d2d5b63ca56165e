"""Repaints: a card ends up showing what is true, in as few calls as that takes."""

import asyncio
from typing import Any

import pytest
from sqlalchemy import select

from bot.desk.handling.claiming import claim
from bot.desk.handling.closing import close
from bot.desk.handling.moving import move
from bot.desk.handling.releasing import release
from bot.desk.handling.reopening import reopen
from bot.loops import repaints
from bot.loops.engine import FAILURES_BEFORE_ALARM
from bot.loops.links import MOST
from storage.tables import Conversation, Message
from tests.loops.cards.gallery import Gallery, words


async def test_a_click_is_shown_through_its_own_way_back(gallery: Gallery) -> None:
    number = await gallery.world.arrive()
    await gallery.settle()
    await gallery.click(claim, number, by="ana")
    await gallery.settle()
    assert "<@U0ANA> is on it" in words(await gallery.shown(number))
    assert gallery.calls("response_url") == 1
    assert gallery.calls("chat.update") == 0


async def test_ten_changes_are_one_repaint(gallery: Gallery) -> None:
    number = await gallery.world.arrive()
    await gallery.settle()
    for _ in range(5):
        await gallery.click(claim, number, by="ana")
        await gallery.click(release, number, by="ana")
    await gallery.settle()
    assert gallery.calls("response_url") == 1


async def test_without_a_way_back_the_card_is_updated(gallery: Gallery) -> None:
    number = await gallery.world.arrive()
    await gallery.settle()
    await gallery.world.do(claim, number, by="ana")
    await gallery.settle()
    assert gallery.calls("chat.update") == 1
    assert "<@U0ANA> is on it" in words(await gallery.shown(number))


async def test_a_way_back_that_is_used_up_or_old_gives_way_to_an_update(gallery: Gallery) -> None:
    number = await gallery.world.arrive()
    await gallery.settle()
    await gallery.click(claim, number, by="ana")
    await gallery.settle()
    for _ in range(3):
        await gallery.world.do(release, number, by="ana")
        await gallery.settle()
        await gallery.world.do(claim, number, by="ana")
        await gallery.settle()
    assert gallery.calls("response_url") == 4
    assert gallery.calls("chat.update") == 3
    await gallery.click(release, number, by="ana")
    await gallery.forget_ways_back()
    await gallery.settle()
    assert gallery.calls("chat.update") == 4


async def test_a_way_back_that_slack_has_closed_gives_way_to_an_update(gallery: Gallery) -> None:
    number = await gallery.world.arrive()
    await gallery.settle()
    gallery.sandbox.faults.add("server_error", "response", count=1)
    await gallery.click(claim, number, by="ana")
    await gallery.settle()
    assert gallery.calls("chat.update") == 1
    assert "<@U0ANA> is on it" in words(await gallery.shown(number))


async def test_busy_cards_keep_no_other_waiting(gallery: Gallery, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(repaints, "AT_ONCE", 1)
    busy, patient = await gallery.world.arrive(), await gallery.world.arrive()
    await gallery.settle()
    await gallery.click(claim, busy, by="ana")
    await gallery.click(claim, patient, by="vito")
    await gallery.repaints.round()
    await gallery.click(release, busy, by="ana")
    await gallery.repaints.round()
    assert "<@U0VITO> is on it" in words(await gallery.shown(patient))


async def test_what_happens_while_a_card_is_drawn_is_drawn_too(gallery: Gallery) -> None:
    number = await gallery.world.arrive()
    await gallery.settle()
    gallery.sandbox.faults.add("slow", "response", seconds=0.3, count=1)
    await gallery.click(claim, number, by="ana")
    slow = asyncio.create_task(gallery.repaints.round())
    await gallery.world.do(release, number, by="ana")
    await gallery.world.do(claim, number, by="vito")
    await gallery.updates.round()
    await slow
    await gallery.settle()
    assert "<@U0VITO> is on it" in words(await gallery.shown(number))


async def test_a_closed_card_shrinks_and_a_reopened_one_is_a_fresh_card_with_a_link_behind(gallery: Gallery) -> None:
    number = await gallery.world.arrive("tabs are gone")
    await gallery.settle()
    old = await gallery.shown(number)
    await gallery.click(close, number, reason="Resolved", by="ana")
    await gallery.settle()
    assert len(old.blocks or []) == 1
    assert "closed" not in words(old) or "Resolved" in words(old)

    await gallery.click(reopen, number, by="ana")
    await gallery.settle()
    fresh = await gallery.shown(number)
    assert fresh.ts != old.ts
    assert gallery.messages()[-1] is fresh
    assert f"archives/{fresh.channel}/p{fresh.ts.replace('.', '')}" in words(old)
    assert "Reopen" not in words(old)


async def test_a_moved_conversation_leaves_a_link_to_another_channel(gallery: Gallery) -> None:
    number = await gallery.world.arrive("tabs are gone")
    await gallery.settle()
    old = await gallery.shown(number)
    await gallery.world.do(move, number, queue="unmoderated", by="mo")
    await gallery.settle()
    assert "its new card in Unmoderated" in words(old)
    assert "tabs are gone" in words(gallery.messages("desk-unmoderated")[0])


async def test_an_old_card_whose_successor_waits_says_so_and_is_linked_later(gallery: Gallery) -> None:
    for n in range(3):
        await gallery.world.arrive(f"urgent {n}", queue="unmoderated", priority=9)
    number = await gallery.world.arrive("calm")
    await gallery.settle()
    old = await gallery.shown(number)
    await gallery.world.do(move, number, queue="unmoderated", by="mo")
    await gallery.settle()
    gallery.world.clock.forward(seconds=16)
    await gallery.links.round()
    assert "waits its turn" in words(old)
    await gallery.world.do(claim, 1, by="mo")
    await gallery.settle()
    assert "its new card in Unmoderated" in words(old)


async def test_old_cards_that_wait_for_their_turn_keep_no_other_from_becoming_a_link(gallery: Gallery) -> None:
    for _ in range(3):
        await gallery.world.arrive(priority=50)
    moved = [await gallery.world.arrive(queue="escalation") for _ in range(MOST + 1)]
    await gallery.settle()
    waiting = [await gallery.shown(number) for number in moved]
    for number in moved:
        await gallery.world.do(move, number, queue="moderated", by="mo")
    for _ in range(4):
        await gallery.settle()
        gallery.world.clock.forward(seconds=16)
    assert all("waits its turn" in words(each) for each in waiting)
    last = await gallery.world.arrive(queue="escalation")
    await gallery.settle()
    old = await gallery.shown(last)
    await gallery.world.do(move, last, queue="unmoderated", by="mo")
    await gallery.settle()
    assert "its new card in Unmoderated" in words(old)


@pytest.mark.parametrize("clicked", [True, False])
async def test_a_card_that_cannot_be_drawn_keeps_no_other_from_being_repainted(gallery: Gallery, clicked: bool) -> None:
    broken, fine = await gallery.world.arrive(), await gallery.world.arrive()
    await gallery.settle()
    act = gallery.click if clicked else gallery.world.do
    unreadable: Any = ["lines", {"of": "other code"}]
    for number in (broken, fine):
        await act(claim, number, by="ana")
    async with gallery.world.database.writing() as session:
        (await session.get_one(Conversation, broken)).lines = unreadable
    await gallery.settle()
    assert "<@U0ANA> is on it" in words(await gallery.shown(fine))
    assert "broken" in gallery.alarms[("card", str(broken))]


async def test_a_card_that_cannot_even_be_pictured_keeps_no_other_from_being_repainted(gallery: Gallery) -> None:
    broken, fine = await gallery.world.arrive(), await gallery.world.arrive()
    await gallery.settle()
    for number in (broken, fine):
        await gallery.click(claim, number, by="ana")
    await unreadable(gallery, broken)
    await gallery.settle()
    assert "<@U0ANA> is on it" in words(await gallery.shown(fine))
    assert "broken" in gallery.alarms[("card", str(broken))]


async def test_an_old_card_over_which_the_desk_stumbles_keeps_no_other_from_becoming_a_link(gallery: Gallery) -> None:
    broken, fine = await gallery.world.arrive(), await gallery.world.arrive()
    await gallery.settle()
    old = await gallery.shown(fine)
    for number in (broken, fine):
        await gallery.world.do(move, number, queue="unmoderated", by="mo")
    await gallery.cards.round()
    await unreadable(gallery, broken)
    for _ in range(FAILURES_BEFORE_ALARM):
        await gallery.links.round()
        gallery.world.clock.forward(minutes=5)
    assert "its new card in Unmoderated" in words(old)
    assert "AttributeError" in str(gallery.alarms)


async def unreadable(gallery: Gallery, number: int) -> None:
    """What the network says of a conversation's posts was written by other code."""
    about: Any = ["written by other code"]
    async with gallery.world.database.writing() as session:
        for message in (await session.scalars(select(Message).where(Message.conversation_id == number))).all():
            message.about = about


async def test_a_card_that_somebody_deleted_comes_back(gallery: Gallery) -> None:
    number = await gallery.world.arrive()
    await gallery.settle()
    gone = await gallery.shown(number)
    channel = gallery.sandbox.slack.channels.get(gone.channel)
    assert channel is not None
    channel.timeline.remove(gone)
    await gallery.world.do(claim, number, by="ana")
    await gallery.settle()
    assert "<@U0ANA> is on it" in words(await gallery.shown(number))
    assert len(gallery.messages()) == 1


@pytest.mark.parametrize("clicks", [20])
async def test_many_clicked_cards_are_repainted_in_one_round(gallery: Gallery, clicks: int) -> None:
    numbers = [await gallery.world.arrive(f"mention {n}", queue="escalation") for n in range(clicks)]
    await gallery.settle()
    await asyncio.gather(*(gallery.click(claim, number, by="mo") for number in numbers))
    await gallery.repaints.round()
    for number in numbers:
        assert "<@U0MO> is on it" in words(await gallery.shown(number))
    assert gallery.calls("chat.update") == 0


async def test_open_cards_are_updated_before_closed_ones(gallery: Gallery, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(repaints, "MOST_UPDATES", 1)
    numbers = [await gallery.world.arrive(customer=name) for name in ("lena", "otto", "kim")]
    await gallery.settle()
    for number in numbers[:2]:
        await gallery.world.do(close, number, reason="Resolved", by="ana")
    await gallery.world.do(claim, numbers[2], by="ana")
    await gallery.updates.round()
    assert "<@U0ANA> is on it" in words(await gallery.shown(numbers[2]))
    await gallery.settle()
    assert "closed as" in (await gallery.shown(numbers[0])).text
