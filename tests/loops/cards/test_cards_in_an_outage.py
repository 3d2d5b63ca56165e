"""Cards whose posts get no answer: each comes once, none keeps another waiting, and none is tried for ever unseen."""

import asyncio
from datetime import timedelta
from typing import Any

import pytest
from sqlalchemy.exc import OperationalError

from bot.desk.handling.claiming import claim
from bot.errors import Unknown
from bot.loops.cards import IN_ONE_GO, MOST_TRIES, PAUSES
from bot.slack.gateway import Lane
from sandbox.faults import Fault
from storage import cards
from storage.tables import CardState
from tests.loops.cards.gallery import Gallery, words


async def rounds(gallery: Gallery, **how_long: float) -> list[timedelta]:
    """Let this time pass round by round, as the engine would; the pauses between the rounds."""
    end = gallery.world.clock.now() + timedelta(**how_long)
    pauses: list[timedelta] = []
    while gallery.world.clock.now() < end:
        again = await gallery.cards.round()
        if again is None:
            return pauses
        pauses.append(again - gallery.world.clock.now())
        gallery.world.clock.at = again
    return pauses


async def test_a_card_without_an_answer_keeps_no_other_of_its_channel_waiting(gallery: Gallery) -> None:
    silent = await gallery.world.arrive("silent", priority=90)
    await gallery.world.arrive("behind it")
    gallery.sandbox.faults.add(Fault.SERVER_ERROR, "chat.postMessage", count=1)
    await gallery.cards.round()
    assert ["behind it" in words(each) for each in gallery.messages()] == [True]
    assert (await gallery.card(silent)).state is CardState.POSTING


async def test_an_outage_parks_no_card_and_all_come_once_when_slack_is_back(gallery: Gallery) -> None:
    for text in ("first", "second"):
        await gallery.world.arrive(text)
    gallery.sandbox.faults.add(Fault.DROP_ANSWER, "chat.postMessage", count=1)
    gallery.sandbox.faults.add(Fault.SERVER_ERROR, "chat.postMessage")
    await rounds(gallery, hours=2)
    assert not gallery.alarms
    gallery.sandbox.faults.clear()
    await rounds(gallery, minutes=10)
    assert sorted(words(each).count("first") > 0 for each in gallery.messages()) == [False, True]


async def test_a_card_on_its_own_waits_for_as_long_as_nobody_can_post(gallery: Gallery) -> None:
    await gallery.world.arrive("alone")
    gallery.sandbox.faults.add(Fault.SERVER_ERROR, "chat.postMessage")
    await rounds(gallery, hours=2)
    assert not gallery.alarms
    gallery.sandbox.faults.clear()
    await rounds(gallery, minutes=10)
    assert ["alone" in words(each) for each in gallery.messages()] == [True]


def silence(gallery: Gallery, monkeypatch: pytest.MonkeyPatch, name: str) -> None:
    """No post in this channel gets an answer, while all others do."""
    silent, post = gallery.sandbox.slack.channels.get(name), gallery.gateway.post
    assert silent is not None

    async def answered(channel: str, **more: Any) -> str:
        if channel == silent.id:
            raise Unknown("no answer")
        return await post(channel, **more)

    monkeypatch.setattr(gallery.gateway, "post", answered)


async def test_a_silent_channel_begins_no_more_than_a_handful_and_keeps_no_other_waiting(
    gallery: Gallery, monkeypatch: pytest.MonkeyPatch
) -> None:
    silence(gallery, monkeypatch, "desk-escalation")
    for number in range(35):
        await gallery.world.arrive(f"silent {number}", queue="escalation")
    await rounds(gallery, minutes=20)
    assert not gallery.alarms
    async with gallery.world.database.reading() as session:
        assert len(await cards.unposted(session)) == IN_ONE_GO
    await gallery.world.arrive("well")
    await gallery.cards.round()
    assert ["well" in words(each) for each in gallery.messages()] == [True]
    monkeypatch.undo()
    await rounds(gallery, minutes=10)
    assert len(gallery.messages("desk-escalation")) == 35


async def test_a_card_that_gets_no_answer_is_tried_ever_more_slowly_and_parked_while_other_posts_get_through(
    gallery: Gallery, monkeypatch: pytest.MonkeyPatch
) -> None:
    silence(gallery, monkeypatch, "desk-moderated")
    team = gallery.sandbox.slack.channels.get("social-support")
    assert team is not None
    number = await gallery.world.arrive("silent")
    pauses = []
    while (again := await gallery.cards.round()) is not None and not gallery.alarms:
        pauses.append(again - gallery.world.clock.now())
        gallery.world.clock.at = again
        await gallery.gateway.post(team.id, text="well", blocks=[], lane=Lane.DIGEST)
    assert pauses[: len(PAUSES)] == list(PAUSES)
    assert len(pauses) == MOST_TRIES
    assert "no answer" in gallery.alarms[("card", str(number))]
    monkeypatch.undo()
    await gallery.world.arrive("the next")
    await gallery.settle()
    assert ["the next" in words(each) for each in gallery.messages()] == [True]


async def test_cards_that_get_no_answer_while_others_get_through_are_parked(
    gallery: Gallery, monkeypatch: pytest.MonkeyPatch
) -> None:
    silence(gallery, monkeypatch, "desk-escalation")
    silent = [await gallery.world.arrive("silent", queue="escalation") for _ in range(IN_ONE_GO)]
    posted = 0
    while len(gallery.alarms) < IN_ONE_GO and posted < 3 * MOST_TRIES:
        posted += 1  # which of two channels is first within a round is chance, so that a try may not count
        well = await gallery.world.arrive(f"well {posted}")
        await rounds(gallery, minutes=5)
        await gallery.world.do(claim, well, by="ana")
    assert set(gallery.alarms) == {("card", str(number)) for number in silent}
    assert len(gallery.messages()) == posted


async def test_a_database_error_in_one_channel_posts_no_card_of_another_twice(gallery: Gallery) -> None:
    broken, slow = await gallery.world.arrive("broken"), await gallery.world.arrive("slow", queue="escalation")
    picture = gallery.easel.picture

    async def failing(conversation_id: int) -> Any:
        if conversation_id == broken:
            raise OperationalError("", {}, Exception())
        return await picture(conversation_id)

    gallery.easel.picture = failing  # type: ignore[method-assign]
    gallery.sandbox.faults.add(Fault.SLOW, "chat.postMessage", seconds=0.3, count=1)
    for _ in range(2):
        with pytest.raises(OperationalError):
            await gallery.cards.round()
    assert (await gallery.card(slow)).state is CardState.SHOWN
    assert len(gallery.messages("desk-escalation")) == 1


async def test_two_at_the_same_card_post_it_once(gallery: Gallery) -> None:
    await gallery.world.arrive()
    gallery.sandbox.faults.add(Fault.CUT, "chat.postMessage", count=1)
    await gallery.cards.round()
    gallery.world.clock.forward(minutes=1)
    gallery.sandbox.faults.add(Fault.SLOW, "conversations.history", seconds=0.3)
    await asyncio.gather(gallery.cards.round(), gallery.cards.round())
    assert len(gallery.messages()) == 1
