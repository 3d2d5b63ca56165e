"""Drafts: whatever one does in the form of a reply keeps what was typed, and it is offered again."""

from typing import Any

from sandbox.slack.hands import Person
from tests.stories.stage import Card, Stage, readable


async def writing(desk: Stage, question: str) -> tuple[Person, str, Card]:
    """Ana with the reply's form open for a question; and the post's id."""
    ana = desk.person("ana")
    post = desk.customer("Lena M.").post(f"@FirefoxSupport {question}", lang="en")
    card = await desk.card(ana, question)
    await ana.click(card.channel, card.ts, "conversation:reply")
    return ana, post, card


def form_of(person: Person) -> dict[str, Any]:
    """The form somebody has open."""
    form = person.modal()
    assert form is not None
    return form


def value(person: Person, name: str) -> Any:
    """What stands in a field."""
    state = next(fields[name] for fields in form_of(person)["typed"].values() if name in fields)
    return (state.get("selected_option") or {}).get("value") if "selected_option" in state else state.get("value")


async def test_a_draft_outlives_its_form_and_is_sent_as_check_showed_it(desk: Stage) -> None:
    ana, post, card = await writing(desk, "my tabs are gone, what now")
    ana.fill("text", "So sorry :tada: please try a fresh profile")
    await ana.press("afterwards", selected="hold")
    ana.workspace.views.close_all(ana.id)
    await ana.click(card.channel, card.ts, "conversation:reply")
    assert "Your draft of" in readable(form_of(ana))
    assert (value(ana, "text"), value(ana, "afterwards")) == ("So sorry :tada: please try a fresh profile", "hold")

    ana.fill("text", "So sorry :disappointed: please try a fresh profile")
    await ana.press("reply:check")
    shown = readable(form_of(ana))
    for words in ("So sorry 😞 please try a fresh profile ^an", "of 280 characters", "$0.01", "sent by the desk"):
        assert words in shown
    ana.fill("text", "Closed in the middle of a wor")
    await ana.dismiss()
    await ana.command("social-support", "/desk drafts")
    assert "Closed in the middle of a wor" in readable(form_of(ana))
    await ana.press("conversation:reply")
    assert value(ana, "text") == "Closed in the middle of a wor"

    ana.fill("text", "Fill in {article}, please")
    assert (await ana.submit()).errors == {"text": "Fill in {article} first."}
    ana.reload()
    await ana.click(card.channel, card.ts, "conversation:reply")
    assert value(ana, "text") == "Fill in {article}, please"
    ana.fill("text", "So sorry :disappointed: please try a fresh profile")
    assert (await ana.submit()).errors == {}
    await ana.press("reply:undo")
    assert value(ana, "text") == "So sorry :disappointed: please try a fresh profile"
    assert (await ana.submit()).errors == {}
    desk.forward(seconds=21)
    (reply,) = await desk.until(lambda: desk.replies_to(post), what="the reply on X")
    assert reply.text.endswith("So sorry 😞 please try a fresh profile ^an")
    await ana.dismiss()
    await ana.command("social-support", "/desk drafts")
    assert "No drafts" in readable(form_of(ana))


async def test_a_draft_is_discarded_from_the_list(desk: Stage) -> None:
    ana, _, _ = await writing(desk, "my bookmarks are gone, what now")
    ana.fill("text", "Hm")
    await ana.dismiss()
    await ana.command("social-support", "/desk drafts")
    await ana.press("draft:discard")
    assert "No drafts" in readable(form_of(ana))
