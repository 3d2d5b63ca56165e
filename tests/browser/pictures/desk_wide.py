"""The pictures of the volunteer's guide about the desk as a whole, in its order."""

from datetime import timedelta

from playwright.async_api import expect

from storage import spending
from tests.browser.pictures.studio import Shot, Studio, message, modal, picture, private

POSTS = (
    ("Lena M.", "en", "@FirefoxSupport since the update all my bookmarks are gone. Can I get them back?"),
    ("Jonas", "de", "@mozilla_germany Firefox stürzt beim Drucken ab, wer kann helfen?"),
    ("Camille", "fr", "@mozilla_france la synchronisation ne marche plus depuis hier, une idée ?"),
    ("Lucía", "es", "@firefox_es ¿cómo puedo cambiar el idioma? No funciona en mi portátil."),
    ("Rafael", "pt", "@FirefoxBrasil o vídeo fica preto e não consigo assistir nada"),
    ("Emre", "tr", "@FirefoxTurkiye yer imlerim kayboldu, nasıl geri alırım?"),
)
"""Invented, like everybody in them."""


async def a_busy_morning(studio: Studio) -> None:
    """Six people write, in six languages; whoever is first, is first on every picture."""
    for who, language, text in POSTS:
        await studio.asked(who, text, lang=language, by="mo", followers=len(text) * 7)


@picture()
async def queue(studio: Studio) -> Shot:
    """A queue's channel."""
    await studio.asked("Lena M.", POSTS[0][2], followers=214)
    card = await studio.asked("Noor", "@FirefoxSupport how do I sync my phone? Please help!", followers=1040)
    await studio.person("ana").click(card.channel, card.ts, "conversation:claim")
    page = await studio.page("ana", card.channel)
    await page.set_viewport_size({"width": 1040, "height": 940})
    await expect(message(page, "is on it")).to_be_visible()
    return page.locator("body")


@picture()
async def menu(studio: Studio) -> Shot:
    """/desk alone."""
    await a_busy_morning(studio)
    page = await studio.page("ana")
    await studio.commands("ana", "/desk")
    return await seen(private(page, "waiting"))


@picture()
async def play(studio: Studio) -> Shot:
    """Play mode: one conversation after the other."""
    await a_busy_morning(studio)
    await studio.commands("ana", "/desk play moderated")
    await studio.stage.told(studio.person("ana"), "handed out")
    page = await studio.page("ana", "direct")
    return message(page, "handed out")


@picture()
async def lists(studio: Studio) -> Shot:
    """What is open, with filters."""
    await a_busy_morning(studio)
    page = await studio.page("ana")
    await studio.commands("ana", "/desk list kind:support tag:Lost data")
    return await seen(private(page, "conversations"))


@picture()
async def reminder(studio: Studio) -> Shot:
    """A reminder comes back."""
    await a_busy_morning(studio)
    await studio.commands("ana", "/desk remind 1 tomorrow 9:00 ask Lena whether they are back")
    studio.stage.forward(hours=22, minutes=1)
    await studio.stage.told(studio.person("ana"), "You asked to be reminded")
    page = await studio.page("ana", "direct")
    return message(page, "You asked to be reminded")


@picture()
async def history(studio: Studio) -> Shot:
    """All that happened to a conversation."""
    card = await studio.asked("Lena M.", POSTS[0][2], followers=214)
    ana = studio.person("ana")
    await studio.commands("ana", "/desk note 1 Windows 11, version 148. The old profile may still be there.")
    await studio.replies("ana", card, "Oh no, Lena! Ctrl+Shift+O, Import and Backup, Restore. Are they back?")
    studio.stage.forward(seconds=21)
    await studio.stage.reads(ana, card.channel, "answered from @FirefoxSupport")
    page = await studio.page("ana", card.channel)
    await studio.opens("ana", card, "conversation:more", selected="history:1")
    await expect(modal(page)).to_contain_text("History of #1")
    return modal(page)


@picture()
async def myself(studio: Studio) -> Shot:
    """Signature and languages."""
    page = await studio.page("ana")
    for command in ("/desk signature ana", "/desk languages de en"):
        await studio.commands("ana", command)
    await expect(page.locator(".message.ephemeral")).to_have_count(2)
    said = page.locator(".message.ephemeral")
    return said.first.locator(".only-you"), said.last.locator(".message-main")


@picture()
async def standup(studio: Studio) -> Shot:
    """The stand-up in the team's channel."""
    await a_busy_morning(studio)
    now = studio.stage.sandbox.clock.now()
    nine = (now + timedelta(days=1)).replace(hour=8, minute=0, second=30, microsecond=0)
    studio.stage.forward(seconds=(nine - now).total_seconds() - 1200)
    await studio.until_stored(lambda session: spending.of_day(session, nine.date()))
    await studio.commands("vito", "/desk claim 5")
    await studio.commands("ana", "/desk close 1 resolved")
    studio.stage.forward(minutes=20)
    ana = studio.person("ana")
    posted = await studio.stage.reads(ana, "social-support", "Morning stand-up")
    await ana.click("social-support", posted["ts"], "standup:line")
    ana.fill("text", "Sync questions all morning: the servers were slow, it is over now.")
    await ana.submit()
    page = await studio.page("ana")
    await expect(message(page, "the servers were slow")).to_be_visible()
    return message(page, "Morning stand-up")


async def seen(shot: Shot) -> Shot:
    """The same, once it is there."""
    for part in shot if isinstance(shot, tuple) else (shot,):
        await expect(part).to_be_visible()
    return shot
