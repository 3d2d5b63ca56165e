"""Words as Slack reads them: what strangers wrote made harmless, and times that everybody sees in their own zone."""

import re
import unicodedata
from datetime import UTC, datetime
from typing import Final

ELLIPSIS: Final = "…"
UNSEEN: Final = "\u200b"
"""A zero-width space: put inside `:shortcode:` and `@channel` it takes their meaning and is not seen."""

BIDI = dict.fromkeys([0x061C, 0x200E, 0x200F, *range(0x202A, 0x202F), *range(0x2066, 0x206A)])
"""Unicode's bidi controls, which can turn a whole line around; right-to-left letters need none of them."""
BREAKS = {0x2028: "\n", 0x2029: "\n", 0x0B: "\n", 0x0C: "\n", 0x85: "\n"}
HARMLESS = str.maketrans(BIDI | BREAKS)
COLLEAGUE = re.compile(r"&lt;@([UW][A-Z0-9]{2,})&gt;")
LETTERS: Final = str.maketrans({"&": "&amp;", "<": "&lt;", ">": "&gt;"})

UNPRINTABLE = re.compile(r"[\x00-\x08\x0e-\x1f\x7f-\x9f\ud800-\udfff\ufff9-\ufffb]")
SHORTCODE = re.compile(r":(?=[^\s:]{1,100}:|[\w+'-]{1,100}$)")
"""Also one whose second colon may be ours, where the words end: `{}: 3 arrived`."""
BROADCAST = re.compile(r"@(?=channel|here|everyone|group)", re.IGNORECASE)
STYLE = re.compile(r"(?<!\w)([*_~`])|([*_~`])(?!\w)")
ADDRESS = re.compile(r"https?://[\x21\x23-\x3b\x3d\x3f-\x7b\x7d\x7e]{3,2980}")
"""An address that may stand in a link or behind a button: printable ASCII without what would end the link."""
BRACKET = re.compile(r"<(?!@[UW][A-Z0-9]{2,}>)")
"""One that does not begin a colleague's name."""
UNFINISHED = re.compile(r"(<[^<>]*|&[a-z]{0,4})$")


class Mrkdwn(str):
    """Text in Slack's markup, made only here: whatever a stranger wrote in it has been escaped."""

    __slots__ = ()


def cleaned(text: str) -> str:
    """The same words without bidi controls, unprintable characters and lone surrogates; line ends become one kind."""
    text = text.replace("\r\n", "\n").replace("\r", "\n").translate(HARMLESS)
    return UNPRINTABLE.sub("", text)


def printable(text: str) -> str:
    """The same words without what no program can print: for text that goes back into a form as it was typed."""
    return UNPRINTABLE.sub("", text.replace("\r\n", "\n"))


def escaped(text: str) -> str:
    """The three characters that mean something to Slack, replaced; for text objects of any type."""
    return text.translate(LETTERS)


def safe(text: str, limit: int | None = None) -> Mrkdwn:
    """A stranger's words inside markup: no mention, link, channel, shortcode or style of theirs takes effect.

    `limit` counts what Slack counts: the escaped characters, as UTF-16 units.
    """
    words = escaped(cleaned(text))
    words = SHORTCODE.sub(":" + UNSEEN, words)
    words = BROADCAST.sub("@" + UNSEEN, words)
    words = STYLE.sub(UNSEEN + r"\1\2" + UNSEEN, words)
    return cut(Mrkdwn(words), limit) if limit is not None else Mrkdwn(words)


def with_colleagues(text: Mrkdwn) -> Mrkdwn:
    """Safe words of a colleague or of ours in which another is named: Slack shows who it is."""
    return Mrkdwn(COLLEAGUE.sub(r"<@\1>", text))


def one_line(text: str) -> str:
    """The same words on one line."""
    return " ".join(text.split())


def say(template: str, *words: object) -> Mrkdwn:
    """Our own markup with `{}` for each word: Mrkdwn is taken as it is, everything else is a stranger's and made safe.

    The template is always written out where it is used, never built from somebody's words.
    """
    return Mrkdwn(template.format(*(word if isinstance(word, Mrkdwn) else safe(str(word)) for word in words)))


def ours(text: str, limit: int = 2900) -> Mrkdwn:
    """A sentence of the desk's own, kept to a paragraph.

    It names colleagues and knows no other bracket: one in the words of a network, of a clipping or of somebody who
    typed them means nothing.
    """
    return cut(Mrkdwn(BRACKET.sub("&lt;", text)), limit)


