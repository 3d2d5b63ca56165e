"""The page's knowledge base in Chromium: articles in their languages, taken off the site and put back."""

import pytest
from playwright.async_api import expect

from tests.browser.conftest import PHONE, Visit
from tests.browser.small_app import SmallApp

pytestmark = [pytest.mark.browser, pytest.mark.asyncio(loop_scope="module")]


async def test_an_article_vanishes_and_comes_back(app: SmallApp, visit: Visit) -> None:
    page = await visit("U0ANA", "#/articles", viewport=PHONE)
    article = page.get_by_role("article", name="Restore lost bookmarks")
    await expect(article.locator(".tag")).to_have_text(["en-US", "de", "fr", "pt-BR"])
    await article.get_by_role("button", name="Let it vanish").click()
    await expect(article.get_by_text("(vanished)")).to_be_visible()
    kitsune = app.stage.sandbox.kitsune
    assert not kitsune.find("lesezeichen-wiederherstellen", locale="de").visible
    kitsune.bring_back("restore-lost-bookmarks")
    await expect(article.get_by_role("button", name="Let it vanish")).to_be_visible()
