"""An outage of Slack costs nobody their page: it comes when Slack is back, however long that takes."""

from datetime import timedelta

import pytest
from sqlalchemy import select

from bot.desk.notices import tell
from bot.loops.pings import PAUSES, UNANSWERED
from sandbox.faults import Fault
from storage.tables import Notice
from tests.loops.cards.gallery import Gallery, words


async def owing(gallery: Gallery, text: str) -> int:
    """An urgent notice that the desk owes Kira now; its number."""
    async with gallery.world.database.writing() as session:
        notice = tell(session, "U0KIRA", "text", now=gallery.world.clock.now(), urgent=True, text=text)
        assert notice is not None
        await session.flush()
        return notice.id


async def stored(gallery: Gallery, number: int) -> Notice:
    """A notice as it stands."""
    async with gallery.world.database.reading() as session:
        return (await session.scalars(select(Notice).where(Notice.id == number))).one()


async def told(gallery: Gallery, text: str) -> int:
    """How often Kira has this message."""
    channel = await gallery.gateway.direct("U0KIRA")
    return sum(text in words(each) for each in gallery.sandbox.slack.messages(channel))


async def waited_out(gallery: Gallery, **how_long: float) -> list[timedelta]:
    """Let this time pass round by round, as the engine would; the pauses between the rounds."""
    end = gallery.world.clock.now() + timedelta(**how_long)
    pauses = []
    while gallery.world.clock.now() < end:
        again = await gallery.pings.round()
        assert again is not None
        pauses.append(again - gallery.world.clock.now())
        gallery.world.clock.at = again
    return pauses


@pytest.mark.parametrize("method", ["chat.postMessage", "conversations.open"])
async def test_a_page_outlives_an_hour_of_errors_and_comes_when_slack_is_back(gallery: Gallery, method: str) -> None:
    number = await owing(gallery, "Page")
    gallery.sandbox.faults.add(Fault.SERVER_ERROR, method)
    pauses = await waited_out(gallery, hours=1)
    assert (await stored(gallery, number)).parked is None
    assert not gallery.alarms
    assert pauses == [*UNANSWERED, *[UNANSWERED[-1]] * (len(pauses) - len(UNANSWERED))]
    gallery.sandbox.faults.clear()
    await gallery.pings.round()
    assert (await stored(gallery, number)).sent_at is not None
    assert await told(gallery, "Page") == 1


async def test_an_outage_is_not_counted_against_a_notice_that_breaks_later(gallery: Gallery) -> None:
    number = await owing(gallery, "Page")
    gallery.sandbox.faults.add(Fault.SERVER_ERROR, "chat.postMessage")
    await waited_out(gallery, minutes=20)
    gallery.sandbox.faults.clear()
    async with gallery.world.database.writing() as session:
        (await session.get_one(Notice, number)).facts = ["written by other code"]  # type: ignore[assignment]
    for pause in PAUSES:
        await gallery.pings.round()
        assert (await stored(gallery, number)).parked is None
        gallery.world.clock.at += pause
    await gallery.pings.round()
    assert (await stored(gallery, number)).parked is not None


async def test_a_page_whose_answer_is_lost_is_said_again_at_once(gallery: Gallery) -> None:
    number = await owing(gallery, "Page")
    gallery.sandbox.faults.add(Fault.DROP_ANSWER, "chat.postMessage", count=1)
    assert await gallery.pings.round() == gallery.world.clock.now() + timedelta(seconds=1)
    gallery.world.clock.forward(seconds=1)
    await gallery.pings.round()
    assert (await stored(gallery, number)).sent_at is not None
    assert await told(gallery, "Page") == 2


async def test_what_is_to_be_drawn_again_keeps_no_page_waiting(gallery: Gallery) -> None:
    old = await owing(gallery, "Before")
    await gallery.pings.round()
    async with gallery.world.database.writing() as session:
        notice = await session.get_one(Notice, old)
        notice.facts, notice.redraw = {"text": "After"}, True
    await owing(gallery, "Page")
    await gallery.pings.round()
    assert await told(gallery, "Page") == 1
    assert gallery.calls("chat.update") == 0
    await gallery.redraws.round()
    assert await told(gallery, "After") == 1


async def test_what_changes_before_it_is_delivered_is_drawn_again_afterwards(gallery: Gallery) -> None:
    number = await owing(gallery, "Before")
    async with gallery.world.database.writing() as session:
        (await session.get_one(Notice, number)).redraw = True
    await gallery.redraws.round()
    assert (await stored(gallery, number)).redraw
    await gallery.pings.round()
    await gallery.redraws.round()
    assert not (await stored(gallery, number)).redraw
