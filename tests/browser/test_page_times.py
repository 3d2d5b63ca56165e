"""Times on the page in Chromium: the sandbox's clock and the person's zone count, never the browser's."""

from datetime import datetime, timedelta

import pytest
from playwright.async_api import expect

from tests.browser.conftest import Visit
from tests.browser.small_app import SmallApp, section
from tests.browser.test_page_forms import block, open_form

pytestmark = [pytest.mark.browser, pytest.mark.asyncio(loop_scope="module")]

FAR = "America/Los_Angeles"
"""Where the browsers stand: neither Berlin nor Tokyo, and on another day for much of it."""


def until_hour(now: datetime, hour: int) -> float:
    """Seconds until it is that hour in UTC next."""
    due = now.replace(hour=hour, minute=0, second=0, microsecond=0)
    return ((due - now) % timedelta(days=1)).total_seconds()


async def test_a_moment_is_chosen_in_the_zone_of_the_person(app: SmallApp, visit: Visit) -> None:
    page = await open_form(app, visit, timezone_id=FAR)
    field = block(page, "moment").locator("input")
    await expect(field).to_have_value("2026-01-01T01:00")
    await field.fill("2026-07-24T09:30")
    await block(page, "text").locator("textarea").fill("Later")
    await page.get_by_role("button", name="Send it").click()
    await expect(page.locator("dialog.modal")).to_have_count(0)
    state = app.last("view_submission")["view"]["state"]["values"]["moment"]["it"]
    assert state["selected_date_time"] == datetime.fromisoformat("2026-07-24T09:30+02:00").timestamp()


async def test_days_are_named_by_the_sandboxs_clock_where_the_person_lives(app: SmallApp, visit: Visit) -> None:
    clock = app.stage.sandbox.clock
    clock.jump(until_hour(clock.now(), 14) + 3 * 86_400)
    desk = await app.channel("desk", "U0YUI", "U0ANA")
    at = int(clock.timestamp())
    await app.card(desk, [section(f"Came <!date^{at}^{{date_short_pretty}}, {{ago}}|at some time>")])
    clock.jump(2 * 3600)
    ana = await visit("U0ANA", f"#/channel/{desk}", timezone_id=FAR)
    yui = await visit("U0YUI", f"#/channel/{desk}", timezone_id=FAR)
    await expect(ana.locator(".day-line")).to_have_text("Today")
    await expect(ana.locator(".card time")).to_have_text("today, 2 h ago")
    await expect(yui.locator(".day-line")).to_have_text("Yesterday")
    await expect(yui.locator(".card time")).to_have_text("yesterday, 2 h ago")


async def test_a_page_that_is_open_hears_that_the_clock_was_moved(app: SmallApp, visit: Visit) -> None:
    desk = await app.channel()
    await app.card(desk)
    page = await visit("U0ANA", f"#/channel/{desk}")
    await expect(page.locator(".day-line")).to_have_text("Today")
    app.stage.sandbox.clock.jump(86_400)
    await app.card(desk)
    await expect(page.locator(".day-line")).to_have_text(["Yesterday", "Today"])
