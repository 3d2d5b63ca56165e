"""A post that nobody has found is brought to the desk: out of a message's menu, and by command."""

from tests.stories.stage import Stage, readable


async def test_a_pasted_link_becomes_a_conversation(desk: Stage) -> None:
    post = desk.customer("stranger").post("my browser eats all my tabs", lang="en")
    mo, ana = desk.person("mo"), desk.person("ana")
    ts = await ana.say("general", f"Should we help? https://x.com/stranger/status/{post}?s=20")
    assert (await mo.shortcut("post:bring", "general", ts)).acknowledged
    card = await desk.told(mo, "You brought this to the desk")
    assert "my browser eats all my tabs" in readable(card)
    conversation = await desk.card(mo, "mentions none of ours: brought to the desk by hand")
    assert "my browser eats all my tabs" in conversation.everything
    assert "by hand: the author did not mention it" in conversation.everything

    answer = await mo.command("general", f"/desk bring https://x.com/i/status/{post}")
    assert "on the desk already" in (answer.text or "")
    empty = await ana.say("general", "nothing to see here")
    await ana.shortcut("post:bring", "general", empty)
    await desk.reads(ana, "general", "There is no link to a post in it, such as `https://x.com/somebody/status/")

    gone = desk.customer("hasty")
    deleted = gone.post("never mind")
    gone.delete(deleted)
    await ana.command("general", f"/desk bring https://x.com/hasty/status/{deleted}")
    await desk.told(ana, "it was deleted")
