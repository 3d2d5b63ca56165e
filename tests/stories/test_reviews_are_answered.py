"""Reviews on the pretend Play Store: written, answered, edited, answered again; moved by moderators."""

from tests.stories.stage import Stage, readable

FIREFOX, FOCUS = "org.mozilla.firefox", "org.mozilla.focus"
WORDS = "Since the update it loses all my tabs."


async def test_a_review_is_answered_edited_and_its_answer_edited_too(desk: Stage) -> None:
    ana, play = desk.person("ana"), desk.sandbox.play
    review = play.review(FIREFOX, 1, WORDS, author="Marta Silva", title="Sad")
    desk.forward(minutes=2)
    card = await desk.card(ana, WORDS)
    assert card.channel_name == "desk-play-low"
    for words in (
        "★☆☆☆☆",
        "Marta Silva",
        "Sad",
        "Open on Google Play",
        "answers from Firefox for Android",
        "app version 145.0.1",
        "device Samsung a52q (Galaxy A52)",
        "Android 13",
        "English",
    ):
        assert words in card.everything
    assert "@Marta" not in card.everything
    assert "conversation:like" not in card.buttons
    await ana.command("social-support", "/desk open 1")
    opened = ana.messages("social-support")[-1]["text"]
    assert opened.startswith("<https://")
    assert "&amp;reviewId=" in opened
    assert opened.endswith("|Open #1 on Google Play>")

    await ana.click(card.channel, card.ts, "conversation:reply")
    ana.fill("text", "Sorry! <b>Which</b> version is it?")
    assert "takes <b> out" in (await ana.submit()).errors["text"]
    ana.fill("text", "Sorry! Which version is it?")
    assert (await ana.submit()).errors == {}
    desk.forward(seconds=21)
    answer = await desk.until(lambda: play.find(review).answer, what="the answer in the store")
    assert answer.text == "Sorry! Which version is it? ^an"

    await desk.reads(ana, card.channel, "Edit reply")
    await ana.command(card.channel, "/desk reply 1")
    typed = readable(ana.modal())
    await ana.dismiss()
    await ana.click(card.channel, card.ts, "conversation:reply")
    for form in (typed, readable(ana.modal())):
        assert "takes the place of our answer" in form
        assert "only a first answer notifies the customer" in form
    ana.fill("text", "Version 145.0.1 mends it.")
    assert (await ana.submit()).errors == {}
    desk.forward(seconds=21)
    await desk.until(lambda: len(play.find(review).answers) == 2, what="the edited answer")
    assert play.find(review).answers[-1].text == "Version 145.0.1 mends it. ^an"

    play.edit(review, stars=5, text="Thank you, it works again!")
    desk.forward(minutes=2)
    again = await desk.card(ana, "★★★★★")
    assert "★☆☆☆☆ → *★★★★★*" in again.everything
    assert "Thank you, it works again!" in again.everything
    assert again.channel_name == "desk-play-low"


async def test_a_review_that_changed_its_mind_gets_a_card_where_it_belongs_now(desk: Stage) -> None:
    ana, play = desk.person("ana"), desk.sandbox.play
    review = play.review(FIREFOX, 1, WORDS, author="Marta Silva")
    desk.forward(minutes=2)
    card = await desk.card(ana, WORDS)
    play.edit(review, stars=5, text="I love it, it works again!")
    desk.forward(minutes=2)
    again = await desk.card(ana, "★★★★★")
    assert again.channel_name == "desk-play-high"
    assert "★☆☆☆☆ → *★★★★★*" in again.everything
    assert "praise" in again.everything
    assert WORDS in again.everything, "what was there before stands above what is there now"
    await desk.reads(ana, card.channel, "its new card in High")


async def test_who_shows_no_name_is_greeted_without_one(desk: Stage) -> None:
    ana = desk.person("ana")
    for number, author in enumerate(("", "A Google user"), start=1):
        desk.sandbox.play.review(FIREFOX, 1, f"It is so slow, says {number}", author=author)
        desk.forward(minutes=2)
        card = await desk.card(ana, f"says {number}")
        assert "Somebody without a name" in card.everything
        await ana.click(card.channel, card.ts, "conversation:reply")
        (offered, *_) = await ana.options("modal", "reply:clipping", "android: it is slow")
        assert offered["description"]["text"].startswith("Hi, sorry that it feels slow")
        await ana.dismiss()


async def test_moderators_move_a_review_on_by_itself_and_the_other_two_at_once(desk: Stage) -> None:
    mo, play = desk.person("mo"), desk.sandbox.play
    for number in range(3):
        play.review(FIREFOX, 1, f"Aplikasi ini lambat sekali {number}", author=f"Budi {number}", language="id")
    desk.forward(minutes=2)
    card = await desk.card(mo, "lambat sekali 0")
    assert card.channel_name == "desk-unmoderated"
    assert not desk.cards(desk.person("ana"), "lambat sekali")
    await mo.click(card.channel, card.ts, "conversation:move_on")
    await desk.until(lambda: desk.cards(desk.person("ana"), "lambat sekali 0"), what="the card in its new queue")

    await desk.card(mo, "lambat sekali 2")
    await mo.command(card.channel, "/desk list unmoderated")
    listed = await desk.reads(mo, card.channel, "Move several")
    assert (await mo.click(card.channel, listed["ts"], "list:move_on")).acknowledged
    form = readable(mo.modal())
    assert [f"Budi {number}" in form for number in range(3)] == [False, True, True]
    quicker = await desk.card(desk.person("kira"), "lambat sekali 2")
    await desk.person("kira").click(quicker.channel, quicker.ts, "conversation:move_on")
    assert (await mo.submit()).errors == {}
    for words in ("Done: 1 conversation moved", "1 conversation had moved or closed already"):
        assert words in readable(mo.modal())
    await mo.dismiss()
    for number in (1, 2):
        moved = await desk.card(desk.person("ana"), f"lambat sekali {number}")
        assert moved.channel_name == "desk-play-low"
    assert (await mo.click(card.channel, listed["ts"], "list:move_on")).acknowledged
    await desk.reads(mo, card.channel, "have moved on meanwhile")