def joined(parts: list[Mrkdwn], gap: str = " · ") -> Mrkdwn:
    """Several pieces of markup with a gap of ours between them; empty ones are left out."""
    return Mrkdwn(gap.join(part for part in parts if part))


def bold(text: str) -> Mrkdwn:
    """Words in bold."""
    return say("*{}*", one_line(text)) if text.strip() else Mrkdwn("")


def person(slack_id: str) -> Mrkdwn:
    """A colleague by Slack id: shown by name, and told when the message is new. Anything else is only text."""
    return Mrkdwn(f"<@{slack_id}>") if re.fullmatch(r"[UW][A-Z0-9]{2,}", slack_id) else safe(slack_id)


def room(slack_id: str, name: str) -> Mrkdwn:
    """A channel by Slack id, which leads there; by its name where the id is not known."""
    return Mrkdwn(f"<#{slack_id}>") if re.fullmatch(r"C[A-Z0-9]{2,}", slack_id) else safe(f"#{name}", 80)


def link(address: str, label: str) -> Mrkdwn:
    """A link with a label; an address that is none, or is too long for a link, leaves the label alone."""
    if not is_address(address):
        return safe(one_line(label))
    return Mrkdwn(f"<{escaped(address)}|{safe(one_line(label)).replace('|', '¦')}>")


def is_address(text: str) -> bool:
    """Whether a text is an address that Slack takes: http or https, at most 3,000 characters."""
    return ADDRESS.fullmatch(text) is not None


def times(count: int, what: str) -> str:
    """So many of something."""
    return f"1 {what}" if count == 1 else f"{count} {what}s"


def when(at: datetime, form: str = "{date_short_pretty}, {time}") -> Mrkdwn:
    """A moment that Slack shows each reader in their own zone; the fallback is in UTC and says so."""
    return Mrkdwn(f"<!date^{int(at.timestamp())}^{form}|{utc(at)}>")


def clock_time(at: datetime) -> Mrkdwn:
    """A moment of today, by the hour, in each reader's zone."""
    return when(at, "{time}")


def utc(at: datetime) -> str:
    """A moment in words where Slack's markup is not read: `2 Mar 2026, 10:00 UTC`."""
    moment = at.astimezone(UTC)
    return f"{moment.day} {moment:%b %Y, %H:%M} UTC"


def size(text: str) -> int:
    """How long Slack finds a text: UTF-16 units, the stricter way to count an emoji."""
    return len(text.encode("utf-16-le", "surrogatepass")) // 2


def shortened(text: str, limit: int) -> str:
    """At most `limit` characters as Slack counts them, ending in an ellipsis when something was left out.

    Cuts between words where one is near, and never inside a letter with its accents or a joined emoji.
    """
    if size(text) <= limit:
        return text
    kept = head(text, limit - 1)
    while kept and (joins(text[len(kept)]) or kept[-1] == "\u200d"):
        kept = kept[:-1]
    space = max(kept.rfind(" "), kept.rfind("\n"))
    if space > len(kept) - 30 and space > len(kept) // 2:
        kept = kept[:space]
    return kept.rstrip() + ELLIPSIS


def cut(text: Mrkdwn, limit: int) -> Mrkdwn:
    """Markup of at most `limit` characters; never ends inside a link, a mention, a time or an escaped character."""
    if size(text) <= limit:
        return text
    kept = UNFINISHED.sub("", head(text, limit - 1))
    return Mrkdwn(kept.rstrip() + ELLIPSIS)


def head(text: str, units: int) -> str:
    """The longest beginning of so many UTF-16 units."""
    kept = text[: max(units, 0)]
    while size(kept) > units:
        kept = kept[: len(kept) - max(1, (size(kept) - units) // 2)]
    return kept


def joins(character: str) -> bool:
    """Whether a character belongs to the one before it: an accent, a joiner, a skin tone, a variation."""
    return (
        unicodedata.combining(character) != 0
        or unicodedata.category(character) in {"Mn", "Me", "Mc"}
        or character in "\u200d\ufe0e\ufe0f"
        or "\U0001f3fb" <= character <= "\U0001f3ff"
        or "\U000e0020" <= character <= "\U000e007f"
    )
