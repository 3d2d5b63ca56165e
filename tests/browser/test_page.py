"""The page's Slack side in Chromium: channels, messages, threads, typing, and what is only for one person."""

import pytest
from playwright.async_api import expect

from tests.browser.conftest import Visit
from tests.browser.small_app import CARD, SmallApp, button, section
from tests.sandbox.slack_stage import until

pytestmark = [pytest.mark.browser, pytest.mark.asyncio(loop_scope="module")]


async def test_unread_marks_count_what_is_new_and_vanish_when_it_is_read(app: SmallApp, visit: Visit) -> None:
    desk = await app.channel("desk")
    quiet = await app.channel("quiet")
    page = await visit("U0ANA", f"#/channel/{quiet}")
    await expect(page.locator("#middle h1")).to_have_text("quiet")
    await app.card(desk)
    await app.card(desk)
    mark = page.locator(f"a[href='#/channel/{desk}'] .count")
    await expect(mark).to_have_text("2")
    await page.locator(f"a[href='#/channel/{desk}']").click()
    await expect(page.locator(".card")).to_have_count(2)
    await expect(page.locator(".unread-line")).to_have_count(1)
    await expect(mark).to_have_count(0)
    await until(lambda: all(channel["unread"] == 0 for channel in app.person("U0ANA").channels()))


async def test_channels_stand_in_sections_the_apps_own_in_the_order_it_made_them(app: SmallApp, visit: Visit) -> None:
    for name in ("zebra", "antelope", "desk-team"):
        await app.channel(name)
    page = await visit("U0ANA")
    await expect(page.locator("#places h2")).to_have_text(["Queues", "Team", "Direct messages", "Behind the scenes"])
    lists = page.locator("#places ul")
    await expect(lists.nth(1).locator(".place-name")).to_have_text(["zebra", "antelope"])
    await expect(lists.nth(2).locator(".place-name")).to_have_text(["desk-team", "general"])
    await expect(lists.nth(3).locator(".place-name")).to_have_text(["Volley"])


async def test_text_of_strangers_stays_text(app: SmallApp, visit: Visit) -> None:
    desk = await app.channel()
    hostile = "<img src=x onerror=document.title='pwned'> <script>document.title='pwned'</script>"
    escaped = hostile.replace("<", "&lt;").replace(">", "&gt;")
    await app.card(desk, [section(f"{escaped} &lt;!channel&gt; <javascript:alert(1)|press me>")])
    await app.person("U0VITO").say("general", hostile)
    page = await visit("U0ANA", f"#/channel/{desk}")
    await expect(page.locator(".card")).to_contain_text(hostile)
    await expect(page.locator(".card")).to_contain_text("<!channel>")
    await expect(page.locator(".card img, .card script, .card a, .card .mention")).to_have_count(0)
    await page.locator("a[href='#/channel/C0GENERAL']").click()
    await expect(page.locator(".words")).to_have_text(hostile)
    assert "pwned" not in await page.title()


async def test_marks_links_mentions_and_dates_are_drawn_for_the_reader(app: SmallApp, visit: Visit) -> None:
    desk = await app.channel("desk", "U0YUI", "U0ANA")
    text = (
        "*bold* _leaning_ ~gone~ `code` :tada: <https://example.org/a|an article> <@U0ANA> <@U0YUI> "
        f"<#{desk}> <!here> snake_case_stays <!date^1767225600^{{date_num}} {{time}}|long ago>\n"
        "&gt; quoted\n• one\n• two\n```\nlet *x* = 1\n```"
    )
    await app.card(desk, [section(text)])
    page = await visit("U0YUI", f"#/channel/{desk}")
    card = page.locator(".card .mrkdwn")
    await expect(card.locator("strong")).to_have_text("bold")
    await expect(card.locator("em")).to_have_text("leaning")
    await expect(card.locator("s")).to_have_text("gone")
    await expect(card.locator("p code")).to_have_text("code")
    await expect(card.locator(".emoji")).to_have_text("🎉")
    await expect(card.locator("a[href='https://example.org/a']")).to_have_text("an article")
    await expect(card.locator(".mention")).to_have_text(["@Ana", "@Yui", "#desk", "@here"])
    await expect(card.locator(".mention-me")).to_have_text("@Yui")
    await expect(card).to_contain_text("snake_case_stays")
    await expect(card.locator("time")).to_have_text("2026-01-01 09:00")
    await expect(card.locator("blockquote")).to_have_text("quoted")
    await expect(card.locator("li")).to_have_text(["one", "two"])
    await expect(card.locator("pre")).to_have_text("let *x* = 1")


