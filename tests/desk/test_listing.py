"""Lists of open conversations, and queues in figures."""

from datetime import timedelta
from typing import Any

import pytest

from bot.desk.finding.filters import Filter
from bot.desk.finding.listing import ROWS, all_queues, list_open, queues
from bot.desk.handling.claiming import claim
from bot.desk.handling.closing import close
from bot.desk.handling.holding import hold
from bot.errors import Invalid, NotFound
from bot.pictures.conversations import ListPicture
from storage.tables import WaitingOn
from tests.conftest import MONDAY
from tests.desk.world import World


async def listed(world: World, by: str = "ana", **filters: Any) -> list[int]:
    """The numbers on the first page somebody sees."""
    page: ListPicture = await world.ask(list_open, Filter(**filters), by=by)
    return [row.number for row in page.rows]


async def test_a_list_is_ordered_as_it_is_handed_out(world: World) -> None:
    first = await world.arrive()
    world.clock.forward(minutes=1)
    second, urgent = await world.arrive(), await world.arrive(priority=5)
    await world.do(claim, second, by="vito")
    assert await listed(world) == [urgent, first, second]


async def test_closed_ones_are_not_listed(world: World) -> None:
    await world.do(close, await world.arrive(), reason="Resolved", by="ana")
    assert await listed(world) == []


async def test_filters_add_up(world: World) -> None:
    wanted = await world.arrive(queue="de", kind="feedback", language="de", account="mozilla_germany", tags=["Crash"])
    await world.arrive(queue="de", kind="support", language="de", account="mozilla_germany", tags=["Crash"])
    await world.arrive(queue="de", kind="feedback", language="de", account="mozilla_germany", tags=["Sync"])
    await world.arrive(kind="feedback", language="de", tags=["Crash"])
    filters: dict[str, Any] = {"queue": "Deutsch", "kind": "Feedback", "tags": ["crash"], "account": "@Mozilla_Germany"}
    assert await listed(world, **filters, language="DE") == [wanted]


@pytest.mark.parametrize("word", ["german", "German", "#desk-de", "de"])
async def test_a_queue_is_meant_by_any_of_its_words(world: World, word: str) -> None:
    wanted = await world.arrive(queue="de")
    await world.arrive()
    assert await listed(world, queue=word) == [wanted]


async def test_several_tags_must_all_be_there(world: World) -> None:
    both = await world.arrive(tags=["Crash", "Paid product"])
    await world.arrive(tags=["Crash"])
    assert await listed(world, tags=["Paid product", "Crash"]) == [both]


@pytest.mark.parametrize("tag", ["News/Press Release", "100%_sure", "Größe", 'say "hi"', "back\\slash"])
async def test_a_tag_is_found_whatever_is_written_in_it(world: World, tag: str) -> None:
    number = await world.arrive(tags=["Crash", tag])
    await world.arrive(tags=["Crash"])
    assert await listed(world, tags=[tag]) == [number]


async def test_a_part_of_a_tag_is_not_that_tag(world: World) -> None:
    await world.arrive(tags=["Crash"])
    with pytest.raises(Invalid, match="“Crash”") as refusal:
        await listed(world, tags=["Cra"])
    assert refusal.value.field == "tags"


async def test_a_language_nobody_wrote_in_is_refused_with_how_to_write_one(world: World) -> None:
    japanese = await world.arrive(language="ja")
    assert await listed(world, language="JA") == [japanese]
    assert await listed(world, language="pt") == []
    with pytest.raises(Invalid, match=r"“german”.*`de`") as refusal:
        await listed(world, language="german")
    assert refusal.value.field == "language"


async def test_a_language_holds_for_its_varieties(world: World) -> None:
    brazilian = await world.arrive(language="pt-BR")
    await world.arrive(language="ptx")
    assert await listed(world, language="pt") == [brazilian]
    assert await listed(world, language="pt-br") == [brazilian]


async def test_pages_have_ten_rows_and_the_last_stays_the_last(world: World) -> None:
    numbers = [await world.arrive() for _ in range(ROWS + 3)]
    page: ListPicture = await world.ask(list_open, page=1, by="ana")
    assert [row.number for row in page.rows] == numbers[ROWS:]
    assert (page.total, page.page, page.pages) == (13, 1, 2)
    beyond: ListPicture = await world.ask(list_open, page=9, by="ana")
    assert beyond.rows == page.rows


async def test_the_title_says_what_is_listed(world: World) -> None:
    page: ListPicture = await world.ask(list_open, Filter(queue="de", tags=("crash",), account="firefox"), by="ana")
    assert page.title == "Deutsch · Crash · @Firefox"
    assert (page.total, page.pages) == (0, 1)


async def test_a_wrong_filter_names_the_nearest(world: World) -> None:
    with pytest.raises(Invalid, match="“FirefoxSupport”"):
        await listed(world, account="firefoxsuport")
    with pytest.raises(Invalid, match="“praise”"):
        await listed(world, kind="prase")
    with pytest.raises(NotFound, match="“Deutsch”"):
        await listed(world, queue="dutsch")


async def test_only_moderators_are_listed_what_is_unmoderated(world: World) -> None:
    number = await world.arrive(queue="unmoderated")
    stray = await world.arrive(queue="a queue that desk.toml no longer names")
    assert await listed(world, by="ana") == []
    assert await listed(world, by="mo") == [number, stray]
    with pytest.raises(NotFound, match="no queue “unmoderated”"):
        await listed(world, by="bea", queue="unmoderated")


async def test_queues_in_figures(world: World) -> None:
    await world.arrive()
    world.clock.forward(hours=1)
    await world.post_card(await world.arrive())
    await world.do(claim, await world.arrive(), by="ana")
    await world.do(hold, await world.arrive(), waiting_on=WaitingOn.CUSTOMER, by="ana")
    await world.do(close, await world.arrive(), reason="Resolved", by="ana")
    seen = {each.key: each for each in await world.ask(queues, by="ana")}
    assert "unmoderated" not in seen
    moderated = seen["moderated"]
    assert (moderated.waiting, moderated.claimed, moderated.held, moderated.hidden) == (2, 1, 1, 1)
    assert (moderated.name, moderated.oldest) == ("Moderated", MONDAY)
    assert (seen["de"].waiting, seen["de"].oldest) == (0, None)


async def test_the_oldest_is_the_oldest_that_waits(world: World) -> None:
    await world.do(hold, await world.arrive(), waiting_on=WaitingOn.CUSTOMER, by="ana")
    world.clock.forward(hours=2)
    await world.arrive()
    async with world.database.reading() as session:
        counted = await all_queues(session, programme=world.programme)
    assert counted[0].oldest == MONDAY + timedelta(hours=2)
    assert [each.key for each in counted] == [each.key for each in world.programme.queues]
