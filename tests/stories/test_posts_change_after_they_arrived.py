"""Posts are edited, deleted and written again; what the desk shows follows them."""

from tests.stories.stage import Stage, readable


async def test_a_deleted_post_vanishes_from_card_and_thread_and_closes(desk: Stage) -> None:
    ana = desk.person("ana")
    customer = desk.customer("regret")
    post = customer.post("@FirefoxSupport my password is hunter2, help", lang="en")
    card = await desk.card(ana, "hunter2")
    await ana.say(card.channel, "told them to delete it", thread_ts=card.ts)
    await desk.reads(ana, card.channel, "1 note")
    customer.delete(post)
    desk.forward(hours=1)

    def is_gone() -> bool:
        seen = [*ana.messages(card.channel), *ana.messages(card.channel, thread_ts=card.ts)]
        return "hunter2" not in readable(seen)

    await desk.until(is_gone, what="the end of the deleted words in Slack")
    await desk.reads(ana, card.channel, "Deleted")


async def test_a_conversation_of_which_nothing_is_left_closes_when_its_owner_lets_go(desk: Stage) -> None:
    ana = desk.person("ana")
    customer = desk.customer("regret")
    post = customer.post("@FirefoxSupport my password is hunter2, help", lang="en")
    card = await desk.card(ana, "hunter2")
    await ana.click(card.channel, card.ts, "conversation:claim")
    customer.delete(post)
    desk.forward(minutes=31)
    await desk.told(ana, "has deleted or hidden everything they wrote")
    assert "Deleted" not in readable(ana.messages(card.channel))
    await ana.click(card.channel, card.ts, "conversation:release")
    desk.forward(seconds=20)
    await desk.reads(ana, card.channel, "Deleted")


async def test_a_month_after_closing_the_customers_words_are_gone_and_the_link_stays(desk: Stage) -> None:
    ana = desk.person("ana")
    customer = desk.customer("regret")
    first = customer.post("@FirefoxSupport sync fails, help", lang="en")
    card = await desk.card(ana, "sync fails")
    customer.post("@FirefoxSupport my dog is called Rex", in_reply_to=first, lang="en")
    desk.next_reading()
    await desk.reads(ana, card.channel, "called Rex", thread_ts=card.ts)
    await ana.command(card.channel, "/desk close 1 Resolved")
    await desk.reads(ana, card.channel, "Resolved")
    desk.forward(days=31)

    def is_gone() -> bool:
        seen = [*ana.messages(card.channel), *ana.messages(card.channel, thread_ts=card.ts)]
        return "Rex" not in readable(seen) and "no longer kept" in readable(seen)

    await desk.until(is_gone, what="the end of the customer's words in Slack")
    await desk.until(is_gone, what="the end of the customer's words in Slack")
    await ana.command("social-support", "/desk search Rex")
    assert "nothing" in readable(ana.messages("social-support")[-1])
    await ana.command(card.channel, "/desk reopen 1")
    again = await desk.card(ana, "no longer kept")
    assert "Open on X" in again.everything


async def test_an_edited_post_is_shown_as_it_is_now(desk: Stage) -> None:
    ana = desk.person("ana")
    customer = desk.customer("typo")
    post = customer.post("@FirefoxSupport Firefxo crashes, help", lang="en")
    card = await desk.card(ana, "Firefxo crashes")
    customer.edit(post, "@FirefoxSupport Firefox crashes on start, help")
    desk.forward(minutes=40)
    await desk.reads(ana, card.channel, "Firefox crashes on start")
    assert len(desk.cards(ana, "crashes")) == 1


async def test_reposts_and_our_own_posts_become_no_conversation(desk: Stage) -> None:
    ana = desk.person("ana")
    post = desk.customer("asker").post("@FirefoxSupport how do I sync, help?", lang="en")
    desk.customer("echo").repost(post)
    desk.account("Firefox").post_by_hand("A new Firefox is out, thanks @FirefoxSupport!")
    await desk.card(ana, "how do I sync")
    desk.customer("later").post("@FirefoxSupport and on Android, help?", lang="en")
    await desk.card(ana, "and on Android")
    listed = await ana.command("social-support", "/desk list")
    assert "2" in (listed.text or "")
    assert not desk.cards(ana, "A new Firefox is out")
