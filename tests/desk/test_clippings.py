"""Clippings: who keeps them, what their history holds, who finds them, and which fit."""

from dataclasses import replace
from pathlib import Path
from time import process_time

import pytest

from bot.clippings import ClippingPicture, Wording, filled, merged, own_places
from bot.clippings_file import read, understood, written
from bot.clippings_on_disk import bring_in, lay_first, take_out
from bot.desk.handling.catalogue import change
from bot.desk.writing.bringing_in import import_
from bot.desk.writing.clippings import add, bring_back, edit, history, retire, search
from bot.desk.writing.fitting import found, ranked
from bot.desk.writing.suggesting import suggest
from bot.desk.writing.taking_out import export
from bot.errors import Invalid, Misconfigured, Mistaken, NotAllowed
from bot.programme import Programme
from tests.conftest import MONDAY, ROOT
from tests.desk.world import World

TABS = Wording("Lost tabs", "Tabs", {"en": "Press Ctrl+Shift+T, {name}.", "pt-BR": "Aperte, {name}."}, ("Lost data",))
CRASH = Wording("Crashes", "Trouble", {"en": "Send us the ID from about:crashes."}, ("Crash",), ("stürzt",))


SLOW = Wording(
    "Slow",
    "Trouble",
    {"en": "What is its speed?", "fr": "Quel onglet est gourmand ?", "tr": "Hangi sekme, {name}?"},
    words=("langsam",),
)


async def offered(world: World, typed: str = "") -> list[str]:
    """The names that a volunteer finds."""
    return [each.wording.name for each in await world.ask(search, typed, by="ana")]


async def test_managers_add_edit_retire_and_bring_back_and_the_history_says_so(world: World) -> None:
    clipping = await world.do(add, TABS, by="kira")
    for _ in range(2):
        await world.do(edit, clipping.id, replace(TABS, category="Sessions"), by="max")
    for _ in range(2):
        await world.do(retire, clipping.id, by="kira")
    assert await offered(world) == []
    for _ in range(2):
        await world.do(bring_back, clipping.id, by="max")
    assert await offered(world) == ["Lost tabs"]
    shown, changes = await world.ask(history, clipping.id, by="kira")
    assert shown.wording.category == "Sessions"
    assert [(each.kind, each.by) for each in reversed(changes)] == [
        ("added", "U0KIRA"),
        ("edited", "U0MAX"),
        ("retired", "U0KIRA"),
        ("brought back", "U0MAX"),
    ]
    assert changes[2].before == {"category": "Tabs"}


async def test_the_history_keeps_what_each_changed_field_said(world: World) -> None:
    clipping = await world.do(add, CRASH, by="kira")
    texts = {**CRASH.texts, "it": "Ciao"}
    await world.do(edit, clipping.id, replace(CRASH, tags=("Sync",), words=(), texts=texts), by="max")
    _, changes = await world.ask(history, clipping.id, by="kira")
    assert changes[0].before == {"tags": ["Crash"], "words": ["stürzt"], "texts": {"it": ""}}


@pytest.mark.parametrize("name", ["bea", "ana", "mo"])
async def test_nobody_else_changes_them(world: World, name: str) -> None:
    clipping = await world.do(add, TABS, by="kira")
    for verb, more in ((add, (CRASH,)), (edit, (clipping.id, CRASH)), (retire, (clipping.id,))):
        with pytest.raises(NotAllowed):
            await world.do(verb, *more, by=name)
    assert await offered(world) == ["Lost tabs"]


@pytest.mark.parametrize(
    ("wrong", "field"),
    [
        (replace(CRASH, name=" "), "name"),
        (replace(CRASH, name="lost TABS"), "name"),
        (replace(CRASH, category="c" * 41), "category"),
        (replace(CRASH, texts={"de": "Hallo"}), "text:en"),
        (replace(CRASH, texts={"en": "Hi", "Deutsch!": "Hallo"}), "language"),
        (replace(CRASH, tags=("Crahs",)), "tags"),
        (replace(CRASH, words=("w" * 1500, "v" * 1500)), "words"),
    ],
)
async def test_what_cannot_be_kept_is_refused_beside_its_field(world: World, wrong: Wording, field: str) -> None:
    await world.do(add, TABS, by="kira")
    with pytest.raises(Invalid) as refusal:
        await world.do(add, wrong, by="kira")
    assert refusal.value.field == field
    assert await offered(world) == ["Lost tabs"]


async def test_they_are_found_by_all_words_typed_also_when_one_is_mistyped(world: World) -> None:
    for wording in (TABS, CRASH):
        await world.do(add, wording, by="kira")
    assert await offered(world, "tabs") == ["Lost tabs"]
    assert await offered(world, "STÜRZT") == ["Crashes"]
    assert await offered(world, "crashse") == ["Crashes"]
    assert await offered(world, "tabs crash") == []


