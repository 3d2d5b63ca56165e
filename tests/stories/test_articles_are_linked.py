"""The knowledge base: articles are found and linked in the customer's language, also when the site is silent."""

from typing import Any

from sandbox.slack.hands import Person
from tests.stories.stage import Card, Stage, readable

HELP = "@FirefoxSupport"
OLD_WINDOWS = "firefox-users-windows-7-8-and-81-moving-extended-support"


async def answered(desk: Stage, who: str, text: str) -> str:
    """What a command is answered, all of it."""
    person = desk.person(who)
    outcome = await person.command("social-support", text)
    assert outcome.acknowledged, outcome.warning
    return readable(person.messages("social-support")[-1])


async def asked(desk: Stage, question: str, *, lang: str) -> tuple[Person, str, Card]:
    """Ana with the card of a question; and the post's id."""
    ana = desk.person("ana")
    post = desk.customer("Lena M.").post(f"{HELP} {question}", lang=lang)
    return ana, post, await desk.card(ana, question)


def form_of(person: Person) -> dict[str, Any]:
    """The form somebody has open."""
    form = person.modal()
    assert form is not None
    return form


def reply_in(person: Person) -> str:
    """What stands in the reply's field."""
    typed = {name: state for fields in form_of(person)["typed"].values() for name, state in fields.items()}
    return str(typed["text"].get("value") or "")


async def offered(person: Person, typed: str) -> list[str]:
    """The titles that the form offers for what was typed."""
    return [each["text"]["text"] for each in await person.options("modal", "reply:article", typed)]


async def choose(person: Person, action: str, name: str, typed: str) -> None:
    """Choose what bears this name among what the form offers."""
    found = await person.options("modal", action, typed)
    (wanted,) = (each["value"] for each in found if each["text"]["text"] == name)
    await person.press(action, selected=wanted)


async def test_an_article_is_linked_while_replying_and_the_form_says_what_the_link_costs(desk: Stage) -> None:
    ana, post, card = await asked(desk, "meine Lesezeichen sind alle weg, Hilfe", lang="de")
    await ana.click(card.channel, card.ts, "conversation:reply")
    ana.fill("text", "Hallo Lena, das hilft:")
    assert (await offered(ana, "lesezeichen"))[0] == "Verlorene Lesezeichen wiederherstellen"
    await choose(ana, "reply:article", "Verlorene Lesezeichen wiederherstellen", "lesezeichen")
    link = "https://support.mozilla.org/de/kb/lesezeichen-wiederherstellen"
    assert reply_in(ana) == f"Hallo Lena, das hilft: {link}"
    assert "Its link makes this post cost $0.20* instead of $0.01" in readable(form_of(ana))

    (english, _) = await ana.options("modal", "reply:article", "video plays")
    assert english["description"]["text"].startswith("en: Stop sound and video")
    desk.forward(seconds=4)
    await desk.until(lambda: len(desk.sandbox.log.of("GET /api/1/kb/")) > 2, what="the list of German articles")
    desk.sandbox.faults.add("server_error", "kitsune/*")
    assert (await offered(ana, "lesezeichen"))[0] == "Verlorene Lesezeichen wiederherstellen"
    await choose(ana, "reply:article", "Firefox stürzt oft ab", "stürzt ab")
    assert "firefox-stuerzt-oft-ab" in reply_in(ana)
    assert link not in reply_in(ana)
    await choose(ana, "reply:article", "Nothing fits: article needed", "xyzzy")
    assert "Article needed* is noted" in readable(form_of(ana))
    assert "firefox-stuerzt-oft-ab" in reply_in(ana)
    await choose(ana, "reply:article", "Firefox stürzt oft ab", "stürzt ab")
    assert "is noted" not in readable(form_of(ana)), "an article is linked, so that none is missing"
    assert (await ana.submit()).errors == {}
    assert "makes this post cost $0.20" in readable(form_of(ana))
    desk.forward(seconds=21)
    (reply,) = await desk.until(lambda: desk.replies_to(post), what="the reply on X")
    assert "https://support.mozilla.org/de/kb/firefox-stuerzt-oft-ab ^an" in reply.text


async def test_a_language_without_a_queue_of_its_own_gets_its_own_articles(desk: Stage) -> None:
    title, slug = "Ripristinare i segnalibri perduti", "ripristinare-segnalibri"
    desk.sandbox.kitsune.write(slug, title, locale="it")
    ana, _, card = await asked(desk, "aiuto, i miei segnalibri sono spariti tutti", lang="it")
    assert card.channel_name == "desk-moderated"
    await ana.click(card.channel, card.ts, "conversation:reply")
    assert (await offered(ana, "segnalibri"))[0] == title
    await choose(ana, "reply:article", title, "segnalibri")
    assert reply_in(ana).endswith(f"https://support.mozilla.org/it/kb/{slug}")


