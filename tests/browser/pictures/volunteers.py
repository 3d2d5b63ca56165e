"""The pictures of the volunteer's guide about one card, in its order."""

from playwright.async_api import expect

from sandbox.faults import Fault
from tests.browser.pictures.studio import Shot, Studio, chooses_from, message, modal, picture, private
from tests.stories.stage import Card

QUESTION = "@FirefoxSupport since the update all my bookmarks are gone. Windows 11. Can I get them back?"
ANSWER = (
    "Oh no, Lena! Firefox keeps copies: Ctrl+Shift+O, then Import and Backup, Restore, and choose yesterday's. "
    "Are they all there again?"
)
AFRAID = "hey @firefox my tabs vanished after the restart, please help"
PRAISE = "@FirefoxSupport that worked, all my tabs are back. Thank you so much!"
CHARGED = "@FirefoxSupport I was charged twice for the VPN this month. Where is my money?"


async def bookmarks(studio: Studio) -> Card:
    """Lena asks for her bookmarks."""
    return await studio.asked("Lena M.", QUESTION, followers=214)


@picture()
async def beginner(studio: Studio) -> Shot:
    """A beginner presses Reply and is told how to begin."""
    card = await bookmarks(studio)
    page = await studio.page("bea", card.channel)
    await studio.person("bea").click(card.channel, card.ts, "conversation:reply")
    told = private(page, "#fxhelp")
    await expect(told[1]).to_be_visible()
    return message(page, "bookmarks are gone"), *told


@picture()
async def card(studio: Studio) -> Shot:
    """A card, with all that is known before anybody types."""
    card = await bookmarks(studio)
    page = await studio.page("ana", card.channel)
    return message(page, "bookmarks are gone")


@picture()
async def claimed(studio: Studio) -> Shot:
    """A card that somebody is on."""
    card = await bookmarks(studio)
    page = await studio.page("ana", card.channel)
    await studio.person("ana").click(card.channel, card.ts, "conversation:claim")
    await expect(message(page, "is on it")).to_be_visible()
    return message(page, "bookmarks are gone")


@picture()
async def reply(studio: Studio) -> Shot:
    """The reply, written and checked."""
    card = await bookmarks(studio)
    page = await studio.page("ana", card.channel)
    ana = await studio.opens("ana", card, "conversation:reply")
    ana.fill("text", ANSWER)
    await ana.press("reply:check")
    await expect(modal(page)).to_contain_text("of 280 characters")
    return modal(page)


@picture()
async def undo(studio: Studio) -> Shot:
    """Send was pressed: twenty seconds to take it back."""
    card = await bookmarks(studio)
    page = await studio.page("ana", card.channel)
    studio.stands_still()
    await studio.replies("ana", card, ANSWER)
    await expect(modal(page).get_by_role("button", name="Undo")).to_be_visible()
    return modal(page)


@picture()
async def clippings(studio: Studio) -> Shot:
    """The saved replies that fit, offered in the reply."""
    card = await bookmarks(studio)
    page = await studio.page("ana", card.channel)
    await studio.opens("ana", card, "conversation:reply")
    await expect(modal(page)).to_contain_text("Your reply")
    return await chooses_from(page, "check")


@picture()
async def by_hand(studio: Studio) -> Shot:
    """A keyholder is asked to send a reply."""
    card = await studio.asked("Tobi", AFRAID, followers=87)
    await studio.replies("ana", card, "Ctrl+Shift+T brings them back, one after the other. Did it?")
    studio.stage.forward(seconds=21)
    await studio.stage.told(studio.person("mo"), "Please send this")
    page = await studio.page("mo", "direct")
    return message(page, "Please send this")


@picture()
async def like(studio: Studio) -> Shot:
    """A thank-you that was liked, by hand as X wants it."""
    card = await studio.asked("Tobi", PRAISE, followers=87)
    page = await studio.page("ana", card.channel)
    await studio.person("ana").click(card.channel, card.ts, "conversation:like")
    await expect(message(page, "To be liked by hand")).to_be_visible()
    return message(page, "To be liked by hand")


@picture()
async def hold(studio: Studio) -> Shot:
    """Setting a conversation aside."""
    card = await bookmarks(studio)
    page = await studio.page("ana", card.channel)
    ana = await studio.opens("ana", card, "conversation:hold")
    ana.fill("waiting_on", "internal")
    ana.fill("whom", "the Sync team")
    ana.fill("until", "2026-03-05")
    await expect(modal(page).get_by_label("Waiting on a colleague")).to_be_checked()
    return modal(page)


@picture()
async def tag(studio: Studio) -> Shot:
    """What it is about, how it sounds, who writes."""
    card = await bookmarks(studio)
    page = await studio.page("ana", card.channel)
    ana = await studio.opens("ana", card, "conversation:more", selected="tag:1")
    ana.fill("tags", ["Lost data", "Desktop"])
    ana.fill("sentiment", "negative")
    await expect(modal(page)).to_contain_text("Desktop")
    return modal(page)


