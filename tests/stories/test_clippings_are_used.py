"""Clippings: found by command, offered in the reply's form, kept by managers."""

from typing import Any

from sandbox.slack.hands import Person
from tests.stories.stage import Card, Stage, readable


async def answered(desk: Stage, who: str, text: str) -> str:
    """What a command is answered, all of it."""
    person = desk.person(who)
    outcome = await person.command("social-support", text)
    assert outcome.acknowledged, outcome.warning
    return readable(person.messages("social-support")[-1])


async def test_anybody_finds_the_clippings_a_desk_begins_with(desk: Stage) -> None:
    everything = await answered(desk, "bea", "/desk clippings")
    assert "Restore the last session" in everything
    assert "Firefox crashes" in everything
    assert "*Tabs and sessions*" in everything
    one = await answered(desk, "bea", "/desk clippings lost bookmarks backup")
    assert "Firefox keeps daily backups" in one
    assert "Firefox crashes" not in one
    assert "No clipping has" in await answered(desk, "bea", "/desk clippings xyzzy")


async def writing(desk: Stage, question: str, *, lang: str) -> tuple[Person, str, Card]:
    """Ana with the reply's form open for a question; and the post's id."""
    ana = desk.person("ana")
    post = desk.customer("Lena M.").post(question, lang=lang)
    card = await desk.card(ana, question.removeprefix("@FirefoxSupport "))
    await ana.click(card.channel, card.ts, "conversation:reply")
    return ana, post, card


def form_of(person: Person) -> dict[str, Any]:
    """The form somebody has open."""
    form = person.modal()
    assert form is not None
    return form


def reply_in(person: Person) -> str:
    """What stands in the reply's field."""
    typed = {name: state for fields in form_of(person)["typed"].values() for name, state in fields.items()}
    return str(typed["text"].get("value") or "")


async def choose(person: Person, name: str, typed: str = "") -> None:
    """Choose the clipping of this name among those that the form offers."""
    offered = await person.options("modal", "reply:clipping", typed)
    (wanted,) = (each["value"] for each in offered if each["text"]["text"] == name)
    await person.press("reply:clipping", selected=wanted)


async def test_the_form_offers_those_that_fit_and_puts_one_below_what_was_typed(desk: Stage) -> None:
    ana, post, card = await writing(desk, "@FirefoxSupport all my bookmarks are gone after the update", lang="en")
    offered = [each["text"]["text"] for each in await ana.options("modal", "reply:clipping")]
    assert offered[0] == "Bookmarks are missing"
    assert len(offered) > 20
    found = await ana.options("modal", "reply:clipping", "sync")
    assert {each["text"]["text"] for each in found} < set(offered)

    ana.fill("text", "Oh no!")
    ana.fill("afterwards", "hold")
    await choose(ana, "Firefox is slow")
    assert "about:processes" in reply_in(ana)
    await choose(ana, "Bookmarks are missing")
    said = reply_in(ana)
    assert said.startswith("Oh no!\n\nHi Lena M., Firefox keeps daily backups")
    assert "about:processes" not in said
    assert "of 280 characters" in readable(form_of(ana))
    assert form_of(ana)["typed"]["afterwards"]["afterwards"]["selected_option"]["value"] == "hold"

    ana.fill("text", said.replace("Oh no!\n\n", ""))
    await ana.press("reply:check")
    assert reply_in(ana).startswith("Hi Lena M., Firefox keeps")
    assert (await ana.submit()).errors == {}
    desk.forward(seconds=21)
    (reply,) = await desk.until(lambda: desk.replies_to(post), what="the reply on X")
    assert reply.text.startswith("Hi Lena M., Firefox keeps daily backups")
    assert reply.text.endswith("^an")
    await desk.until(lambda: "answered from" in readable(ana.messages(card.channel)), what="the reply on the card")
    said = await answered(desk, "ana", "/desk clippings bookmarks are missing")
    assert "used 1, solved 0, reopened 0, edited 0" in said


async def test_a_reply_begun_from_one_counts_once_and_so_does_what_became_of_it(desk: Stage) -> None:
    ana, post, card = await writing(desk, "@FirefoxSupport all my bookmarks are gone after the update", lang="en")
    await choose(ana, "Bookmarks are missing")
    await ana.dismiss()
    await ana.click(card.channel, card.ts, "conversation:reply")
    assert reply_in(ana).startswith("Hi Lena M., Firefox keeps daily backups")
    ana.fill("text", reply_in(ana).replace("Hi Lena M., ", "Do not worry: "))
    assert (await ana.submit()).errors == {}
    await ana.press("reply:undo")
    assert (await ana.submit()).errors == {}
    desk.forward(seconds=21)
    (reply,) = await desk.until(lambda: desk.replies_to(post), what="the reply on X")
    await desk.until(lambda: "answered from" in readable(ana.messages(card.channel)), what="the reply on the card")
    assert "used 1, solved 0, reopened 0, edited 1" in await answered(desk, "ana", "/desk clippings bookmarks missing")
    await ana.command(card.channel, "/desk close 1 resolved")
    assert "used 1, solved 1, reopened 0, edited 1" in await answered(desk, "ana", "/desk clippings bookmarks missing")
    desk.forward(seconds=1)
    desk.customer("Lena M.").post("They are gone again", in_reply_to=reply.id, lang="en")
    await desk.card(ana, "They are gone again")
    assert "used 1, solved 0, reopened 1, edited 1" in await answered(desk, "ana", "/desk clippings bookmarks missing")


