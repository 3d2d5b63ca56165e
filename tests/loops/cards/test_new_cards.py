"""New cards: one each, the most urgent first, as many as the window holds, whatever goes wrong on the way."""

from typing import Any

import pytest

from bot.desk.handling.claiming import claim
from bot.desk.handling.closing import close
from bot.errors import Unavailable
from bot.loops.cards import MOST_TAKEN
from storage.tables import CardState, Conversation
from tests.loops.cards.gallery import Gallery, words


async def test_a_conversation_gets_one_card_in_its_queues_channel(gallery: Gallery) -> None:
    number = await gallery.world.arrive("Firefox eats my tabs")
    await gallery.settle()
    (message,) = gallery.messages()
    assert "Firefox eats my tabs" in words(message)
    assert message.pinged == []
    card = await gallery.card(number)
    assert (card.state, card.ts) == (CardState.SHOWN, message.ts)
    assert message.metadata == {"event_type": "volley_card", "event_payload": {"number": card.id}}
    await gallery.settle()
    assert gallery.calls("chat.postMessage") == 1


async def test_a_channel_shows_the_most_urgent_and_the_rest_waits(gallery: Gallery) -> None:
    for priority in (0, 5, 0, 30, 20):
        await gallery.world.arrive(f"priority {priority}", priority=priority)
        gallery.world.clock.forward(minutes=1)
    await gallery.settle()
    shown = [words(message) for message in gallery.messages()]
    assert [any(f"priority {wanted}" in text for text in shown) for wanted in (30, 20, 5)] == [True] * 3
    assert len(shown) == 3
    assert await gallery.counts() == {"moderated": 3}


async def test_a_claimed_card_makes_room_and_evicts_nothing(gallery: Gallery) -> None:
    numbers = [await gallery.world.arrive(f"mention {n}") for n in range(5)]
    await gallery.settle()
    await gallery.click(claim, numbers[0], by="ana")
    await gallery.settle()
    assert len(gallery.messages()) == 4
    await gallery.world.arrive("urgent", priority=99)
    await gallery.settle()
    assert len(gallery.messages()) == 4


async def test_escalations_are_never_kept_back(gallery: Gallery) -> None:
    for n in range(7):
        await gallery.world.arrive(f"escalated {n}", queue="escalation")
    await gallery.settle()
    assert len(gallery.messages("desk-escalation")) == 7


async def test_what_was_handed_out_without_a_card_gets_one_beyond_the_window(gallery: Gallery) -> None:
    numbers = [await gallery.world.arrive(f"mention {n}") for n in range(4)]
    await gallery.settle()
    assert len(gallery.messages()) == 3
    await gallery.world.do(claim, numbers[3], by="ana")
    await gallery.settle()
    assert len(gallery.messages()) == 4
    assert "<@U0ANA> is on it" in words(await gallery.shown(numbers[3]))


async def test_a_post_whose_answer_was_lost_is_found_and_not_posted_again(gallery: Gallery) -> None:
    number = await gallery.world.arrive()
    gallery.sandbox.faults.add("drop_answer", "chat.postMessage", count=1)
    await gallery.cards.round()
    assert (await gallery.card(number)).state is CardState.POSTING
    gallery.crash()
    await gallery.settle()
    assert len(gallery.messages()) == 1
    assert (await gallery.card(number)).ts == gallery.messages()[0].ts


async def test_a_card_found_again_shows_what_happened_meanwhile(gallery: Gallery) -> None:
    number = await gallery.world.arrive()
    gallery.sandbox.faults.add("drop_answer", "chat.postMessage", count=1)
    await gallery.cards.round()
    await gallery.world.do(claim, number, by="ana")
    gallery.world.clock.forward(seconds=2)
    await gallery.settle()
    assert "<@U0ANA> is on it" in words(await gallery.shown(number))


async def test_slack_being_down_loses_nothing_and_is_passed_on_to_the_engine(gallery: Gallery) -> None:
    number = await gallery.world.arrive()
    gallery.sandbox.faults.add("server_error", "conversations.history", count=1)
    gallery.sandbox.faults.add("drop_answer", "chat.postMessage", count=1)
    await gallery.cards.round()
    gallery.world.clock.forward(seconds=2)
    with pytest.raises(Unavailable):
        await gallery.cards.round()
    await gallery.settle()
    assert len(gallery.messages()) == 1
    assert (await gallery.card(number)).state is CardState.SHOWN


async def test_a_conversation_closed_before_its_turn_gets_no_card(gallery: Gallery) -> None:
    number = await gallery.world.arrive()
    await gallery.world.do(close, number, reason="Resolved", by="ana")
    await gallery.settle()
    assert gallery.messages() == []


async def test_a_deleted_channel_is_made_again_with_its_cards(gallery: Gallery) -> None:
    number = await gallery.world.arrive("first")
    channel = gallery.sandbox.slack.channels.get("desk-moderated")
    assert channel is not None
    gallery.sandbox.slack.channels.rename(channel, "old-desk")
    channel.archived = True
    await gallery.settle()
    gallery.world.clock.forward(minutes=11)
    await gallery.channels.round()
    await gallery.settle()
    assert "first" in words(await gallery.shown(number))
    assert len(gallery.messages("desk-moderated")) == 1


async def test_strangers_ping_nobody_from_a_card(gallery: Gallery) -> None:
    await gallery.world.arrive("<!channel> <@U0KIRA> @here :tada:", customer="<!channel>")
    await gallery.settle()
    assert gallery.messages()[0].pinged == []


async def test_what_stands_in_a_queue_without_a_channel_keeps_no_other_from_its_card(gallery: Gallery) -> None:
    for _ in range(MOST_TAKEN):
        await gallery.world.do(claim, await gallery.world.arrive(queue="taken_out"), by="mo")
    number = await gallery.world.arrive("here")
    await gallery.world.do(claim, number, by="ana")
    await gallery.settle()
    assert "here" in words(await gallery.shown(number))


async def test_a_card_that_cannot_be_drawn_is_parked_and_the_others_come(gallery: Gallery) -> None:
    broken = await gallery.world.arrive("broken", priority=90)
    fine = await gallery.world.arrive("fine")
    unreadable: Any = ["lines", {"of": "other code"}]
    async with gallery.world.database.writing() as session:
        (await session.get_one(Conversation, broken)).lines = unreadable
    await gallery.settle()
    assert "fine" in words(await gallery.shown(fine))
    assert "broken" in gallery.alarms[("card", str(broken))]
