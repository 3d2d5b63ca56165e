"""What a card knows and offers: a like that closes, who may reply, an idea for the managers, and why."""

from tests.stories.stage import Stage, elements, readable


async def test_praise_is_liked_by_hand_and_closed_and_the_like_is_found_on_the_account(desk: Stage) -> None:
    post = desk.customer("fan").post("@FirefoxSupport I love Firefox, best browser", lang="en")
    ana, mo = desk.person("ana"), desk.person("mo")
    card = await desk.card(ana, "I love Firefox")
    assert (await ana.click(card.channel, card.ts, "conversation:like_close")).acknowledged
    await desk.reads(ana, card.channel, "Acknowledged")
    asked = await desk.told(mo, "Please like this")
    desk.account("FirefoxSupport").like(post)
    assert (await mo.click(mo.dm(), asked["ts"], "like:sent_by_hand")).acknowledged
    desk.forward(seconds=15)
    await desk.told(mo, "no longer needs you")
    await desk.history_tells(ana, card.channel, 1, "The like is out")


async def test_an_answer_of_the_community_shows_on_the_card_and_above_the_reply(desk: Stage) -> None:
    post = desk.customer("asker").post("@FirefoxSupport my tabs are broken, help", lang="en")
    ana = desk.person("ana")
    card = await desk.card(ana, "my tabs are broken")
    assert "community" not in card.everything
    desk.customer("helper").post("Press Ctrl+Shift+T #fxhelp", in_reply_to=post, lang="en")
    desk.next_reading()
    shown = await desk.reads(ana, card.channel, "(community) answered")
    assert "Reply" in readable(shown)
    await ana.click(card.channel, card.ts, "conversation:reply")
    assert "@helper* (community) answered" in readable(ana.modal())


async def test_who_may_reply_stands_on_the_card_and_above_the_reply(desk: Stage) -> None:
    desk.customer("asker").post("@firefox it crashes, help", lang="en", reply_settings="mentionedUsers")
    ana = desk.person("ana")
    card = await desk.card(ana, "it crashes")
    line = "it may be refused: only those it mentions may reply"
    assert line in card.everything
    await ana.click(card.channel, card.ts, "conversation:reply")
    assert line in readable(ana.modal())


async def test_a_retweet_idea_prepares_its_note_and_the_card_says_why_there_is_no_retweet(desk: Stage) -> None:
    ana = desk.person("ana")
    desk.customer("museum", followers=52_000).post("@FirefoxSupport thank you, we love Firefox", lang="en")
    card = await desk.card(ana, "we love Firefox")
    assert "conversation:retweet" in card.buttons
    await ana.command(card.channel, "/desk why 1")
    told = readable(ana.messages(card.channel)[-1])
    assert "*No retweets*: what an account of ours spreads" in told
    assert "/desk retweet 1" in told
    assert "/desk retweet 12" not in told
    assert "{number}" not in told
    await ana.command(card.channel, "/desk message 1")
    assert "*No direct messages*" in readable(ana.messages(card.channel)[-1])
    await ana.click(card.channel, card.ts, "conversation:retweet")
    assert "52,000 followers" in str(ana.modal())
    await ana.dismiss()
    await ana.click(card.channel, card.ts, "conversation:escalate")
    ana.fill("note", "a museum, of all people")
    await ana.press("escalation:reason", selected="Retweet idea")
    await ana.press("escalation:tell")
    assert "52,000 followers" in str(ana.modal())
    assert (await ana.submit()).errors == {}
    moved = await desk.card(ana, "Why: a museum, of all people")
    assert moved.channel_name == "desk-escalation"