async def test_it_speaks_the_customers_language_and_unfilled_places_block_it(desk: Stage) -> None:
    ana, _, _ = await writing(desk, "@FirefoxSupport ich kann mich nicht beim Konto anmelden, Hilfe", lang="de")
    offered = await ana.options("modal", "reply:clipping", "konto anmeldung")
    assert offered[0]["description"]["text"].startswith("Hallo Lena M.")
    await choose(ana, "Sign-in to the Mozilla account")
    assert "https://support.mozilla.org/de/kb/im-having-problems-confirming" in reply_in(ana)
    await ana.dismiss()
    await kept_by_kira(desk, "Read this", "Hi {name}, this tells more: {article}")
    await ana.command("social-support", "/desk clippings 1 read this")
    await ana.click("social-support", ana.messages("social-support")[-1]["ts"], "clipping:reply")
    english = await ana.options("modal", "reply:clipping", "read this")
    assert english[0]["description"]["text"].startswith("en: Hi Lena M.")
    refused = await ana.submit()
    assert list(refused.errors.values()) == ["Fill in {article} first."]
    assert "{article}" in reply_in(ana)


async def test_desk_clippings_finds_those_that_fit_a_conversation_and_begins_its_reply(desk: Stage) -> None:
    ana = desk.person("ana")
    post = desk.customer("Lena M.").post("@FirefoxSupport alle Lesezeichen sind weg seit dem Update", lang="de")
    await desk.card(ana, "alle Lesezeichen sind weg")
    said = await answered(desk, "bea", "/desk clippings 1")
    assert said.index("Bookmarks are missing") < said.index("Hallo Lena M., Firefox sichert Lesezeichen täglich")
    assert "Reply with it" not in said
    said = await answered(desk, "ana", "/desk clippings 1 lesezeichen")
    assert "Reply with it" in said
    assert "Firefox crashes" not in said
    await ana.click("social-support", ana.messages("social-support")[-1]["ts"], "clipping:reply")
    assert reply_in(ana).startswith("Hallo Lena M., Firefox sichert Lesezeichen")
    assert "of 280 characters" in readable(form_of(ana))
    await ana.dismiss()
    await ana.command("social-support", "/desk reply 1")
    assert (await ana.submit()).errors == {}
    desk.forward(seconds=21)
    await desk.until(lambda: desk.replies_to(post), what="the reply on X")
    card = await desk.card(ana, "alle Lesezeichen sind weg")
    await desk.until(lambda: "answered from" in readable(ana.messages(card.channel)), what="the reply on the card")
    german = await answered(desk, "ana", "/desk clippings heutige Liste ersetzt")
    assert "Die heutige Liste wird dabei ersetzt" in german
    assert "used 1, solved 0, reopened 0, edited 0" in german


async def kept_by_kira(desk: Stage, name: str, text: str) -> None:
    """A clipping that a manager adds."""
    await answered(desk, "kira", "/desk clippings")
    kira = await press_in_answer(desk, "kira", "clipping:add")
    for field, words in (("name", name), ("category", "Phones"), ("text:en", text)):
        kira.fill(field, words)
    assert (await kira.submit()).errors == {}


async def test_what_a_clipping_asks_for_has_a_field_and_its_signature_stands_once(desk: Stage) -> None:
    asks = "Hi {name}, does {app version} on your {device} still do it? — {signature}, Mozilla"
    await kept_by_kira(desk, "Still there?", asks)
    ana, post, card = await writing(desk, "@FirefoxSupport it closes by itself all the time", lang="en")
    await choose(ana, "Still there?")
    assert "What stands for {app version}?" in readable(form_of(ana))
    assert reply_in(ana) == "Hi Lena M., does {app version} on your {device} still do it? — ^an, Mozilla"
    ana.fill("value:app version", "142.0")
    refused = await ana.submit()
    assert list(refused.errors) == ["value:device"]
    await ana.dismiss()
    await ana.click(card.channel, card.ts, "conversation:reply")
    assert form_of(ana)["typed"]["value:app version"]["value:app version"]["value"] == "142.0"
    ana.fill("value:device", "Pixel 8")
    await ana.press("reply:check")
    assert "does 142.0 on your Pixel 8 still do it? — ^an, Mozilla" in readable(form_of(ana))
    assert "{device}" in reply_in(ana)
    assert (await ana.submit()).errors == {}
    await ana.press("reply:undo")
    assert "Pixel 8" in reply_in(ana)
    assert (await ana.submit()).errors == {}
    desk.forward(seconds=21)
    (reply,) = await desk.until(lambda: desk.replies_to(post), what="the reply on X")
    assert reply.text.endswith("Hi Lena M., does 142.0 on your Pixel 8 still do it? — ^an, Mozilla")
    await desk.until(lambda: "answered from" in readable(ana.messages(card.channel)), what="the reply on the card")
    assert "used 1, solved 0, reopened 0, edited 0" in await answered(desk, "ana", "/desk clippings on your {device}")


