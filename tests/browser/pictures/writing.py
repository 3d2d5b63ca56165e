"""The pictures of writing: articles, attachments, Check, drafts, and what the desk suggests."""

from playwright.async_api import Page, expect

from tests.browser.pictures.studio import Shot, Studio, message, modal, picture, private
from tests.browser.pictures.volunteers import ANSWER, PRAISE, bookmarks
from tests.test_media import png

BEGUN = "Oh no, Lena! This shows how to bring them back: {article}"


def written(page: Page) -> Shot:
    """The form of a reply from its text to the buttons below."""
    return modal(page).locator(".input", has_text="Your reply"), modal(page).locator("[data-block=check]")


@picture()
async def article(studio: Studio) -> Shot:
    """An article is linked, and the form says what that costs."""
    card = await bookmarks(studio)
    page = await studio.page("ana", card.channel)
    ana = await studio.opens("ana", card, "conversation:reply")
    ana.fill("text", BEGUN)
    (first, *_) = await ana.options("modal", "reply:article", "lost bookmarks")
    await ana.press("reply:article", selected=first["value"])
    await expect(modal(page)).to_contain_text("Its link makes this post cost")
    return written(page)


@picture()
async def attachment(studio: Studio) -> Shot:
    """A file goes with the reply, and Check shows what will appear."""
    card = await studio.asked("Lena M.", "@FirefoxSupport where do I find the menu? Help!", followers=214)
    page = await studio.page("ana", card.channel)
    ana = await studio.opens("ana", card, "conversation:reply")
    ana.fill("text", "Right here, Lena :point_down: does it work?")
    await ana.press("reply:attach")
    ana.attach("attachment", "menu.png", png())
    ana.fill("description", "The button with three lines, at the right end of the toolbar")
    await ana.press("reply:check")
    await expect(modal(page)).to_contain_text("As it will appear")
    await expect(modal(page)).to_contain_text("menu.png")
    return modal(page)


@picture()
async def drafts(studio: Studio) -> Shot:
    """What somebody began to write."""
    card = await bookmarks(studio)
    page = await studio.page("ana", card.channel)
    ana = await studio.opens("ana", card, "conversation:reply")
    ana.fill("text", ANSWER)
    await ana.dismiss()
    await studio.commands("ana", "/desk drafts")
    await expect(modal(page)).to_contain_text("Oh no, Lena")
    return modal(page)


@picture()
async def like_close(studio: Studio) -> Shot:
    """Praise, with Like + close."""
    card = await studio.asked("Tobi", PRAISE, followers=87)
    page = await studio.page("ana", card.channel)
    await expect(page.get_by_role("button", name="Like + close")).to_be_visible()
    return message(page, "Thank you so much")


@picture()
async def forum(studio: Studio) -> Shot:
    """The third time: the reply begins with the way to the forum."""
    card = await bookmarks(studio)
    page = await studio.page("ana", card.channel)
    await studio.commands("ana", "/desk forum 1")
    await expect(modal(page)).to_contain_text("Its link makes this post cost")
    return written(page)


@picture()
async def retweet(studio: Studio) -> Shot:
    """An idea for the managers."""
    card = await studio.asked("Museo", "@FirefoxSupport thank you, we love Firefox and show it!", followers=52_000)
    page = await studio.page("ana", card.channel)
    await studio.opens("ana", card, "conversation:retweet")
    await expect(modal(page).locator("textarea")).not_to_be_empty()
    return modal(page)


@picture()
async def why(studio: Studio) -> Shot:
    """Why it is as it is."""
    await bookmarks(studio)
    page = await studio.page("ana")
    await studio.commands("ana", "/desk why 1")
    told = private(page, "What the rules decided")
    await expect(told[1]).to_be_visible()
    return told
