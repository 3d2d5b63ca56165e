"""Strangers' words: nothing of theirs takes effect, and nothing of ours is cut in half."""

import pytest

from bot.slack.words import UNSEEN, Mrkdwn, cleaned, cut, link, person, safe, say, shortened, size, when
from tests.slack.judges import judge_markup
from tests.slack.samples import NOW


@pytest.mark.parametrize(
    "text",
    [
        "<!channel>",
        "<@U0ANA>",
        "@here",
        "@Channel",
        ":tada:",
        "<https://evil.example|bank>",
        "<!subteam^S1>",
        ":a:b:c:",
    ],
)
def test_nothing_of_a_strangers_takes_effect(text: str) -> None:
    judge_markup(safe(text))
    judge_markup(say("They said {}", text))


def test_markup_of_ours_is_kept_and_a_strangers_escaped_in_one_sentence() -> None:
    line = say("{} told {}", person("U0ANA"), "<!here> & co")
    assert line == "<@U0ANA> told &lt;!here&gt; &amp; co"


def test_only_slack_ids_become_mentions() -> None:
    assert person("U0ANA") == "<@U0ANA>"
    assert person("!channel") == "!channel"
    assert "<" not in person("<!channel>")


def test_bidi_controls_go_and_right_to_left_letters_stay() -> None:
    assert cleaned("\u202eabc\u2069 مرحبا") == "abc مرحبا"


def test_a_family_is_never_torn_apart() -> None:
    family = "👨‍👩‍👧‍👦"
    for limit in range(2, size(family) + 3):
        assert shortened(f"a{family}bcdef", limit) in {"…", "a…", f"a{family}…", f"a{family}b…"}


def test_shortening_counts_emoji_as_slack_does() -> None:
    assert size(shortened("🔥" * 400, 100)) <= 100
    assert shortened("short", 100) == "short"


def test_cutting_markup_never_leaves_half_a_mention_or_entity() -> None:
    text = say("{} {} {}", person("U0ANA"), "<<<", when(NOW))
    for limit in range(1, len(text) + 1):
        judge_markup(cut(text, limit))


def test_links_take_addresses_only() -> None:
    assert link("https://x.com/a?b=1&c=2", "the | post") == "<https://x.com/a?b=1&amp;c=2|the ¦ post>"
    assert link("javascript:alert(1)", "x") == "x"
    assert link("https://x.com/>|<!channel>", "x") == "x"


def test_times_are_shown_in_everybodys_own_zone_with_utc_to_fall_back_on() -> None:
    stamp = int(NOW.timestamp())
    assert when(NOW) == f"<!date^{stamp}^{{date_short_pretty}}, {{time}}|2 Mar 2026, 10:00 UTC>"


def test_markup_stays_markup_only_where_it_was_made() -> None:
    assert isinstance(safe("x"), Mrkdwn)
    assert not isinstance(safe("x").upper(), Mrkdwn)


def test_no_shortcode_comes_about_where_a_strangers_words_meet_ours() -> None:
    assert ":smile:" not in say("{}: 3 arrived", "so :smile")
    assert say("{} today", "at 12:30").replace(UNSEEN, "") == "at 12:30 today"
