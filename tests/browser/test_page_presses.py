"""Presses in Chromium while what is pressed changes: none is lost without a word."""

import asyncio

import pytest
from playwright.async_api import Locator, Page, Route, expect

from tests.browser.conftest import Visit
from tests.browser.small_app import CARD, HOME, Json, SmallApp, button, section
from tests.browser.test_page_forms import block, open_form
from tests.sandbox.slack_stage import until

pytestmark = [pytest.mark.browser, pytest.mark.asyncio(loop_scope="module")]

MESSAGES = "**/messages?*"
FORMS = "**/modal"
CHANGED = "This has changed in the meantime."


def card(words: str, offers: str = "Claim") -> list[Json]:
    """A card whose row of buttons has another id in each edition, as rows have that are given none."""
    return [section(words), {"type": "actions", "elements": [button(offers, offers.lower())]}]


async def opened(app: SmallApp, visit: Visit) -> tuple[Page, str, str]:
    """Ana's page with such a card: the page, the channel, the card's ts."""
    channel = await app.channel()
    ts = await app.card(channel, card("waits"))
    page = await visit("U0ANA", f"#/channel/{channel}")
    await expect(page.locator(".card")).to_contain_text("waits")
    return page, channel, ts


async def change(app: SmallApp, channel: str, ts: str, offers: str = "Claim") -> None:
    """The app draws the card anew."""
    await app.stage.client.chat_update(channel=channel, ts=ts, text="card", blocks=card("answered", offers))


class Late:
    """What the page asks for at an address, answered no sooner than told; as things stand then."""

    def __init__(self, page: Page, address: str) -> None:
        self.asked = asyncio.Event()
        self._page, self._address = page, address
        self._answer = asyncio.Event()

    async def begin(self) -> "Late":
        """From now on."""
        await self._page.route(self._address, self._wait)
        return self

    async def _wait(self, route: Route) -> None:
        self.asked.set()
        await self._answer.wait()
        await route.continue_()

    async def answer(self) -> None:
        """Now, and give the page time to draw it."""
        async with self._page.expect_response(self._address):
            self._answer.set()
        await self._page.wait_for_timeout(300)


async def pressed_while_it_is_asked(late: Late, place: Locator) -> None:
    """The mouse goes down there, and only then the page reads what has changed."""
    await late.asked.wait()
    await place.hover()
    await place.page.mouse.down()
    await late.answer()


async def test_a_press_on_what_is_not_there_any_more_is_refused_where_one_looks(app: SmallApp, visit: Visit) -> None:
    page, channel, ts = await opened(app, visit)
    late = await Late(page, MESSAGES).begin()
    await change(app, channel, ts)
    await page.get_by_role("button", name="Claim").click()
    await late.answer()
    await expect(page.locator(".card")).to_contain_text("answered")
    await expect(page.locator(".card .failed")).to_contain_text(CHANGED)
    assert app.count("claim") == 0
    await page.get_by_role("button", name="Claim").click()
    await until(lambda: app.count("claim") == 1)
    await expect(page.locator(".card .failed")).to_have_count(0)


async def test_a_press_on_a_button_that_gave_way_to_another_is_refused_below_it(app: SmallApp, visit: Visit) -> None:
    page, channel, ts = await opened(app, visit)
    late = await Late(page, MESSAGES).begin()
    await change(app, channel, ts, offers="Stall")
    await pressed_while_it_is_asked(late, page.get_by_role("button", name="Claim"))
    await page.mouse.up()
    await expect(page.locator(".card").get_by_role("button", name="Stall")).to_be_visible()
    await expect(page.locator(".card .failed")).to_contain_text(CHANGED)
    await page.get_by_role("button", name="Stall").click()
    await expect(page.locator(".card .failed")).not_to_contain_text(CHANGED)


async def test_nothing_is_drawn_anew_under_a_finger(app: SmallApp, visit: Visit) -> None:
    page, channel, ts = await opened(app, visit)
    late = await Late(page, MESSAGES).begin()
    await change(app, channel, ts)
    await pressed_while_it_is_asked(late, page.get_by_role("button", name="Claim"))
    await expect(page.locator(".card")).to_contain_text("waits")
    await page.mouse.up()
    await expect(page.locator(".card")).to_contain_text("answered")
    await expect(page.locator(".card .failed")).to_contain_text(CHANGED)


async def test_a_row_that_keeps_its_id_takes_the_press_all_the_same(app: SmallApp, visit: Visit) -> None:
    channel = await app.channel()
    ts = await app.card(channel)
    page = await visit("U0ANA", f"#/channel/{channel}")
    await expect(page.get_by_role("button", name="Claim")).to_be_visible()
    late = await Late(page, MESSAGES).begin()
    changed = [section("*#7* · answered"), *CARD[1:]]
    await app.stage.client.chat_update(channel=channel, ts=ts, text="card", blocks=changed)
    await pressed_while_it_is_asked(late, page.get_by_role("button", name="Claim"))
    await page.mouse.up()
    await until(lambda: app.count("claim") == 1)
    await expect(page.locator(".card")).to_contain_text("answered")


async def test_sending_a_form_counts_also_while_the_form_is_to_be_drawn_anew(app: SmallApp, visit: Visit) -> None:
    page = await open_form(app, visit)
    await block(page, "text").locator("textarea").fill("Hi Priya")
    late = await Late(page, FORMS).begin()
    await page.get_by_role("button", name="Check").click()
    await until(lambda: app.count("check") == 1)
    await pressed_while_it_is_asked(late, page.get_by_role("button", name="Send it"))
    await page.mouse.up()
    await expect(page.locator("dialog.modal")).to_have_count(0)
    assert app.last("view_submission")["view"]["state"]["values"]["text"]["it"]["value"] == "Hi Priya"


