"""Stop: what is queued waits visibly, of one account or of all, until somebody who may lets it go on."""

from tests.stories.stage import Stage, readable


async def test_a_stopped_account_sends_nothing_until_it_is_started_and_another_one_does(desk: Stage) -> None:
    ana, mo, kira = desk.person("ana"), desk.person("mo"), desk.person("kira")
    english = desk.customer("lena").post("@FirefoxSupport it crashes, help", lang="en")
    card = await desk.card(ana, "it crashes")
    german = desk.customer("hans").post("@mozilla_germany alle Tabs sind weg, Hilfe!", lang="de")
    other = await desk.card(ana, "alle Tabs sind weg")
    await mo.command("social-support", "/desk stop @FirefoxSupport")
    await desk.told(kira, "<@U0MO> stopped")
    refused = await ana.command("social-support", "/desk start @FirefoxSupport")
    assert "takes a moderator" in (refused.text or "")

    for place, words in ((card, "Try safe mode."), (other, "Versuch den abgesicherten Modus.")):
        await ana.click(place.channel, place.ts, "conversation:reply")
        assert ("sending from @FirefoxSupport is stopped" in readable(ana.modal())) == (place is card)
        ana.fill("text", words)
        assert (await ana.submit()).errors == {}
        await ana.dismiss()
    desk.forward(seconds=30)
    await desk.until(lambda: desk.replies_to(german), what="the reply of the other account")
    await desk.reads(ana, card.channel, "stopped")
    assert desk.replies_to(english) == []
    await mo.command("social-support", "/desk start @FirefoxSupport")
    (reply,) = await desk.until(lambda: desk.replies_to(english), what="the reply that waited")
    assert "Try safe mode." in reply.text
