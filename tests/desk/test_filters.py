"""Filters: what can be typed, what is refused and how, and that lists, Next and play mode all mean the same."""

from typing import Any

import pytest
from sqlalchemy import select

from bot.desk.finding.filtering import choices
from bot.desk.finding.filters import Filter, filter_in, words_of
from bot.desk.finding.listing import list_open
from bot.desk.finding.saving import filter_numbered, save, saved, take_away
from bot.desk.handling.closing import close
from bot.desk.handling.marking import Change, mark
from bot.desk.people.members import remove
from bot.desk.play.playing import play
from bot.desk.play.sitting_pictures import depict_sitting
from bot.desk.play.taking import take_next
from bot.errors import Invalid, NotFound
from bot.pictures.conversations import ListPicture
from storage.tables import Conversation, SavedFilter, Sitting
from tests.desk.world import World


async def listed(world: World, words: str, by: str = "ana") -> list[int]:
    """The numbers that a list of these words shows."""
    page: ListPicture = await world.ask(list_open, filter_in(words), by=by)
    return [row.number for row in page.rows]


async def change(world: World, number: int, **to: Any) -> None:
    """Make a conversation what no act of these tests makes of it."""
    async with world.database.writing() as session:
        conversation = await session.get_one(Conversation, number)
        for name, value in to.items():
            setattr(conversation, name, value)


def test_words_are_read_and_written() -> None:
    words = "german tag:Paid product tag:Crash kind:feature request stars:1-2 age:<2h customer:Troll account"
    read = filter_in(words)
    assert read == Filter(
        queue="german",
        tags=("Paid product", "Crash"),
        kind="feature request",
        stars="1-2",
        age="<2h",
        customer=("Troll account",),
    )
    assert filter_in(words_of(read)) == read
    assert filter_in('TAG: "Crash"  kind:') == Filter(tags=("Crash",))
    assert read.narrowed_by(Filter(tags=("Sync",), age="1d")).tags == ("Paid product", "Crash", "Sync")


async def test_stars_are_those_of_the_newest_review(world: World) -> None:
    low, high = await world.arrive(about={"stars": 1}), await world.arrive(about={"stars": 2}, customer="otto")
    await world.arrive(customer="mia")
    world.clock.forward(minutes=1)
    async with world.database.writing() as session:
        await world.store(session, await session.get_one(Conversation, high), "otto", "better now", {"stars": 5})
    assert await listed(world, "stars:1-2") == [low]
    assert await listed(world, "stars:5") == [high]


async def test_age_counts_what_waits_older_and_younger(world: World) -> None:
    old = await world.arrive()
    answered = await world.arrive(customer="otto")
    await change(world, answered, waits_since=None)
    world.clock.forward(days=2)
    young = await world.arrive(customer="mia")
    world.clock.forward(hours=1)
    assert await listed(world, "age:2d") == [old, answered]
    assert await listed(world, "age:>1d") == [old, answered]
    assert await listed(world, "age:< 2H") == [young]


async def test_sentiment_network_and_what_is_known_of_the_customer(world: World) -> None:
    number = await world.arrive()
    review = await world.arrive(customer="otto")
    await change(world, review, network="google_play")
    marked = {"sentiment": "negative", "customer_tags": Change(added=("Troll account",))}
    await world.do(mark, number, **marked, by="ana")
    for words in ("sentiment:Negative", "customer:troll account", "network:X"):
        assert await listed(world, words) == [number]
    assert await listed(world, "network:google play") == await listed(world, "network:google_play") == [review]
    page: ListPicture = await world.ask(
        list_open, filter_in("network:X customer:troll account stars:1 age:2D"), by="ana"
    )
    assert page.title == "All queues · X · 1 star · waits longer than 2d · customer: Troll account"


async def test_a_tag_is_titled_as_the_catalogue_writes_it(world: World) -> None:
    await world.arrive(tags=["Crash", "crash"])
    page: ListPicture = await world.ask(list_open, Filter(tags=("cRASH",)), by="ana")
    assert page.title == "All queues · Crash"


@pytest.mark.parametrize(
    ("words", "told"),
    [
        ("stars:7", "1 to 5"),
        ("stars:", ""),
        ("age:soon", "age:2d"),
        ("age:99999d", "age:2d"),
        ("sentiment:negativ", "“negative”"),
        ("network:gogle play", "“google_play”"),
        ("customer:Trol account", "“Troll account”"),
        ("tagg:Crash", "“tag”"),
        ("moderated knid:praise", "“kind”"),
    ],
)
async def test_what_is_mistyped_is_refused_with_the_nearest(world: World, words: str, told: str) -> None:
    if not told:
        assert await listed(world, words) == []
        return
    with pytest.raises(Invalid, match=told):
        await listed(world, words)


