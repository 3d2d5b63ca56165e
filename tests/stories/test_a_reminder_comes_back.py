"""A reminder: set from the card or its Note form, listed, taken away, and delivered with the card at its moment."""

from datetime import timedelta
from zoneinfo import ZoneInfo

from tests.stories.stage import Stage, readable


async def test_a_reminder_set_from_the_card_comes_as_a_direct_message(desk: Stage) -> None:
    desk.customer("asker").post("@FirefoxSupport how do I sync, help?", lang="en")
    ana = desk.person("ana")
    card = await desk.card(ana, "how do I sync")
    await ana.click(card.channel, card.ts, "conversation:more", selected="note:1")
    await ana.press("conversation:remind", value="1")
    await ana.dismiss()
    await ana.dismiss()
    await ana.click(card.channel, card.ts, "conversation:ask", selected="remind:1")
    ana.fill("when", "whenever")
    assert "tomorrow 9:00" in (await ana.submit()).errors["when"]
    ana.fill("when", "in 2 hours")
    ana.fill("words", "ask whether it helped")
    assert (await ana.submit()).errors == {}
    assert "ask whether it helped" in readable(ana.modal())
    await ana.dismiss()

    assert (await ana.command(card.channel, "/desk remind 1 in 3 hours not this one")).acknowledged
    await ana.command(card.channel, "/desk reminders")
    shown = readable(ana.modal())
    assert shown.index("ask whether it helped") < shown.index("not this one")
    await ana.press("reminder:remove", value="2")
    assert "not this one" not in readable(ana.modal())
    await ana.dismiss()

    desk.forward(hours=2, minutes=1)
    came = await desk.told(ana, "ask whether it helped")
    assert "how do I sync" in readable(came)
    direct = next(each["id"] for each in ana.channels() if each["is_im"] and came in ana.messages(each["id"]))
    await ana.click(direct, came["ts"], "conversation:show")
    assert "how do I sync" in readable(ana.modal())


async def test_a_reminder_survives_that_the_bot_was_stopped_and_started(desk: Stage) -> None:
    desk.customer("asker").post("@FirefoxSupport how do I sync, help?", lang="en")
    ana = desk.person("ana")
    card = await desk.card(ana, "how do I sync")
    await ana.command(card.channel, "/desk remind 1 in 2 hours look again")
    now = desk.sandbox.clock.now().astimezone(ZoneInfo("Europe/Berlin"))
    nine = (now + timedelta(days=1)).replace(hour=9, minute=0, second=0, microsecond=0)
    await ana.command(card.channel, "/desk remind 1 tomorrow 9:00 and in the morning")
    await desk.restart()
    desk.forward(hours=1)
    await ana.command(card.channel, "/desk reminders")
    assert "look again" in readable(ana.modal())
    assert f"{nine:%a} {nine.day} {nine:%b}, 09:00 (Europe/Berlin)\nand in the morning" in readable(ana.modal())
    await ana.dismiss()
    desk.forward(hours=1, minutes=1)
    assert "how do I sync" in readable(await desk.told(ana, "look again"))
    assert "in the morning" not in readable(ana.messages(ana.dm()))
    desk.forward(seconds=(nine - desk.sandbox.clock.now()).total_seconds() + 1)
    assert "how do I sync" in readable(await desk.told(ana, "in the morning"))