async def test_a_thread_opens_beside_and_what_one_types_there_reaches_the_app(app: SmallApp, visit: Visit) -> None:
    desk = await app.channel()
    ts = await app.card(desk)
    page = await visit("U0ANA", f"#/channel/{desk}")
    await page.locator(".message").hover()
    await page.get_by_role("button", name="Reply in thread").click()
    field = page.locator("#aside textarea")
    await expect(field).to_be_focused()
    await field.fill("She is on 133, @vito & I think <so>")
    await field.press("Enter")
    await expect(page.locator("#aside .message")).to_have_count(2)
    await expect(page.locator("#aside .mention")).to_have_text("@Vito")
    await expect(page.locator(".thread-link strong")).to_have_text("1 reply")
    await until(lambda: app.count("event_callback") > 0)
    event = app.last("event_callback")["event"]
    assert event["thread_ts"] == ts
    assert event["text"] == "She is on 133, <@U0VITO> &amp; I think &lt;so&gt;"
    await page.keyboard.press("Escape")
    await expect(page.locator("#aside")).to_be_hidden()


async def test_a_link_to_a_message_goes_there_within_the_page(app: SmallApp, visit: Visit) -> None:
    desk, other = await app.channel("desk"), await app.channel("other")
    ts = await app.card(desk)
    reply = await app.card(desk, [section("the answer")], thread_ts=ts)
    link = await app.stage.client.chat_getPermalink(channel=desk, message_ts=reply)
    await app.card(other, [section(f"Moved: <{link['permalink']}|see there>")])
    page = await visit("U0ANA", f"#/channel/{other}")
    await page.get_by_role("link", name="see there").click()
    await expect(page.locator("#middle h1")).to_have_text("desk")
    await expect(page.locator("#aside .message.lit")).to_contain_text("the answer")
    await page.goto(str(link["permalink"]))
    await expect(page.locator("#aside .message.lit")).to_contain_text("the answer")


async def test_a_command_in_a_thread_is_refused_and_stays_typed(app: SmallApp, visit: Visit) -> None:
    desk = await app.channel()
    ts = await app.card(desk)
    page = await visit("U0ANA", f"#/channel/{desk}?thread={ts}")
    field = page.locator("#aside textarea")
    await field.fill("/desk next")
    await field.press("Enter")
    await expect(page.locator("#aside .composer-trouble")).to_have_text("/desk is not supported in threads. Sorry!")
    await expect(field).to_have_value("/desk next")
    assert app.count("/desk") == 0


async def test_commands_are_completed_with_the_keyboard_and_remembered(app: SmallApp, visit: Visit) -> None:
    desk = await app.channel()
    page = await visit("U0ANA", f"#/channel/{desk}")
    field = page.locator("#middle textarea")
    await page.locator(".messages").focus()
    await page.keyboard.press("/")
    await expect(field).to_be_focused()
    await expect(page.locator(".completions .option-shown")).to_have_text(["/desk"])
    await page.keyboard.press("Enter")
    await expect(page.locator(".completions .option-shown")).to_have_text(
        ["/desk next", "/desk list", "/desk note", "/desk help"]
    )
    await page.keyboard.type("n")
    await page.keyboard.press("ArrowDown")
    await page.keyboard.press("Enter")
    await expect(field).to_have_value("/desk note ")
    await page.keyboard.type("12 look here")
    await page.keyboard.press("Enter")
    await expect(page.locator(".ephemeral .words")).to_have_text("You asked for note 12 look here")
    await expect(field).to_have_value("")
    assert app.last("/desk")["text"] == "note 12 look here"
    await page.keyboard.type("/desk no")
    await expect(page.locator(".completions .option-shown")).to_have_text(["/desk note", "/desk note 12 look here"])