async def test_they_are_found_by_what_they_say_in_any_language_and_tell_in_which(world: World) -> None:
    await world.do(add, CRASH, by="kira")
    await world.do(add, SLOW, by="kira")

    async def languages(typed: str) -> list[tuple[str, str]]:
        return [(each.wording.name, each.found_in) for each in await world.ask(search, typed, by="ana")]

    assert await languages("onglet") == [("Slow", "fr")]
    assert await languages("onglett gourmand") == [("Slow", "fr")]
    assert await languages("sekme") == [("Slow", "tr")]
    assert await languages("speed") == [("Slow", "en")]
    assert await languages("") == [("Crashes", "en"), ("Slow", "en")]
    assert await languages("onglet sekme") == []


def test_the_language_falls_back_to_another_variety_and_then_to_english() -> None:
    assert TABS.language_for("pt-BR") == TABS.language_for("pt") == TABS.language_for("pt-PT") == "pt-BR"
    assert TABS.language_for("fr") == TABS.language_for("") == "en"


def test_name_and_signature_are_filled_in_and_the_rest_is_left_to_a_person() -> None:
    text = "Hi {name}, see {article} {signature}"
    assert filled(text, customer="Lena") == "Hi Lena, see {article}"
    assert filled(text, customer="Lena", signature="^an") == "Hi Lena, see {article} ^an"


@pytest.mark.parametrize(
    ("written", "signed", "unsigned"),
    [
        ("Try F5. — {signature}, Mozilla", "Try F5. — ^an, Mozilla", "Try F5. — Mozilla"),
        ("Try F5.\n– {signature}", "Try F5.\n– ^an", "Try F5."),
        ("{signature} says: F5-", "^an says: F5-", "says: F5"),
    ],
)
def test_a_signature_stands_where_the_clipping_has_its_place(written: str, signed: str, unsigned: str) -> None:
    assert filled(written, customer="Lena", signature="^an") == signed
    assert filled(written, customer="Lena") == unsigned


def test_own_places_are_asked_for_and_values_go_where_they_belong() -> None:
    text = "Hi {name}, is {version} on {my phone} newer than {version}? {article} {signature}"
    assert own_places(text) == ("version", "my phone")
    assert merged(text, {"version": "142", "my phone": " ", "name": "", "other": "x"}) == text.replace(
        "{version}", "142"
    )
    assert merged("{version} {device}", {"version": "{device}", "device": "a phone"}) == "{device} a phone"


def test_what_the_customer_said_comes_first_then_tags_then_what_helped() -> None:
    tabs, crash = ClippingPicture(1, TABS), ClippingPicture(2, CRASH)
    both = [tabs, crash]
    assert ranked(both, said="Firefox stürzt ab", tags=(), areas=(), language="de") == [crash, tabs]
    assert ranked(both, said="", tags=["Crash"], areas=()) == [crash, tabs]
    assert ranked(both, said="", tags=(), areas=()) == [tabs, crash]
    helped = replace(crash, used=9, solved=8)
    assert ranked([tabs, helped], said="", tags=(), areas=()) == [helped, tabs]
    reopened = replace(crash, used=9, solved=8, reopened=8)
    assert ranked([tabs, reopened], said="", tags=(), areas=()) == [tabs, reopened]
    assert found(both, "aperte", language="pt") == [tabs]


async def test_the_shipped_set_is_brought_in_once_and_stays_as_managers_left_it(
    world: World, programme: Programme
) -> None:
    shipped = read(ROOT / "clippings.toml")
    for _ in range(2):
        await lay_first(world.database, ROOT / "desk.toml", programme, now=MONDAY)
    first, *others = await world.ask(search, by="ana")
    assert len(others) == len(shipped) - 1
    await world.do(retire, first.number, by="kira")
    await lay_first(world.database, ROOT / "desk.toml", programme, now=MONDAY)
    assert len(await offered(world)) == len(others)


async def test_what_is_exported_is_read_in_again(world: World, programme: Programme, tmp_path: Path) -> None:
    kept = await world.do(add, TABS, by="kira")
    await world.do(add, replace(CRASH, texts={"en": 'Say "hi"\n\\o/ \x7f …'}), by="kira")
    path = tmp_path / "out.toml"
    path.write_text(await take_out(world.database), encoding="utf-8")
    assert (await bring_in(world.database, path, programme, now=MONDAY)).changed == 0
    await world.do(retire, kept.id, by="kira")
    path.write_text(
        written([*(each.wording for each in read(path)), replace(TABS, name="New", tags=("No such",))]),
        encoding="utf-8",
    )
    done = await bring_in(world.database, path, programme, now=MONDAY)
    assert (done.added, done.changed, done.unknown_tags) == (1, 1, ("No such",))
    assert set(await offered(world)) == {"Lost tabs", "Crashes", "New"}


