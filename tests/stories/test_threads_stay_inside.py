"""What is typed in a card's thread is a note: marked, followed through edits and deletion, and never public."""

import asyncio

from storage import channels
from tests.stories.stage import LOOK, PATIENCE, Stage, readable

QUESTION = "@FirefoxSupport the page will not load, help"


async def test_words_in_the_thread_become_notes_and_never_leave(desk: Stage) -> None:
    ana, yui = desk.person("ana"), desk.person("yui")
    post = desk.customer("reader").post(QUESTION, lang="en")
    card = await desk.card(ana, "will not load")
    ts = await ana.say(card.channel, "He is on ESR, I bet.", thread_ts=card.ts)
    await desk.reads(yui, card.channel, "1 note")
    marked = await desk.until(
        lambda: next(
            (
                each
                for each in yui.messages(card.channel, thread_ts=card.ts)
                if each["ts"] == ts and each.get("reactions")
            ),
            None,
        ),
        what="the mark on the note",
    )
    assert marked["text"] == "He is on ESR, I bet."

    await ana.edit(card.channel, ts, "He is on ESR 128.")
    await tells(desk, card.channel, "He is on ESR 128.")
    await ana.delete(card.channel, ts)
    window = await tells(desk, card.channel, "deleted")
    assert "He is on ESR" not in window
    desk.forward(minutes=5)
    assert desk.replies_to(post) == []


async def tells(desk: Stage, channel: str, words: str) -> str:
    """All that the history of #1 says, as soon as it says these words."""
    async with asyncio.timeout(PATIENCE):
        while True:
            said = await history(desk, channel)
            if words in said:
                return said
            await asyncio.sleep(LOOK)


async def history(desk: Stage, channel: str) -> str:
    """All that the history of #1 says; nothing when a busy machine let Slack's three seconds for a window pass."""
    yui = desk.person("yui")
    assert (await yui.command(channel, "/desk history 1")).acknowledged
    window = yui.modal()
    if window is None:
        return ""
    await yui.dismiss()
    return readable(window)


async def test_what_a_beginner_writes_is_kept_too(desk: Stage) -> None:
    bea = desk.person("bea")
    desk.customer("reader").post(QUESTION, lang="en")
    card = await desk.card(bea, "will not load")
    await bea.say(card.channel, "Clearing the cache helped me once.", thread_ts=card.ts)
    await desk.reads(bea, card.channel, "1 note")


async def test_a_file_in_the_thread_is_a_note_with_its_name_and_link(desk: Stage) -> None:
    ana = desk.person("ana")
    desk.customer("reader").post(QUESTION, lang="en")
    card = await desk.card(ana, "will not load")
    link = ana.upload("menu.png", b"the menu", card.channel, card.ts)
    await desk.reads(ana, card.channel, "1 note")
    assert f"📎 menu.png {link}" in await tells(desk, card.channel, "noted")


async def test_words_outside_a_thread_are_nobodys_note(desk: Stage) -> None:
    ana = desk.person("ana")
    desk.customer("reader").post(QUESTION, lang="en")
    card = await desk.card(ana, "will not load")
    await ana.say(card.channel, "Lunch?")
    await ana.say(card.channel, "a real note", thread_ts=card.ts)
    shown = await desk.reads(ana, card.channel, "1 note")
    assert "Lunch" not in readable(shown)


async def test_words_typed_while_nobody_listened_are_heard_later(desk: Stage) -> None:
    ana, yui = desk.person("ana"), desk.person("yui")
    desk.customer("reader").post(QUESTION, lang="en")
    card = await desk.card(ana, "will not load")
    await heard(desk)
    sockets = desk.app.sockets
    assert sockets is not None
    await sockets.close()
    ts = await ana.say(card.channel, "He is on ESR, I bet.", thread_ts=card.ts)
    await ana.say(card.channel, "Lunch, anybody?")
    ana.upload("crash.txt", b"what it wrote", card.channel, card.ts)
    desk.forward(minutes=10)
    await ana.edit(card.channel, ts, "He is on ESR 128.")
    desk.forward(minutes=31)
    await desk.reads(yui, card.channel, "2 notes")
    await sockets.open()
    told = await tells(desk, card.channel, "noted")
    assert "He is on ESR 128." in told
    assert "📎 crash.txt" in told


async def heard(desk: Stage) -> None:
    """Wait until the desk has begun to read the threads of its channels."""
    async with asyncio.timeout(PATIENCE):
        while True:
            async with desk.app.database.reading() as session:
                known = await channels.known(session)
            if all(each.heard_until for each in known if each.key != channels.TEAM):
                return
            desk.app.nudge()
            await asyncio.sleep(LOOK)
