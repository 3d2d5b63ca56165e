"""Clippings: found by command, offered in the reply's form, kept by managers."""

from tests.stories.stage import Stage, readable


async def answered(desk: Stage, who: str, text: str) -> str:
    """What a command is answered, all of it."""
    person = desk.person(who)
    outcome = await person.command("social-support", text)
    assert outcome.acknowledged, outcome.warning
    return readable(person.messages("social-support")[-1])


async def test_anybody_finds_the_clippings_a_desk_begins_with(desk: Stage) -> None:
    everything = await answered(desk, "bea", "/desk clippings")
    assert "Restore the last session" in everything
    assert "Firefox crashes" in everything
    assert "*Tabs and sessions*" in everything
    one = await answered(desk, "bea", "/desk clippings lost bookmarks backup")
    assert "Firefox keeps daily backups" in one
    assert "Firefox crashes" not in one
    assert "No clipping has" in await answered(desk, "bea", "/desk clippings xyzzy")