async def test_praise_is_liked_and_closed_and_an_idea_handed_on_by_typing(desk: Stage) -> None:
    ana = desk.person("ana")
    desk.customer("fan").post("@FirefoxSupport thank you, best browser", lang="en")
    card = await desk.card(ana, "best browser")
    liked = await ana.command(card.channel, "/desk like 1 + close")
    assert liked.text == (
        "#1 goes to a keyholder of @FirefoxSupport, who likes it by hand. It is closed as “Acknowledged”."
    )
    await desk.told(desk.person("mo"), "Please like this from @FirefoxSupport")

    desk.customer("museum", followers=52_000).post("@FirefoxSupport thanks, we love Firefox", lang="en")
    await desk.card(ana, "we love Firefox")
    await ana.command(card.channel, "/desk retweet 2")
    assert "52,000 followers" in str(ana.modal())
    await ana.dismiss()
    told = await ana.command(card.channel, "/desk retweet 2 a museum, of all people")
    assert "It pages nobody" in (told.text or "")
    moved = await desk.card(ana, "Why: a museum, of all people")
    assert moved.channel_name == "desk-escalation"


async def test_the_close_form_proposes_what_goes_with_its_like(desk: Stage) -> None:
    ana = desk.person("ana")
    desk.customer("fan").post("@FirefoxSupport I love Firefox, best browser", lang="en")
    card = await desk.card(ana, "I love Firefox")
    await ana.command(card.channel, "/desk tag 1 Fan Love")
    await ana.click(card.channel, card.ts, "conversation:close")
    form = ana.modal()
    assert form is not None
    by_name = {each["action_id"]: each for each in elements(form["blocks"])}
    assert by_name["like"]["initial_options"][0]["value"] == "like"
    assert by_name["reason"]["initial_option"]["value"] == "Acknowledged"
    assert (await ana.submit()).errors == {}
    await desk.reads(ana, card.channel, "Acknowledged")


async def test_after_two_exchanges_the_card_offers_the_forum(desk: Stage) -> None:
    ana, customer = desk.person("ana"), desk.customer("stuck")
    post = customer.post("@FirefoxSupport sync fails, help", lang="en")
    card = await desk.card(ana, "sync fails")
    for answer, again in (("Sign out and in again.", "Still the same."), ("Try a new profile.", "Neither helped.")):
        await ana.command(card.channel, "/desk reply 1")
        ana.fill("text", answer)
        assert (await ana.submit()).errors == {}
        await ana.dismiss()
        assert "Suggest the forum" not in readable(ana.messages(card.channel))
        desk.forward(seconds=21)
        await desk.until(lambda asked=post: desk.replies_to(asked), what="the answer")  # type: ignore[misc]
        post = customer.post(again, in_reply_to=post, lang="en")
        desk.next_reading()
        await desk.reads(ana, card.channel, again)
    offered = "Answered 2 times, and the customer is back: the forum has more room"
    shown = await desk.reads(ana, card.channel, offered)
    await ana.click(card.channel, shown["ts"], "reply:forum")
    assert "Please ask in our support forum" in str(ana.modal())
    await ana.dismiss()
    await ana.command(card.channel, "/desk forum 1")
    assert "Please ask in our support forum" in str(ana.modal())
    assert (await ana.submit()).errors == {}
    desk.forward(seconds=21)
    (reply,) = await desk.until(lambda: desk.replies_to(post), what="the forum's address on X")
    assert "support.mozilla.org/en-US/questions/new" in reply.text


async def test_a_post_that_gains_attention_shows_how_far_it_has_climbed(desk: Stage) -> None:
    ana = desk.person("ana")
    post = desk.customer("asker").post("@FirefoxSupport it crashes, help", lang="en")
    card = await desk.card(ana, "it crashes")
    for number in range(30):
        fan = desk.customer(f"fan{number}")
        fan.like(post)
        fan.repost(post)
    desk.forward(hours=2)
    shown = readable(await desk.reads(ana, card.channel, "*Gains attention*"))
    assert "♥ likes 0 → 30 · ⟲ reposts 0 → 30 in 2 h" in shown


async def test_what_is_controversial_has_a_checklist_on_the_card_and_above_the_reply(desk: Stage) -> None:
    ana = desk.person("ana")
    desk.customer("asker").post("@FirefoxSupport what do you say about the new law? help", lang="en")
    card = await desk.card(ana, "the new law")
    point = "Not asked? Don't offer."
    assert point not in card.everything
    await ana.command(card.channel, "/desk tag 1 Controversial")
    await desk.reads(ana, card.channel, point)
    await ana.click(card.channel, card.ts, "conversation:reply")
    assert point in readable(ana.modal())