async def test_a_complaint_about_a_form_is_not_drawn_under_a_finger_either(app: SmallApp, visit: Visit) -> None:
    page = await open_form(app, visit)
    await block(page, "text").locator("textarea").fill("Hi Priya")
    pressed = asyncio.Event()

    async def refuse(route: Route) -> None:
        await pressed.wait()
        await route.fulfill(status=409, json={"error": "Not now."})

    await page.route("**/press", refuse)
    await page.get_by_role("button", name="Check").click()
    await page.get_by_role("button", name="Send it").hover()
    await page.mouse.down()
    async with page.expect_response("**/press"):
        pressed.set()
    await page.wait_for_timeout(300)
    await page.mouse.up()
    await expect(page.locator("dialog.modal")).to_have_count(0)
    assert app.count("view_submission") == 1


async def test_a_press_in_the_list_at_the_side_counts_also_while_there_is_news(app: SmallApp, visit: Visit) -> None:
    channel = await app.channel()
    page = await visit("U0ANA", "#/home")
    place = page.locator(f"#places a[href='#/channel/{channel}']")
    await expect(place).to_be_visible()
    late = await Late(page, "**/channels").begin()
    await app.card(channel)
    await pressed_while_it_is_asked(late, place)
    await page.mouse.up()
    await expect(page.locator(".card")).to_be_visible()


async def test_what_the_app_publishes_is_not_undone_by_a_late_answer(app: SmallApp, visit: Visit) -> None:
    before = {**HOME, "blocks": [section("Yesterday"), HOME["blocks"][1]]}
    await app.stage.client.views_publish(user_id="U0ANA", view=before)
    published = asyncio.Event()

    async def late(route: Route) -> None:
        answer = await route.fetch()
        await published.wait()
        await route.fulfill(response=answer)

    page = await visit("U0ANA", f"#/channel/{await app.channel()}")
    await page.route("**/open_home", late)
    async with page.expect_response("**/open_home"):
        await page.evaluate("location.hash = '#/home'")
        await expect(page.locator(".home-sheet")).to_contain_text("Your desk")
        published.set()
    await page.wait_for_timeout(300)
    await expect(page.locator(".home-sheet")).to_contain_text("Your desk")


async def test_a_click_for_the_browsers_own_menu_holds_nothing_up(app: SmallApp, visit: Visit) -> None:
    page, channel, ts = await opened(app, visit)
    await page.get_by_role("button", name="Claim").hover()
    await page.mouse.down(button="right")
    await change(app, channel, ts)
    await expect(page.locator(".card")).to_contain_text("answered")
    await page.mouse.up(button="right")


def with_a_menu(words: str) -> list[Json]:
    """A card with a menu in a row that keeps its id."""
    menu = {
        "type": "static_select",
        "action_id": "next",
        "placeholder": {"type": "plain_text", "text": "Skip …"},
        "options": [{"text": {"type": "plain_text", "text": "Not now"}, "value": "now"}],
    }
    return [section(words), {"type": "actions", "block_id": "row", "elements": [menu]}]


async def open_while_its_card_changes(app: SmallApp, visit: Visit) -> Page:
    """Ana's page with an open menu whose card the app has drawn anew."""
    channel = await app.channel()
    ts = await app.card(channel, with_a_menu("waits"))
    page = await visit("U0ANA", f"#/channel/{channel}")
    await expect(page.get_by_placeholder("Skip …")).to_be_visible()
    late = await Late(page, MESSAGES).begin()
    await app.stage.client.chat_update(channel=channel, ts=ts, text="card", blocks=with_a_menu("answered"))
    await late.asked.wait()
    await page.get_by_placeholder("Skip …").click()
    await late.answer()
    await expect(page.get_by_role("option", name="Not now")).to_be_visible()
    await expect(page.locator(".card")).to_contain_text("waits")
    return page


async def test_a_menu_stays_open_while_its_card_is_to_be_drawn_anew(app: SmallApp, visit: Visit) -> None:
    page = await open_while_its_card_changes(app, visit)
    await page.get_by_role("option", name="Not now").click()
    await until(lambda: app.count("next") == 1)
    await expect(page.locator(".card")).to_contain_text("answered")


async def test_a_menu_that_is_left_lets_its_card_be_drawn_anew(app: SmallApp, visit: Visit) -> None:
    page = await open_while_its_card_changes(app, visit)
    await page.keyboard.press("Escape")
    await expect(page.locator(".card")).to_contain_text("answered")
    assert app.count("next") == 0


async def test_a_menu_is_over_where_one_goes_elsewhere(app: SmallApp, visit: Visit) -> None:
    channel, elsewhere = await app.channel(), await app.channel("elsewhere")
    await app.card(channel)
    await app.card(elsewhere, [section("over there")])
    page = await visit("U0ANA", f"#/channel/{channel}")
    await page.locator(".card").get_by_role("button", name="More actions").click()
    await expect(page.get_by_role("menuitem", name="Move")).to_be_visible()
    await page.evaluate(f"location.hash = '#/channel/{elsewhere}'")
    await expect(page.locator(".card")).to_contain_text("over there")
    await expect(page.get_by_role("menu")).to_have_count(0)
