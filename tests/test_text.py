"""Texts: what cleaning takes away and leaves, and how lengths are counted."""

from time import process_time

import pytest
from hypothesis import given
from hypothesis import strategies as some

from bot.text import (
    clean,
    clean_line,
    holds_link,
    placeholders,
    shortened,
    unknown_shortcodes,
    utf16_length,
    weighted_length,
    with_emoji,
)


def test_bidi_marks_and_controls_go_and_emoji_and_persian_stay() -> None:
    assert clean("a\u202egnp.exe\u2066\u200f b\x00\x1b[31m") == "agnp.exe b[31m"
    assert clean("👩‍👩‍👧 🏴󠁧󠁢󠁥󠁮󠁧󠁿 می‌خواهم") == "👩‍👩‍👧 🏴󠁧󠁢󠁥󠁮󠁧󠁿 می‌خواهم"


def test_blank_space_is_calmed_and_lines_stay() -> None:
    assert clean("  one\r\n\r\n\r\n\r\ntwo\t\t three\u2028four ") == "one\n\ntwo three\nfour"
    assert clean_line("Eve\n<!channel>") == "Eve <!channel>"
    assert clean_line("x" * 300, 10) == "x" * 9 + "…"


def test_half_a_surrogate_can_be_stored() -> None:
    assert clean("a\ud83db").encode("utf-8") == "a\ufffdb".encode()
    assert clean("\ud83d\ude00") == "😀"


@given(some.text(some.characters(codec=None)))
def test_cleaning_twice_changes_nothing_and_can_always_be_stored(text: str) -> None:
    once = clean(text)
    assert clean(once) == once
    assert "\x00" not in once
    once.encode("utf-8")


@pytest.mark.parametrize(
    ("text", "length"),
    [
        ("Hello", 5),
        ("é", 1),
        ("日本", 4),
        ("👨‍👩‍👧‍👦", 2),
        ("See https://support.mozilla.org/kb/a-very-long-address-that-x-will-shorten-anyway", 27),
        ("a" * 280, 280),
    ],
)
def test_length_is_the_one_x_counts(text: str, length: int) -> None:
    assert weighted_length(text) == length


def test_other_lengths() -> None:
    assert utf16_length("a😀") == 3
    assert shortened("four", 4) == "four"
    assert shortened("fifth", 4) == "fif…"


def test_placeholders_left_over_are_found_once_each() -> None:
    assert placeholders("Hi {name}, see {article} or {name}") == ("{name}", "{article}")
    assert placeholders("a = {1, 2}; {} is fine, so is { }") == ()


@pytest.mark.parametrize(
    ("typed", "shown"),
    [
        ("Thanks:tada: :+1::skin-tone-3:", "Thanks🎉 👍🏼"),
        (":flag-de: :man-shrugging: :simple_smile: :heart:", "🇩🇪 🤷‍♂️ 🙂 ❤️"),
        ("at 12:30:45, 10:100:1, :firefox: and about:config", "at 12:30:45, 10:100:1, :firefox: and about:config"),
    ],
)
def test_shortcodes_become_emoji_and_what_is_none_stays(typed: str, shown: str) -> None:
    assert with_emoji(typed) == shown
    assert unknown_shortcodes(typed) == ((":firefox:",) if "firefox" in typed else ())


@pytest.mark.parametrize("piece", ["a.", "漢.", "www.", "x.com/漢.", "a." * 25 + " ", "a." * 25 + "/", "a" * 50])
def test_endless_dots_keep_nobody_waiting(piece: str) -> None:
    text = (piece * 1500)[:3000]
    began = process_time()
    assert weighted_length(text) > 280
    holds_link(text)
    assert process_time() - began < 5


@pytest.mark.parametrize(
    "tail", ["a.b?versions=115.0.1,128.0.2", "1." * 40 + "html", "?v=" + "1." * 40 + "0", "漢." * 40]
)
def test_a_path_with_many_dots_is_part_of_one_link(tail: str) -> None:
    assert holds_link(f"https://support.mozilla.org/{tail}")
    if tail.isascii():
        assert weighted_length(f"See https://support.mozilla.org/{tail}") == 4 + 23
