"""What a card knows and offers: a like that closes, who may reply, an idea for the managers, and why."""

from tests.stories.stage import Stage, readable


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
    await ana.command(card.channel, "/desk history 1")
    await desk.until(lambda: "The like is out" in readable(ana.modal()), what="the like in the history")


async def test_an_answer_of_the_community_shows_on_the_card_and_above_the_reply(desk: Stage) -> None:
    post = desk.customer("asker").post("@FirefoxSupport my tabs are broken, help", lang="en")
    ana = desk.person("ana")
    card = await desk.card(ana, "my tabs are broken")
    assert "community" not in card.everything
    desk.customer("helper").post("Press Ctrl+Shift+T #fxhelp", in_reply_to=post, lang="en")
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
    assert "*No retweets*: what an account of ours spreads" in readable(ana.messages(card.channel)[-1])
    await ana.click(card.channel, card.ts, "conversation:escalate")
    ana.fill("note", "a museum, of all people")
    await ana.press("escalation:reason", selected="Retweet idea")
    await ana.press("escalation:tell")
    assert "52,000 followers" in str(ana.modal())
    assert (await ana.submit()).errors == {}
    moved = await desk.card(ana, "Why: a museum, of all people")
    assert moved.channel_name == "desk-escalation"
