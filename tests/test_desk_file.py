"""A broken desk.toml is refused with the line and what was expected; the shipped one holds the programme."""

from pathlib import Path

import pytest

from bot.desk_file import lines_of
from bot.errors import Misconfigured
from bot.programme import Programme, load

SHIPPED = Path(__file__).parent.parent / "desk.toml"


def line_of(text: str, part: str) -> int:
    return text[: text.index(part)].count("\n") + 1


def refusal(folder: Path, before: str, after: str) -> tuple[str, str]:
    """The refusal of the shipped file with one thing changed, and the line on which it was changed."""
    shipped = SHIPPED.read_text()
    assert before in shipped
    file = folder / "desk.toml"
    file.write_text(shipped.replace(before, after, 1))
    with pytest.raises(Misconfigured) as refused:
        load(file)
    return str(refused.value), f"{file}, line {line_of(shipped, before)}"


@pytest.mark.parametrize(
    ("before", "after", "expected"),
    [
        ("undo_seconds = 20 ", 'undo_seconds = "soon" ', 'times · undo_seconds: expected a whole number, found "soon"'),
        ("claim_minutes = 40 ", "claim_minutes = 0 ", "expected at least 1, found 0"),
        ("untouched_hours = 4 ", "untouched_hour = 4 ", "did you mean `untouched_hours`?"),
        ("private = true\nroles", 'private = "maybe"\nroles', 'expected true or false, found "maybe"'),
        ('stance = "brand"', 'stance = "brandy"', 'expected "locale", "support" or "brand", found "brandy"'),
        ('timezone = "Europe/Berlin"', 'timezone = "Berlin"', "write one such as Europe/Berlin"),
        ("at = 09:00:00", 'at = "nine"', 'expected a time such as 09:00:00, found "nine"'),
        ('default_queue = "unmoderated"', 'default_queue = "unmodded"', 'there is no queue "unmodded"'),
        ('answers_from = "FirefoxSupport"   ', 'answers_from = "Support"   ', 'there is no account "Support"'),
        ('channel = "desk-fr"', 'channel = "desk-de"', '"desk-de" is already taken further up'),
        ('words = ["french"]', 'words = ["Deutsch"]', '"Deutsch" stands for another queue already'),
        ('words = ["french"]', 'words = ["German"]', '"German" stands for another queue already'),
        ('words = ["french"]', 'words = ["in french"]', "write one word, such as german"),
        ('language = ["tr"], kind', 'languages = ["tr"], kind', "did you mean `language`?"),
        ('tags = ["Crash"]', 'tags = ["Crashes"]', 'there is no tag "Crashes"'),
        ('tags = ["Lost data"]', 'tags = "Lost data"', "expected a list in square brackets"),
        ('name = "Deleted"', 'name = "Removed"', 'there is no reason "Deleted"'),
        ('kind = "praise"', 'kind = "applause"', 'there is no kind "applause"'),
        ('search = ["fxhelp"]', 'search = ["help"]', 'there is no search "help"'),
        ('words = ["mozfest", ', 'words = ["moz |fest", ', '"moz |fest" has a bar without a word beside it'),
        (
            'reasons = [\n    "Not sure what to say',
            'reasons = [\n    "NOT NOW',
            '"not now" is already taken further up',
        ),
        (
            'reasons = [\n    "Not sure what to say',
            'reasons = [\n    " ',
            "skip_reasons · number 1: expected a text that says something",
        ),
        ("similar_percent = 90", "similar_percent = 0", "expected at least 1, found 0"),
        ("play_reminder_minutes = 20", "play_reminder_minutes = 40", "expected less than `play_end_minutes`, 40"),
        ("history_recent_days = 7", "history_recent_days = 31", "expected at most `history_days`, 30"),
        ("unanswered = 3", "unanswered = 1", "expected at least 2, found 1"),
        ("\nbug = 'https", "\nbug = '(https", "expected a regular expression"),
        ('care_tags = ["Spammer"', 'care_tags = ["Spamer"', 'there is no customer tag "Spamer"'),
        ("community_handles = []", 'community_handles = ["two words"]', "write a handle, such as fox_helper"),
        ("community_handles = []", 'community_handles = ["@Firefox"]', "@firefox is an account of ours"),
        ("keyholders = []", 'keyholders = "U012"', "expected a list in square brackets"),
        ("daily_budget = 10.0", 'daily_budget = "lots"', 'expected a number, found "lots"'),
        ('needed = "Article', 'needed = "An article', 'there is no tag "An article needed"'),
        ('fr = "fr", es', 'fr = "French", es', "expected a language such as de or pt-BR"),
        ('"^{signature}"', '"{signature}"', "begin with a sign, such as ^ or -, right before {signature}"),
        ('"^{signature}"', '"by {signature}"', "right before {signature}"),
        ('"^{signature}"', '"^"', "expected a text that holds {signature}"),
        ("[style.tr]", "[style.Turkish]", "expected a language, such as [style.de] or [style.pt-BR]"),
        ('tone = "Warm, clear and short, like a friend', 'tone = "" # ', "expected a text that says something"),
        ("escalation = true", "escalation = false", "must say `escalation = true`"),
    ],
)
def test_a_wrong_value_is_refused_with_its_line_and_what_was_expected(
    tmp_path: Path, before: str, after: str, expected: str
) -> None:
    said, place = refusal(tmp_path, before, after)
    if before in {"escalation = true", 'name = "Deleted"'}:
        assert "line" in said
    elif before.startswith("\n"):
        assert f"line {int(place.rsplit(' ', 1)[1]) + 1}:" in said
    else:
        assert said.startswith(f"{place}: ")
    assert expected in said
    assert "\n" not in said