async def test_an_unknown_command_is_refused_and_stays_typed(app: SmallApp, visit: Visit) -> None:
    desk = await app.channel()
    page = await visit("U0ANA", f"#/channel/{desk}")
    field = page.locator("#middle textarea")
    await field.fill("/dsek next")
    await field.press("Enter")
    await expect(page.locator(".composer-trouble")).to_have_text("/dsek is not a valid command.")
    await expect(field).to_have_value("/dsek next")


async def test_private_messages_are_marked_seen_by_one_and_gone_after_a_reload(app: SmallApp, visit: Visit) -> None:
    desk = await app.channel()
    ana = await visit("U0ANA", f"#/channel/{desk}")
    vito = await visit("U0VITO", f"#/channel/{desk}")
    await app.stage.client.chat_postEphemeral(channel=desk, user="U0ANA", text="Somebody else is already on it.")
    await app.card(desk, [section("For everybody")])
    await expect(ana.locator(".ephemeral .only-you")).to_have_text("Only visible to you")
    await expect(vito.locator(".card")).to_have_text("For everybody")
    await expect(vito.locator(".ephemeral")).to_have_count(0)
    await ana.reload()
    await expect(ana.locator(".card")).to_have_text("For everybody")
    await expect(ana.locator(".ephemeral")).to_have_count(0)


async def test_ones_own_message_is_edited_and_deleted_from_its_menu(app: SmallApp, visit: Visit) -> None:
    page = await visit("U0ANA", "#/channel/C0GENERAL")
    field = page.locator("#middle textarea")
    await field.fill("Good mornig @vito!")
    await field.press("Enter")
    message = page.locator(".message")
    await message.hover()
    await message.get_by_role("button", name="More actions").click()
    await page.get_by_role("menuitem", name="Edit message").click()
    editor = page.locator(".editor textarea")
    await expect(editor).to_have_value("Good mornig @vito!")
    await editor.fill("Good morning @vito!")
    await editor.press("Enter")
    await expect(message.locator(".words")).to_have_text("Good morning @Vito! (edited)")
    await message.hover()
    await message.get_by_role("button", name="More actions").click()
    await page.get_by_role("menuitem", name="Delete message").click()
    await page.get_by_role("button", name="Delete", exact=True).click()
    await expect(page.locator(".message")).to_have_count(0)
    await expect(page.locator(".empty h3")).to_have_text("All quiet")


async def test_a_click_nobody_answers_gets_a_warning_sign_until_one_succeeds(app: SmallApp, visit: Visit) -> None:
    desk = await app.channel()
    await app.card(desk)
    page = await visit("U0ANA", f"#/channel/{desk}")
    await page.get_by_role("button", name="Stall").click()
    await expect(page.locator(".card .failed")).to_have_text("We had some trouble connecting. Try again?")
    app.stalls = False
    await page.get_by_role("button", name="Stall").click()
    await expect(page.locator(".card .failed")).to_have_count(0)
    assert app.count("stall") == 2


async def test_a_confirmation_stands_between_the_click_and_the_app(app: SmallApp, visit: Visit) -> None:
    desk = await app.channel()
    await app.card(desk)
    page = await visit("U0ANA", f"#/channel/{desk}")
    escalate = page.get_by_role("button", name="Escalate", exact=True)
    await escalate.click()
    await expect(page.locator("dialog.confirm")).to_contain_text("Managers are pinged.")
    await page.keyboard.press("Escape")
    await expect(page.locator("dialog.confirm")).to_have_count(0)
    await page.get_by_role("button", name="Claim").click()
    await until(lambda: app.count("claim") == 1)
    assert app.count("escalate") == 0
    await escalate.click()
    await page.get_by_role("button", name="Yes, escalate").click()
    await until(lambda: app.count("escalate") == 1)


