"""The pictures of the Home tab: a volunteer's, a manager's, and on a phone."""

from playwright.async_api import Page, expect

from bot.desk import alarms
from tests.browser.pictures.desk_wide import a_busy_morning
from tests.browser.pictures.managers import charged_twice, with_a_budget
from tests.browser.pictures.studio import Shot, Studio, modal, picture

POST = "2028409988967301120"
NOT_STORED = f"A post could not be stored and is not on the desk: https://x.com/Ines/status/{POST}"
"""As the desk words what it sets aside."""


async def home_of(studio: Studio, name: str, words: str, *, phone: bool = False) -> Page:
    """Somebody's Home tab, once it shows these words."""
    page = await studio.page(name, phone=phone)
    await page.evaluate("location.hash = '#/home'")
    await expect(page.locator(".home-sheet")).to_contain_text(words)
    return page


def whole(page: Page) -> Shot:
    """From the first line of somebody's Home to its last button."""
    blocks = page.locator(".home-sheet .block")
    return blocks.first, blocks.last


async def a_morning_of_hers(studio: Studio) -> None:
    """Six wait; Ana is on one, and one comes back to her tomorrow."""
    await a_busy_morning(studio)
    await studio.commands("ana", "/desk languages de en")
    await studio.commands("ana", "/desk claim 1")
    await studio.commands("ana", "/desk remind 2 tomorrow 9:00 ask Jonas which printer")


@picture()
async def home(studio: Studio) -> Shot:
    """What waits for a volunteer, and what is theirs."""
    await a_morning_of_hers(studio)
    page = await home_of(studio, "ana", "which printer")
    return whole(page)


@picture()
async def home_phone(studio: Studio) -> Shot:
    """The same on a phone."""
    await a_morning_of_hers(studio)
    page = await home_of(studio, "ana", "which printer", phone=True)
    return page.locator("body")


@picture()
async def settings(studio: Studio) -> Shot:
    """Signature, languages and hours in one form."""
    page = await studio.page("ana")
    await studio.commands("ana", "/desk settings")
    await expect(modal(page)).to_contain_text("Signature")
    return modal(page)


@picture(with_a_budget)
async def home_manager(studio: Studio) -> Shot:
    """What a manager sees there in addition."""
    await charged_twice(studio)
    app, now = studio.stage.app, studio.stage.sandbox.clock.now()
    async with app.database.writing() as session:
        await alarms.sound(session, alarms.PARKED, f"post x {POST}", NOT_STORED, now=now)
    page = await home_of(studio, "max", "Try again")
    return whole(page)
