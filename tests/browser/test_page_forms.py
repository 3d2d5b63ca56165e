"""Modals in Chromium: every kind of input, errors at their blocks, stacked views, and what is typed through updates."""

from typing import Any

import pytest
from playwright.async_api import Locator, Page, expect

from tests.browser.conftest import PHONE, Visit
from tests.browser.small_app import SmallApp
from tests.sandbox.slack_stage import until

pytestmark = [pytest.mark.browser, pytest.mark.asyncio(loop_scope="module")]


async def open_form(app: SmallApp, visit: Visit, **how: Any) -> Page:
    """The page with the form open."""
    desk = await app.channel()
    await app.card(desk)
    page = await visit("U0ANA", f"#/channel/{desk}", **how)
    await page.get_by_role("button", name="Reply", exact=True).click()
    await expect(page.locator("dialog.modal h2")).to_have_text("Reply to Priya")
    return page


def block(page: Page, block_id: str) -> Locator:
    """One input of the form."""
    return page.locator(f"dialog.modal [data-block={block_id}]")


async def test_every_input_arrives_at_the_app_as_slack_would_send_it(app: SmallApp, visit: Visit) -> None:
    page = await open_form(app, visit)
    await block(page, "text").locator("textarea").fill("Hi Priya,\nhow are the tabs?")
    await choose(page, "reason", "Green")
    await choose(page, "tags", "Red")
    await choose(page, "tags", "Blue")
    await block(page, "article").locator("input").fill("tab")
    await page.get_by_role("option", name="About tab").click()
    await choose(page, "owner", "Vito")
    await choose(page, "place", "# desk")
    await block(page, "hold").get_by_label("Red").check()
    await block(page, "also").get_by_label("Green").check()
    await block(page, "also").get_by_label("Blue").check()
    await block(page, "day").locator("input").fill("2026-11-24")
    await block(page, "hour").locator("input").fill("09:30")
    await page.get_by_role("button", name="Send it").click()
    await expect(page.locator("dialog.modal")).to_have_count(0)
    view = app.last("view_submission")["view"]
    sent = {name: state["it"] for name, state in view["state"]["values"].items() if "it" in state}
    assert sent["text"]["value"] == "Hi Priya,\nhow are the tabs?"
    assert sent["reason"]["selected_option"]["value"] == "green"
    assert [one["value"] for one in sent["tags"]["selected_options"]] == ["red", "blue"]
    assert sent["article"]["selected_option"]["value"] == "about tab"
    assert sent["owner"]["selected_user"] == "U0VITO"
    assert sent["place"]["selected_conversation"].startswith("C")
    assert sent["hold"]["selected_option"]["value"] == "red"
    assert [one["value"] for one in sent["also"]["selected_options"]] == ["green", "blue"]
    assert sent["day"]["selected_date"] == "2026-11-24"
    assert sent["hour"]["selected_time"] == "09:30"


async def choose(page: Page, block_id: str, name: str) -> None:
    """Choose an option of a select with the keyboard alone."""
    field = block(page, block_id).locator("input")
    await field.focus()
    await field.press("ArrowDown")
    await expect(page.locator(".option").first).to_be_visible()
    await page.keyboard.type(name)
    await expect(page.locator(".option.pointed")).to_contain_text(name)
    await page.keyboard.press("Enter")
    await expect(page.locator(".options")).to_have_count(0)


async def test_labels_hints_placeholders_and_buttons_have_their_words(app: SmallApp, visit: Visit) -> None:
    page = await open_form(app, visit)
    field = page.get_by_label("Reply", exact=True).and_(page.locator("textarea"))
    await expect(field).to_have_attribute("placeholder", "Hi Priya")
    await expect(field).to_have_attribute("aria-required", "true")
    await expect(field).to_be_focused()
    await expect(block(page, "text").locator(".hint")).to_have_text("Be personal.")
    await expect(block(page, "reason").locator(".label")).to_have_text("Reason (optional)")
    await expect(block(page, "reason").locator("input")).to_have_attribute("placeholder", "Why")
    await expect(page.locator(".modal-foot button")).to_have_text(["Not now", "Send it"])


async def test_errors_stand_at_their_blocks_and_nothing_typed_is_lost(app: SmallApp, visit: Visit) -> None:
    app.errors = {"text": "Make it personal.", "reason": "A reason is needed."}
    page = await open_form(app, visit)
    await block(page, "text").locator("textarea").fill("Hello")
    await page.get_by_role("button", name="Send it").click()
    await expect(block(page, "text").locator(".error")).to_have_text("Make it personal.")
    await expect(block(page, "reason").locator(".error")).to_have_text("A reason is needed.")
    await expect(page.locator(".error")).to_have_count(2)
    field = block(page, "text").locator("textarea")
    await expect(field).to_have_value("Hello")
    await expect(field).to_have_attribute("aria-invalid", "true")
    app.errors = {}
    await page.get_by_role("button", name="Send it").click()
    await expect(page.locator("dialog.modal")).to_have_count(0)


