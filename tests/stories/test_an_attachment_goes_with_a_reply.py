"""One attachment: asked for where it is wanted, described, judged by its content, bare of what its device wrote."""

from typing import Any

import pytest

from sandbox.slack.errors import NotPossible
from sandbox.slack.hands import Person
from tests.stories.stage import Card, Stage, elements, readable
from tests.test_media import MP4, SECRET, chunk, gif, jpeg, png, segment

PICTURES = {
    "menu.jpg": (jpeg(segment(0xFE, SECRET)), jpeg(), "photo"),
    "menu.gif": (gif(b"\x21\xfe" + bytes((len(SECRET),)) + SECRET + b"\0"), gif(), "animated_gif"),
}
"""With a comment of its device's, without it, and what X shows it as."""


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


def fields_of(person: Person) -> set[str]:
    """The names of what can be used in the form."""
    return {each["action_id"] for each in elements(form_of(person)["blocks"]) if "action_id" in each}


async def test_a_picture_is_described_and_reaches_x_without_what_its_device_wrote(desk: Stage) -> None:
    ana, post, card = await writing(desk, "where is the menu, I cannot see it")
    assert "with its length and price. Nothing is sent" in readable(form_of(ana))
    ana.fill("text", "Right here:")
    assert "attachment" not in fields_of(ana)
    await ana.press("reply:attach")
    assert form_of(ana)["typed"]["text"]["text"]["value"] == "Right here:"
    with pytest.raises(NotPossible):
        ana.attach("attachment", "menu.exe", b"MZ")
    with pytest.raises(NotPossible):
        ana.attach("attachment", "huge.mp4", b"0" * 11 * 1024 * 1024)
    ana.attach("attachment", "menu.png", png(chunk(b"tEXt", SECRET)))
    assert list((await ana.submit()).errors) == ["description"]
    assert "What it shows: needed for a picture" in readable(form_of(ana))
    await ana.press("reply:check")
    assert "menu.png" in readable(form_of(ana))
    assert list((await ana.submit()).errors) == ["description"]
    assert "What it shows" not in readable(form_of(ana)), "it is known to be a picture now, and must be described"
    await ana.press("reply:detach")
    await ana.press("reply:attach")
    ana.attach("attachment", "menu.png", png(chunk(b"tEXt", SECRET)))
    ana.fill("description", "An arrow at the menu")
    ana.reload()
    await ana.click(card.channel, card.ts, "conversation:reply")
    assert "menu.png" not in readable(form_of(ana)), "a reload tells nobody what was in the form"
    await ana.press("reply:attach")
    ana.attach("attachment", "menu.png", png(chunk(b"tEXt", SECRET)))
    ana.fill("description", "An arrow at the menu")
    ana.fill("text", "Right here:")
    assert (await ana.submit()).errors == {}
    assert "menu.png" in readable(form_of(ana))
    await ana.press("reply:undo")
    assert form_of(ana)["typed"]["description"]["description"]["value"] == "An arrow at the menu"
    assert (await ana.submit()).errors == {}
    desk.forward(seconds=21)
    (reply,) = await desk.until(lambda: desk.replies_to(post), what="the reply on X")
    (media,) = reply.media
    assert (media.content, media.alt_text, media.type) == (png(), "An arrow at the menu", "photo")


async def test_check_refuses_a_file_that_send_would_refuse_and_both_say_so_beside_it(desk: Stage) -> None:
    ana, _, _ = await writing(desk, "which button do I press")
    ana.fill("text", "This one:")
    await ana.press("reply:attach")
    ana.attach("attachment", "big.png", png(chunk(b"tEXt", b"0" * 6 * 1024 * 1024)))
    ana.fill("description", "A button")
    await ana.press("reply:check")
    shown = readable(form_of(ana))
    assert "6.0 MB is too much: png may have 5 MB." in shown
    assert "goes with it." not in shown
    assert (await ana.submit()).errors == {"description": "6.0 MB is too much: png may have 5 MB."}


@pytest.mark.parametrize(
    ("article", "name"),
    [("Restore lost bookmarks", "menu.jpg"), ("Nothing fits: article needed", "menu.gif")],
    ids=["jpg", "gif"],
)
async def test_a_picture_stays_when_an_article_is_chosen_after_it(desk: Stage, article: str, name: str) -> None:
    picture, bare, shown_as = PICTURES[name]
    ana, post, card = await writing(desk, "where are my lost bookmarks")
    ana.fill("text", "Right here:")
    await ana.press("reply:attach")
    found = await ana.options("modal", "reply:article", "lost bookmarks")
    (wanted,) = (each["value"] for each in found if each["text"]["text"] == article)
    await ana.press("reply:article", selected=wanted)
    assert "attachment" in fields_of(ana), "the field that was asked for is still there"
    ana.attach("attachment", name, picture)
    ana.fill("description", "An arrow at the menu")
    await ana.press("reply:article", selected=wanted)
    ana.workspace.views.close_all(ana.id)
    await ana.click(card.channel, card.ts, "conversation:reply")
    assert name in readable(form_of(ana))
    assert (await ana.submit()).errors == {}
    desk.forward(seconds=21)
    await desk.until(lambda: desk.sandbox.x.network.media, what="the picture")
    desk.forward(seconds=5)
    (reply,) = await desk.until(lambda: desk.replies_to(post), what="the reply on X")
    assert reply.text.startswith("Right here:")
    (media,) = reply.media
    assert (media.content, media.alt_text, media.type) == (bare, "An arrow at the menu", shown_as)