async def test_desk_kb_answers_in_the_language_of_a_conversation_and_begins_its_reply(desk: Stage) -> None:
    assert "Restore lost bookmarks" in await answered(desk, "bea", "/desk kb bookmarks")
    assert "Reply with it" not in await answered(desk, "bea", "/desk kb bookmarks")
    assert "lesezeichen-wiederherstellen" in await answered(desk, "ana", "/desk kb lesezeichen")
    assert "Nothing about “xyzzy”" in await answered(desk, "bea", "/desk kb xyzzy")
    ana, _, card = await asked(desk, "Firefox stürzt ständig ab, Hilfe", lang="de")
    said = await answered(desk, "ana", "/desk kb 1 cookies")
    assert "/de/kb/clear-cookies-and-site-data|Cookies und Website-Daten löschen" in said
    assert "· German" in said
    assert "/en-US/" not in said
    await ana.click("social-support", ana.messages("social-support")[-1]["ts"], "article:reply")
    assert reply_in(ana) == "https://support.mozilla.org/de/kb/clear-cookies-and-site-data"
    await desk.card(ana, "<@U0ANA> is on it")
    assert card.channel_name == "desk-de"


async def test_what_was_chosen_in_a_draft_stays_when_an_article_comes_below_it(desk: Stage) -> None:
    ana, _, card = await asked(desk, "it forgets all my cookies, help", lang="en")
    await ana.click(card.channel, card.ts, "conversation:reply")
    ana.fill("text", "This helps:")
    ana.fill("link", "https://bugzilla.mozilla.org/show_bug.cgi?id=1")
    await ana.press("reason", selected="Bug filed")
    await ana.press("afterwards", selected="close")
    await ana.dismiss()
    await answered(desk, "ana", "/desk kb 1 cookies")
    await ana.click("social-support", ana.messages("social-support")[-1]["ts"], "article:reply")
    typed = form_of(ana)["typed"]
    assert reply_in(ana).startswith("This helps: https://")
    assert typed["afterwards"]["afterwards"]["selected_option"]["value"] == "close"
    assert typed["reason"]["reason"]["selected_option"]["value"] == "Bug filed"
    assert typed["link"]["link"]["value"] == "https://bugzilla.mozilla.org/show_bug.cgi?id=1"


async def test_a_number_that_is_no_conversation_is_one_of_the_words(desk: Stage) -> None:
    await asked(desk, "Firefox forgets everything", lang="en")
    assert "Nothing about “404 xyzzy”." in await answered(desk, "bea", "/desk kb 404 xyzzy")
    assert "There is no conversation #404" in await answered(desk, "bea", "/desk kb 404")
    assert "Nothing about “xyzzy” for #1" in await answered(desk, "bea", "/desk kb 1 xyzzy")
    assert "No clipping has “404 xyzzy”" in await answered(desk, "bea", "/desk clippings 404 xyzzy")
    assert "There is no conversation #404" in await answered(desk, "bea", "/desk clippings 404")


async def test_article_needed_is_one_click_and_another_takes_it_back(desk: Stage) -> None:
    ana, _, card = await asked(desk, "how do I teach Firefox to sing, help", lang="en")

    async def shows(button: str) -> Card:
        def look() -> Card | None:
            return next((each for each in desk.cards(ana, "teach Firefox to sing") if button in each.buttons), None)

        return await desk.until(look, what=button)

    await ana.click(card.channel, card.ts, "article:needed")
    assert "tags: Article needed" in (await shows("article:need_none")).everything
    await ana.click(card.channel, card.ts, "article:need_none")
    assert "tags:" not in (await shows("article:needed")).everything
    assert "is tagged “Article needed”" in await answered(desk, "bea", "/desk article 1 a page about singing")
    await desk.reads(ana, card.channel, "a page about singing", thread_ts=card.ts)


async def test_a_clipping_fills_in_its_article_and_is_marked_for_its_keeper_when_that_vanishes(desk: Stage) -> None:
    ana, _, card = await asked(desk, "läuft der neue Browser noch auf Windows 7? Hilfe", lang="de")
    await ana.click(card.channel, card.ts, "conversation:reply")
    await choose(ana, "reply:clipping", "An old Windows or macOS", "old windows")
    assert f"https://support.mozilla.org/de/kb/{OLD_WINDOWS}" in reply_in(ana)
    desk.sandbox.kitsune.vanish(OLD_WINDOWS)
    desk.forward(minutes=2)
    kira = desk.person("kira")
    await desk.told(kira, "“An old Windows or macOS” links to an article that is gone")
    assert "Its article is gone" in await answered(desk, "kira", "/desk clippings old windows")
    (marked, *_) = await ana.options("modal", "reply:clipping", "old windows macos")
    assert marked["description"]["text"].startswith("⚠️ article gone")

    await kira.click("social-support", kira.messages("social-support")[-1]["ts"], "clipping:edit")
    kira.fill("article", "https://example.com/kb/elsewhere")
    assert list((await kira.submit()).errors) == ["article"]
    kira.fill("article", "https://support.mozilla.org/fr/kb/clear-cookies-and-site-data")
    assert (await kira.submit()).errors == {}
    mended = await answered(desk, "kira", "/desk clippings old windows")
    assert "article: clear-cookies-and-site-data" in mended
    assert "Its article is gone" not in mended
