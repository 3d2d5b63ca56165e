"""What has been open for four weeks: proposed to moderators, shown first, closed at once, and taken back at once."""

from tests.stories.stage import Stage, readable


async def test_moderators_review_what_is_four_weeks_old_and_close_it_in_one_go(desk: Stage) -> None:
    ana, mo = desk.person("ana"), desk.person("mo")
    for name in ("first", "second"):
        desk.customer(name).post(f"@FirefoxSupport it crashes, says the {name}", lang="en")
        card = await desk.card(ana, f"says the {name}")
    desk.forward(days=29)
    desk.customer("third").post("@FirefoxSupport it crashes, says the third", lang="en")
    await desk.card(ana, "says the third")
    asked = await desk.told(mo, "*2 conversations* are open")
    assert not [each for each in ana.messages(ana.dm()) if "conversations* are open" in readable(each)]

    await mo.click(mo.dm(), asked["ts"], "bulk:old")
    preview = readable(mo.modal())
    assert "Close as *User didn't respond*: 2 conversations" in preview
    assert "says the third" not in preview
    assert (await mo.submit()).errors == {}
    assert "Done: 2 conversations" in readable(mo.modal())
    await desk.until(lambda: len(desk.cards(ana, "*User didn't respond*")) == 2, what="two closed cards")
    await mo.press("bulk:undo")
    assert "Taken back: 2 conversations" in readable(mo.modal())
    await mo.dismiss()
    refused = await ana.command(card.channel, "/desk bulk old")
    assert "takes a moderator" in (refused.text or "")
