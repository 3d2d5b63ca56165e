"""The line "+312 waiting": there while something waits behind the window, once a minute at the most."""

from bot.desk.handling.claiming import claim
from sandbox.slack.messages import Message
from storage import channels
from tests.loops.cards.gallery import Gallery, words


def counters(gallery: Gallery) -> list[Message]:
    """The counting lines in the channel."""
    return [message for message in gallery.messages() if message.text.startswith("+")]


async def fill(gallery: Gallery, count: int) -> None:
    """So many conversations arrive and cards are posted as far as the window goes."""
    for n in range(count):
        await gallery.world.arrive(f"mention {n}")
    await gallery.settle()


async def test_it_says_how_many_wait_and_hands_out_the_next(gallery: Gallery) -> None:
    await fill(gallery, 5)
    await gallery.counters.round()
    (line,) = counters(gallery)
    assert "*+2* waiting" in words(line)
    assert "queue:next_in" in str(line.blocks)


async def test_within_the_window_there_is_none(gallery: Gallery) -> None:
    await gallery.world.arrive()
    await gallery.counters.round()
    await gallery.settle()
    assert counters(gallery) == []


async def test_it_changes_at_most_once_a_minute(gallery: Gallery) -> None:
    await fill(gallery, 5)
    await gallery.counters.round()
    await fill(gallery, 3)
    again = await gallery.counters.round()
    assert again is not None
    assert again > gallery.world.clock.now()
    assert "*+2* waiting" in words(counters(gallery)[0])
    gallery.world.clock.forward(seconds=61)
    await gallery.counters.round()
    assert "*+5* waiting" in words(counters(gallery)[0])
    gallery.world.clock.forward(seconds=61)
    await gallery.counters.round()
    assert gallery.calls("chat.update") == 1


async def test_it_goes_when_nothing_waits_any_more(gallery: Gallery) -> None:
    await fill(gallery, 4)
    await gallery.counters.round()
    await gallery.world.do(claim, 1, by="ana")
    await gallery.settle()
    gallery.world.clock.forward(seconds=61)
    await gallery.counters.round()
    assert counters(gallery) == []


async def test_a_lost_answer_leaves_one_line_only(gallery: Gallery) -> None:
    await fill(gallery, 5)
    gallery.sandbox.faults.add("drop_answer", "chat.postMessage", count=1)
    await gallery.counters.round()
    gallery.crash()
    await gallery.counters.round()
    assert len(counters(gallery)) == 1
    gallery.world.clock.forward(seconds=61)
    await gallery.counters.round()
    assert len(counters(gallery)) == 1


async def test_a_lost_answer_leaves_no_line_when_nothing_waits_any_more(gallery: Gallery) -> None:
    await fill(gallery, 4)
    gallery.sandbox.faults.add("drop_answer", "chat.postMessage", count=1)
    await gallery.counters.round()
    assert len(counters(gallery)) == 1
    await gallery.world.do(claim, 1, by="ana")
    await gallery.settle()
    for _ in range(2):
        gallery.world.clock.forward(seconds=61)
        await gallery.counters.round()
    assert counters(gallery) == []
    assert gallery.calls("chat.delete") == 1


async def test_a_lost_answer_leaves_one_line_also_when_the_queues_are_listed_anew(gallery: Gallery) -> None:
    await fill(gallery, 5)
    gallery.sandbox.faults.add("drop_answer", "chat.postMessage", count=1)
    await gallery.counters.round()
    queues = tuple(reversed(gallery.world.programme.queues))
    gallery.world.programme = gallery.world.programme.model_copy(update={"queues": queues})
    gallery.crash()
    await fill(gallery, 1)
    await gallery.counters.round()
    (line,) = counters(gallery)
    assert "*+3* waiting" in words(line)


async def test_a_counter_over_which_the_desk_stumbles_keeps_no_other_from_counting(gallery: Gallery) -> None:
    await fill(gallery, 5)
    for n in range(5):
        await gallery.world.arrive(f"review {n}", queue="unmoderated")
    await gallery.settle()
    async with gallery.world.database.writing() as session:
        await channels.set_counter(session, "queue:moderated", ts=None, shown={"begun": "nonsense"})
    await gallery.counters.round()
    assert counters(gallery) == []
    assert [each.text for each in gallery.messages("desk-unmoderated") if each.text.startswith("+")] != []


async def test_one_that_somebody_deleted_comes_back(gallery: Gallery) -> None:
    await fill(gallery, 5)
    await gallery.counters.round()
    (line,) = counters(gallery)
    channel = gallery.sandbox.slack.channels.get(line.channel)
    assert channel is not None
    channel.timeline.remove(line)
    await fill(gallery, 1)
    for _ in range(2):
        gallery.world.clock.forward(seconds=61)
        await gallery.counters.round()
    assert "*+3* waiting" in words(counters(gallery)[0])
