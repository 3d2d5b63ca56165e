"""The catalogue of tags: managers keep it, and each of its 500 tags can be reached in every form."""

from storage.tables import CatalogueTag
from tests.stories.stage import Stage, readable


async def many_tags(desk: Stage) -> None:
    """A catalogue as long as it may become, the last of which no menu of a hundred holds; the managers retired half."""
    now = desk.app.clock.now()
    async with desk.app.database.writing() as session:
        for number in range(400):
            gone = now if number % 2 else None
            session.add(CatalogueTag(name=f"Topic {number:03}", hint="", added_at=now, retired_at=gone))


async def test_each_of_very_many_tags_is_reached_in_each_form(desk: Stage) -> None:
    await many_tags(desk)
    kira = desk.person("kira")
    desk.customer("asker").post("@FirefoxSupport how do I sync, help?", lang="en")
    card = await desk.card(kira, "how do I sync")
    await kira.command(card.channel, "/desk bulk tag moderated with:Topic 398")
    assert (await kira.submit()).errors == {}
    await kira.dismiss()

    await kira.command(card.channel, "/desk search")
    assert [each["value"] for each in await kira.options("modal", "tag", "topic 398")] == ["Topic 398"]
    kira.fill("words", "sync")
    kira.fill("tag", "Topic 398")
    assert (await kira.submit()).errors == {}
    assert "1 conversation" in readable(kira.modal())
    await kira.dismiss()

    await kira.command(card.channel, "/desk tags")
    assert "Tag to retire" in readable(kira.modal())
    assert [each["value"] for each in await kira.options("modal", "retire", "topic 398")] == ["Topic 398"]
    kira.fill("retire", ["Topic 398"])
    assert [each["value"] for each in await kira.options("modal", "back", "topic 399")] == ["Topic 399"]
    kira.fill("back", ["Topic 399"])
    assert (await kira.submit()).errors == {}
    shown = readable(kira.modal())
    assert "Topic 399" in shown
    assert "Topic 398" not in shown
    kira.fill("add", "Topic 400")
    assert (await kira.submit()).errors == {}


async def test_everybody_reads_the_catalogue_and_managers_change_it(desk: Stage) -> None:
    ana, kira = desk.person("ana"), desk.person("kira")
    await ana.command("social-support", "/desk tags")
    assert "Crash" in readable(ana.modal())
    assert "Tag to retire" not in readable(ana.modal())
    await ana.dismiss()
    refused = await ana.command("social-support", "/desk tags add Mine")
    assert "takes a manager" in (refused.text or "").lower()

    await kira.command("social-support", "/desk tags")
    kira.fill("add", "Paid add-on")
    kira.fill("hint", "when money was paid for it")
    assert (await kira.submit()).errors == {}
    assert "when money was paid for it" in readable(kira.modal())
    await kira.dismiss()
    retired = await kira.command("social-support", "/desk tags retire Crash")
    assert (retired.text or "").startswith("“Crash” is offered no more, and stays where it is set.")
    await ana.command("social-support", "/desk tags")
    shown = readable(ana.modal())
    assert "Paid add-on" in shown
    assert "Crash" not in shown
    await ana.dismiss()
    back = await kira.command("social-support", "/desk tags back crash")
    assert (back.text or "").startswith("“crash” is offered again.")
    added = await kira.command("social-support", "/desk tags add Printing")
    assert (added.text or "").startswith("“Printing” is offered from now on.")
    hinted = await kira.command("social-support", "/desk tags hint printing > when paper is involved")
    assert (hinted.text or "").startswith("The hint of “Printing” is now “when paper is involved”.")
    unknown = await ana.command("social-support", "/desk tags nonsense")
    assert "shows the catalogue; managers write" in (unknown.text or "")
    await ana.command("social-support", "/desk tags")
    assert "Crash" in readable(ana.modal())


async def test_a_tag_is_renamed_from_the_form_and_by_command_and_everything_follows(desk: Stage) -> None:
    ana, kira = desk.person("ana"), desk.person("kira")
    desk.customer("asker").post("@FirefoxSupport it crashes, help", lang="en")
    card = await desk.card(ana, "it crashes")
    await ana.command(card.channel, "/desk list tag:Crash save:breakdowns")
    renamed = await kira.command(card.channel, "/desk tags rename Crash > Closes by itself")
    assert (renamed.text or "").startswith("“Crash” is called “Closes by itself” from now on.")
    await desk.reads(ana, card.channel, "Closes by itself")
    await ana.command(card.channel, "/desk list breakdowns")
    assert "Closes by itself* · 1 conversation" in readable(ana.messages(card.channel)[-1])

    await kira.command(card.channel, "/desk tags")
    await kira.options("modal", "catalogue:find", "closes by")
    await kira.press("catalogue:find", selected="Closes by itself")
    kira.fill("name", "Sync")
    assert "in the catalogue already" in (await kira.submit()).errors["name"]
    kira.fill("name", "Breakdown")
    kira.fill("hint", "when it stops working")
    kira.fill("closes_as", "Resolved")
    kira.fill("checklist", "Ask for the crash report.")
    assert (await kira.submit()).errors == {}
    assert "when it stops working" in readable(kira.modal())
    await kira.press("catalogue:history", value="0")
    past = readable(kira.modal())
    assert "*renamed* Closes by itself" in past
    assert "*renamed* Crash" in past
    assert "<@U0KIRA>" in past
    await kira.dismiss()
    await kira.dismiss()
    changed = await desk.reads(ana, card.channel, "tags: Breakdown")
    assert "Ask for the crash report." in readable(changed)
    assert "suggested: close as “Resolved”" in readable(changed)

    desk.customer("other").post("@FirefoxSupport mine crashes, too, help", lang="en")
    assert "tags: Breakdown" in (await desk.card(ana, "mine crashes")).everything