@picture()
async def notes(studio: Studio) -> Shot:
    """The thread of a card: what happened, and what the team says to each other."""
    card = await bookmarks(studio)
    ana, vito = studio.person("ana"), studio.person("vito")
    await studio.replies("ana", card, ANSWER)
    studio.stage.forward(seconds=21)
    await studio.stage.reads(ana, card.channel, "answered from @FirefoxSupport")
    await studio.stage.reads(ana, card.channel, "claimed it", thread_ts=card.ts)
    await vito.say(card.channel, "I had the same yesterday: the copies were in the old profile.", card.ts)
    await studio.stage.reads(ana, card.channel, "1 note")
    page = await studio.page("ana", card.channel)
    await page.locator(".thread-link").click()
    await expect(page.locator("#aside .message", has_text="old profile")).to_be_visible()
    said = page.locator("#aside .message-main")
    return said.nth(1), said.last, page.locator("#aside .composer-box")


@picture()
async def escalate(studio: Studio) -> Shot:
    """Handing a conversation to the managers."""
    card = await studio.asked("Priya", CHARGED, followers=390)
    page = await studio.page("ana", card.channel)
    ana = await studio.opens("ana", card, "conversation:escalate")
    ana.fill("reason", "Paid product")
    ana.fill("note", "Charged twice this month. The articles only explain how to cancel; she wants the money back.")
    ana.fill("urgency", "urgent")
    await expect(modal(page).get_by_label("Urgent")).to_be_checked()
    return modal(page)


@picture()
async def close(studio: Studio) -> Shot:
    """Closing, with the reasons to choose from."""
    card = await bookmarks(studio)
    page = await studio.page("ana", card.channel)
    await studio.opens("ana", card, "conversation:close")
    await expect(modal(page)).to_contain_text("Reason")
    return await chooses_from(page, "reason")


@picture()
async def closed(studio: Studio) -> Shot:
    """A closed conversation is one line, with the way back."""
    card = await bookmarks(studio)
    page = await studio.page("ana", card.channel)
    await studio.commands("ana", "/desk close 1 resolved")
    await expect(page.locator(".thread-link")).to_be_visible()
    return message(page, "Reopen")


@picture()
async def review(studio: Studio) -> Shot:
    """A review whose author has changed it after our answer."""
    await a_review(studio)
    page = await studio.page("ana", "desk-play-low")
    return message(page, "comes and goes").locator(".card")


@picture()
async def edit_reply(studio: Studio) -> Shot:
    """Putting another answer in the place of the first one."""
    await a_review(studio)
    page = await studio.page("ana")
    await studio.commands("ana", "/desk reply 1")
    studio.person("ana").fill(
        "text", "Thank you for trying again, Marta! The rest is known and comes with the next update."
    )
    await expect(modal(page)).to_contain_text("takes the place of our answer")
    return modal(page)


async def a_review(studio: Studio) -> None:
    """Marta complains, is answered, and changes her review."""
    play = studio.stage.sandbox.play
    review, card = await studio.reviewed("Marta Silva", 1, "Since the update it loses all my tabs every morning.")
    await studio.replies("ana", card, "Sorry, Marta! Please update to 145.0.1: does it still lose them?")
    studio.stage.forward(seconds=21)
    await studio.stage.until(lambda: play.find(review).answer, what="the answer")
    await studio.stage.reads(studio.person("ana"), card.channel, "answered from")
    better = "Much better, thank you. The toolbar still comes and goes."
    await studio.reviewed("Marta Silva", 4, better)


@picture()
async def taken(studio: Studio) -> Shot:
    """Two at once: the second is told who was first."""
    card = await bookmarks(studio)
    page = await studio.page("vito", card.channel)
    await studio.person("ana").click(card.channel, card.ts, "conversation:claim")
    await studio.person("vito").click(card.channel, card.ts, "conversation:reply")
    told = private(page, "Ana")
    await expect(told[1]).to_be_visible()
    return told


@picture()
async def refused(studio: Studio) -> Shot:
    """What cannot be sent stays in the form, with the reason beside it."""
    card = await bookmarks(studio)
    page = await studio.page("ana", card.channel)
    ana = await studio.opens("ana", card, "conversation:reply")
    ana.fill("text", "Hi Lena, this article shows how to bring them back: {article}")
    await ana.submit()
    wrong = page.locator("dialog.modal [data-block=text]")
    await expect(wrong).to_contain_text("{article}")
    return wrong


@picture()
async def unknown(studio: Studio) -> Shot:
    """Nobody knows whether a reply got out."""
    card = await bookmarks(studio)
    studio.stage.sandbox.faults.add(Fault.CUT, "x/POST /2/tweets", count=1)
    await studio.replies("ana", card, ANSWER)
    for seconds in (21, 30, 60, 300, 60):
        studio.stage.forward(seconds=seconds)
        await studio.stage.reads(studio.person("ana"), card.channel, "Nobody knows")
    await studio.stage.reads(studio.person("ana"), card.channel, "Send again")
    page = await studio.page("ana", card.channel)
    return message(page, "Nobody knows").locator(".card")


@picture()
async def phone(studio: Studio) -> Shot:
    """A card on a phone."""
    card = await bookmarks(studio)
    page = await studio.page("ana", card.channel, phone=True)
    await expect(message(page, "bookmarks are gone")).to_be_visible()
    return page.locator("body")


@picture()
async def phone_reply(studio: Studio) -> Shot:
    """Writing on a phone."""
    card = await bookmarks(studio)
    page = await studio.page("ana", card.channel, phone=True)
    ana = await studio.opens("ana", card, "conversation:reply")
    ana.fill("text", ANSWER)
    await expect(modal(page).locator("textarea")).to_have_value(ANSWER)
    return page.locator("body")
