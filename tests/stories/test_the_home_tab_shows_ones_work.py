"""The Home tab as its people use it: their own work at once, settings in one form, and the desk for managers."""

import pytest

from sandbox.slack.hands import Person
from tests.loops.test_odd_posts import unreadable
from tests.stories.stage import Stage, readable


async def at_home(desk: Stage, who: Person, words: str) -> None:
    """Wait until somebody's Home shows these words."""
    await desk.until(lambda: words in readable(who.home()), what=f"{words!r} at home")


async def test_a_volunteer_sees_at_once_what_they_did(desk: Stage) -> None:
    desk.customer("asker").post("@FirefoxSupport how do I sync, help?", lang="en")
    ana = desk.person("ana")
    card = await desk.card(ana, "how do I sync")
    assert await ana.open_home() is not None
    await at_home(desk, ana, "*1* waiting")
    assert "how do I sync" not in readable(ana.home())
    await ana.click(card.channel, card.ts, "conversation:claim")
    await at_home(desk, ana, "All of mine (1)")
    await ana.press("conversation:show", value="1")
    assert "how do I sync" in readable(ana.modal())
    await ana.dismiss()
    await ana.command(card.channel, "/desk home")
    typed = ana.messages(card.channel)[-1]
    assert "All of mine (1)" in readable(typed)
    await ana.click(card.channel, typed["ts"], "menu:settings")
    assert "Languages you read" in readable(ana.modal())
    await ana.dismiss()
    await ana.command(card.channel, "/desk remind 1 in 2 hours ask whether it helped")
    await at_home(desk, ana, "ask whether it helped")
    assert "*Reminders* (1)\n⏰ *#1* · " in readable(ana.home())
    await ana.press("menu:reminders")
    await ana.press("reminder:remove")
    await ana.dismiss()
    await desk.until(lambda: "Reminders" not in readable(ana.home()), what="home without it")

    await ana.press("menu:settings")
    ana.fill("languages", "de fr")
    ana.fill("signature", "two words")
    assert "one word" in (await ana.submit()).errors["signature"]
    modal = ana.modal()
    assert modal is not None
    assert modal["typed"]["languages"]["languages"]["value"] == "de fr"
    ana.fill("signature", "an")
    assert (await ana.submit()).errors == {}
    await at_home(desk, ana, "You read de, fr · sign “an”")

    desk.customer("other").post("@FirefoxSupport and I cannot print, help", lang="de")
    desk.forward(seconds=61)
    await at_home(desk, ana, "*1* waiting")
    await ana.press("play:all")
    await desk.told(ana, "cannot print")
    await at_home(desk, ana, "play mode goes on")
    assert "play:all" not in str(ana.home())


async def test_managers_look_after_the_desk_from_their_home(desk: Stage) -> None:
    desk.customer("angry").post("@FirefoxSupport I want my money back, help!", lang="en")
    ana, kira = desk.person("ana"), desk.person("kira")
    card = await desk.card(ana, "my money back")
    await ana.click(card.channel, card.ts, "conversation:escalate")
    ana.fill("reason", "Angry customer")
    ana.fill("note", "Nothing helps.")
    ana.fill("urgency", "urgent")
    assert (await ana.submit()).errors == {}
    await kira.open_home()
    await at_home(desk, kira, "nobody is on it")
    assert "sources are read" in readable(kira.home())
    await kira.press("escalation:take")
    await at_home(desk, kira, "you took this escalation")
    await kira.press("menu:sources")
    assert "the mentions of @FirefoxSupport" in readable(kira.modal())
    await kira.dismiss()
    for words in ("💸 since 0:00 UTC · ", "@FirefoxSupport $0.02", "People (1 to admit)", "\nStop sending\n"):
        assert words in readable(kira.home())
    await kira.press("menu:people")
    assert "<@U0BEA>" in readable(kira.modal())
    await kira.dismiss()
    await kira.press("menu:settings")
    kira.fill("hours", "whenever")
    assert "Write it like" in (await kira.submit()).errors["hours"]
    kira.fill("hours", "8-16 mon-thu")
    assert (await kira.submit()).errors == {}
    await at_home(desk, kira, "-16:00 mon, tue, wed, thu (America/Los_Angeles)")
    await kira.press("menu:stop")
    await at_home(desk, kira, "Public sending is stopped: everything")
    await kira.press("menu:start")
    await ana.open_home()
    for words in ("sources", "💸", "People", "sending", "Parked"):
        assert words not in readable(ana.home())


async def test_what_could_not_be_stored_is_parked_at_home_until_a_manager_tries_it_again(
    desk: Stage, monkeypatch: pytest.MonkeyPatch
) -> None:
    kira, mo = desk.person("kira"), desk.person("mo")
    with monkeypatch.context() as odd:
        unreadable(odd, desk.customer("asker").post("@FirefoxSupport how do I sync, help?", lang="en"))
        await desk.told(kira, "A post could not be stored")
    await kira.open_home()
    await at_home(desk, kira, "*Parked (1)*\nA post could not be stored and is not on the desk (ValueError)")
    assert not desk.cards(kira, "how do I sync")
    await mo.open_home()
    assert "Parked" not in readable(mo.home())
    await mo.press("menu:people")
    assert "No beginner waits" not in readable(mo.modal())
    await kira.press("parked:try")
    await desk.card(kira, "how do I sync")
    await desk.until(lambda: "Parked" not in readable(kira.home()), what="home with nothing parked")
