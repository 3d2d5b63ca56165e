"""The library: what was asked is remembered, the site's silence is bridged, clippings' articles are looked after."""

import asyncio
from collections.abc import AsyncIterator
from dataclasses import dataclass, replace
from datetime import timedelta

import pytest

from bot.articles import Found
from bot.clippings import Wording
from bot.desk.handling.articles_needed import ask_for_one
from bot.desk.showing.showing import show
from bot.desk.writing.articles import begin_for
from bot.desk.writing.clippings import add, edit, retire, search
from bot.desk.writing.library import Library
from bot.desk.writing.replying import begin
from bot.desk.writing.suggesting import insert, suggest
from bot.errors import Invalid, Refused
from bot.knowledge.kitsune import Kitsune
from bot.loops.alarm import Alarms
from bot.loops.articles import PAGE_PAUSE, Articles
from bot.programme import Programme
from sandbox.server import Sandbox
from storage import alarms
from tests.desk.conftest import world
from tests.desk.world import World

__all__ = ["world"]

BOOKMARKS = "restore-lost-bookmarks"
LOST = Wording("Lost bookmarks", "Lost", {"en": "Hi {name}, see {article}"}, article=BOOKMARKS)


@dataclass
class Shelves:
    """A desk's library on a pretend site, and the loop that reads in the background."""

    sandbox: Sandbox
    world: World
    library: Library
    loop: Articles

    async def read(self, *, rounds: int = 12) -> None:
        """Let the loop read as much as it can."""
        for _ in range(rounds):
            again = await self.loop.round()
            if again is not None:
                self.world.clock.at = max(self.world.clock.at, again)

    async def open_alarms(self) -> list[str]:
        """What managers must know."""
        async with self.world.database.reading() as session:
            return [each.text for each in await alarms.open_ones(session)]

    def calls(self, method: str) -> int:
        """How often the site was asked."""
        return len(self.sandbox.log.of(method))


SEARCH = "GET /:locale/search/"


@pytest.fixture
async def shelves(world: World) -> AsyncIterator[Shelves]:
    """A desk beside a pretend knowledge base."""
    async with Sandbox.start() as sandbox:
        knowledge_base = world.programme.knowledge_base
        assert knowledge_base is not None
        site = Kitsune(knowledge_base.site, clock=world.clock, address=sandbox.kitsune_url)
        library = Library(world.database, site, knowledge_base, world.clock)
        alarm = Alarms(world.database, world.clock, lambda: None)
        yield Shelves(
            sandbox, world, library, Articles(world.database, library, world.clock, lambda: None, alarm=alarm)
        )
        await site.close()


def titles(found: Found) -> list[str]:
    """What was found."""
    return [each.title for each in found.articles]


async def test_what_was_asked_is_answered_at_once_and_a_silent_site_is_asked_once(shelves: Shelves) -> None:
    first = await shelves.library.search("de-AT", "Lesezeichen ")
    assert titles(first) == ["Verlorene Lesezeichen wiederherstellen"]
    assert first.articles[0].link == "https://support.mozilla.org/de/kb/lesezeichen-wiederherstellen"
    shelves.sandbox.faults.add("server_error", "kitsune/*")
    asked = shelves.calls(SEARCH)
    assert await shelves.library.search("de", "lesezeichen") == first
    assert len(shelves.sandbox.faults.struck) == 0
    shelves.world.clock.forward(days=2)
    old = await shelves.library.search("de", "lesezeichen")
    assert (titles(old), old.remembered) == (titles(first), True)
    assert titles(await shelves.library.search("de", "wiederher")) == titles(first)
    assert len(shelves.sandbox.faults.struck) == 2
    shelves.sandbox.faults.clear()
    shelves.world.clock.forward(minutes=1)
    assert not (await shelves.library.search("de", "lesezeichen")).remembered
    assert shelves.calls(SEARCH) == asked + 2