async def test_tags_that_managers_added_or_retired_survive_an_export_and_its_import(
    world: World, programme: Programme, tmp_path: Path
) -> None:
    await world.do(change, add="Foldables", by="kira")
    await world.do(change, add="Old phones", by="kira")
    await world.do(add, replace(TABS, tags=("Foldables", "Old phones")), by="kira")
    await world.do(change, retire=["Old phones"], by="kira")
    path = tmp_path / "out.toml"
    path.write_text(await take_out(world.database), encoding="utf-8")
    done = await bring_in(world.database, path, programme, now=MONDAY)
    assert (done.added, done.changed, done.unknown_tags) == (0, 0, ())
    path.write_text(written([replace(TABS, name="New", tags=("foldables", "Old phones"))]), encoding="utf-8")
    done = await bring_in(world.database, path, programme, now=MONDAY)
    assert (done.added, done.unknown_tags) == (1, ("Old phones",))
    (new,) = await world.ask(search, "new", by="ana")
    assert new.wording.tags == ("Foldables",)


async def test_a_wrong_file_changes_nothing_and_says_what_is_wrong(
    world: World, programme: Programme, tmp_path: Path
) -> None:
    path = tmp_path / "wrong.toml"
    path.write_text(written([TABS, replace(CRASH, texts={"de": "Hallo"})]), encoding="utf-8")
    with pytest.raises(Misconfigured, match=r"Crashes.*English"):
        await bring_in(world.database, path, programme, now=MONDAY)
    assert await offered(world) == []
    path.write_text('[[clippings]]\nname = "A"\ncategory = "B"\ntext = "C"\n', encoding="utf-8")
    with pytest.raises(Misconfigured, match=r"line 4.*texts"):
        await bring_in(world.database, path, programme, now=MONDAY)


async def test_every_mistake_of_a_file_is_told_by_its_line(world: World, programme: Programme, tmp_path: Path) -> None:
    path = tmp_path / "wrong.toml"
    long = replace(CRASH, name="Long", category="c" * 41)
    path.write_text("\ufeff" + written([TABS, long, replace(TABS, name=" lost  TABS "), CRASH]), encoding="utf-8")
    begins = path.read_text(encoding="utf-8").splitlines().index('name = "Long"')
    with pytest.raises(Misconfigured) as refusal:
        await bring_in(world.database, path, programme, now=MONDAY)
    first, second = str(refusal.value).splitlines()
    assert first.startswith(f"wrong.toml line {begins}: “Long”: A category has 1 to 40")
    assert second.endswith("The same name stands on line 1 already.")
    assert await offered(world) == []
    path.write_bytes(b'[[clippings]]\nname = "caf\xe9"\n')
    with pytest.raises(Misconfigured, match="line 2: this is no text in UTF-8"):
        await bring_in(world.database, path, programme, now=MONDAY)


async def test_only_managers_import_and_export_and_the_history_names_them(
    world: World, programme: Programme, tmp_path: Path
) -> None:
    path = tmp_path / "in.toml"
    path.write_text(written([TABS]), encoding="utf-8")
    for who in ("bea", "ana", "mo"):
        with pytest.raises(NotAllowed):
            await world.do(import_, read(path), by=who)
        with pytest.raises(NotAllowed):
            await world.do(export, by=who)
    assert await offered(world) == []
    done = await world.do(import_, read(path), by="kira")
    assert (done.added, done.changed, done.unchanged) == (1, 0, 0)
    assert (await world.do(import_, read(path), by="kira")).unchanged == 1
    (kept,) = await world.ask(search, by="ana")
    _, changes = await world.ask(history, kept.number, by="kira")
    assert [(each.kind, each.by) for each in changes] == [("added", "U0KIRA")]


async def test_fifty_clippings_in_twelve_languages_stay_quick(world: World) -> None:
    languages = ("en", "de", "fr", "es", "pt-BR", "tr", "it", "nl", "pl", "id", "ja", "ru")
    for number in range(50):
        texts = {code: f"{code} Hi {{name}}, press Ctrl+Shift+{number} and look again. " * 4 for code in languages}
        await world.do(add, Wording(f"Advice {number}", "Many", texts, words=(f"case{number}",)), by="kira")
    conversation = await world.arrive("it is case33, all tabs and bookmarks are gone " * 5, language="tr")
    took = []
    for typed in ("", "case", "advice 4", "nothing like it") * 25:
        begun = process_time()
        found = await world.ask(suggest, conversation, typed, by="ana")
        took.append(process_time() - begun)
        assert typed or found[0].name == "Advice 33"
    assert sorted(took)[-2] < 0.1


@pytest.mark.parametrize(
    ("content", "told"),
    [
        ("a = " + "[" * 100_000, "brackets within brackets"),
        ("a = " + "9" * 5_000, "holds a number"),
        ("# made by hand\na" + ".a" * 200_000 + " = 1", "line 2: there are more than 1,000 dots in it"),
    ],
)
def test_a_file_that_cannot_be_read_in_reasonable_time_is_a_mistake_like_others(content: str, told: str) -> None:
    began = process_time()
    with pytest.raises(Mistaken) as refused:
        understood(content.encode())
    assert told in refused.value.mistakes[0]
    assert process_time() - began < 5
