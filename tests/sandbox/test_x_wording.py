"""How X counts, cuts and marks up texts."""

from hypothesis import given
from hypothesis import strategies as st
from twitter_text import parse_tweet

from sandbox.server import Sandbox
from sandbox.x.wording import on_the_wire, shorten, weighted_length

PIECES = st.sampled_from(
    [
        "a",
        "é",
        "e\u0301",
        " ",
        "\r\n",
        "…",
        "狐",
        "🦊",
        "👩🏽‍💻",
        "ñ",
        "ш",
        "ع",
        "ก",
        "©",
        "1️⃣",
        "—",
        "€",
        "\u200d",
        "한",
        "mozilla.org",
        "https://support.mozilla.org/kb/x?a=1&b=2",
        "@Firefox",
        "#fxhelp",
        ".",
        "http://",
        "a.b",
        "café.fr",
    ]
)


@given(st.lists(PIECES, max_size=60).map("".join))
def test_the_quick_count_agrees_with_xs_own(text: str) -> None:
    assert weighted_length(text) == parse_tweet(text).weightedLength


@given(st.lists(PIECES, max_size=200).map("".join))
def test_a_cut_text_fits_and_an_uncut_one_is_untouched(text: str) -> None:
    cut = shorten(text)
    assert weighted_length(cut) <= 280
    assert cut == text or cut.endswith("…")


def test_links_become_short_ones_and_three_characters_are_escaped() -> None:
    wire, urls = on_the_wire("a < b & see https://mozilla.org/x?a=1&b=2 > mozilla.org", 77)
    assert wire.startswith("a &lt; b &amp; see https://t.co/")
    assert [wire[url["start"] : url["end"]] for url in urls] == [url["url"] for url in urls]
    assert [url["expanded_url"] for url in urls] == ["https://mozilla.org/x?a=1&b=2", "http://mozilla.org"]
    assert urls[0]["url"] != urls[1]["url"]


async def test_only_handles_of_users_who_exist_are_mentions(sandbox: Sandbox) -> None:
    marta = sandbox.x.customer("Marta")
    post = sandbox.x.find(marta.post("@firefox, @nobody_here mail me@firefox.com @FirefoxSupportX @FirefoxSupport!"))
    assert [mention["username"] for mention in post.entities["mentions"]] == ["Firefox", "FirefoxSupport"]


async def test_a_reply_goes_to_everybody_in_the_talk_once(sandbox: Sandbox) -> None:
    marta, zoe = sandbox.x.customer("Marta"), sandbox.x.customer("Zoe")
    asked = marta.post("@Firefox @FirefoxSupport it broke")
    answer = zoe.post("hi @marta, try a refresh", in_reply_to=asked)
    again = marta.post("thanks", in_reply_to=answer)
    assert sandbox.x.find(answer).wire_text == "@Firefox @FirefoxSupport hi @marta, try a refresh"
    assert sandbox.x.find(again).wire_text == "@Zoe @Firefox @FirefoxSupport thanks"
    assert sandbox.x.find(again).text == "thanks"