async def test_the_customers_language_comes_first_and_english_stands_in(shelves: Shelves) -> None:
    both = await shelves.library.search("de", "firefox")
    assert [each.locale for each in both.articles] == sorted(
        (each.locale for each in both.articles), key="en-US".__eq__
    )
    assert len({each.slug for each in both.articles}) == len(both.articles)
    assert {each.locale for each in (await shelves.library.search("eu", "firefox")).articles} == {"en-US"}
    assert titles(await shelves.library.search("de", "video")) == ["Block video that plays by itself"]
    asked = shelves.calls(SEARCH)
    await shelves.library.search("de", "vi")
    assert shelves.calls(SEARCH) == asked


async def test_every_title_is_read_and_found_though_nobody_ever_asked(shelves: Shelves) -> None:
    await shelves.read()
    shelves.sandbox.faults.add("server_error", "kitsune/*")
    assert titles(await shelves.library.search("de", "stürzt")) == ["Firefox stürzt oft ab"]
    fitting = await shelves.library.fitting("de", "Hilfe, Firefox stürzt ständig ab!")
    assert titles(fitting)[0] == "Firefox stürzt oft ab"
    assert shelves.calls(SEARCH) == 0
    shelves.sandbox.faults.clear()
    shelves.sandbox.kitsune.vanish("firefox-crashes-often")
    shelves.world.clock.forward(days=1, minutes=10)
    await shelves.read()
    assert "Firefox stürzt oft ab" not in titles(await shelves.library.fitting("de", "Firefox stürzt ab"))


async def test_every_language_of_the_site_is_read_in_turn_the_commonest_first_and_never_in_haste(
    shelves: Shelves,
) -> None:
    title = "Ripristinare i segnalibri perduti"
    shelves.sandbox.kitsune.write("ripristinare-segnalibri", title, locale="it")
    locales, began = shelves.library.knowledge_base.locales, shelves.world.clock.at
    assert locales[:6] == ("en-US", "de", "fr", "es", "pt-BR", "tr")
    await shelves.read(rounds=len(locales))
    assert shelves.calls("GET /api/1/kb/") == len(locales)
    assert shelves.world.clock.at - began >= PAGE_PAUSE * len(locales)
    assert titles(await shelves.library.fitting("it", "ho perso tutti i segnalibri")) == [title]
    pages_of_a_thousand = 50
    assert PAGE_PAUSE * pages_of_a_thousand * len(locales) <= timedelta(hours=1), "all titles, once a day"


async def test_a_site_that_is_down_for_hours_is_told_once_and_cleared(shelves: Shelves) -> None:
    shelves.sandbox.faults.add("server_error", "kitsune/*")
    await shelves.read(rounds=3)
    assert await shelves.open_alarms() == []
    shelves.world.clock.forward(hours=6)
    await shelves.read(rounds=3)
    (text,) = await shelves.open_alarms()
    assert "has not answered for hours" in text
    shelves.sandbox.faults.clear()
    await shelves.read(rounds=1)
    assert await shelves.open_alarms() == []


async def test_a_site_that_answers_again_after_a_restart_is_told_of_no_more(shelves: Shelves) -> None:
    shelves.sandbox.faults.add("server_error", "kitsune/*")
    await shelves.read(rounds=1)
    shelves.world.clock.forward(hours=6)
    await shelves.read(rounds=1)
    assert len(await shelves.open_alarms()) == 1
    shelves.sandbox.faults.clear()
    alarm = Alarms(shelves.world.database, shelves.world.clock, lambda: None)
    shelves.loop = Articles(shelves.world.database, shelves.library, shelves.world.clock, lambda: None, alarm=alarm)
    await shelves.read(rounds=1)
    assert await shelves.open_alarms() == []


