"""The pictures of finding conversations and of doing something with many of them."""

from playwright.async_api import expect

from tests.browser.pictures.desk_wide import a_busy_morning
from tests.browser.pictures.studio import Shot, Studio, message, modal, picture, private
from tests.browser.pictures.volunteers import bookmarks


@picture()
async def search(studio: Studio) -> Shot:
    """Words, found in all that was said and noted."""
    await a_busy_morning(studio)
    await studio.commands("ana", "/desk note 1 Windows 11; her bookmarks may still be in the old profile.")
    await studio.commands("ana", "/desk close 1 resolved")
    await studio.asked("Noor", "@FirefoxSupport my bookmarks are there twice, how do I clean up? Help!")
    page = await studio.page("ana")
    await studio.commands("ana", "/desk search bookmarks")
    told = private(page, "old profile")
    await expect(told[1]).to_be_visible()
    return told


@picture()
async def saved_filters(studio: Studio) -> Shot:
    """The filters somebody keeps."""
    await a_busy_morning(studio)
    page = await studio.page("ana")
    await studio.commands("ana", "/desk list moderated age:2h save:mornings")
    await studio.commands("ana", "/desk list tag:Lost data language:en save:lost things")
    await studio.commands("ana", "/desk filters")
    await expect(modal(page)).to_contain_text("lost things")
    return modal(page)


@picture()
async def customer(studio: Studio) -> Shot:
    """A customer who has written before."""
    await bookmarks(studio)
    await studio.commands("ana", "/desk tag 1 Lost data")
    await studio.commands("ana", "/desk note 1 Restored from the copy of the day before.")
    await studio.commands("ana", "/desk close 1 resolved")
    studio.stage.forward(hours=30)
    again = await studio.asked("Lena M.", "@FirefoxSupport and how do I sync them to my phone? Help!", followers=214)
    page = await studio.page("ana", again.channel)
    await studio.opens("ana", again, "conversation:history")
    await expect(modal(page)).to_contain_text("#1")
    return modal(page)


async def crashes(studio: Studio) -> str:
    """Four people write of one crash, and Vito is on one of them; the channel of their cards."""
    for name in ("Emil", "Noor", "Greta", "Tomás"):
        card = await studio.asked(name, f"@FirefoxSupport it crashes when I print, says {name}. Please help")
    await studio.person("vito").click(card.channel, card.ts, "conversation:claim")
    await studio.stage.reads(studio.person("vito"), card.channel, "<@U0VITO> is on it")
    return card.channel


@picture()
async def bulk(studio: Studio) -> Shot:
    """What would happen to all of a list."""
    page = await studio.page("ana", await crashes(studio))
    await studio.commands("ana", "/desk bulk close moderated tag:Crash as:Resolved")
    await expect(modal(page)).to_contain_text("3 conversations")
    return modal(page)


@picture()
async def bulk_undo(studio: Studio) -> Shot:
    """It is done, and can be taken back."""
    page = await studio.page("ana", await crashes(studio))
    await studio.commands("ana", "/desk bulk close moderated tag:Crash as:Resolved")
    assert not (await studio.person("ana").submit()).errors
    await expect(modal(page)).to_contain_text("Done")
    return modal(page)


@picture()
async def bring(studio: Studio) -> Shot:
    """A link in a channel was brought to the desk."""
    post = studio.stage.customer("Ines").post("my browser eats all my tabs since yesterday", lang="en")
    ana, mo = studio.person("ana"), studio.person("mo")
    ts = await ana.say("general", f"Should we help here? https://x.com/ines/status/{post}")
    await mo.shortcut("post:bring", "general", ts)
    await studio.stage.told(mo, "You brought this to the desk")
    page = await studio.page("mo", "direct")
    return message(page, "You brought this to the desk")


@picture()
async def tags(studio: Studio) -> Shot:
    """The catalogue of tags, as managers see it."""
    page = await studio.page("max")
    await studio.commands("max", "/desk tags")
    await expect(modal(page)).to_be_visible()
    return modal(page)
