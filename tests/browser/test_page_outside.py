"""The page's X side and log in Chromium, and what holds for every part of it: no strangers, no lost names."""

import asyncio
from urllib.parse import quote

import aiohttp
import pytest
from playwright.async_api import Page, expect

from tests.browser.conftest import PHONE, Visit
from tests.browser.small_app import SmallApp, button, section
from tests.sandbox.play_client import FIREFOX
from tests.sandbox.slack_stage import until

pytestmark = [pytest.mark.browser, pytest.mark.asyncio(loop_scope="module")]

PLACES = ("#/home", "#/channel/C0GENERAL", "#/x", "#/play", "#/calls", "#/machine")
NAMELESS = """() => [...document.querySelectorAll("button, a[href], input, textarea, select, [role=listbox]")]
  .filter((one) => one.checkVisibility())
  .filter((one) => !(one.ariaLabel || one.getAttribute("aria-labelledby") || one.labels?.length))
  .filter((one) => !one.textContent.trim())
  .map((one) => one.outerHTML)"""


async def test_a_customers_post_is_written_and_answered_in_public(app: SmallApp, visit: Visit) -> None:
    app.x.customer("Priya", handle="priya_reads", followers=12, verified_type="blue").post("Hello, is this on?")
    page = await visit("U0ANA", "#/x")
    await page.get_by_label("A new post").fill("@FirefoxSupport all my tabs are gone")
    await page.get_by_role("button", name="Post", exact=True).click()
    first = page.locator(".post").first
    await expect(first.locator(".post-text")).to_have_text("@FirefoxSupport all my tabs are gone")
    await expect(first.get_by_role("img", name="Verified")).to_be_visible()
    post = app.x.posts[-1]
    assert (post.author.handle, post.source) == ("priya_reads", "hand")
    app.x.account("FirefoxSupport").post("They are still there.", in_reply_to=post.id)
    await expect(page.locator(".post")).to_have_count(3)
    await page.locator(".post").nth(1).get_by_role("button", name="Reply").click()
    await expect(page.locator("#aside .post")).to_have_count(2)
    await expect(page.locator("#aside .post.ours .post-text")).to_have_text("They are still there.")
    await expect(page.locator("#aside .post.ours .post-to")).to_have_text("Replying to @priya_reads")


async def test_under_a_post_that_is_gone_nobody_can_write(app: SmallApp, visit: Visit) -> None:
    post = app.x.customer("Priya", handle="priya_reads").post("Hello, is this on?")
    page = await visit("U0ANA", f"#/x?post={post}")
    await expect(page.locator("#aside textarea")).to_be_visible()
    await page.goto(f"{app.url}/?as=U0ANA#/x?post=404")
    await expect(page.locator("#aside .pane-note")).to_contain_text("There is no such post")
    await expect(page.locator("#aside textarea")).to_have_count(0)


async def test_a_link_to_the_composer_replies_as_the_account_that_was_named(app: SmallApp, visit: Visit) -> None:
    mention = app.x.customer("Lukas", handle="lukas_b").post("@mozilla_germany Hallo?")
    desk = await app.channel()
    address = f"https://x.com/intent/post?in_reply_to={mention}&text={quote('Hallo Lukas, was ist los? ^AN')}"
    actions = {"type": "actions", "elements": [button("Send by hand", "claim", url=address)]}
    await app.card(desk, [section("*#8* · Lukas"), actions])
    page = await visit("U0ANA", f"#/channel/{desk}")
    await page.get_by_role("button", name="Send by hand").click()
    await expect(page.locator("#aside .pane-head h2")).to_have_text("Reply by hand")
    await expect(page.locator("#aside textarea")).to_have_value("Hallo Lukas, was ist los? ^AN")
    await expect(page.locator("#aside .voice")).to_contain_text("@mozilla_germany")
    await page.locator("#aside").get_by_role("button", name="Reply", exact=True).last.click()
    await until(lambda: app.x.replies_to(mention))
    reply = app.x.replies_to(mention)[0]
    assert (reply.author.handle, reply.text, reply.source) == (
        "mozilla_germany",
        "Hallo Lukas, was ist los? ^AN",
        "hand",
    )
    await until(lambda: app.count("claim") == 1)


async def test_what_was_asked_of_the_brand_is_answered_by_its_support_account(app: SmallApp, visit: Visit) -> None:
    mention = app.x.customer("Selma", handle="selma").post("hey @firefox who do I talk to?")
    page = await visit("U0KIRA", f"#/x?write=reply&to={mention}&text=Hi")
    await expect(page.locator("#aside .voice")).to_contain_text("@FirefoxSupport")
    await page.goto(f"{app.url}/?as=U0KIRA#/x?write=like&to={mention}")
    await expect(page.locator("#aside .like-bar .voice")).to_have_text("F@Firefox")