async def test_what_is_missing_is_pointed_out_without_asking_the_app(app: SmallApp, visit: Visit) -> None:
    page = await open_form(app, visit)
    await page.get_by_role("button", name="Send it").click()
    await expect(block(page, "text").locator(".error")).to_be_visible()
    assert app.count("view_submission") == 0


async def test_typed_text_survives_an_update_of_the_view(app: SmallApp, visit: Visit) -> None:
    page = await open_form(app, visit)
    field = block(page, "text").locator("textarea")
    await field.fill("Twelve chars")
    await page.get_by_role("button", name="Check").click()
    await expect(block(page, "about")).to_have_text("12 of 280")
    await expect(field).to_have_value("Twelve chars")


async def test_views_are_stacked_and_closed_one_by_one_or_all_at_once(app: SmallApp, visit: Visit) -> None:
    page = await open_form(app, visit)
    await block(page, "text").locator("textarea").fill("Kept")
    await page.get_by_role("button", name="Clippings").click()
    await expect(page.locator("#modal-title")).to_have_text("Clippings")
    await page.get_by_role("button", name="Back").click()
    await expect(page.locator("#modal-title")).to_have_text("Reply to Priya")
    await expect(block(page, "text").locator("textarea")).to_have_value("Kept")
    await page.get_by_role("button", name="Clippings").click()
    await expect(page.locator("#modal-title")).to_have_text("Clippings")
    await page.keyboard.press("Escape")
    await expect(page.locator("dialog.modal")).to_have_count(0)
    await until(lambda: app.count("view_closed") == 1)
    assert app.person("U0ANA").modal() is None


@pytest.mark.parametrize("way", ["Escape", "Not now"])
async def test_who_types_and_closes_at_once_has_their_last_words_told(app: SmallApp, visit: Visit, way: str) -> None:
    page = await open_form(app, visit)
    await block(page, "text").locator("textarea").fill("Half a sentence")
    if way == "Escape":
        await page.keyboard.press("Escape")
    else:
        await page.get_by_role("button", name=way).click()
    await expect(page.locator("dialog.modal")).to_have_count(0)
    await until(lambda: app.count("view_closed") == 1)
    state = app.last("view_closed")["view"]["state"]["values"]
    assert state["text"]["it"]["value"] == "Half a sentence"


async def test_escape_closes_the_list_before_the_modal(app: SmallApp, visit: Visit) -> None:
    page = await open_form(app, visit)
    await block(page, "reason").locator("input").click()
    await expect(page.locator(".option")).to_have_count(3)
    await page.keyboard.press("Escape")
    await expect(page.locator(".option")).to_have_count(0)
    await expect(page.locator("dialog.modal")).to_be_visible()
    await page.keyboard.press("Escape")
    await expect(page.locator("dialog.modal")).to_have_count(0)


async def test_an_external_select_says_what_it_needs_and_what_it_found(app: SmallApp, visit: Visit) -> None:
    page = await open_form(app, visit)
    await block(page, "article").locator("input").click()
    await expect(page.locator(".options-note")).to_have_text("Type 2 letters to search.")
    await page.keyboard.type("sy")
    await expect(page.locator(".option")).to_have_text(["About sy", "Sync"])
    assert app.last("block_suggestion")["value"] == "sy"


async def test_chips_of_a_multiple_select_are_taken_away_again(app: SmallApp, visit: Visit) -> None:
    page = await open_form(app, visit)
    await choose(page, "tags", "Red")
    await choose(page, "tags", "Blue")
    await page.get_by_role("button", name="Remove Red").click()
    await expect(block(page, "tags").locator(".chip")).to_have_text(["Blue"])
    await block(page, "tags").locator("input").press("Backspace")
    await expect(block(page, "tags").locator(".chip")).to_have_count(0)


async def test_on_a_phone_the_modal_fills_the_screen(app: SmallApp, visit: Visit) -> None:
    page = await open_form(app, visit, viewport=PHONE, has_touch=True, is_mobile=True)
    box = await page.locator("dialog.modal").bounding_box()
    assert box == {"x": 0, "y": 0, "width": 390, "height": 844}
    await expect(page.get_by_role("button", name="Send it")).to_be_in_viewport()
