"""How people write commands: with and without #, with names, with plus signs and capitals."""

from time import process_time
from typing import Any, cast

import pytest

from bot.desk.desk import Desk, Who
from bot.errors import Invalid
from bot.slack.typed import without_markup, words_of
from handlers.order import Order, split
from tests.desk.world import World
from tests.handlers.bodies import command
from tests.handlers.conftest import Door


def order(word: str, rest: str) -> Order:
    """A command as it was typed; nothing in these tests goes further than its words."""
    nobody = cast("Any", None)
    return Order(desk=cast("Desk", nobody), who=Who("U0ANA", "key"), client=nobody, trigger="", word=word, rest=rest)


@pytest.mark.parametrize(
    ("typed", "word", "rest"),
    [
        ("", "", ""),
        ("next", "next", ""),
        ("NEXT german", "next", "german"),
        ("  claim   #12 ", "claim", "#12"),
        ("12", "show", "12"),
        ("#12", "show", "#12"),
        ("reply 12 + hold", "reply", "12 + hold"),
        ("reply + hold 12", "reply", "12 + hold"),
        ("Reply+Close #12", "reply", "#12 + close"),
    ],
)
def test_the_first_word_is_the_verb_and_a_number_alone_shows(typed: str, word: str, rest: str) -> None:
    assert split(typed) == (word, rest)


@pytest.mark.parametrize("rest", ["12", "#12", " #12 ", "12 some words", "12: some words", "12, some words"])
def test_numbers_are_read_as_people_write_them(rest: str) -> None:
    assert order("note", rest).number == 12


@pytest.mark.parametrize("rest", ["", "twelve", "12a", "-1", "1" * 30, "#", "٣"])
def test_what_is_no_number_is_asked_for_with_an_example(rest: str) -> None:
    with pytest.raises(Invalid, match="/desk note 12"):
        _ = order("note", rest).number


@pytest.mark.parametrize(
    ("rest", "words"), [("12 uses ESR 128", "uses ESR 128"), ("12: uses 3 tabs", "uses 3 tabs"), ("12", "")]
)
def test_the_words_follow_the_number(rest: str, words: str) -> None:
    assert order("note", rest).words == words


@pytest.mark.parametrize("rest", ["12 <@U0ANA|ana>", "12 <@U0ANA>", "12 to <@U0ANA|ana> please"])
def test_people_are_read_as_slack_escapes_them(rest: str) -> None:
    assert order("assign", rest).person == "U0ANA"


def test_a_name_typed_without_slack_is_asked_for_again() -> None:
    with pytest.raises(Invalid, match="Choose the name"):
        _ = order("assign", "12 @ana").person


def test_markup_is_undone() -> None:
    typed = "<#C12|german> <https://bugzilla.mozilla.org/1|bug> <https://example.org> 1 &lt; 2 &amp; <@U0ANA|ana>"
    assert without_markup(typed) == "#german https://bugzilla.mozilla.org/1 https://example.org 1 < 2 & @ana"
    assert without_markup("<!here> <mailto:a@example.org|a@example.org> &lt;!here&gt;") == "@here a@example.org <!here>"


@pytest.mark.parametrize("opened", ["<#C1|", "<@U1|", "<https://a|"])
def test_markup_that_never_ends_keeps_nobody_waiting(opened: str) -> None:
    began = process_time()
    assert without_markup(opened * 20_000) == opened * 20_000
    assert process_time() - began < 1, "the square of the length takes minutes"


def test_a_note_is_kept_as_it_was_typed_and_its_file_as_it_is_called() -> None:
    file = {"name": "a&amp;b.png", "permalink": "https://volley.slack.com/files/1"}
    typed = {"text": "5 &lt; 6 &amp; <https://bugzilla.mozilla.org/1|a bug> <@U0MO>", "files": [file]}
    said = "5 < 6 & https://bugzilla.mozilla.org/1 <@U0MO>\n📎 a&amp;b.png https://volley.slack.com/files/1"
    assert words_of(typed) == said


async def test_reopening_what_is_open_says_that_nothing_has_changed(door: Door, world: World) -> None:
    number = await world.arrive()
    answer = await door.answer(command(f"reopen {number}"))
    assert answer["text"] == f"#{number} is not closed, so nothing has changed."
    await door.answer(command(f"close {number} resolved"))
    assert "open again, with a fresh card" in (await door.answer(command(f"reopen {number}")))["text"]


async def test_next_takes_the_filters_of_the_list(door: Door, world: World) -> None:
    await world.arrive(priority=9)
    crash = await world.arrive(tags=["Crash"])
    answer = await door.answer(command("next moderated tag:crash page:3"))
    assert f"*#{crash}*" in str(answer["blocks"])
    assert "Did you mean “support”" in (await door.answer(command("next kind:suport")))["text"]


@pytest.mark.parametrize("word", ["show", "open", "history", "claim", "release", "undo", "forum", "why", "reopen"])
async def test_words_where_none_are_taken_are_refused_and_given_back(door: Door, world: World, word: str) -> None:
    number = await world.arrive()
    answer = await door.answer(command(f"{word} {number} he is &lt;furious&gt;"))
    assert answer["text"].startswith(f"`/desk {word} {number}` takes no words behind the number.")
    assert f"/desk {word} {number} he is <furious>" in str(answer["blocks"])
    assert await world.kinds(number) == []


@pytest.mark.parametrize("word", ["mine", "filters", "drafts", "reminders", "home", "settings", "people"])
async def test_what_stands_alone_refuses_what_is_typed_behind_it(door: Door, word: str) -> None:
    answer = await door.answer(command(f"{word} german tag:Crash"))
    assert answer["text"] == f"`/desk {word}` stands alone, with nothing behind it."
    assert f"/desk {word} german tag:Crash" in str(answer["blocks"])


@pytest.mark.parametrize(
    ("typed", "told"),
    [
        (f"hold 1 {'the desktop team ' * 15}", "Keep it under 200 characters"),
        (f"escalate 1 {'he is furious ' * 250}", "3,499 characters; 3,000 fit"),
    ],
)
async def test_words_that_no_field_holds_are_given_back_instead_of_cut(
    door: Door, world: World, typed: str, told: str
) -> None:
    await world.arrive()
    answer = await door.answer(command(typed))
    assert told in answer["text"]
    assert str(answer["blocks"]).count(typed.split(maxsplit=2)[2][:10]) > 10


async def test_tags_and_what_else_a_form_says_are_typed_in_one_line(door: Door, world: World) -> None:
    number = await world.arrive(tags=["Sync"])
    answer = await door.answer(
        command(f"tag {number} Crash, -Sync sentiment:negative kind:praise customer:Troll account")
    )
    assert answer["text"] == (
        f"#{number} is tagged Crash. Kind: praise. Sentiment: negative. About the customer: Troll account."
    )
    answer = await door.answer(command(f"tag {number} -Crash"))
    assert answer["text"] == f"#{number} has no tags now."
    answer = await door.answer(command(f"tag {number} moood:bad"))
    assert "There is no mark `moood:`" in answer["text"]
    assert f"/desk tag {number} moood:bad" in str(answer["blocks"])
