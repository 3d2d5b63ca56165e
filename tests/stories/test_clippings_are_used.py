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


async def test_it_speaks_the_customers_language_and_unfilled_places_block_it(desk: Stage) -> None:
    ana, _, _ = await writing(desk, "@FirefoxSupport ich kann mich nicht beim Konto anmelden, Hilfe", lang="de")
    offered = await ana.options("modal", "reply:clipping", "konto anmeldung")
    assert offered[0]["description"]["text"].startswith("Hallo Lena M.")
    english = await ana.options("modal", "reply:clipping", "youtube")
    assert english[0]["description"]["text"].startswith("en: Hi Lena M.")
    await choose(ana, "Sign-in to the Mozilla account")
    refused = await ana.submit()
    assert list(refused.errors.values()) == ["Fill in {article} first."]
    assert "{article}" in reply_in(ana)