async def test_a_link_to_like_likes_as_an_account(app: SmallApp, visit: Visit) -> None:
    praise = app.x.customer("Nadia", handle="nadia_writes").post("@Firefox reader mode is lovely")
    desk = await app.channel()
    await app.card(desk, [section(f"<https://x.com/intent/like?tweet_id={praise}|Like by hand>")])
    page = await visit("U0ANA", f"#/channel/{desk}")
    await page.get_by_role("link", name="Like by hand").click()
    await page.get_by_role("button", name="Like this post").click()
    await expect(page.locator("#aside .post-action.liked")).to_be_visible()
    likers = [app.x.network.users[number].handle for number in app.x.find(praise).likes]
    assert likers == ["Firefox"]


async def test_a_link_to_a_post_opens_its_thread_beside_the_card(app: SmallApp, visit: Visit) -> None:
    post = app.x.customer("Priya", handle="priya_reads").post("@FirefoxSupport hello")
    desk = await app.channel()
    await app.card(desk, [section(f"<https://x.com/priya_reads/status/{post}|open on X>")])
    page = await visit("U0ANA", f"#/channel/{desk}")
    await page.get_by_role("link", name="open on X").click()
    await expect(page.locator("#aside .post.focus .post-text")).to_have_text("@FirefoxSupport hello")
    await expect(page.locator(".card")).to_be_visible()


async def test_posts_are_edited_and_deleted_by_their_authors(app: SmallApp, visit: Visit) -> None:
    post = app.x.customer("Priya", handle="priya_reads").post("@FirefoxSupport helo")
    page = await visit("U0ANA", "#/x")
    await page.get_by_role("button", name="More about this post").click()
    await page.get_by_role("menuitem", name="Edit as @priya_reads").click()
    await page.get_by_label("The post's new text").fill("@FirefoxSupport hello")
    await page.get_by_role("button", name="Save").click()
    await expect(page.locator(".post-text")).to_have_text("@FirefoxSupport hello")
    await expect(page.locator(".post .edited")).to_have_text("(edited)")
    await page.get_by_role("button", name="More about this post").click()
    await page.get_by_role("menuitem", name="Delete as @priya_reads").click()
    await page.get_by_role("button", name="Delete", exact=True).click()
    await expect(page.locator(".post")).to_have_count(0)
    assert app.x.find(post).deleted


async def test_what_x_refuses_is_said_and_stays_typed(app: SmallApp, visit: Visit) -> None:
    mention = app.x.customer("Priya", handle="priya_reads").post("@FirefoxSupport hello")
    page = await visit("U0ANA", f"#/x?post={mention}")
    field = page.locator("#aside textarea")
    await field.fill("x" * 281)
    await expect(page.locator("#aside .letters")).to_have_text("-1")
    await page.locator("#aside form").get_by_role("button", name="Reply").click()
    await expect(page.locator("#aside .failed")).to_be_visible()
    await expect(field).to_have_value("x" * 281)
    assert app.x.replies_to(mention) == []


async def test_calls_are_logged_with_their_trouble_and_can_be_filtered(app: SmallApp, visit: Visit) -> None:
    page = await visit("U0ANA", "#/calls")
    await app.stage.client.auth_test()
    row = page.locator(".calls tbody tr")
    await expect(row.filter(has_text="auth.test").first).to_be_visible()
    app.stage.sandbox.faults.add("rate_limited", "slack/auth.test", count=1)
    async with aiohttp.ClientSession() as session:
        await session.post(f"{app.stage.sandbox.slack_api_url}no.such.method")
    await page.get_by_label("Only trouble").check()
    await expect(row).to_have_count(1)
    await expect(row).to_contain_text("no.such.method")
    await page.get_by_role("button", name="X", exact=True).click()
    await expect(page.locator(".empty h3")).to_have_text("No calls")


async def test_nothing_is_asked_of_any_other_server(app: SmallApp, visit: Visit) -> None:
    desk = await app.channel()
    away = {"type": "image", "image_url": "https://example.org/cat.png", "alt_text": "A cat"}
    await app.card(desk, [away, section("<https://example.org|away>")])
    page = await visit("U0ANA")
    asked: list[str] = []
    page.on("request", lambda request: asked.append(request.url))
    for place in (f"#/channel/{desk}", *PLACES):
        await page.goto(f"{app.url}/?as=U0ANA{place}")
        await expect(page.locator("#middle > *").first).to_be_visible()
    await page.goto(f"{app.url}/?as=U0VITO#/channel/{desk}")
    await expect(page.locator(".image-away")).to_have_text("A cat")
    assert asked
    assert [url for url in asked if not url.startswith(f"{app.url}/")] == []