async def test_a_place_that_was_typed_by_hand_or_taken_out_is_no_trap(desk: Stage) -> None:
    ana, _, _ = await writing(desk, "@FirefoxSupport it closes by itself all the time", lang="en")
    ana.fill("text", "Is it {version}?")
    assert (await ana.submit()).errors == {"text": "Fill in {version} first."}
    await ana.press("reply:check")
    assert "Still to be filled in, before it can be sent: *{version}*" in readable(form_of(ana))
    ana.fill("text", "Which version is it?")
    await ana.press("reply:check")
    assert "Still to be filled in" not in readable(form_of(ana))
    assert "What stands for" not in readable(form_of(ana))
    assert (await ana.submit()).errors == {}


async def press_in_answer(desk: Stage, who: str, action: str, **more: str) -> Person:
    """Use a button or menu of what `/desk clippings` answered; returns who did."""
    person = desk.person(who)
    await person.click("social-support", person.messages("social-support")[-1]["ts"], action, **more)
    return person


async def test_managers_add_edit_retire_and_bring_back(desk: Stage) -> None:
    assert "Add one" not in await answered(desk, "mo", "/desk clippings")
    assert "Add one" in await answered(desk, "kira", "/desk clippings")
    kira = await press_in_answer(desk, "kira", "clipping:add")
    for name, words in (("name", "Dark mode"), ("category", "Looks"), ("text:en", "Try about:addons, {name}.")):
        kira.fill(name, words)
    kira.fill("more", "Schau in about:addons, {name}.")
    assert list((await kira.submit()).errors) == ["language"]
    kira.fill("language", "de")
    kira.fill("tags", ["Add-ons"])
    kira.fill("words", "theme, nachtmodus")
    assert (await kira.submit()).errors == {}
    assert "Try about:addons" in await answered(desk, "mo", "/desk clippings nachtmodus")

    await answered(desk, "kira", "/desk clippings nachtmodus")
    await press_in_answer(desk, "kira", "clipping:edit")
    assert "German (de)" in readable(form_of(kira))
    kira.fill("text:de", "")
    kira.fill("text:en", "Try Settings, {name}.")
    assert (await kira.submit()).errors == {}
    said = await answered(desk, "kira", "/desk clippings dark mode")
    assert "Try Settings" in said
    assert "\nen · Add-ons" in said

    await press_in_answer(desk, "kira", "clipping:edit", value="44")
    await kira.press("clipping:history")
    history = readable(form_of(kira))
    assert history.index("*edited*") < history.index("Try about:addons") < history.index("*added*")
    await kira.dismiss()
    await kira.press("clipping:retire")
    assert "No clipping has" in await answered(desk, "mo", "/desk clippings nachtmodus")
    message = kira.messages("social-support")[-1]["ts"]
    (retired,) = await kira.options(("social-support", message), "clipping:find", "dark mode")
    assert retired["description"]["text"] == "retired"
    await kira.dismiss()
    await press_in_answer(desk, "kira", "clipping:find", selected=retired["value"])
    await kira.press("clipping:bring_back")
    assert "Try Settings" in await answered(desk, "mo", "/desk clippings nachtmodus")


async def test_two_managers_at_once_one_is_told_and_nothing_typed_is_lost(desk: Stage) -> None:
    for name in ("kira", "max"):
        await answered(desk, name, "/desk clippings thank you love")
        person = await press_in_answer(desk, name, "clipping:edit")
        person.fill("text:en", f"Thanks, says {name}!")
    assert (await desk.person("max").submit()).errors == {}
    kira = desk.person("kira")
    assert "has changed it meanwhile" in (await kira.submit()).errors["name"]
    await kira.press("clipping:retire")
    await kira.press("clipping:bring_back")
    assert "has changed it meanwhile" in (await kira.submit()).errors["name"]
    assert form_of(kira)["typed"]["text:en"]["text:en"]["value"] == "Thanks, says kira!"
