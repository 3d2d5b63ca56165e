"""Moving on: out of *Unmoderated*, to where the programme says it belongs, one by one or several at once."""

import pytest

from bot.desk.handling.closing import close
from bot.desk.handling.editing_tags import edit
from bot.desk.handling.moving import move_all_on, move_on
from bot.desk.handling.renaming import write_new_names
from bot.desk.showing.showing import show
from bot.errors import NotAllowed
from bot.programme import Condition, Destination
from tests.desk.mentions import REVIEWS, arrives, review
from tests.desk.world import World


async def waiting(world: World) -> None:
    """Three reviews that no rule placed, and a post."""
    await arrives(world, review(stars=1, thread="gp:1", language="id"), REVIEWS)
    await arrives(world, review(stars=5, thread="gp:2", language="id"), REVIEWS)
    focus = "google_play:reviews:FirefoxFocus"
    await arrives(world, review(stars=1, thread="gp:3", language="id", product="Firefox Focus"), focus)
    await world.arrive(queue="unmoderated")


async def queues(world: World) -> list[str]:
    """Where the four stand."""
    return [(await world.see(number)).queue for number in (1, 2, 3, 4)]


async def test_one_click_takes_each_where_it_belongs(world: World) -> None:
    await waiting(world)
    offered = [(await world.ask(show, number, by="mo")).moves_to for number in (1, 2, 3, 4)]
    assert offered == ["Low (1-2 stars)", "High (3-5 stars)", "Focus/Klar", "Moderated"]
    for number in (1, 2, 3, 4):
        await world.do(move_on, number, by="mo")
    assert await queues(world) == ["low", "high", "focus", "moderated"]
    assert (await world.kinds(1))[-1] == "moved"


@pytest.mark.parametrize(
    ("language", "queue"),
    [
        ("de", "Deutsch"),
        ("fr", "Français"),
        ("es", "Español"),
        ("pt", "Português (Brasil)"),
        ("pt-BR", "Português (Brasil)"),
        ("tr", "Türkçe"),
        ("ja", "Moderated"),
    ],
)
async def test_a_post_is_offered_the_queue_of_its_language(world: World, language: str, queue: str) -> None:
    number = await world.arrive(queue="unmoderated", language=language, kind="other")
    assert (await world.ask(show, number, by="mo")).moves_to == queue
    await world.do(move_on, number, by="mo")
    moved = await world.see(number)
    assert world.programme.queue(moved.queue).name == queue


async def test_a_second_click_changes_nothing(world: World) -> None:
    await waiting(world)
    await world.do(move_on, 1, by="mo")
    version = (await world.see(1)).version
    await world.do(move_on, 1, by="kira")
    assert (await world.see(1)).version == version
    assert (await world.ask(show, 1, by="ana")).moves_to == ""


async def test_several_go_at_once_and_what_cannot_is_left_alone(world: World) -> None:
    await waiting(world)
    await world.do(close, 2, reason="Resolved", by="mo")
    assert await world.do(move_all_on, [4, 1, 2, 99], by="mo") == 2
    assert await queues(world) == ["low", "unmoderated", "unmoderated", "moderated"]


async def test_only_moderators_move(world: World) -> None:
    await waiting(world)
    with pytest.raises(NotAllowed):
        await world.do(move_on, 1, by="ana")
    with pytest.raises(NotAllowed):
        await world.do(move_all_on, [1], by="ana")


async def test_where_a_tag_leads_it_leads_by_its_new_name_as_well(world: World) -> None:
    by_tag = Destination(queue="focus", when=Condition(tags=("Crash",)))
    queues = [
        each.model_copy(update={"moves_to": (by_tag, *each.moves_to)}) if each.key == "unmoderated" else each
        for each in world.programme.queues
    ]
    world.programme = world.desk.programme = world.programme.model_copy(update={"queues": tuple(queues)})
    numbers = [await world.arrive(queue="unmoderated", tags=["Crash"], customer=each) for each in ("lena", "otto")]
    await world.do(edit, "Crash", name="Freeze", by="kira")
    await world.act(write_new_names)
    assert (await world.ask(show, numbers[0], by="mo")).moves_to == "Focus/Klar"
    await world.do(move_on, numbers[0], by="mo")
    await world.do(move_all_on, numbers[1:], by="mo")
    assert [(await world.see(each)).queue for each in numbers] == ["focus", "focus"]
