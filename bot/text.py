"""Strangers' and our own texts: cleaning, lengths as each network counts them, placeholders left over."""

import re
import unicodedata

from emoji import EMOJI_DATA, emojize
from twitter_text import extract_urls, parse_tweet

BIDI = "\u061c\u200e\u200f\u202a-\u202e\u2066-\u2069"
"""Marks that reorder what follows them; a stranger could turn the rest of a card around."""
MEANINGLESS = re.compile(rf"[{BIDI}\x00-\x08\x0e-\x1f\x7f-\x9f\ufeff]")
"""What is taken out of texts: those marks, and controls save the tab, which is blank space, and ends of lines."""

CHAIN = re.compile(r"(?<![^\s./?#])(?:[^\s./?#]++\.){26,}")
"""More labels with dots between than the name of any host has."""

LINE_ENDS = re.compile(r"\r\n?|[\u0085\u2028\u2029\v\f]")
BLANKS = re.compile(r"[^\S\n]+")
EMPTY_LINES = re.compile(r"\n{3,}")
HTML_TAG = re.compile(r"</?[A-Za-z][^<>]*>|<!--.*?(?:-->|$)", re.DOTALL)
SHORTCODE = re.compile(r"(?:(?<![0-9]):|:(?![0-9]+:))([a-z0-9_+'-]{1,60}):(?::skin-tone-([2-6]):)?")
"""As Slack writes an emoji; figures between figures are a time of day."""
FLAG = re.compile(r"flag-([a-z]{2})")
SLACKS_OWN = {"simple_smile": "🙂", "face_palm": "🤦"}
PLACEHOLDER = re.compile(r"\{[^\W\d][\w -]{0,39}\}")


def clean(text: str) -> str:
    """A stranger's text without what could disturb others: bidi marks, control characters, floods of blank space.

    Line breaks stay (at most one empty line between two), joiners inside emoji and Persian words stay, half surrogates
    become the replacement character. Cleaning twice changes nothing.
    """
    text = text.encode("utf-16", "surrogatepass").decode("utf-16", "replace")
    text = MEANINGLESS.sub("", LINE_ENDS.sub("\n", text))
    lines = (BLANKS.sub(" ", line).strip() for line in text.split("\n"))
    return EMPTY_LINES.sub("\n\n", "\n".join(lines)).strip()


def clean_line(text: str, limit: int | None = None) -> str:
    """A stranger's name or title: cleaned, on one line, at most `limit` characters."""
    line = " ".join(clean(text).split("\n"))
    return line if limit is None else shortened(line, limit)


def says_nothing(text: str) -> bool:
    """Whether a text shows nothing to anybody: blank space, controls, and characters of no width."""
    return all(unicodedata.category(letter)[0] in "ZC" for letter in text)


def shortened(text: str, limit: int) -> str:
    """The text, or its beginning and an ellipsis, in at most `limit` characters."""
    return text if len(text) <= limit else text[: limit - 1].rstrip() + "…"


def weighted_length(text: str) -> int:
    """How long X finds a text: links count 23, most scripts 1, Chinese, Japanese, Korean and emoji 2 a character.

    Source: X, "Counting characters"; the limit is 280.
    """
    return int(parse_tweet(countable(text)).weightedLength)


def holds_link(text: str) -> bool:
    """Whether X takes something in a text for a link, which makes the post dearer: a bare firefox.com is one too."""
    return bool(extract_urls(countable(text)))


def countable(text: str) -> str:
    """The text with commas in endless chains of dots: a path stays as long, and what no host is called is none.

    X's expressions take the square of a chain: 1,500 labels, which a form holds, keep everybody waiting for half a
    minute.
    """
    return CHAIN.sub(lambda chain: chain[0].replace(".", ","), text)


def utf16_length(text: str) -> int:
    """How long a text is in UTF-16 units, as Java, JavaScript and several shops' limits count."""
    return len(text.encode("utf-16-le", "surrogatepass")) // 2


def html_tags(text: str) -> tuple[str, ...]:
    """What a reader of HTML would take for its own and swallow: `<b>`, `</p>`, `<!-- … -->`; never `a < b` or `<3`."""
    return tuple(HTML_TAG.findall(text))


def placeholders(text: str) -> tuple[str, ...]:
    """The placeholders nobody filled in, such as `{name}`, each once, in their order."""
    return tuple(dict.fromkeys(PLACEHOLDER.findall(text)))


def with_emoji(text: str) -> str:
    """The text with Slack's shortcodes as the emoji they stand for, `:tada:` as 🎉, `:+1::skin-tone-3:` as 👍🏼.

    What stands for no emoji stays as it was typed: a workspace's own `:firefox:`, the `:30:` in 12:30:45.
    """
    return SHORTCODE.sub(lambda found: emoji_named(found[1], found[2]) or found[0], text)


def unknown_shortcodes(text: str) -> tuple[str, ...]:
    """What looks like an emoji's name and is none outside the workspace, such as `:firefox:`; each once."""
    left = (found[0] for found in SHORTCODE.finditer(with_emoji(text)) if not found[1].isdigit())
    return tuple(dict.fromkeys(left))


def emoji_named(name: str, tone: str | None = None) -> str:
    """The emoji of this name in Slack, in a skin tone from 2 to 6 where it has one; empty for no emoji's name."""
    flag = FLAG.fullmatch(name)
    if flag:
        letters = "".join(chr(0x1F1E6 + ord(letter) - ord("a")) for letter in flag[1])
        return letters if letters in EMOJI_DATA else ""
    spelt = re.sub(r"^(fe)?male-", lambda found: "woman-" if found[1] else "man-", name)
    for each in (name, spelt.replace("-", "_")):
        found = SLACKS_OWN.get(each) or emojize(f":{each}:", language="alias")
        if not found.startswith(":"):
            toned = found.rstrip("\ufe0f") + chr(0x1F3FB + int(tone) - 2) if tone else found
            return toned if toned in EMOJI_DATA else found
    return ""
