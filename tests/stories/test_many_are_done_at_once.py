"""Bulk work: a list, a form, what will happen to which, doing it, and one undo."""

from tests.stories.stage import Stage, readable


async def asked(desk: Stage) -> str:
    """Three questions, one of them in somebody's hands; the channel of their cards."""
    vito = desk.person("vito")
    for name in ("first", "second", "third"):
        desk.customer(name).post(f"@FirefoxSupport it crashes, says the {name}", lang="en")
        card = await desk.card(vito, f"says the {name}")
    await vito.click(card.channel, card.ts, "conversation:claim")
    await desk.reads(vito, card.channel, "<@U0VITO> is on it")
    return card.channel


async def test_a_list_is_closed_with_a_preview_and_taken_back_with_one_click(desk: Stage) -> None:
    channel = await asked(desk)
    ana = desk.person("ana")
    await ana.command(channel, "/desk list tag:Crash")
    listed = ana.messages(channel)[-1]
    await ana.click(channel, listed["ts"], "list:bulk")
    assert "Move them to" not in readable(ana.modal())
    refused = await ana.submit()
    assert "Choose one of these" in str(refused.errors)
    ana.fill("reason", "Could not resolve")
    assert (await ana.submit()).errors == {}
    preview = readable(ana.modal())
    assert "Close as *Could not resolve*: 2 conversations" in preview
    assert "<@U0VITO> is on it" in preview
    assert not desk.cards(ana, "Could not resolve · by")
    assert (await ana.submit()).errors == {}
    assert "Done: 2 conversations" in readable(ana.modal())
    await desk.until(lambda: len(desk.cards(ana, "*Could not resolve*")) == 2, what="two closed cards")
    await ana.press("bulk:undo")
    assert "Taken back: 2 conversations" in readable(ana.modal())
    await ana.dismiss()
    await ana.command(channel, "/desk list")
    assert "3 conversations" in readable(ana.messages(channel)[-1])


async def test_it_is_typed_as_well_given_to_one_and_moved_by_moderators(desk: Stage) -> None:
    channel = await asked(desk)
    mo = desk.person("mo")
    await mo.command(channel, "/desk bulk assign moderated to:@vito")
    assert "Give to <@U0VITO>: 2 conversations" in readable(mo.modal())
    assert (await mo.submit()).errors == {}
    assert "Done: 2 conversations given to <@U0VITO>" in readable(mo.modal())
    await desk.told(desk.person("vito"), "gave you 2 conversations")
    await desk.until(lambda: len(desk.cards(mo, "<@U0VITO> is on it")) == 3, what="three cards of Vito's")
    await mo.dismiss()
    await mo.command(channel, "/desk bulk undo")
    assert "Taken back: 2 conversations" in readable(mo.modal())
    await mo.dismiss()
    await mo.command(channel, "/desk list tag:Crash")
    assert readable(mo.messages(channel)[-1]).count("<@U0VITO>") == 1

    await mo.command(channel, "/desk bulk move moderated tag:Crash to:Deutsch")
    assert "Move to *Deutsch*: 3 conversations" in readable(mo.modal())
    assert (await mo.submit()).errors == {}
    await desk.until(
        lambda: sum(each.channel_name == "desk-de" for each in desk.cards(mo, "it crashes")) == 3,
        what="three cards in the German queue",
    )
    await mo.dismiss()
    await mo.command(channel, "/desk bulk undo")
    assert "Taken back: 3 conversations" in readable(mo.modal())


async def test_the_form_gives_them_to_somebody_and_moves_them_as_well(desk: Stage) -> None:
    channel = await asked(desk)
    mo = desk.person("mo")
    await mo.command(channel, "/desk list tag:Crash")
    listed = mo.messages(channel)[-1]
    for field, chosen, shown in (
        ("to", "U0YUI", "Give to <@U0YUI>: 3 conversations"),
        ("queue", "de", "Move to *Deutsch*: 3 conversations"),
    ):
        await mo.click(channel, listed["ts"], "list:bulk")
        mo.fill(field, chosen)
        assert (await mo.submit()).errors == {}
        assert shown in readable(mo.modal())
        assert (await mo.submit()).errors == {}
        assert "Done: 3 conversations" in readable(mo.modal())
        await mo.press("bulk:undo")
        assert "Taken back: 3 conversations" in readable(mo.modal())
        await mo.dismiss()


async def test_a_tag_of_the_managers_own_is_found_by_typing_and_one_they_retired_is_not(desk: Stage) -> None:
    channel = await asked(desk)
    kira, ana = desk.person("kira"), desk.person("ana")
    await kira.command(channel, "/desk tags add Release day")
    await kira.command(channel, "/desk tags retire Crash")
    await ana.command(channel, "/desk bulk moderated")
    assert not [each for each in await ana.options("modal", "tag", "crash") if each["value"] == "Crash"]
    (found,) = await ana.options("modal", "tag", "release d")
    ana.fill("tag", found["value"])
    assert (await ana.submit()).errors == {}
    assert "Tag with *Release day*: 3 conversations" in readable(ana.modal())
    assert (await ana.submit()).errors == {}
    await desk.until(lambda: len(desk.cards(ana, "Release day")) == 3, what="three tagged cards")
    await ana.dismiss()
    refused = await ana.command(channel, "/desk bulk tag moderated with:Crash")
    assert "There is no tag “Crash”. `/desk tags` lists them." in (refused.text or "")
