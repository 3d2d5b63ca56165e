"""Long lists: what does not fit says how much is left, and a button goes on."""

from sandbox.slack.hands import Person
from storage.tables import Clipping, SavedDraft
from tests.stories.stage import Stage, readable


def said_to(person: Person) -> str:
    """All that the uppermost window says."""
    return readable(person.modal())


async def test_a_customers_history_turns_its_pages(desk: Stage) -> None:
    lena = desk.customer("lena")
    for n in range(13):
        lena.post(f"@FirefoxSupport what is this one, number {n}?", lang="en")
    ana = desk.person("ana")
    await desk.opened(13)
    card = await desk.card(ana, "what is this one")
    await ana.click(card.channel, card.ts, "conversation:history")
    assert "Page 1 of 2 · and 2 more" in said_to(ana)
    await ana.press("history:page:next")
    assert "Page 2 of 2" in said_to(ana)
    await ana.press("history:page")
    assert "Page 1 of 2" in said_to(ana)


async def test_what_a_search_found_turns_its_pages_newest_first(desk: Stage) -> None:
    for n in range(13):
        desk.customer(f"asker{n}").post(f"@FirefoxSupport what is this one, number {n:02}?", lang="en")
        desk.forward(seconds=2)
    ana = desk.person("ana")
    await desk.opened(13)
    await ana.command("social-support", "/desk search this one")
    answer = ana.messages("social-support")[-1]
    assert "13 conversations" in readable(answer)
    await ana.click("social-support", answer["ts"], "search:page:next")
    assert "Page 2 of 2" in said_to(ana)
    assert said_to(ana).index("number 02") < said_to(ana).index("number 00")
    await ana.press("search:page")
    assert "Page 1 of 2" in said_to(ana)
    assert said_to(ana).index("number 12") < said_to(ana).index("number 03")


async def test_clippings_and_drafts_turn_their_pages(desk: Stage) -> None:
    ana = desk.person("ana")
    for n in range(21):
        desk.customer("lena").post(f"@FirefoxSupport what is this one, number {n}?", lang="en")
    await desk.opened(21)
    async with desk.app.database.writing() as session:
        for n in range(1, 22):
            session.add(SavedDraft(conversation_id=n, by="U0ANA", text=f"Draft {n}.", at=desk.app.clock.now()))
        for n in range(60):
            session.add(Clipping(name=f"Extra {n}.", category="Zz", texts={"en": "Hi"}, tags=[], words=[], article=""))
    await ana.command("social-support", "/desk drafts")
    assert "Page 1 of 2 · and 1 more" in said_to(ana)
    await ana.press("draft:page:next")
    assert "Draft 1." in said_to(ana)
    await ana.press("draft:discard", value="1")
    assert "Draft 21." in said_to(ana)
    assert "Page" not in said_to(ana)
    await ana.dismiss()

    await ana.command("social-support", "/desk clippings")
    answer = ana.messages("social-support")[-1]
    assert "Page 1 of 3 · and" in readable(answer)
    await ana.click("social-support", answer["ts"], "clipping:page:next")
    await ana.press("clipping:page:next")
    assert "Extra 59." in said_to(ana)
    await ana.press("clipping:page")
    assert "Page 2 of 3" in said_to(ana)
