"""A customer asks, a volunteer answers: the shortest way through the whole desk."""

from tests.stories.stage import Stage, readable

QUESTION = "@FirefoxSupport all my tabs are gone after the update, help!"
ANSWER = "Sorry about that! Ctrl+Shift+T brings them back."


async def test_a_mention_becomes_a_card_and_a_reply_reaches_the_customer(desk: Stage) -> None:
    ana = desk.person("ana")
    post = desk.customer("lost_tabs", followers=12).post(QUESTION, lang="en")

    card = await desk.card(ana, "all my tabs are gone")
    assert "answers from @FirefoxSupport" in card.everything
    assert "@lost_tabs" in card.everything
    assert "12 followers" in card.everything

    assert (await ana.click(card.channel, card.ts, "conversation:reply")).acknowledged
    await desk.reads(desk.person("yui"), card.channel, "is on it")
    ana.fill("text", ANSWER)
    await ana.press("reply:check")
    assert (await ana.submit()).errors == {}
    waiting = ana.modal()
    assert waiting is not None
    assert waiting["callback_id"] == "reply:sent"
    assert desk.replies_to(post) == []

    desk.forward(seconds=21)
    (reply,) = await desk.until(lambda: desk.replies_to(post), what="the reply on X")
    assert reply.author.handle == "FirefoxSupport"
    assert reply.text == f"{ANSWER} ^an"
    await desk.reads(ana, card.channel, "answered from @FirefoxSupport")


async def test_the_style_guide_is_one_click_away_and_what_was_typed_stays(desk: Stage) -> None:
    ana = desk.person("ana")
    desk.customer("lost_tabs").post("@FirefoxSupport meine Tabs sind alle weg, Hilfe!", lang="de")
    card = await desk.card(ana, "meine Tabs sind alle weg")
    await ana.click(card.channel, card.ts, "conversation:reply")
    ana.fill("text", ANSWER)
    assert (await ana.press("reply:style")).acknowledged
    shown = readable(ana.modal())
    for expected in ("How we write · German", "Wir duzen", "Don't", "Keinen Termin", "contribute/social-support"):
        assert expected in shown
    await ana.dismiss()
    form = ana.modal()
    assert form is not None
    assert form["callback_id"] == "conversation:reply"
    assert ANSWER in str(form["typed"])


async def test_a_customer_who_writes_again_reopens_and_the_owner_is_told(desk: Stage) -> None:
    ana = desk.person("ana")
    customer = desk.customer("lost_tabs")
    post = customer.post(QUESTION, lang="en")
    card = await desk.card(ana, "all my tabs are gone")
    closed = await ana.command(card.channel, "/desk close 1 resolved")
    assert closed.text == "#1 is closed as “Resolved”."
    once_more = await ana.command(card.channel, "/desk close 1 no need to reply")
    assert (once_more.text or "").startswith("#1 was already closed as “Resolved”, and that stays. `/desk reopen 1`")
    await desk.reads(ana, card.channel, "Reopen")

    customer.post("That did not help, sorry.", in_reply_to=post, lang="en")
    again = await desk.card(ana, "That did not help")
    assert again.ts != card.ts
    await desk.told(ana, "wrote again")
    await desk.reads(ana, card.channel, "goes on in")


async def test_undo_gives_the_text_back_where_it_was_sent(desk: Stage) -> None:
    ana = desk.person("ana")
    post = desk.customer("lost_tabs").post(QUESTION, lang="en")
    card = await desk.card(ana, "all my tabs are gone")
    await ana.click(card.channel, card.ts, "conversation:reply")
    ana.fill("text", ANSWER)
    await ana.submit()
    await ana.press("reply:undo")
    form = ana.modal()
    assert form is not None
    assert form["callback_id"] == "conversation:reply"
    desk.forward(seconds=60)
    ana.fill("text", "Please try Ctrl+Shift+T.")
    await ana.submit()
    desk.forward(seconds=21)
    (reply,) = await desk.until(lambda: desk.replies_to(post), what="the second reply")
    assert reply.text.startswith("Please try")
