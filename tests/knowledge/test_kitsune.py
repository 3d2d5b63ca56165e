"""Kitsune read by the bot: articles and nothing else, languages as the site names them, all ways of not answering."""

import time
from collections.abc import AsyncIterator

import pytest

from bot.clock import SystemClock
from bot.errors import RetryAt, Trouble, Unavailable
from bot.knowledge.kitsune import Kitsune
from sandbox.server import Sandbox

SITE = "https://support.mozilla.org"


@pytest.fixture
async def sandbox() -> AsyncIterator[Sandbox]:
    """A pretend knowledge base, served."""
    async with Sandbox.start() as started:
        yield started


@pytest.fixture
async def kitsune(sandbox: Sandbox) -> AsyncIterator[Kitsune]:
    """What reads it."""
    reader = Kitsune(SITE, clock=SystemClock(), address=sandbox.kitsune_url)
    yield reader
    await reader.close()


async def test_a_search_brings_articles_without_markup_and_no_questions(kitsune: Kitsune) -> None:
    (found,) = await kitsune.search("en-US", "cookies")
    assert (found.locale, found.slug) == ("en-US", "clear-cookies-and-site-data")
    assert found.summary == "Delete cookies & stored data of one site, or of all. Shortcut: Ctrl + Delete"
    (video,) = await kitsune.search("en-US", "video")
    assert video.summary.endswith("before you press <Play>.")
    assert await kitsune.search("en-US", "xyzzy") == ()


async def test_another_name_of_a_language_is_followed_and_one_the_site_has_not_finds_nothing(kitsune: Kitsune) -> None:
    (found,) = await kitsune.search("pt", "favoritos")
    assert found.locale == "pt-BR"
    assert await kitsune.search("xx", "favoritos") == ()


async def test_the_list_is_read_page_by_page_to_its_end(sandbox: Sandbox, kitsune: Kitsune) -> None:
    for number in range(20):
        sandbox.kitsune.write(f"more-{number}", f"More {number}", locale="de")
    first, second = await kitsune.listed("de", 1), await kitsune.listed("de", 2)
    assert (len(first.articles), first.is_last, second.is_last) == (20, False, True)
    assert second.articles[-1].title == "More 19"
    assert (await kitsune.listed("de", 3)).is_last


async def test_only_the_sites_own_word_that_there_is_none_counts(sandbox: Sandbox, kitsune: Kitsune) -> None:
    assert await kitsune.is_there("en-US", "sync-does-not-sync")
    sandbox.kitsune.vanish("sync-does-not-sync")
    assert not await kitsune.is_there("en-US", "sync-does-not-sync")
    assert not await kitsune.is_there("en-US", "../../secret?a=b")
    sandbox.faults.add("server_error", "kitsune/*", status=404)
    with pytest.raises(Unavailable):
        await kitsune.is_there("en-US", "sync-does-not-sync")


@pytest.mark.parametrize(
    ("fault", "how", "trouble"),
    [
        ("server_error", {}, Unavailable),
        ("server_error", {"status": 200}, Unavailable),
        ("cut", {}, Unavailable),
        ("drop_answer", {}, Unavailable),
        ("rate_limited", {}, RetryAt),
        ("black_hole", {}, Unavailable),
    ],
)
async def test_a_site_that_does_not_answer_as_it_should_is_trouble_in_time_for_slack(
    sandbox: Sandbox, kitsune: Kitsune, fault: str, how: dict[str, int], trouble: type[Trouble]
) -> None:
    sandbox.faults.add(fault, "kitsune/*", **how)
    began = time.monotonic()
    with pytest.raises(trouble):
        await kitsune.search("de", "lesezeichen")
    assert time.monotonic() - began < 2.5
