"""Languages: asked once before the first conversation is handed out, remembered, and changed at any time."""

from storage.tables import Member
from tests.stories.stage import Stage, readable


async def test_a_volunteer_is_asked_at_their_first_next_and_handed_only_what_they_read(desk: Stage) -> None:
    async with desk.app.database.writing() as session:
        (await session.get_one(Member, "U0ANA")).languages = []
    ana = desk.person("ana")
    desk.customer("hans").post("@FirefoxSupport alle meine Tabs sind weg, Hilfe!", lang="de")
    await desk.card(desk.person("mo"), "alle meine Tabs")
    desk.customer("lena").post("@FirefoxSupport all my tabs are gone, help!", lang="en")
    await desk.card(ana, "all my tabs are gone")

    await ana.command("social-support", "/desk")
    menu = ana.messages("social-support")[-1]
    await ana.click("social-support", menu["ts"], "queue:next")
    assert "Languages you read" in readable(ana.modal())
    ana.fill("languages", ["en", "pt-BR"])
    assert (await ana.submit()).errors == {}
    assert "all my tabs are gone" in readable(ana.modal())
    await ana.dismiss()
    refused = await ana.command("social-support", "/desk next")
    assert "in the languages you read (en, pt-BR)" in (refused.text or "")
    await ana.command("social-support", "/desk languages all")
    await ana.command("social-support", "/desk next")
    assert "alle meine Tabs" in readable(ana.messages("social-support")[-1])


async def test_at_the_first_play_nothing_chosen_means_everything_and_it_goes_on_at_once(desk: Stage) -> None:
    async with desk.app.database.writing() as session:
        (await session.get_one(Member, "U0ANA")).languages = []
    ana = desk.person("ana")
    desk.customer("hans").post("@FirefoxSupport alle meine Tabs sind weg, Hilfe!", lang="de")
    await desk.card(desk.person("mo"), "alle meine Tabs")
    await ana.command("social-support", "/desk play language:de")
    assert "language:de" in str(ana.modal())
    assert (await ana.submit()).errors == {}
    assert "is yours" in readable(ana.modal())
    await desk.told(ana, "alle meine Tabs")