@pytest.mark.parametrize("size", [PHONE, {"width": 768, "height": 1024}], ids=["phone", "tablet"])
async def test_nothing_is_wider_than_a_small_screen(app: SmallApp, visit: Visit, size: dict[str, int]) -> None:
    desk = await app.channel("a-channel-with-quite-a-long-name-for-a-phone")
    ts = await app.card(desk)
    await app.card(desk, [section("Averyveryveryverylongwordwithoutanyspace" * 6)])
    app.x.customer("Somebody with a long name", handle="long_name_here").post("@FirefoxSupport " + "w" * 200)
    app.play.review(FIREFOX, 1, "w" * 300, author="Somebody with a long name", title="v" * 60)
    page = await visit("U0ANA", viewport=size)
    for place in (*PLACES, f"#/channel/{desk}", f"#/channel/{desk}?thread={ts}"):
        await page.goto(f"{app.url}/?as=U0ANA{place}")
        await expect(page.locator("#middle > *").first).to_be_attached()
        assert await overhang(page) <= 0, place


async def overhang(page: Page) -> int:
    """By how many pixels the page or a scrolling part of it is wider than what can be seen."""
    wider: int = await page.evaluate(
        """() => Math.max(...[document.documentElement, ...document.querySelectorAll("#middle *")]
          .filter((one) => one.matches("html, .messages, .x-scroll, .log-scroll, .home-scroll"))
          .map((one) => one.scrollWidth - one.clientWidth))"""
    )
    return wider


async def test_on_a_phone_the_list_is_a_drawer(app: SmallApp, visit: Visit) -> None:
    desk = await app.channel()
    await app.card(desk)
    page = await visit("U0ANA", "#/home", viewport=PHONE, has_touch=True, is_mobile=True)
    link = page.locator(f"a[href='#/channel/{desk}']")
    await expect(link).not_to_be_in_viewport()
    await page.get_by_role("button", name="Open the list of channels").tap()
    await link.tap()
    await expect(page.locator(".card")).to_be_visible()
    await expect(link).not_to_be_in_viewport()


async def test_one_gets_everywhere_with_the_keyboard(app: SmallApp, visit: Visit) -> None:
    desk, quiet = await app.channel("desk"), await app.channel("quiet")
    page = await visit("U0ANA", f"#/channel/{desk}")
    await page.keyboard.press("Alt+ArrowDown")
    await expect(page.locator("#middle h1")).to_have_text("quiet")
    await page.keyboard.press("Control+k")
    await page.keyboard.type("api")
    await page.keyboard.press("Enter")
    await expect(page.locator("#middle h1")).to_have_text("API calls")
    await page.keyboard.press("?")
    await expect(page.locator("dialog h2")).to_have_text("Keyboard shortcuts")
    await page.keyboard.press("Escape")
    await expect(page.locator("dialog")).to_have_count(0)
    assert quiet


async def test_a_jump_presses_nothing_that_had_the_focus_before(app: SmallApp, visit: Visit) -> None:
    quiet = await app.channel("quiet")
    page = await visit("U0ANA")
    await page.locator("#help").focus()
    await page.keyboard.press("Control+k")
    await page.keyboard.type("quiet")
    await page.keyboard.press("Enter")
    await expect(page.locator("#middle h1")).to_have_text("quiet")
    assert page.url.endswith(quiet)
    await expect(page.locator("dialog")).to_have_count(0)


async def test_everything_one_can_operate_has_a_name(app: SmallApp, visit: Visit) -> None:
    desk = await app.channel()
    ts = await app.card(desk)
    app.x.customer("Priya", handle="priya_reads").post("@FirefoxSupport hello")
    app.play.review(FIREFOX, 1, "hello", author="Priya")
    page = await visit("U0ANA")
    for place in (*PLACES, f"#/channel/{desk}?thread={ts}"):
        await page.goto(f"{app.url}/?as=U0ANA{place}")
        await expect(page.locator("#middle > *").first).to_be_visible()
        assert await page.evaluate(NAMELESS) == [], place


async def test_a_burst_of_messages_costs_few_questions(app: SmallApp, visit: Visit) -> None:
    desk = await app.channel()
    page = await visit("U0ANA", f"#/channel/{desk}")
    await expect(page.locator(".empty")).to_be_visible()
    asked: list[str] = []
    page.on("request", lambda request: asked.append(request.url))
    for number in range(300):
        await app.person("U0VITO").say(desk, f"line {number}")
        await asyncio.sleep(0)
    await expect(page.locator(".message").last).to_contain_text("line 299")
    assert len([url for url in asked if "/messages" in url]) <= 30
    await expect(page.locator(".message")).to_have_count(60)
    await page.get_by_role("button", name="Show earlier messages").click()
    await expect(page.locator(".message")).to_have_count(120)


async def test_the_page_says_when_the_sandbox_is_away_and_catches_up(app: SmallApp, visit: Visit) -> None:
    desk = await app.channel()
    page = await visit("U0ANA", f"#/channel/{desk}")
    await expect(page.locator(".empty")).to_be_visible()
    await page.route("**/events", lambda route: route.abort())
    await page.keyboard.press("Alt+w")
    await page.get_by_role("menuitemradio", name="Vito").click()
    await expect(page.locator("#offline")).to_be_visible()
    await app.card(desk)
    await page.unroute("**/events")
    await expect(page.locator("#offline")).to_be_hidden()
    await expect(page.locator(".card")).to_be_visible()
