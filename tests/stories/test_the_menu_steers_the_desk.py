"""The menu of whoever looks after the desk: stopping and starting at once, and an answer where one pressed."""

from tests.stories.stage import Stage, readable


async def test_stop_in_the_menu_is_answered_to_whoever_pressed(desk: Stage) -> None:
    mo, kira = desk.person("mo"), desk.person("kira")
    await mo.command("social-support", "/desk")
    menu = mo.messages("social-support")[-1]
    assert (await mo.click("social-support", menu["ts"], "menu:stop")).acknowledged
    await desk.reads(mo, "social-support", "You stopped all public sending")
    await desk.told(kira, "<@U0MO> stopped all public sending")


async def test_start_in_the_home_tab_redraws_it(desk: Stage) -> None:
    mo = desk.person("mo")
    await mo.command("social-support", "/desk stop")
    await mo.open_home()
    await desk.until(lambda: "Public sending is stopped: everything" in readable(mo.home()), what="the stop at home")
    await mo.press("menu:start")
    await desk.until(lambda: "is stopped" not in readable(mo.home()), what="the home tab without the stop")


async def test_what_a_command_stopped_is_started_again_right_there(desk: Stage) -> None:
    mo, kira = desk.person("mo"), desk.person("kira")
    await mo.command("social-support", "/desk stop")
    answer = mo.messages("social-support")[-1]
    assert "All public sending is stopped" in readable(answer)
    await kira.command("social-support", "/desk stop")
    assert "<@U0MO> stopped it" in readable(kira.messages("social-support")[-1])
    assert (await mo.click("social-support", answer["ts"], "menu:start")).acknowledged
    await desk.told(kira, "<@U0MO> started all public sending again")


async def test_one_account_of_two_that_were_stopped_is_started_again(desk: Stage) -> None:
    mo, kira = desk.person("mo"), desk.person("kira")
    await mo.command("social-support", "/desk stop @firefox")
    await mo.command("social-support", "/desk stop @FirefoxSupport")
    answer = mo.messages("social-support")[-1]
    await mo.click("social-support", answer["ts"], "menu:start", value="FirefoxSupport")
    await desk.told(kira, "started public sending from @FirefoxSupport again")
    await mo.open_home()
    await desk.until(lambda: "is stopped: @Firefox" in readable(mo.home()), what="the other account's stop")


async def test_managers_come_to_tags_and_clippings_and_ask_nobody(desk: Stage) -> None:
    kira, mo = desk.person("kira"), desk.person("mo")
    await kira.command("social-support", "/desk")
    menu = kira.messages("social-support")[-1]
    assert "Ask the managers" not in readable(menu)
    await kira.click("social-support", menu["ts"], "menu:tags")
    assert "Tags" in readable(kira.modal())
    await kira.dismiss()
    await kira.click("social-support", menu["ts"], "menu:clippings")
    assert "Add one" in readable(kira.modal())
    await kira.press("clipping:add")
    assert "A new clipping" in readable(kira.modal())
    await kira.open_home()
    await desk.until(lambda: "Settings" in readable(kira.home()), what="the home tab")
    assert "Ask the managers" not in readable(kira.home())
    while kira.modal():
        await kira.dismiss()
    for action, words in (("menu:tags", "When it is right"), ("menu:clippings", "Add one")):
        await kira.press(action)
        assert words in readable(kira.modal())
        await kira.dismiss()

    await mo.command("social-support", "/desk")
    menu = mo.messages("social-support")[-1]
    assert "Ask the managers" in readable(menu)
    assert "\nClippings" not in readable(menu)
