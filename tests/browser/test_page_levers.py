"""The levers of the sandbox in Chromium: faults and the clock, also while the app is busy and fingers are nervous."""

import pytest
from playwright.async_api import expect

from tests.browser.conftest import PHONE, Visit
from tests.browser.small_app import SmallApp
from tests.sandbox.slack_stage import until

pytestmark = [pytest.mark.browser, pytest.mark.asyncio(loop_scope="module")]


async def test_faults_are_switched_on_and_off(app: SmallApp, visit: Visit) -> None:
    page = await visit("U0ANA", "#/machine")
    switch = page.get_by_role("switch", name="Everything arrives twice")
    await switch.click()
    await expect(switch).to_have_attribute("aria-checked", "true")
    assert [(rule.fault, rule.method) for rule in app.stage.sandbox.faults.rules] == [("duplicate", "slack/socket")]
    await switch.click()
    await expect(switch).to_have_attribute("aria-checked", "false")
    assert app.stage.sandbox.faults.rules == []


async def test_the_clock_jumps_and_runs_faster(app: SmallApp, visit: Visit) -> None:
    page = await visit("U0ANA", "#/machine")
    before = app.stage.sandbox.clock.now()
    await page.get_by_role("button", name="1 hour").click()
    await page.get_by_role("button", name="10×").click()
    await until(lambda: app.stage.sandbox.clock.speed == 10)
    assert (app.stage.sandbox.clock.now() - before).total_seconds() >= 3600
    await expect(page.get_by_role("button", name="10×")).to_have_attribute("aria-pressed", "true")


async def test_a_switch_that_is_pressed_twice_adds_one_fault(app: SmallApp, visit: Visit) -> None:
    page = await visit("U0ANA", "#/machine")
    faults = app.stage.sandbox.faults
    switch = page.get_by_role("switch", name="Everything arrives twice")
    await switch.evaluate("(one) => { one.click(); one.click(); }")
    await expect(switch).to_have_attribute("aria-checked", "true")
    assert len(faults.rules) == 1
    await expect(switch).not_to_have_attribute("aria-busy", "true")
    await switch.evaluate("(one) => { one.click(); one.click(); }")
    await expect(switch).to_have_attribute("aria-checked", "false")
    assert faults.rules == []


async def test_calls_of_the_app_leave_a_half_filled_form_and_the_focus_alone(app: SmallApp, visit: Visit) -> None:
    page = await visit("U0ANA", "#/machine")
    app.stage.sandbox.faults.add("slow", "slack/auth.test", seconds=0.0)
    await page.get_by_text("A fault of your own").click()
    field = page.get_by_label("Calls")
    await field.fill("x/*")
    switch = page.get_by_role("switch", name="X is down")
    await switch.focus()
    await app.stage.client.auth_test()
    await expect(page.locator(".switches .count")).to_have_text("1 ×")
    await expect(field).to_have_value("x/*")
    await expect(field).to_be_visible()
    await expect(switch).to_be_focused()


async def test_what_is_unread_at_the_first_look_is_marked_on_a_phones_menu(app: SmallApp, visit: Visit) -> None:
    await app.card(await app.channel())
    page = await visit("U0ANA", "#/home", viewport=PHONE)
    await expect(page.locator("body.has-unread")).to_have_count(1)
    assert "(1)" in await page.title()
