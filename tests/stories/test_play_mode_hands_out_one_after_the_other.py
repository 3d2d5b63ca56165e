"""Play mode: one direct message, from the first conversation to the last."""

from tests.stories.stage import Stage, elements, readable


async def test_answered_skipped_and_stopped_in_one_message(desk: Stage) -> None:
    ana = desk.person("ana")
    post = desk.customer("asker").post("@FirefoxSupport how do I sync, help?", lang="en")
    await desk.card(ana, "how do I sync")
    desk.customer("wonderer").post("@FirefoxSupport what is a tab group, help", lang="en")
    card = await desk.card(ana, "what is a tab group")

    assert "is yours" in ((await ana.command(card.channel, "/desk play moderated")).text or "")
    message = await desk.told(ana, "how do I sync")
    direct = next(each["id"] for each in ana.channels() if each["is_im"] and message in ana.messages(each["id"]))

    def offers(action: str) -> bool:
        (shown,) = [each for each in ana.messages(direct) if each["ts"] == message["ts"]]
        return action in [each.get("action_id") for each in elements(shown["blocks"])]

    await ana.click(direct, message["ts"], "conversation:reply_hold")
    ana.fill("text", "Open the menu and choose Sync.")
    assert (await ana.submit()).errors == {}
    await ana.press("reply:undo")
    await ana.dismiss()
    await desk.until(lambda: offers("conversation:reply"), what="the way back to the text")
    await ana.click(direct, message["ts"], "conversation:reply")
    form = ana.modal()
    assert form is not None
    chosen = next(each for each in elements(form["blocks"]) if each.get("action_id") == "afterwards")
    assert chosen["initial_option"]["value"] == "hold"
    assert (await ana.submit()).errors == {}
    await ana.dismiss()
    desk.forward(seconds=30)
    await desk.until(lambda: desk.replies_to(post) or None, what="the reply in public")

    await desk.until(lambda: offers("play:next"), what="the way to the next one")
    await ana.click(direct, message["ts"], "play:next")
    shown = await desk.told(ana, "what is a tab group")
    assert shown["ts"] == message["ts"]
    await ana.click(direct, message["ts"], "play:skip", selected="1:Not sure what to say")
    await desk.told(ana, "Nothing is left")
    await ana.click(direct, message["ts"], "play:stop")
    over = await desk.told(ana, "Play mode is over")
    assert "2 handed out · 1 answered · 1 skipped" in readable(over)
    assert over["ts"] == message["ts"]


async def test_the_buttons_of_the_message_can_be_typed(desk: Stage) -> None:
    ana = desk.person("ana")
    for words in ("how do I sync", "what is a tab group"):
        desk.customer("asker").post(f"@FirefoxSupport {words}, help", lang="en")
        card = await desk.card(ana, words)
    await ana.command(card.channel, "/desk play")
    message = await desk.told(ana, "how do I sync")
    assert "#2 is yours" in ((await ana.command(card.channel, "/desk play skip not sure")).text or "")
    shown = await desk.told(ana, "what is a tab group")
    assert shown["ts"] == message["ts"]
    assert "Thank you" in ((await ana.command(card.channel, "/desk play stop")).text or "")
    over = await desk.told(ana, "Play mode is over")
    assert "2 handed out · 0 answered · 1 skipped" in readable(over)


async def test_whoever_goes_quiet_is_asked_after_20_minutes_and_ended_after_40_with_all_given_back(desk: Stage) -> None:
    ana, mo = desk.person("ana"), desk.person("mo")
    desk.customer("asker").post("@FirefoxSupport how do I sync, help?", lang="en")
    card = await desk.card(mo, "how do I sync")
    await ana.command(card.channel, "/desk play")
    await desk.reads(mo, card.channel, "<@U0ANA> is on it")
    message = await desk.told(ana, "how do I sync")
    desk.forward(minutes=19)
    await desk.reads(mo, card.channel, "<@U0ANA> is on it")
    assert not [each for each in ana.messages(ana.dm()) if "Still playing?" in readable(each)]
    desk.forward(minutes=2)
    asked = await desk.told(ana, "Still playing? In 20 minutes")
    assert "play:stop" in [each.get("action_id") for each in elements(asked["blocks"])]
    desk.forward(minutes=20)
    over = await desk.told(ana, "It was quiet for 40 minutes")
    assert over["ts"] == message["ts"]
    await desk.offers(mo, card, "conversation:claim")


async def test_what_was_handed_out_and_left_is_free_for_the_next_who_plays(desk: Stage) -> None:
    ana, mo = desk.person("ana"), desk.person("mo")
    desk.customer("asker").post("@FirefoxSupport how do I sync, help?", lang="en")
    card = await desk.card(mo, "how do I sync")
    await ana.command(card.channel, "/desk play")
    await desk.reads(mo, card.channel, "<@U0ANA> is on it")
    nothing = await mo.command(card.channel, "/desk play")
    assert "Nothing is waiting" in (nothing.text or "")
    desk.forward(minutes=41)
    await desk.offers(mo, card, "conversation:claim")
    await mo.command(card.channel, "/desk play")
    await desk.reads(mo, card.channel, "<@U0MO> is on it")
