"""The pretend knowledge base answers as Kitsune's own code does: shapes, languages, pages, and what is not there."""

from typing import Any

import aiohttp
import pytest

from sandbox.server import Sandbox

OLD_WINDOWS = "firefox-users-windows-7-8-and-81-moving-extended-support"


async def read(sandbox: Sandbox, path: str, *, language: str = "", **how: Any) -> tuple[int, Any, str]:
    """One GET: the status, the JSON or None for a page, and where a redirect leads."""
    headers = {"Accept-Language": language} if language else {}
    async with (
        aiohttp.ClientSession(headers=headers) as session,
        session.get(f"{sandbox.kitsune_url}{path}", allow_redirects=False, **how) as answer,
    ):
        body = await answer.json() if answer.content_type == "application/json" else None
        return answer.status, body, answer.headers.get("Location", "")


async def test_articles_are_listed_twenty_on_a_page_in_the_language_of_the_header(sandbox: Sandbox) -> None:
    for number in range(30):
        sandbox.kitsune.write(f"more-{number}", f"More {number}")
    status, first, _ = await read(sandbox, "/api/1/kb/")
    assert (status, len(first["results"]), first["previous"]) == (200, 20, None)
    assert set(first["results"][0]) == {"title", "slug"}
    assert first["next"] == f"{sandbox.kitsune_url}/api/1/kb/?page=2"
    _, second, _ = await read(sandbox, "/api/1/kb/", params={"page": "2"})
    assert len(second["results"]) == first["count"] - 20
    assert second["next"] is None
    assert await read(sandbox, "/api/1/kb/?page=3") == (404, {"detail": "Invalid page."}, "")
    _, german, _ = await read(sandbox, "/api/1/kb/?locale=fr", language="de-AT,en;q=0.5")
    assert "lesezeichen-wiederherstellen" in [each["slug"] for each in german["results"]]
    assert (await read(sandbox, "/api/1/kb/?topic=sync"))[:2] == (400, {"detail": "topic requires product"})


async def test_an_article_has_the_slug_of_its_language_and_is_gone_when_it_vanished(sandbox: Sandbox) -> None:
    status, article, _ = await read(sandbox, f"/api/1/kb/{OLD_WINDOWS}", language="de")
    assert (status, article["locale"], article["url"]) == (200, "de", f"/de/kb/{OLD_WINDOWS}")
    assert set(article) == {"id", "title", "slug", "url", "locale", "products", "topics", "summary", "html"}
    gone = (404, {"detail": "No Document matches the given query."})
    assert (await read(sandbox, "/api/1/kb/restore-lost-bookmarks", language="de"))[:2] == gone
    sandbox.kitsune.vanish(OLD_WINDOWS)
    assert (await read(sandbox, f"/api/1/kb/{OLD_WINDOWS}"))[:2] == gone
    assert (await read(sandbox, f"/api/1/kb/{OLD_WINDOWS}", language="de"))[:2] == gone
    sandbox.kitsune.bring_back(OLD_WINDOWS)
    assert (await read(sandbox, f"/api/1/kb/{OLD_WINDOWS}", language="de"))[0] == 200


async def test_search_finds_marks_and_mixes_in_questions_unless_articles_are_asked_for(sandbox: Sandbox) -> None:
    _, found, _ = await read(sandbox, "/en-US/search/?format=json&q=cookies&w=1")
    (article,) = found["results"]
    assert article["url"] == "/en-US/kb/clear-cookies-and-site-data"
    assert article["search_summary"].startswith("Delete <strong>cookies</strong> &amp; stored")
    assert (found["num_results"], found["pagination"]["has_next"], found["fallback_results"]) == (1, False, None)
    _, mixed, _ = await read(sandbox, "/en-US/search/?format=json&q=cookies")
    assert [each["type"] for each in mixed["results"]] == ["document", "question"]
    _, nothing, _ = await read(sandbox, "/de/search/?format=json&q=xyzzy&w=1")
    assert (nothing["results"], nothing["message"]) == ([], "No pages matched the search criteria")
    assert nothing["fallback_results"][0]["document_title"]


@pytest.mark.parametrize(
    "query", ["format=json", "format=json&q=", "format=json&q=a&w=9", f"format=json&q={'a' * 201}"]
)
async def test_a_search_without_usable_words_is_refused(sandbox: Sandbox, query: str) -> None:
    assert (await read(sandbox, f"/de/search/?{query}"))[:2] == (400, {"error": "Invalid search data."})


async def test_languages_lead_to_the_sites_own_or_nowhere(sandbox: Sandbox) -> None:
    status, _, onward = await read(sandbox, "/pt/search/?format=json&q=favoritos&w=1")
    assert (status, onward) == (302, "/kitsune/pt-BR/search/?format=json&q=favoritos&w=1")
    assert (await read(sandbox, "/search/?format=json&q=a", language="de"))[2].startswith("/kitsune/de/search/")
    assert (await read(sandbox, "/xx/search/?format=json&q=a"))[:2] == (404, None)


async def test_faults_and_the_log_know_it(sandbox: Sandbox) -> None:
    sandbox.faults.add("server_error", "kitsune/GET /:locale/search/", count=1)
    assert (await read(sandbox, "/de/search/?format=json&q=a"))[:2] == (503, None)
    sandbox.faults.add("rate_limited", "kitsune/GET /api/1/kb/:slug", count=1)
    assert (await read(sandbox, "/api/1/kb/anything"))[:2] == (429, None)
    assert (await read(sandbox, "/api/1/kb/"))[0] == 200
    assert [call.method for call in sandbox.log.recent(network="kitsune")] == ["GET /api/1/kb/"]
