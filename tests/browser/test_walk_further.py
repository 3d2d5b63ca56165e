"""Further walks through the desk in Chromium, on SQLite: play mode, the Home tab, and a review that is edited."""

import re

import pytest
from playwright.async_api import Page, expect

from tests.browser.conftest import Visit
from tests.browser.test_page_forms import block, choose
from tests.browser.test_walk import card_with
from tests.stories.stage import Stage

pytestmark = [
    pytest.mark.browser,
    pytest.mark.asyncio(loop_scope="module"),
    pytest.mark.parametrize("database_address", ["sqlite"], indirect=True),
]


async def answered(page: Page, text: str) -> None:
    """Write into the open form, send, and go back to where one was."""
    await block(page, "text").locator("textarea").fill(text)
    await page.locator("#modal-submit").click()
    await expect(page.locator("dialog.modal").get_by_role("button", name="Undo")).to_be_visible()
    await page.keyboard.press("Escape")
    await expect(page.locator("dialog.modal")).to_have_count(0)


async def test_play_mode_hands_out_takes_answers_and_skips_until_it_is_stopped(desk: Stage, open_page: Visit) -> None:
    post = desk.customer("asker").post("@FirefoxSupport how do I sync, help?", lang="en")
    await desk.card(desk.person("ana"), "how do I sync")
    desk.customer("wonderer").post("@FirefoxSupport what is a tab group, help", lang="en")
    await desk.card(desk.person("ana"), "what is a tab group")
    page = await open_page(f"{desk.sandbox.url}/?as=U0ANA")
    await page.get_by_role("link", name="desk-moderated").click()
    await page.locator("#middle .composer textarea").fill("/desk play moderated")
    await page.keyboard.press("Enter")
    await expect(page.locator(".ephemeral").last).to_contain_text("play mode goes on in your direct messages")

    await page.get_by_role("link", name="Volley").click()
    sitting = page.locator(".message", has_text="handed out")
    await expect(sitting).to_contain_text("how do I sync")
    await sitting.get_by_role("button", name="Reply", exact=True).click()
    await answered(page, "Open the menu and choose Sync.")
    desk.forward(seconds=21)
    await desk.until(lambda: desk.replies_to(post), what="the reply in public")
    await expect(sitting).to_contain_text("answered from @FirefoxSupport")
    await sitting.get_by_role("button", name="Next").click()
    await expect(sitting).to_contain_text("what is a tab group")
    await sitting.get_by_placeholder("Skip …").click()
    await page.get_by_role("option", name="Not sure what to say").click()
    await expect(sitting).to_contain_text("Nothing is left to hand you")
    await sitting.get_by_role("button", name="Stop").click()
    await expect(sitting).to_contain_text("Play mode is over")
    await expect(sitting).to_contain_text("2 handed out · 1 answered · 1 skipped")
    await expect(sitting.get_by_role("button", name="Next")).to_have_count(0)


async def test_home_shows_ones_own_by_urgency_and_a_changed_setting_at_once(desk: Stage, open_page: Visit) -> None:
    ana = desk.person("ana")
    for name, words, followers in (("early_bird", "how do I print", 12), ("late_star", "where is my menu", 900_000)):
        desk.customer(name, followers=followers).post(f"@FirefoxSupport {words}, help?", lang="en")
        card = await desk.card(ana, words)
        await ana.click(card.channel, card.ts, "conversation:claim")
    page = await open_page(f"{desk.sandbox.url}/?as=U0ANA#/home")
    home = page.locator(".home-sheet")
    await expect(home).to_contain_text("2 yours")
    await expect(home).to_contain_text(re.compile("@late_star.*@early_bird", re.DOTALL))
    await home.get_by_role("button", name="Show").first.click()
    await expect(page.locator("dialog.modal")).to_contain_text("where is my menu")
    await page.keyboard.press("Escape")

    await home.get_by_role("button", name="Settings").click()
    await block(page, "languages").locator("input").fill("de fr")
    await block(page, "signature").locator("input").fill("two words")
    await page.locator("#modal-submit").click()
    await expect(block(page, "signature").locator(".error")).to_contain_text("one word")
    await expect(block(page, "languages").locator("input")).to_have_value("de fr")
    await block(page, "signature").locator("input").fill("anna")
    await page.locator("#modal-submit").click()
    await expect(page.locator("dialog.modal")).to_have_count(0)
    await expect(home).to_contain_text("You read de, fr · sign “anna”")


async def test_a_review_is_written_answered_seen_and_edited_by_its_author(desk: Stage, open_page: Visit) -> None:
    author = await open_page(f"{desk.sandbox.url}/?as=U0BEA#/play")
    await author.get_by_label("Your name").fill("Marta Silva")
    await author.get_by_label("1 star").check()
    await author.get_by_label("Review", exact=True).fill("Since the update it loses all my tabs.")
    await author.get_by_role("button", name="Post review").click()
    await expect(author.locator(".review", has_text="Marta Silva")).to_be_visible()
    desk.forward(minutes=2)

    page = await open_page(f"{desk.sandbox.url}/?as=U0ANA")
    await page.get_by_role("link", name="desk-play-low").click()
    card = card_with(page, "loses all my tabs")
    await expect(card).to_contain_text("★☆☆☆☆")
    await card.get_by_role("button", name="Reply", exact=True).click()
    await answered(page, "Sorry! Version 145.0.1 mends it.")
    desk.forward(seconds=21)
    answer = author.locator(".review-answer .post-text")
    await expect(answer).to_have_text("Sorry! Version 145.0.1 mends it. ^an")
    await expect(card).to_contain_text("answered from Firefox for Android")
    await card.get_by_role("button", name="Close", exact=True).click()
    await choose(page, "reason", "Resolved")
    await page.locator("#modal-submit").click()
    await expect(page.locator(".card", has_text="Marta Silva")).to_contain_text("Resolved")

    await author.get_by_role("button", name="Edit as Marta Silva").click()
    await author.get_by_role("dialog").get_by_label("5 stars").check()
    await author.get_by_role("dialog").get_by_label("Review", exact=True).fill("Thank you, it works again!")
    await author.get_by_role("button", name="Save").click()
    await expect(author.locator(".review .edited")).to_have_text("(edited)")
    desk.forward(minutes=2)
    await page.get_by_role("link", name="desk-play-high").click()
    again = card_with(page, "Thank you, it works again!")
    await expect(again).to_contain_text("★☆☆☆☆ → ★★★★★")
    await expect(again).to_contain_text("loses all my tabs")
    await expect(again.get_by_role("button", name=re.compile("Reply|Edit reply")).first).to_be_visible()
