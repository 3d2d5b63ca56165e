"""Walks through the desk in Chromium, on SQLite: answer, close, escalate, be pinged; link, attach, check, take back."""

import re

import pytest
from playwright.async_api import Locator, Page, expect

from tests.browser.conftest import Visit
from tests.browser.test_page_forms import block, choose
from tests.stories.stage import Stage, readable
from tests.test_media import png

pytestmark = [
    pytest.mark.browser,
    pytest.mark.asyncio(loop_scope="module"),
    pytest.mark.parametrize("database_address", ["sqlite"], indirect=True),
]

QUESTION = "@FirefoxSupport all my bookmarks are gone since the update"
ANSWER = "Sorry to hear! Library, Import and Backup, Restore brings yesterday's back."


async def test_a_volunteer_answers_closes_and_escalates_and_a_manager_is_pinged(desk: Stage, open_page: Visit) -> None:
    post = desk.customer("lost_bookmarks", followers=40).post(QUESTION, lang="en")
    page = await open_page(f"{desk.sandbox.url}/?as=U0ANA")
    await page.get_by_role("link", name="desk-moderated").click()
    card = card_with(page, "all my bookmarks are gone")
    await card.get_by_role("button", name="Claim", exact=True).click()
    await expect(card).to_contain_text("is on it")

    await card.get_by_role("button", name="Reply", exact=True).click()
    await block(page, "text").locator("textarea").fill(ANSWER)
    await page.locator("#modal-submit").click()
    await expect(page.locator("dialog.modal").get_by_role("button", name="Undo")).to_be_visible()
    await page.keyboard.press("Escape")
    desk.forward(seconds=21)
    await expect(card).to_contain_text("answered from @FirefoxSupport")

    x_side = await open_page(f"{desk.sandbox.url}/?as=U0ANA#/x?post={post}")
    await expect(x_side.locator("#middle, #side").get_by_text(ANSWER).first).to_be_visible()

    await card.get_by_role("button", name="Close", exact=True).click()
    await choose(page, "reason", "Resolved")
    await page.locator("#modal-submit").click()
    await expect(page.locator("dialog.modal")).to_have_count(0)
    await expect(page.locator(".card", has_text="Resolved")).to_contain_text("@lost_bookmarks")

    desk.customer("angry_one").post(
        "@FirefoxSupport third time I ask. I want my money back, you lost my data!", lang="en"
    )
    await card_with(page, "third time I ask").get_by_role("button", name="Escalate", exact=True).click()
    await choose(page, "reason", "Angry customer")
    await block(page, "note").locator("textarea").fill("Wrote three times; nothing in the knowledge base helps.")
    await block(page, "urgency").get_by_label("Urgent").check()
    await page.locator("#modal-submit").click()
    await expect(page.locator("dialog.modal")).to_have_count(0)

    paged = await desk.until(lambda: paged_manager(desk), what="a page to somebody on duty")
    manager = await open_page(f"{desk.sandbox.url}/?as={paged}")
    await manager.get_by_role("link", name="Volley").click()
    ping = card_with(manager, "needs you")
    await expect(ping).to_contain_text("third time I ask")
    await ping.get_by_role("button", name="On it").click()
    await expect(ping).to_contain_text("is on it")
    await page.get_by_role("link", name="desk-escalation").click()
    await expect(card_with(page, "third time I ask")).to_contain_text("is on it")


def card_with(page: Page, words: str) -> Locator:
    """The card in the middle of the page that holds these words."""
    return page.locator(".card", has_text=words).last


def paged_manager(desk: Stage) -> str | None:
    """Whoever was asked for help by direct message."""
    for name in ("kira", "max", "mo"):
        person = desk.person(name)
        directs = [each["id"] for each in person.channels() if each["is_im"]]
        if any("needs you" in readable(message) for each in directs for message in person.messages(each)):
            return person.id
    return None


async def test_a_reply_is_put_together_checked_sent_and_taken_back(desk: Stage, open_page: Visit) -> None:
    desk.customer("Lena M.").post(QUESTION, lang="en")
    page = await open_page(f"{desk.sandbox.url}/?as=U0ANA")
    await page.get_by_role("link", name="desk-moderated").click()
    await card_with(page, "all my bookmarks are gone").get_by_role("button", name="Reply", exact=True).click()
    form = page.locator("dialog.modal")
    await block(page, "text").locator("textarea").fill("Oh no!")
    await block(page, "check").get_by_placeholder("Put in a clipping").click()
    await page.get_by_role("option", name="Bookmarks are missing").click()
    await expect(form.locator("textarea")).to_have_value(re.compile(r"Oh no!\n\nHi Lena M\., Firefox keeps"))
    await form.locator("textarea").fill("This helps: {article}")
    await form.get_by_placeholder("Link to an article").fill("lost bookmarks")
    await page.get_by_role("option", name="Restore lost bookmarks").click()
    written = re.compile(r"This helps: https://\S+/restore-lost-bookmarks$")
    await expect(form.locator("textarea")).to_have_value(written)
    await form.get_by_role("button", name="Attach a file").click()
    await form.locator("input[type=file]").set_input_files(
        {"name": "menu.png", "mimeType": "image/png", "buffer": png()}
    )
    await form.get_by_label("What it shows: needed for a picture").fill("The menu")
    await expect(form).to_contain_text("menu.png")
    await form.get_by_placeholder("Link to an article").fill("crashes")
    await page.get_by_role("option", name="Firefox crashes often").click()
    written = re.compile(r"This helps: https://\S+/firefox-crashes-often$")
    await expect(form.locator("textarea").first).to_have_value(written)
    await expect(form.get_by_label("What the picture shows")).to_have_value("The menu")
    await expect(form).to_contain_text("menu.png")
    await form.get_by_role("button", name="Check").click()
    await expect(form).to_contain_text("Its link makes this post cost $0.20")
    await page.locator("#modal-submit").click()
    await form.get_by_role("button", name="Undo").click()
    await expect(form.locator("textarea")).to_have_value(written)
    await expect(form.get_by_label("What the picture shows")).to_have_value("The menu")
    await page.keyboard.press("Escape")
    await page.get_by_role("link", name="Home").click()
    await expect(page.locator(".home-sheet")).to_contain_text("@Lena_M")