@pytest.mark.parametrize(
    ("after", "expected"),
    [
        ('{ queue = "moderate" }', 'there is no queue "moderate"'),
        ('{ queue = "escalation" }', "managers need a reason and a note"),
        ('{ queue = "moderated", when = { tags = ["Crsh"] } }', 'there is no tag "Crsh"'),
    ],
)
def test_a_click_that_would_move_nowhere_is_refused_on_the_line_of_its_list(
    tmp_path: Path, after: str, expected: str
) -> None:
    said, _ = refusal(tmp_path, '{ queue = "moderated" }', after)
    assert f"line {line_of(SHIPPED.read_text(), 'moves_to = [')}: " in said
    assert expected in said


def test_a_missing_key_is_refused_on_the_line_of_its_table(tmp_path: Path) -> None:
    said, _ = refusal(tmp_path, 'handle = "mozilla_germany"\n', "")
    third = SHIPPED.read_text().split("[[accounts]]")[:3]
    assert f"line {sum(part.count(chr(10)) for part in third) + 1}: accounts · number 3 needs `handle`" in said


@pytest.mark.parametrize(
    ("before", "after", "expected"),
    [
        ('sending = "on"', "sending = on", "expected a text in quotes, a number"),
        ("window = 50", "window 50", "Expected '='"),
        ("[times]", "[times", "Expected ']'"),
        ("claim_minutes = 40 ", "undo_seconds = 40 ", "Cannot overwrite"),
    ],
)
def test_broken_toml_is_refused_with_line_and_column(tmp_path: Path, before: str, after: str, expected: str) -> None:
    said, place = refusal(tmp_path, before, after)
    assert said.startswith(f"{place}, column ")
    assert expected in said


def test_a_misspelt_word_of_a_style_is_told_with_the_one_that_was_meant(tmp_path: Path) -> None:
    said, place = refusal(tmp_path, 'tone = "Warm,', 'tune = "Warm,')
    assert f"{place}: style · en: `tune` is not known here; did you mean `tone`?" in said
    said, _ = refusal(tmp_path, "[style.en]\ntone", "[style.it]\ntone")
    assert "[style.en] is missing" in said


