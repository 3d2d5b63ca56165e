"""Lists: filtered in a form, turned page by page, and kept under a name of one's own that play mode knows as well."""

from tests.stories.stage import Stage, readable


async def asked(desk: Stage, many: int) -> str:
    """So many questions, and one in Finnish; the channel of their cards."""
    for number in range(many):
        desk.customer(f"asker{number}").post(f"@FirefoxSupport it crashes, says number {number:02}", lang="en")
    desk.customer("finn").post("@FirefoxSupport Firefox kaatuu, apua", lang="fi")
    ana = desk.person("ana")
    channel = (await desk.card(desk.person("mo"), "kaatuu")).channel
    await desk.until(lambda: len(desk.cards(ana, "it crashes")) == many, what="all the cards")
    return channel


async def test_a_long_list_turns_its_pages_in_its_window_and_as_a_message(desk: Stage) -> None:
    await asked(desk, 13)
    ana = desk.person("ana")
    await ana.command("social-support", "/desk list tag:Crash")
    first = ana.messages("social-support")[-1]
    assert "13 conversations" in readable(first)
    assert "says number 09" in readable(first)
    assert "says number 10" not in readable(first)
    await ana.click("social-support", first["ts"], "list:page:next")
    assert "says number 12" in readable(ana.modal())
    assert "says number 09" not in readable(ana.modal())
    await ana.press("list:page")
    assert "says number 00" in readable(ana.modal())


async def test_a_filter_is_chosen_with_a_thumb_kept_and_played(desk: Stage) -> None:
    await asked(desk, 2)
    mo = desk.person("mo")
    await mo.command("social-support", "/desk languages en fi")
    await mo.command("social-support", "/desk")
    menu = mo.messages("social-support")[-1]
    await mo.click("social-support", menu["ts"], "menu:list")
    mo.fill("language", "fi")
    mo.fill("save", "mine")
    assert "means something else" in (await mo.submit()).errors["save"]
    mo.fill("save", "Finnish")
    assert (await mo.submit()).errors == {}
    assert "1 conversation" in readable(mo.modal())
    await mo.dismiss()

    await mo.command("social-support", "/desk filters")
    assert "Finnish" in readable(mo.modal())
    await mo.press("filter:show")
    assert "kaatuu" in readable(mo.modal())
    await mo.dismiss()
    await mo.dismiss()

    await mo.command("social-support", "/desk")
    menu = mo.messages("social-support")[-1]
    await mo.click("social-support", menu["ts"], "filter:chosen", selected="1")
    assert "kaatuu" in readable(mo.modal())
    await mo.dismiss()
    await mo.click("social-support", menu["ts"], "menu:play")
    mo.fill("saved", "Finnish")
    mo.fill("save", "Finnish help")
    assert (await mo.submit()).errors == {}
    await desk.told(mo, "kaatuu")
    await mo.dismiss()

    await mo.command("social-support", "/desk filters")
    assert "Finnish help" in readable(mo.modal())
    await mo.press("filter:remove", value="1")
    assert "*Finnish*" not in readable(mo.modal())
    assert "Finnish help" in readable(mo.modal())
