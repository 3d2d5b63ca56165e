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


async def test_a_clipping_that_has_no_room_keeps_what_was_typed(desk: Stage) -> None:
    ana, _, card = await writing(desk, "my sync is gone, what now")
    long = "So sorry! " * 299
    ana.fill("text", long)
    (offered, *_) = await ana.options("modal", "reply:clipping", "sync")
    await ana.press("reply:clipping", selected=offered["value"])
    assert "does not fit below what you typed" in readable(form_of(ana))
    ana.reload()
    await ana.click(card.channel, card.ts, "conversation:reply")
    assert value(ana, "text").strip() == long.strip()


async def test_a_look_at_the_style_guide_keeps_what_was_typed(desk: Stage) -> None:
    ana, _, card = await writing(desk, "my addons are gone, what now")
    ana.fill("text", "So sorry! They are")
    await ana.press("reply:style")
    ana.reload()
    await ana.click(card.channel, card.ts, "conversation:reply")
    assert value(ana, "text") == "So sorry! They are"


async def test_what_was_offered_and_only_read_is_no_draft(desk: Stage) -> None:
    ana, _, card = await writing(desk, "my themes are gone, what now")
    await ana.dismiss()
    await ana.command(card.channel, "/desk forum 1")
    offered = value(ana, "text")
    assert "https://" in offered
    await ana.dismiss()
    await ana.command(card.channel, "/desk drafts")
    assert "No drafts" in readable(form_of(ana))
    await ana.dismiss()
    await ana.command(card.channel, "/desk forum 1")
    ana.fill("text", f"Sorry! {offered}")
    await ana.dismiss()
    await ana.command(card.channel, "/desk drafts")
    assert "Sorry!" in readable(form_of(ana))
    await ana.dismiss()
    await ana.command(card.channel, "/desk forum 1")
    assert value(ana, "text").count("https://") == 2
    await ana.dismiss()
    await ana.command(card.channel, "/desk reply 1")
    assert value(ana, "text") == f"Sorry! {offered}"


async def test_a_draft_is_discarded_from_the_list(desk: Stage) -> None:
    ana, _, _ = await writing(desk, "my bookmarks are gone, what now")
    ana.fill("text", "Hm")
    await ana.dismiss()
    await ana.command("social-support", "/desk drafts")
    await ana.press("draft:discard")
    assert "No drafts" in readable(form_of(ana))


async def test_what_was_begun_is_gone_on_with_from_the_home_tab_and_from_the_menu(desk: Stage) -> None:
    ana, post, _ = await writing(desk, "my passwords are gone, what now")
    await ana.open_home()
    await desk.until(lambda: "All of mine (1)" in readable(ana.home()), what="what is hers at home")
    assert "Drafts" not in readable(ana.home())
    ana.fill("text", "They are kept in your profile")
    await ana.dismiss()
    await desk.until(lambda: "*Drafts* (1)" in readable(ana.home()), what="the draft at home")
    assert "They are kept" not in readable(ana.home())
    await ana.press("conversation:reply", value="1")
    assert value(ana, "text") == "They are kept in your profile"
    await ana.dismiss()

    await ana.command("social-support", "/desk")
    menu = ana.messages("social-support")[-1]
    assert "Drafts (1)" in readable(menu)
    await ana.click("social-support", menu["ts"], "menu:drafts")
    assert "They are kept in your profile" in readable(form_of(ana))
    await ana.press("conversation:reply", value="1")
    assert (await ana.submit()).errors == {}
    desk.forward(seconds=21)
    await desk.until(lambda: desk.replies_to(post), what="the reply on X")
    await desk.until(lambda: "Drafts" not in readable(ana.home()), what="the home tab without the draft")


async def test_a_draft_that_cannot_be_gone_on_with_says_so_in_front_of_the_list(desk: Stage) -> None:
    ana, _, _ = await writing(desk, "my tabs are gone, what now")
    ana.fill("text", "Hm")
    await ana.dismiss()
    await ana.command("social-support", "/desk drafts")
    await desk.person("mo").command("social-support", "/desk assign 1 @vito")
    await ana.press("conversation:reply", value="1")
    assert "<@U0VITO> is already on" in readable(form_of(ana))
    await ana.dismiss()
    assert "Hm" in readable(form_of(ana))


async def test_what_is_refused_at_home_is_said_in_a_window(desk: Stage) -> None:
    ana, _, _ = await writing(desk, "my bookmarks are gone, what now")
    ana.fill("text", "Hm")
    await ana.dismiss()
    await ana.open_home()
    await desk.until(lambda: "Go on" in str(ana.home()), what="the draft at home")
    await desk.person("mo").command("social-support", "/desk assign 1 @vito")
    assert (await ana.press("conversation:reply", value="1")).acknowledged
    assert "<@U0VITO> is already on" in readable(form_of(ana))
