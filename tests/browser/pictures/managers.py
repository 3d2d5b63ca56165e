"""The pictures of the manager's guide, in its order."""

from playwright.async_api import expect

from bot.desk.leaving import spending
from bot.networks.base import Charge
from bot.programme import Programme
from sandbox.faults import Fault
from tests.browser.pictures.studio import Shot, Studio, message, modal, picture, private
from tests.browser.pictures.volunteers import ANSWER, CHARGED, bookmarks
from tests.stories.stage import Card

NOTE = "Charged twice this month. The articles only explain how to cancel; she wants the money back."
BUDGET = 5_000_000
"""Millionths of a dollar: the budget of a day that desk.toml ships with for @FirefoxSupport."""


def in_rehearsal(programme: Programme) -> Programme:
    """Nothing leaves."""
    return programme.model_copy(update={"sending": "off"})


def with_a_budget(programme: Programme) -> Programme:
    """Five dollars a day for each account."""
    accounts = tuple(
        each.model_copy(update={"daily_budget": BUDGET / 1_000_000 if each.network == "x" else None})
        for each in programme.accounts
    )
    return programme.model_copy(update={"accounts": accounts})


@picture()
async def people(studio: Studio) -> Shot:
    """Who is on the desk."""
    page = await studio.page("max")
    await studio.commands("max", "/desk people")
    await expect(modal(page)).to_contain_text("Let somebody in")
    return modal(page)


@picture()
async def member(studio: Studio) -> Shot:
    """Making a beginner a volunteer."""
    page = await studio.page("max")
    await studio.commands("max", "/desk people")
    top = studio.person("max")
    await top.press("member:change", value="U0BEA")
    top.fill("role", "volunteer")
    await expect(modal(page).get_by_role("radio", name="Volunteer")).to_be_checked()
    return modal(page)


async def charged_twice(studio: Studio) -> Card:
    """Priya was charged twice, and Ana hands it up."""
    card = await studio.asked("Priya", CHARGED, followers=390)
    ana = await studio.opens("ana", card, "conversation:escalate")
    for field, value in {"reason": "Paid product", "note": NOTE, "urgency": "urgent"}.items():
        ana.fill(field, value)
    assert not (await ana.submit()).errors
    return card


@picture()
async def ping(studio: Studio) -> Shot:
    """A manager on duty is needed."""
    await charged_twice(studio)
    await studio.stage.told(studio.person("max"), "needs you")
    page = await studio.page("max", "direct")
    return message(page, "needs you")


@picture()
async def answer(studio: Studio) -> Shot:
    """Answering the volunteer, not the customer."""
    await charged_twice(studio)
    asked = await studio.stage.told(studio.person("max"), "needs you")
    top = studio.person("max")
    page = await studio.page("max", "direct")
    await top.click(top.dm(), asked["ts"], "escalation:answer")
    top.fill("text", "Thank you for catching it! Billing knows of it, and I answer her myself this afternoon.")
    await expect(modal(page).locator("textarea")).not_to_be_empty()
    return modal(page)


@picture()
async def ask(studio: Studio) -> Shot:
    """Somebody writes to the managers."""
    await studio.commands("bea", "/desk ask I have answered with #fxhelp for two weeks now. May I become a volunteer?")
    await studio.stage.told(studio.person("max"), "asks the managers")
    page = await studio.page("max", "direct")
    return message(page, "asks the managers")


@picture(with_a_budget)
async def stop(studio: Studio) -> Shot:
    """The menu as managers see it."""
    await bookmarks(studio)
    page = await studio.page("max")
    await studio.commands("max", "/desk")
    await expect(private(page, "waiting")[1]).to_be_visible()
    return private(page, "waiting")


@picture()
async def stopped(studio: Studio) -> Shot:
    """A reply that waits because somebody stopped sending."""
    card = await bookmarks(studio)
    await studio.commands("mo", "/desk stop @FirefoxSupport")
    await studio.replies("ana", card, ANSWER)
    await studio.stage.reads(studio.person("ana"), card.channel, "Waits")
    page = await studio.page("ana", card.channel)
    return message(page, "Waits")


@picture(with_a_budget)
async def budget(studio: Studio) -> Shot:
    """An account nears what it may spend in a day."""
    app = studio.stage.app
    now = studio.stage.sandbox.clock.now()
    charge = Charge("FirefoxSupport", "post", count=1, microdollars=round(BUDGET * 0.82))
    async with app.database.writing() as session:
        await spending.book(session, [charge], now=now, programme=app.programme)
    app.nudge()
    await studio.stage.told(studio.person("max"), "today’s budget")
    page = await studio.page("max", "direct")
    return message(page, "today’s budget")


@picture()
async def clipping(studio: Studio) -> Shot:
    """Changing a saved reply."""
    page = await studio.page("max")
    await studio.commands("max", "/desk clippings bookmarks are missing")
    top = studio.person("max")
    shown = await studio.stage.reads(top, "social-support", "Bookmarks are missing")
    await top.click("social-support", shown["ts"], "clipping:edit")
    await expect(modal(page)).to_contain_text("Change a clipping")
    return modal(page)


@picture()
async def unmoderated(studio: Studio) -> Shot:
    """What the rules could not place, and the click that does."""
    _, card = await studio.reviewed("Budi", 2, "Aplikasi ini lambat sekali di HP saya", by="mo", lang="id")
    page = await studio.page("mo", card.channel)
    return message(page, "lambat sekali")


@picture()
async def alarm(studio: Studio) -> Shot:
    """Something needs a look."""
    studio.stage.sandbox.faults.add(Fault.SERVER_ERROR, "x/GET *")
    top = studio.person("max")
    for _ in range(6):
        studio.stage.forward(minutes=10)
    await studio.stage.told(top, "🔔")
    page = await studio.page("max", "direct")
    return message(page, "🔔")


@picture(in_rehearsal)
async def rehearsal(studio: Studio) -> Shot:
    """A reply in a rehearsal."""
    card = await bookmarks(studio)
    await studio.replies("ana", card, ANSWER)
    await studio.stage.reads(studio.person("ana"), card.channel, "rehearsal")
    page = await studio.page("ana", card.channel)
    return message(page, "rehearsal")