async def test_an_overflow_menu_is_used_with_arrows(app: SmallApp, visit: Visit) -> None:
    desk = await app.channel()
    await app.card(desk)
    page = await visit("U0ANA", f"#/channel/{desk}")
    await page.locator(".card [data-action=more]").press("Enter")
    await expect(page.get_by_role("menuitem", name="Tag")).to_be_focused()
    await page.keyboard.press("ArrowDown")
    await page.keyboard.press("Enter")
    await until(lambda: app.count("more") == 1)
    assert app.last("more")["actions"][0]["selected_option"]["value"] == "move"


async def test_a_repaint_leaves_the_focus_where_it_was(app: SmallApp, visit: Visit) -> None:
    desk = await app.channel()
    ts = await app.card(desk)
    page = await visit("U0ANA", f"#/channel/{desk}")
    await page.get_by_role("button", name="Reply", exact=True).focus()
    changed = [section("*#7* · claimed by Ana"), *CARD[1:]]
    await app.stage.client.chat_update(channel=desk, ts=ts, text="card", blocks=changed)
    await expect(page.locator(".card")).to_contain_text("claimed by Ana")
    await expect(page.get_by_role("button", name="Reply", exact=True)).to_be_focused()


async def test_the_arrows_go_from_message_to_message(app: SmallApp, visit: Visit) -> None:
    desk = await app.channel()
    first, second = await app.card(desk), await app.card(desk)
    page = await visit("U0ANA", f"#/channel/{desk}")
    await expect(page.locator(".card")).to_have_count(2)
    await page.locator(".messages").focus()
    await page.keyboard.press("ArrowUp")
    await expect(page.locator(f"[data-ts='{second}']")).to_be_focused()
    await page.keyboard.press("ArrowUp")
    await expect(page.locator(f"[data-ts='{first}']")).to_be_focused()
    await expect(page.locator(f"[data-ts='{first}'] .message-tools")).to_be_visible()


async def test_home_is_published_for_the_person_and_its_buttons_work(app: SmallApp, visit: Visit) -> None:
    page = await visit("U0ANA", "#/home")
    await expect(page.locator(".block-header")).to_have_text("Your desk")
    await page.get_by_role("button", name="Hand me one").click()
    await until(lambda: app.count("next") == 1)
    assert app.last("next")["user"]["id"] == "U0ANA"
    await app.stage.client.views_publish(user_id="U0ANA", view={"type": "home", "blocks": [section("Nothing waits")]})
    await expect(page.locator(".home-sheet")).to_have_text("Nothing waits")


async def test_becoming_somebody_else_shows_their_slack(app: SmallApp, visit: Visit) -> None:
    dm = await app.stage.client.conversations_open(users="U0KIRA")
    urgent = [section("Urgent"), {"type": "actions", "elements": [button("On it", "claim")]}]
    await app.card(str(dm["channel"]["id"]), urgent)
    page = await visit("U0ANA", "#/home")
    await page.keyboard.press("Alt+w")
    await page.get_by_role("menuitemradio", name="Kira").click()
    await expect(page.locator("#who")).to_contain_text("manager")
    await expect(page.locator(".place.direct .count")).to_have_text("1")
    await page.locator(".place.direct").click()
    await page.get_by_role("button", name="On it").click()
    await until(lambda: app.count("claim") == 1)
    assert app.last("claim")["user"]["id"] == "U0KIRA"


async def test_shortcuts_of_the_app_run_from_the_composer_and_from_a_message(app: SmallApp, visit: Visit) -> None:
    desk = await app.channel()
    ts = await app.card(desk)
    page = await visit("U0ANA", f"#/channel/{desk}")
    await page.get_by_role("button", name="Shortcuts", exact=True).click()
    await page.get_by_role("menuitem", name="Next one").click()
    await until(lambda: app.count("shortcut") == 1)
    await page.locator(".message").hover()
    await page.locator(".message-tools").get_by_role("button", name="More actions").click()
    await page.get_by_role("menuitem", name="Make a note").click()
    await until(lambda: app.count("message_action") == 1)
    assert app.last("message_action")["message"]["ts"] == ts