async def test_a_clipping_links_in_the_customers_language_until_its_article_vanishes(shelves: Shelves) -> None:
    world = shelves.world
    clipping = (await world.do(add, LOST, by="kira")).id
    await world.do(add, Wording("Another", "Z", {"en": "Something else."}), by="kira")
    number = await world.arrive("my bookmarks are lost", language="de", customer="lena")
    said = await world.ask(insert, number, clipping, text="", by="ana")
    assert said == f"Hi Lena, see https://support.mozilla.org/de/kb/{BOOKMARKS}"
    await shelves.read(rounds=1)
    assert await shelves.open_alarms() == []

    shelves.sandbox.kitsune.vanish(BOOKMARKS)
    world.clock.forward(days=1, minutes=10)
    await shelves.read(rounds=1)
    world.clock.forward(days=1, minutes=10)
    await shelves.read(rounds=1)
    (text,) = await shelves.open_alarms()
    assert "“Lost bookmarks”" in text
    assert [each.kind for each in await world.told("kira")] == ["alarm"]
    assert [(each.name, each.article_gone) for each in await world.ask(suggest, number, "", by="ana")] == [
        ("Another", False),
        ("Lost bookmarks", True),
    ]
    assert [each.article_gone for each in await world.ask(search, "lost", by="kira")] == [True]
    assert await world.ask(insert, number, clipping, text="", by="ana") == "Hi Lena, see {article}"

    mended = Wording(
        LOST.name, LOST.category, LOST.texts, article="https://support.mozilla.org/fr/kb/sync-does-not-sync"
    )
    await world.do(edit, clipping, mended, by="kira")
    assert await shelves.open_alarms() == []
    assert "/de/kb/sync-does-not-sync" in await world.ask(insert, number, clipping, text="", by="ana")


async def test_a_retired_clipping_alarms_nobody_and_an_address_of_another_site_is_refused(shelves: Shelves) -> None:
    world = shelves.world
    with pytest.raises(Invalid, match="That is no article of"):
        await world.do(add, Wording("A", "B", LOST.texts, article="https://evil.example/en-US/kb/a"), by="kira")
    clipping = (await world.do(add, Wording("A", "B", LOST.texts, article="never-was"), by="kira")).id
    await shelves.read(rounds=1)
    assert len(await shelves.open_alarms()) == 1
    await world.do(retire, clipping, by="kira")
    assert await shelves.open_alarms() == []


async def test_two_who_ask_the_same_at_the_same_moment_both_find_it(shelves: Shelves) -> None:
    one, other = await asyncio.gather(*(shelves.library.search("de", "firefox") for _ in range(2)))
    assert one == other
    assert one.articles


async def test_a_desk_without_a_knowledge_base_says_so_and_shows_nothing_of_it(world: World) -> None:
    number = await world.arrive()
    without = replace(world, programme=world.programme.model_copy(update={"knowledge_base": None}))
    with pytest.raises(Refused, match="This desk has no knowledge base"):
        await without.ask(begin_for, number, by="ana")
    with pytest.raises(Refused, match="This desk has no knowledge base"):
        await without.do(ask_for_one, number, by="ana")
    assert (await without.ask(show, number, by="ana")).article_needed is None
    assert not (await without.do(begin, number, by="ana")).finds_articles
    assert (await world.ask(show, number, by="ana")).article_needed is False


@pytest.mark.parametrize(
    ("text", "linked"),
    [
        ("", "LINK"),
        ("See this: ", "See this: LINK"),
        ("See {article}, then {article}.", "See LINK, then LINK."),
        ("See https://support.mozilla.org/en-US/kb/old-one#w_first.", "See LINK."),
        ("(https://support.mozilla.org/de/kb/a) and https://support.mozilla.org/fr/kb/b", "{} LINK"),
        ("See https://support.mozilla.org/en-US/questions/1", "{} LINK"),
    ],
)
def test_a_link_takes_its_place_or_the_one_of_the_article_there(programme: Programme, text: str, linked: str) -> None:
    assert programme.knowledge_base is not None
    assert programme.knowledge_base.linked(text, "LINK") == linked.replace("{}", text)


@pytest.mark.parametrize(
    ("language", "locale"),
    [
        ("de", "de"),
        ("de-CH", "de"),
        ("pt-PT", "pt-BR"),
        ("it", "it"),
        ("nl-BE", "nl"),
        ("zh", "zh-CN"),
        ("zh-Hant", "zh-TW"),
        ("zh-Hans", "zh-CN"),
        ("nb", "no"),
        ("eu", "en-US"),
        ("", "en-US"),
    ],
)
def test_the_site_has_names_of_its_own_for_languages(programme: Programme, language: str, locale: str) -> None:
    assert programme.knowledge_base is not None
    assert programme.knowledge_base.locale_for(language) == locale
