"""Clippings as a file: a manager exports them, changes the file, and imports it; nobody else may."""

from typing import Any

from sandbox.slack.hands import Person
from tests.stories.stage import Stage, readable

CHANNEL = "social-support"


async def exported(desk: Stage, person: Person) -> tuple[str, str]:
    """The file that came in a direct message: its text and its link."""

    def look() -> dict[str, Any] | None:
        files = [each for message in person.messages(person.dm()) for each in message.get("files", ())]
        return files[-1] if files else None

    shown = await desk.until(look, what="the file")
    assert shown["name"] == "clippings.toml"
    file = desk.sandbox.slack.files.find(shown["id"])
    assert file is not None
    return file.content.decode(), shown["permalink"]


def form_of(person: Person) -> str:
    """All that the form says."""
    assert person.modal() is not None
    return readable(person.modal())


async def press_in_answer(person: Person, action: str) -> None:
    """Press a button of what `/desk clippings` answers."""
    await person.command(CHANNEL, "/desk clippings")
    await person.click(CHANNEL, person.messages(CHANNEL)[-1]["ts"], action)


async def test_a_manager_exports_edits_and_imports(desk: Stage) -> None:
    kira = desk.person("kira")
    assert "direct message" in ((await kira.command(CHANNEL, "/desk clippings export")).text or "")
    before, _ = await exported(desk, kira)
    assert before.count("[[clippings]]") == 43
    wrong = before.replace('category = "Tabs and sessions"', 'categorie = "Tabs and sessions"', 1)
    line = wrong.splitlines().index('categorie = "Tabs and sessions"') + 1

    await press_in_answer(kira, "clipping:import")
    kira.attach("attachment", "clippings.toml", wrong.encode())
    assert (await kira.submit()).errors == {}
    assert f"line {line}: " in form_of(kira)
    assert "did you mean `category`?" in form_of(kira)
    fields = (kira.modal() or {})["typed"]
    assert not any(state.get("files") for each in fields.values() for state in each.values()), "the wrong file is gone"

    shortened = before.replace("Firefox keeps daily backups", "There are daily backups", 1)
    entry = '[[clippings]]\nname = "Dark mode"\ncategory = ""\ntexts.en = "Try about:addons."\n'
    kira.attach("attachment", "clippings.toml", f"{shortened}\n{entry}".encode())
    assert (await kira.submit()).errors == {}
    assert "“Dark mode”: A category has 1 to 40 characters." in form_of(kira)
    await kira.command(CHANNEL, "/desk clippings lost bookmarks backup")
    assert "Firefox keeps daily" in readable(kira.messages(CHANNEL)[-1]), "nothing is imported by halves"

    mended = entry.replace('""', '"Looks"')
    kira.attach("attachment", "any-name.txt", f"{shortened}\n{mended}".encode())
    assert (await kira.submit()).errors == {}
    assert "1 added, 1 changed, 42 as they were." in form_of(kira)
    await kira.dismiss()
    await desk.person("bea").command(CHANNEL, "/desk clippings lost bookmarks backup")
    assert "There are daily backups" in readable(desk.person("bea").messages(CHANNEL)[-1])
    assert "Dark mode" in (await exported_again(desk, kira))


async def exported_again(desk: Stage, person: Person) -> str:
    """The text of one more file, asked for with the button."""
    there = len(person.messages(person.dm()))
    await press_in_answer(person, "clipping:export")
    await desk.until(lambda: len(person.messages(person.dm())) > there, what="another file")
    return (await exported(desk, person))[0]


async def test_a_file_comes_by_its_link_and_one_that_cannot_be_had_says_why(desk: Stage) -> None:
    kira = desk.person("kira")
    entry = b'[[clippings]]\nname = "Dark mode"\ncategory = "Looks"\ntags = ["Nope"]\ntexts.en = "Try."\n'
    await kira.command(CHANNEL, "/desk clippings import")
    assert "Attach a file" in (await kira.submit()).errors["attachment"]
    for link, why in (
        ("https://example.com/clippings.toml", "no link of a file"),
        (kira.upload("clippings.toml", entry), "I do not see it"),
        (desk.person("max").upload("clippings.toml", entry, CHANNEL), "somebody else"),
        (kira.upload("clippings.toml", b"#" * (1024 * 1024 + 1), CHANNEL), "larger than 1 MB"),
    ):
        kira.fill("file_link", link)
        assert why in "".join((await kira.submit()).errors.values())
    kira.fill("file_link", kira.upload("clippings.toml", entry, CHANNEL))
    assert (await kira.submit()).errors == {}
    assert "1 added, 0 changed, 0 as they were." in form_of(kira)
    assert "does not know these tags: Nope" in form_of(kira)


async def test_for_others_they_are_words_and_a_form_left_open_no_longer_counts(desk: Stage) -> None:
    ana, kira = desk.person("ana"), desk.person("kira")
    for word, person in (("import", ana), ("export", desk.person("mo"))):
        await person.command(CHANNEL, f"/desk clippings {word}")
        assert person.modal() is None
        assert "lipping" in readable(person.messages(CHANNEL)[-1])
    await ana.command(CHANNEL, "/desk clippings")
    assert "clipping:import" not in str(ana.messages(CHANNEL)[-1])

    await kira.command(CHANNEL, "/desk clippings import")
    kira.attach("attachment", "a.toml", b'[[clippings]]\nname = "A"\ncategory = "B"\ntexts.en = "C"\n')
    max_ = desk.person("max")
    await max_.command(CHANNEL, "/desk people")
    await max_.press("member:change", value="U0KIRA")
    max_.fill("role", "volunteer")
    assert (await max_.submit()).errors == {}
    assert "This takes a manager" in "".join((await kira.submit()).errors.values())
    await ana.command(CHANNEL, "/desk clippings")
    assert "*Clippings* · 43" in readable(ana.messages(CHANNEL)[-1])


async def test_without_the_scope_a_manager_is_told_what_is_missing(desk: Stage) -> None:
    app = desk.sandbox.slack.app
    object.__setattr__(app, "scopes", app.scopes - {"files:write"})
    kira = desk.person("kira")
    await kira.command(CHANNEL, "/desk clippings export")
    await desk.told(kira, "lacks the scope files:write")
