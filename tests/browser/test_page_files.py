"""Files on the page in Chromium: put into a channel or a thread, linked to, and taken away again."""

import pytest
from playwright.async_api import FilePayload, expect

from tests.browser.conftest import PHONE, Visit
from tests.browser.small_app import SmallApp

pytestmark = [pytest.mark.browser, pytest.mark.asyncio(loop_scope="module")]

FILM: FilePayload = {"name": "how-to.mp4", "mimeType": "video/mp4", "buffer": b"0" * (12 * 1024 * 1024)}


async def test_a_film_too_large_for_a_form_is_put_into_a_channel_and_its_link_copied(
    app: SmallApp, visit: Visit
) -> None:
    desk = await app.channel()
    page = await visit("U0ANA", f"#/channel/{desk}", permissions=["clipboard-read", "clipboard-write"])
    field = page.locator("#middle textarea")
    await field.fill("half a senten")
    async with page.expect_file_chooser() as chooser:
        await page.get_by_role("button", name="Upload a file").click()
    await (await chooser.value).set_files(FILM)
    message = page.locator(".message")
    await expect(message).to_contain_text("how-to.mp4MP4 · 12 MB")
    await expect(field).to_have_value("half a senten")
    await expect(field).to_be_focused()
    await message.get_by_role("button", name="Copy link to file").click()
    await expect(message).to_contain_text("Copied")
    (stored,) = app.person("U0ANA").messages(desk)
    assert await page.evaluate("navigator.clipboard.readText()") == stored["files"][0]["permalink"]

    await message.hover()
    await message.get_by_role("button", name="More actions").click()
    await expect(page.get_by_role("menuitem", name="Edit message")).to_have_count(0)
    await page.get_by_role("menuitem", name="Delete message").click()
    await page.get_by_role("button", name="Delete", exact=True).click()
    await expect(message).to_have_count(0)


async def test_a_file_goes_into_the_thread_that_is_open(app: SmallApp, visit: Visit) -> None:
    desk = await app.channel()
    ts = await app.card(desk)
    page = await visit("U0ANA", f"#/channel/{desk}?thread={ts}", viewport=PHONE)
    await expect(page.get_by_label("Reply in this thread")).to_have_attribute("placeholder", "Reply")
    async with page.expect_file_chooser() as chooser:
        await page.locator("#aside").get_by_role("button", name="Upload a file").click()
    await (await chooser.value).set_files({"name": "note.txt", "mimeType": "text/plain", "buffer": b"ten bytes."})
    await expect(page.locator("#aside .file")).to_contain_text("TXT · 10 bytes")
    assert len(app.person("U0ANA").messages(desk, ts)) == 2


async def test_an_empty_file_is_refused_in_words(app: SmallApp, visit: Visit) -> None:
    desk = await app.channel()
    page = await visit("U0ANA", f"#/channel/{desk}")
    await page.locator("#middle input[type=file]").set_input_files(
        {"name": "nothing.gif", "mimeType": "image/gif", "buffer": b""}
    )
    await expect(page.locator(".composer-trouble")).to_have_text("nothing.gif is empty.")
    await page.locator("#middle input[type=file]").set_input_files(
        {"name": "something.gif", "mimeType": "image/gif", "buffer": b"GIF89a"}
    )
    await expect(page.locator(".file")).to_contain_text("something.gif")
    await expect(page.locator(".composer-trouble")).to_have_text("")