async def test_a_film_comes_by_its_link_and_a_wrong_content_is_given_back(desk: Stage) -> None:
    ana, post, card = await writing(desk, "how do I open a private window")
    film = MP4 + b"0" * 5 * 1024 * 1024
    ana.fill("text", "Like this:")
    await ana.press("reply:attach")
    ana.fill("file_link", "https://example.com/film.mp4")
    assert list((await ana.submit()).errors) == ["file_link"]
    ana.fill("file_link", ana.upload("film.mp4", film, card.channel))
    assert (await ana.submit()).errors == {}
    desk.forward(seconds=21)
    await desk.until(lambda: desk.sandbox.x.network.media, what="the film")
    desk.forward(seconds=5)
    (reply,) = await desk.until(lambda: desk.replies_to(post), what="the reply on X")
    assert [(each.type, each.content == film) for each in reply.media] == [("video", True)]
    assert len(desk.sandbox.log.of("POST /2/media/upload/:id/append")) > 1, "it came in several parts"

    for name, link, why in (
        ("not what it says", ana.upload("film.mp4", b"<html>", card.channel), "By its content"),
        ("somebody else's", desk.person("vito").upload("film.mp4", film, card.channel), "somebody else"),
        ("out of sight", ana.upload("film.mp4", film), "I do not see it"),
    ):
        ana, post, wrong = await writing(desk, f"and this one, {name}")
        ana.fill("text", f"See for yourself, {name}")
        await ana.press("reply:attach")
        ana.fill("file_link", link)
        assert (await ana.submit()).errors == {}
        await ana.dismiss()
        desk.forward(seconds=21)
        await desk.told(ana, why)
        assert desk.replies_to(post) == []
        await desk.offers(ana, wrong, "conversation:reply")
        await ana.click(wrong.channel, wrong.ts, "conversation:reply")
        assert "a file in Slack goes with it" in readable(form_of(ana)).replace("*", "")
        await ana.dismiss()


async def test_by_hand_it_comes_to_the_keyholder_bare_and_before_they_are_asked(desk: Stage) -> None:
    ana, mo = desk.person("ana"), desk.person("mo")
    given = (("It is right here:", png(chunk(b"tEXt", SECRET))), ("Open the menu, then Settings.", b"<html>"))
    for number, (text, content) in enumerate(given, start=1):
        question = f"menu {number} vanished, help"
        desk.customer(f"lost{number}").post(f"@firefox {question}", lang="en")
        card = await desk.card(ana, question)
        await ana.click(card.channel, card.ts, "conversation:reply")
        ana.fill("text", text)
        await ana.press("reply:attach")
        ana.attach("attachment", "menu.png", content)
        ana.fill("description", "An arrow at the menu")
        assert (await ana.submit()).errors == {}
        await ana.dismiss()
        desk.sandbox.faults.add("server_error", "slack/chat.postMessage", count=2)
        desk.forward(seconds=21)
        await desk.until(lambda: not desk.sandbox.faults.rules or desk.sandbox.faults.rules[0].spent(), what="trouble")
        desk.forward(minutes=1)
        asked = await desk.told(mo, text)
        assert "files/U0ANA" not in str(asked), "the picture as her device wrote it is not what she may post"
        before = mo.messages(mo.dm())[-2]
        assert f"*#{number}*" in readable(before)
        if number == 1:
            (shown,) = (each for message in mo.messages(mo.dm()) for each in message.get("files", ()))
            kept = desk.sandbox.slack.files.find(shown["id"])
            assert kept is not None
            assert (shown["name"], kept.content) == ("menu.png", png())
            assert "Describe it as: An arrow at the menu" in readable(before)
        else:
            assert "By its content the file is none of these" in readable(before)
            assert "Ask <@U0ANA> for it" in readable(before)


async def test_a_store_takes_none(desk: Stage) -> None:
    desk.sandbox.play.review("org.mozilla.firefox", 2, "Where are my tabs gone to", author="Marta Silva")
    desk.forward(minutes=2)
    ana = desk.person("ana")
    card = await desk.card(ana, "Where are my tabs gone to")
    await ana.click(card.channel, card.ts, "conversation:reply")
    assert "reply:attach" not in fields_of(ana)
    assert "with its length. Nothing is sent" in readable(form_of(ana)), "a store charges nothing"
