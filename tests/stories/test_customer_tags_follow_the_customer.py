"""Tags about a customer: on every open card of theirs on that network, on those to come, and on nobody else's."""

from tests.stories.stage import Stage, readable


async def test_a_tag_about_a_customer_stands_on_all_their_cards_and_on_those_to_come(desk: Stage) -> None:
    ana, yui = desk.person("ana"), desk.person("yui")
    troll = desk.customer("grumbler")
    for words in ("it is slow", "it is ugly"):
        troll.post(f"@FirefoxSupport {words}, help", lang="en")
        card = await desk.card(ana, words)
    desk.customer("lena").post("@FirefoxSupport it is loud, help", lang="en")
    await desk.card(ana, "it is loud")
    await ana.click(card.channel, card.ts, "conversation:more", selected="tag:2")
    ana.fill("customer_tags", ["Troll account"])
    assert (await ana.submit()).errors == {}
    await desk.until(lambda: len(desk.cards(yui, "Troll account")) == 2, what="the tag on both cards")
    troll.post("@FirefoxSupport it is back, help", lang="en")
    assert "Troll account" in (await desk.card(yui, "it is back")).everything
    assert "Troll account" not in (await desk.card(yui, "it is loud")).everything

    desk.sandbox.play.review("org.mozilla.firefox", 1, "Since the update it crashes.", author="grumbler")
    desk.forward(minutes=2)
    namesake = await desk.card(yui, "Since the update it crashes")
    assert "grumbler" in namesake.everything
    assert "Troll account" not in namesake.everything
    await ana.command(card.channel, "/desk history 5")
    assert "*grumbler* · 1 conversation" in readable(ana.modal())
    await ana.dismiss()

    await ana.click(card.channel, card.ts, "conversation:more", selected="tag:2")
    ana.fill("customer_tags", [])
    assert (await ana.submit()).errors == {}
    await desk.until(lambda: not desk.cards(yui, "Troll account"), what="the cards without the tag")
