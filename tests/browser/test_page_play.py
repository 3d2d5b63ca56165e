"""The page's Play Store in Chromium: reviews are written, edited and answered, and a card's link leads to one."""

import pytest
from playwright.async_api import expect

from tests.browser.conftest import PHONE, Visit
from tests.browser.small_app import SmallApp, section
from tests.sandbox.play_client import FIREFOX, FOCUS
from tests.sandbox.slack_stage import until

pytestmark = [pytest.mark.browser, pytest.mark.asyncio(loop_scope="module")]


async def test_a_review_is_written_with_the_keyboard_alone(app: SmallApp, visit: Visit) -> None:
    page = await visit("U0ANA", "#/play")
    await page.get_by_label("Your name").focus()
    await page.keyboard.type("Marta")
    await page.keyboard.press("Tab")
    await page.keyboard.type("de")
    await page.keyboard.press("Tab")
    await page.keyboard.press("Space")
    await page.keyboard.press("ArrowRight")
    await expect(page.locator(".star-says")).to_have_text("Disliked it")
    await page.keyboard.press("Tab")
    await page.keyboard.type("Na ja")
    await page.keyboard.press("Tab")
    await page.keyboard.type("Stürzt oft ab")
    await page.keyboard.press("Tab")
    await page.keyboard.press("Enter")
    review = page.locator(".review")
    await expect(review.locator(".post-text")).to_have_text("Stürzt oft ab")
    await expect(review.locator(".review-title")).to_have_text("Na ja")
    await expect(review.get_by_role("img", name="2 of 5 stars")).to_be_visible()
    (kept,) = app.play.reviews
    assert (kept.app, kept.author, kept.stars, kept.language) == (FIREFOX, "Marta", 2, "de")
    await expect(page.get_by_role("button", name="Post review")).to_be_disabled()


async def test_an_edit_and_the_developers_answer_are_shown_as_they_come(app: SmallApp, visit: Visit) -> None:
    review = app.play.review(FIREFOX, 1, "crashes", author="Marta")
    page = await visit("U0ANA", "#/play", viewport=PHONE)
    app.play.answer_by_hand(review, "Please update.")
    answer = page.locator(".review-answer")
    await expect(answer.locator(".post-text")).to_have_text("Please update.")
    await expect(answer.locator(".tag")).to_have_text("By hand")
    await page.get_by_role("button", name="Edit as Marta").click()
    await page.get_by_role("dialog").get_by_label("4 stars").check()
    await page.get_by_role("dialog").get_by_label("Review", exact=True).fill("works now")
    await page.get_by_role("button", name="Save").click()
    await expect(page.locator(".review .edited")).to_have_text("(edited)")
    await page.get_by_text("What it said before the edit").click()
    await expect(page.locator(".review-before .post-text")).to_have_text("crashes")
    app.play.thumb_up(review)
    await expect(page.locator(".post-count")).to_have_text("1")
    await expect(page.locator(".review-before .post-text")).to_be_visible()
    kept = app.play.find(review)
    assert (kept.stars, kept.text, kept.answer is not None) == (4, "works now", True)


async def test_what_the_store_refuses_in_the_console_is_said(app: SmallApp, visit: Visit) -> None:
    review = app.play.review(FIREFOX, 1, "crashes", author="Marta")
    page = await visit("U0KIRA", "#/play")
    for text in ("a" * 351, "Which device?"):
        await page.get_by_role("button", name="More about this review").click()
        await page.get_by_role("menuitem", name="Answer").click()
        await page.get_by_label("The answer").fill(text)
        await page.get_by_role("button", name="Publish").click()
        if len(text) > 350:
            await expect(page.locator(".x-column > .failed")).to_contain_text("too long")
    await until(lambda: app.play.find(review).answer is not None)
    assert [answer.text for answer in app.play.find(review).answers] == ["Which device?"]
    await expect(page.locator(".x-column > .failed")).to_be_hidden()


async def test_a_link_to_a_review_opens_it_beside_the_card(app: SmallApp, visit: Visit) -> None:
    review = app.play.review(FOCUS, 5, "lovely", author="Anke")
    desk = await app.channel()
    address = f"https://play.google.com/store/apps/details?id={FOCUS}&reviewId={review}"
    await app.card(desk, [section(f"<{address}|Open on Google Play>")])
    page = await visit("U0ANA", f"#/channel/{desk}")
    await page.get_by_role("link", name="Open on Google Play").click()
    await expect(page.locator("#aside .review.focus .post-text")).to_have_text("lovely")
    await expect(page.locator(".card")).to_be_visible()
    app.play.delete(review)
    await expect(page.locator("#aside .gone")).to_contain_text("deleted by its author")
    await page.keyboard.press("Escape")
    await expect(page.locator("#aside")).to_be_hidden()


async def test_reviews_are_found_by_app_answer_and_words(app: SmallApp, visit: Visit) -> None:
    app.play.review(FOCUS, 5, "lovely")
    answered = app.play.review(FIREFOX, 2, "slow", author="Joe")
    app.play.answer_by_hand(answered, "Sorry.")
    app.play.review(FIREFOX, 3, "so so")
    page = await visit("U0ANA", "#/play")
    reviews = page.locator(".review")
    await expect(reviews).to_have_count(3)
    await page.get_by_role("button", name="Firefox Focus").click()
    await expect(reviews).to_have_count(1)
    await expect(page.get_by_label("App", exact=True)).to_have_value(FOCUS)
    await page.get_by_role("button", name="Firefox Focus").click()
    await page.get_by_role("button", name="Unanswered").click()
    await expect(reviews).to_have_count(2)
    await page.get_by_role("button", name="Answered", exact=True).click()
    await expect(reviews).to_have_count(1)
    await page.get_by_role("button", name="All", exact=True).click()
    await page.get_by_label("Search reviews").fill("so SO")
    await expect(reviews).to_have_count(1)
    await expect(reviews.locator("strong").first).to_have_text("A Google user")
