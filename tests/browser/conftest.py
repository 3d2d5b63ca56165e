"""What browser tests share: an installed Chromium, people at the page, and a small app or the desk behind it."""

import os
import shutil
from collections.abc import AsyncIterator, Awaitable, Callable
from typing import Any

import pytest
import pytest_asyncio
from playwright.async_api import Browser, BrowserContext, ConsoleMessage, Page, async_playwright, expect

from bot.demo import for_the_demo, seat
from bot.programme import Programme
from sandbox.__main__ import addresses
from tests.browser.small_app import SmallApp
from tests.sandbox.slack_stage import on_stage
from tests.stories.stage import Stage, raised

NAMES = ("chromium-headless-shell", "chromium", "chromium-browser", "google-chrome")
"""Chromium without anything around the page comes first: it takes a sixth of the time of the whole browser."""

DESKTOP = {"width": 1280, "height": 800}
PHONE = {"width": 390, "height": 844}
EXPECTED = ("status of 4", "net::ERR_FAILED")
"""How Chromium words what the page itself shows to the person: a refusal by the server, and a server that is away."""

Visit = Callable[..., Awaitable[Page]]

expect.set_options(timeout=10_000)


@pytest.fixture(scope="session")
def chromium() -> str:
    """Where Chromium is. Without one the tests are skipped, except in CI, which must have it."""
    found = next((path for path in map(shutil.which, NAMES) if path), None)
    if found is None:
        reason = f"no Chromium is installed (looked for {', '.join(NAMES)})"
        if os.environ.get("CI") == "true":
            pytest.fail(reason)
        pytest.skip(reason)
    return found


@pytest_asyncio.fixture(scope="module", loop_scope="module")
async def browser(chromium: str) -> AsyncIterator[Browser]:
    """One Chromium without a window for all tests of a file; each page has cookies and storage of its own."""
    async with async_playwright() as playwright:
        browser = await playwright.chromium.launch(executable_path=chromium)
        yield browser
        await browser.close()


@pytest_asyncio.fixture(loop_scope="module")
async def open_page(browser: Browser) -> AsyncIterator[Visit]:
    """Opens an address: `await open_page(url, viewport=PHONE)`. At the end no script may have failed."""
    trouble: list[str] = []
    contexts: list[BrowserContext] = []

    async def opened(address: str, **how: Any) -> Page:
        context = await browser.new_context(**{"viewport": DESKTOP, "reduced_motion": "reduce", **how})
        contexts.append(context)
        page = await context.new_page()
        page.set_default_timeout(10_000)
        page.on("pageerror", lambda error: trouble.append(str(error)))
        page.on("console", lambda message: note(message, trouble))
        await page.goto(address)
        await expect(page.locator("#who strong")).to_be_attached()
        return page

    yield opened
    for context in contexts:
        await context.close()
    assert trouble == []


@pytest_asyncio.fixture(loop_scope="module")
async def app() -> AsyncIterator[SmallApp]:
    """A served sandbox and a small app that is connected to it."""
    async with on_stage(manifest=SmallApp.MANIFEST, rate_limits=False) as stage:
        small = SmallApp(stage)
        await stage.connect()
        yield small


@pytest_asyncio.fixture(loop_scope="module")
async def desk(database_address: str, programme: Programme) -> AsyncIterator[Stage]:
    """The real bot beside the sandbox, the cast in their places."""
    chosen = for_the_demo(programme)
    times = chosen.times.model_copy(update={"poll_seconds": 1})
    async with raised(database_address, chosen.model_copy(update={"times": times})) as stage:
        await seat(stage.app, addresses(stage.sandbox)["people"])
        yield stage


@pytest.fixture
def visit(app: SmallApp, open_page: Visit) -> Visit:
    """Opens the page of the small app as somebody: `await visit("U0ANA", "#/home", viewport=PHONE)`."""

    async def visited(person: str = "U0ANA", place: str = "", **how: Any) -> Page:
        return await open_page(f"{app.url}/?as={person}{place}", **how)

    return visited


def note(message: ConsoleMessage, trouble: list[str]) -> None:
    """Remember what a page complained of; refusals that it shows to the person are no complaints."""
    if message.type in {"error", "warning"} and not any(words in message.text for words in EXPECTED):
        trouble.append(message.text)
