"""Lists: filtered in a form, turned page by page, and kept under a name of one's own that play mode knows as well."""

from sandbox.slack.hands import Person
from tests.stories.stage import Stage, readable

SAID = {
    "first": "says number 00",
    "second": "says number 01",
    "Finnish": "kaatuu",
    "German": "Das neue Menü",
    "review": "loses all my tabs",
}
"""What can be read in a list of each of the five."""

TYPED = {
    "stars:1-2": {"review"},
    "stars:3": set(),
    'network:"Google Play"': {"review"},
    "network:x age:1h": {"first", "second", "Finnish"},
    "age:<1h": {"German", "review"},
    "sentiment:negative": {"Finnish"},
    "customer:Troll account": {"Finnish"},
    "account:@mozilla_germany": {"German"},
    "moderated kind:support tag:Crash": {"first", "second"},
}
"""Filters as they are typed, and which of the five each lets through."""


async def asked(desk: Stage, many: int) -> None:
    """So many questions, and one in Finnish."""
    for number in range(many):
        desk.customer(f"asker{number}").post(f"@FirefoxSupport it crashes, says number {number:02}", lang="en")
    desk.customer("finn").post("@FirefoxSupport Firefox kaatuu, apua", lang="fi")
    await desk.opened(many + 1)


async def test_a_long_list_turns_its_pages_in_its_window_and_as_a_message(desk: Stage) -> None:
    await asked(desk, 13)
    ana = desk.person("ana")
    await ana.command("social-support", "/desk list tag:Crash")
    first = ana.messages("social-support")[-1]
    assert "13 conversations" in readable(first)
    assert "says number 09" in readable(first)
    assert "says number 10" not in readable(first)
    await ana.click("social-support", first["ts"], "list:page:next")
    assert "says number 12" in readable(ana.modal())
    assert "says number 09" not in readable(ana.modal())
    await ana.press("list:page")
    assert "says number 00" in readable(ana.modal())


async def varied(desk: Stage) -> None:
    """Two questions and the Finnish one, on which Mo says what the customer is; later something German and a review."""
    await asked(desk, 2)
    mo = desk.person("mo")
    finnish = await desk.card(mo, SAID["Finnish"])
    await mo.click(finnish.channel, finnish.ts, "conversation:more", selected="tag:3")
    mo.fill("sentiment", "negative")
    mo.fill("customer_tags", ["Troll account"])
    assert (await mo.submit()).errors == {}
    desk.forward(hours=1, minutes=1)
    desk.customer("dieter").post("@mozilla_germany Das neue Menü ist weg, Hilfe", lang="de")
    desk.sandbox.play.review("org.mozilla.firefox", 2, "Since the update it loses all my tabs.", author="Marta Silva")
    desk.forward(minutes=2)
    for words in (SAID["German"], SAID["review"]):
        await desk.card(mo, words)


async def let_through(person: Person, typed: str) -> set[str]:
    """Which of the five a list of these words shows."""
    await person.command("social-support", f"/desk list {typed}")
    listed = readable(person.messages("social-support")[-1])
    return {name for name, words in SAID.items() if words in listed}


async def test_a_filter_is_typed_or_chosen_with_a_thumb_kept_and_played(desk: Stage) -> None:
    await varied(desk)
    mo = desk.person("mo")
    assert await let_through(mo, "") == set(SAID)
    assert {typed: await let_through(mo, typed) for typed in TYPED} == TYPED

    await mo.command("social-support", "/desk languages en fi")
    await mo.command("social-support", "/desk")
    menu = mo.messages("social-support")[-1]
    await mo.click("social-support", menu["ts"], "menu:list")
    for part, chosen in (
        ("language", "fi"),
        ("sentiment", "negative"),
        ("network", "x"),
        ("account", "FirefoxSupport"),
        ("customer", ["Troll account"]),
        ("age", "1h"),
    ):
        mo.fill(part, chosen)
    mo.fill("save", "mine")
    assert "means something else" in (await mo.submit()).errors["save"]
    mo.fill("save", "Finnish")
    assert (await mo.submit()).errors == {}
    title = "All queues · @FirefoxSupport · X · fi · waits longer than 1h · negative · customer: Troll account"
    assert f"{title}* · 1 conversation" in readable(mo.modal())
    assert SAID["Finnish"] in readable(mo.modal())
    await mo.dismiss()

    await mo.click("social-support", menu["ts"], "menu:list")
    mo.fill("stars", "1-2")
    mo.fill("network", "google_play")
    assert (await mo.submit()).errors == {}
    assert SAID["review"] in readable(mo.modal())
    await mo.dismiss()

    await mo.command("social-support", "/desk filters")
    assert "Finnish" in readable(mo.modal())
    await mo.press("filter:show")
    assert "kaatuu" in readable(mo.modal())
    await mo.dismiss()
    await mo.dismiss()

    await mo.command("social-support", "/desk")
    menu = mo.messages("social-support")[-1]
    await mo.click("social-support", menu["ts"], "filter:chosen", selected="1")
    assert "kaatuu" in readable(mo.modal())
    await mo.dismiss()
    await mo.click("social-support", menu["ts"], "menu:play")
    mo.fill("saved", "Finnish")
    mo.fill("save", "Finnish help")
    assert (await mo.submit()).errors == {}
    await desk.told(mo, "kaatuu")
    await mo.dismiss()

    await mo.command("social-support", "/desk filters")
    assert "Finnish help" in readable(mo.modal())
    await mo.press("filter:remove", value="1")
    assert "*Finnish*" not in readable(mo.modal())
    assert "Finnish help" in readable(mo.modal())
