"""Presses in Chromium while what is pressed changes: none is lost without a word."""

import asyncio

import pytest
from playwright.async_api import Page, Route, expect

from tests.browser.conftest import Visit
from tests.browser.small_app import CARD, Json, SmallApp, button, section
from tests.sandbox.slack_stage import until

pytestmark = [pytest.mark.browser, pytest.mark.asyncio(loop_scope="module")]

MESSAGES = "**/messages?*"
CHANGED = "This has changed in the meantime."


def card(words: str) -> list[Json]:
    """A card whose row of buttons has another id in each edition, as rows have that are given none."""
    return [section(words), {"type": "actions", "elements": [button("Claim", "claim")]}]


async def opened(app: SmallApp, visit: Visit) -> tuple[Page, str, str]:
    """Ana's page with such a card: the page, the channel, the card's ts."""
    channel = await app.channel()
    ts = await app.card(channel, card("waits"))
    page = await visit("U0ANA", f"#/channel/{channel}")
    await expect(page.locator(".card")).to_contain_text("waits")
    return page, channel, ts


async def change(app: SmallApp, channel: str, ts: str) -> None:
    """The app draws the card anew."""
    await app.stage.client.chat_update(channel=channel, ts=ts, text="card", blocks=card("answered"))


async def test_a_press_on_what_is_not_there_any_more_is_refused_where_one_looks(app: SmallApp, visit: Visit) -> None:
    page, channel, ts = await opened(app, visit)
    seen = asyncio.Event()

    async def late(route: Route) -> None:
        await seen.wait()
        await route.continue_()

    await page.route(MESSAGES, late)
    await change(app, channel, ts)
    await page.get_by_role("button", name="Claim").click()
    seen.set()
    await expect(page.locator(".card")).to_contain_text("answered")
    await expect(page.locator(".card .failed")).to_contain_text(CHANGED)
    assert app.count("claim") == 0
    await page.get_by_role("button", name="Claim").click()
    await until(lambda: app.count("claim") == 1)
    await expect(page.locator(".card .failed")).to_have_count(0)


async def test_nothing_is_drawn_anew_under_a_finger(app: SmallApp, visit: Visit) -> None:
    page, channel, ts = await opened(app, visit)
    await page.get_by_role("button", name="Claim").hover()
    await page.mouse.down()
    async with page.expect_response(MESSAGES):
        await change(app, channel, ts)
    await expect(page.locator(".card")).to_contain_text("waits")
    await page.mouse.up()
    await expect(page.locator(".card")).to_contain_text("answered")
    await expect(page.locator(".card .failed")).to_contain_text(CHANGED)


async def test_a_row_that_keeps_its_id_takes_the_press_all_the_same(app: SmallApp, visit: Visit) -> None:
    channel = await app.channel()
    ts = await app.card(channel)
    page = await visit("U0ANA", f"#/channel/{channel}")
    await page.get_by_role("button", name="Claim").hover()
    await page.mouse.down()
    changed = [section("*#7* · answered"), *CARD[1:]]
    async with page.expect_response(MESSAGES):
        await app.stage.client.chat_update(channel=channel, ts=ts, text="card", blocks=changed)
    await page.mouse.up()
    await until(lambda: app.count("claim") == 1)
    await expect(page.locator(".card")).to_contain_text("answered")