async def test_every_language_in_which_something_open_is_written_can_be_chosen(world: World) -> None:
    for language, queue in (("fi", "moderated"), ("und", "moderated"), ("sv", "unmoderated"), ("da", "moderated")):
        number = await world.arrive(language=language, queue=queue)
    await world.do(close, number, reason="Resolved", by="mo")
    ours = {each.language for each in world.programme.accounts} - {""}
    assert set((await world.ask(choices, by="ana")).languages) == ours | {"fi"}
    assert set((await world.ask(choices, by="mo")).languages) == ours | {"fi", "sv"}


async def test_next_and_play_take_the_same_filters(world: World) -> None:
    await world.arrive(about={"stars": 5}, priority=9)
    wanted = [await world.arrive(about={"stars": 2}, customer=name) for name in ("lena", "otto")]
    world.clock.forward(hours=3)
    await world.arrive(about={"stars": 1}, customer="mia", priority=5)
    assert (await world.do(take_next, filter_in("stars:1-2 age:2h"), by="ana")).id == wanted[0]
    sitting = await world.do(play, filter_in("moderated stars:1-2 age:2h"), by="vito")
    assert sitting.conversation_id == wanted[1]
    async with world.database.reading() as session:
        stored = await session.get_one(Sitting, sitting.id)
        picture = await depict_sitting(
            session, stored, programme=world.programme, networks=world.networks, now=world.clock.now()
        )
    assert picture.title == "Moderated · 1-2 stars · waits longer than 2h"


async def test_a_saved_filter_stands_for_itself_everywhere(world: World) -> None:
    crash = await world.arrive(tags=["Crash"], about={"stars": 1})
    praise = await world.arrive(tags=["Crash"], kind="praise", customer="otto")
    await world.arrive(customer="mia", priority=9)
    await world.do(save, " Late  crashes", filter_in("moderated tag:crash"), by="ana")
    assert await listed(world, "late crashes") == [crash, praise]
    assert await listed(world, "Late Crashes kind:praise") == [praise]
    assert await listed(world, words_of(Filter(saved="late crashes", queue="de"))) == []
    assert (await world.do(take_next, filter_in("late crashes stars:1"), by="ana")).id == crash
    sitting = await world.do(play, Filter(saved="Late crashes"), by="ana")
    assert (sitting.conversation_id, sitting.asked) == (praise, {"queue": "moderated", "tags": ("Crash",)})
    (own,) = await world.ask(saved, by="ana")
    assert (own.name, own.title) == ("Late crashes", "Moderated · Crash")
    await world.do(save, "late crashes", filter_in("kind:praise"), by="ana")
    assert [each.title for each in await world.ask(saved, by="ana")] == ["All queues · praise"]


async def test_a_saved_filter_is_its_members_own_and_goes_with_them(world: World) -> None:
    await world.do(save, "mornings", filter_in("age:8h"), by="ana")
    (own,) = await world.ask(saved, by="ana")
    assert await world.ask(saved, by="vito") == ()
    with pytest.raises(NotFound, match=r"^There is no queue “mornings”\. There are: Moderated, [^“”]*\.$"):
        await listed(world, "mornings", by="vito")
    for verb in (take_away, filter_numbered):
        with pytest.raises(NotFound):
            await world.do(verb, own.number, by="vito")
    with pytest.raises(NotFound, match="“mornings”"):
        await listed(world, "mornigs")
    await world.do(take_away, own.number, by="ana")
    assert await world.ask(saved, by="ana") == ()
    await world.do(save, "mornings", filter_in("age:8h"), by="ana")
    await world.do(remove, "U0ANA", by="kira")
    async with world.database.reading() as session:
        assert (await session.scalars(select(SavedFilter))).all() == []


@pytest.mark.parametrize(
    ("name", "words"),
    [("", "age:1d"), ("x" * 41, "age:1d"), ("a:b", "age:1d"), ("mine", "age:1d"), ("DEUTSCH", "age:1d"), ("all", "")],
)
async def test_a_name_that_cannot_be_is_refused(world: World, name: str, words: str) -> None:
    with pytest.raises(Invalid) as refusal:
        await world.do(save, name, filter_in(words), by="ana")
    assert refusal.value.field == "save"