def test_every_mistake_is_told_at_once_in_the_files_order(tmp_path: Path) -> None:
    text = (
        SHIPPED.read_text()
        .replace('plan = "self_serve"', 'plan = "gold"')
        .replace("ping_minutes = 15", "ping_minute = 15")
    )
    (tmp_path / "desk.toml").write_text(text)
    with pytest.raises(Misconfigured) as refused:
        load(tmp_path / "desk.toml")
    lines = str(refused.value).splitlines()
    assert len(lines) == 8
    numbers = [int(line.split("line ")[1].split(":")[0]) for line in lines]
    assert numbers == sorted(numbers)
    assert "did you mean `ping_minutes`?" in lines[-1]


@pytest.mark.parametrize("tag", ["""']"',""", '"""\\"[""",', '"""\n"Quoted"""",', "'''\n'Quoted'''',"])
def test_a_list_over_several_lines_does_not_shift_what_follows(tmp_path: Path, tag: str) -> None:
    begun = f"customer_tags = [ # people, not [[topics]]\n  {tag}\n\n"
    text = SHIPPED.read_text().replace("customer_tags = [", begun)
    text = text.replace("ping_minutes", "ping_minute")
    (tmp_path / "desk.toml").write_text(text)
    with pytest.raises(Misconfigured) as refused:
        load(tmp_path / "desk.toml")
    assert f"desk.toml, line {line_of(text, 'ping_minute')}: " in str(refused.value)


def test_files_that_cannot_be_read_say_what_to_do(tmp_path: Path) -> None:
    with pytest.raises(Misconfigured, match="set DESK_FILE"):
        load(tmp_path / "nowhere.toml")
    (tmp_path / "latin.toml").write_bytes(b'name = "x"\nteam = "caf\xe9"\n')
    with pytest.raises(Misconfigured, match="line 2: this is not UTF-8"):
        load(tmp_path / "latin.toml")
    (tmp_path / "empty.toml").write_text("")
    with pytest.raises(Misconfigured, match="line 1: the file needs `name`"):
        load(tmp_path / "empty.toml")


def test_the_shipped_programme_is_mozillas(programme: Programme) -> None:
    assert [account.handle for account in programme.accounts] == [
        "Firefox",
        "FirefoxSupport",
        "mozilla_germany",
        "mozilla_france",
        "firefox_es",
        "FirefoxBrasil",
        "FirefoxTurkiye",
        "FirefoxAndroid",
        "FirefoxFocus",
        "FirefoxKlar",
    ]
    assert [reason.name for reason in programme.reasons] == [
        "Acknowledged",
        "Bug filed",
        "Could not resolve",
        "Deleted",
        "Language not supported",
        "Moved to forum",
        "No need to reply",
        "Resolved",
        "User didn't respond",
    ]
    proposed = {tag.name for tag in programme.tags if tag.closes_as == "No need to reply"}
    assert proposed == {
        "No Action Taken",
        "Community",
        "Controversial",
        "Fan Love",
        "MozFest",
        "News/Press Release",
        "Social Support/AoA",
        "Staff/Employee",
    }
    assert programme.queue(programme.default_queue).roles == "moderator"
    assert [slot.timezone for slot in programme.standups] == ["Europe/Berlin", "America/Los_Angeles"]


def test_unlimited_is_a_budget(tmp_path: Path) -> None:
    (tmp_path / "desk.toml").write_text(
        SHIPPED.read_text().replace("daily_budget = 10.0", 'daily_budget = "unlimited"')
    )
    assert load(tmp_path / "desk.toml").account("@firefox").daily_budget is None


def test_the_lines_of_an_enormous_text_are_counted_in_one_go() -> None:
    text = 'first = """\n' + "a line\n" * 100_000 + '"""\nsecond = 1\n'
    assert lines_of(text).of == {("first",): 1, ("second",): 100_003}
