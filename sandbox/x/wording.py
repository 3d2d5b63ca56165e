"""How X counts, shortens and marks up the text of a post."""

import re
import string
import unicodedata
from collections.abc import Callable, Iterable
from typing import Any

from twitter_text import extract_urls_with_indices, parse_tweet

from sandbox.x.posts import User

LIMIT = 280
LINK_LENGTH = 23
PLAIN = re.compile("[\u0000-\u00a8\u00aa-\u00ad\u00af-\u10ff\u2000-\u200c\u2010-\u201f…]*")
"""Letters and marks that count 1 each and belong to no emoji, and the ellipsis, which counts 2."""
MENTION = re.compile(r"(?<![\w@/.])@([A-Za-z0-9_]{1,15})(?![\w@])")
HASHTAG = re.compile(r"(?<![\w&/#])#(\w*[^\W\d_]\w*)")
LETTERS = string.digits + string.ascii_letters


def weighted_length(text: str) -> int:
    """Characters as X counts them: Latin and its neighbours 1, other scripts and emoji 2, a link 23.

    Texts of plain letters are counted here, a hundred times as fast; the rest goes through X's own algorithm.
    """
    if PLAIN.fullmatch(text) is None:
        return int(parse_tweet(text).weightedLength)
    composed = unicodedata.normalize("NFC", text).replace("\r\n", "\n")
    found = links(composed)
    shortened: int = sum(end - start - LINK_LENGTH for start, end in (link["indices"] for link in found))
    return len(composed) + composed.count("…") - shortened


def shorten(text: str, limit: int = LIMIT) -> str:
    """The text, cut with an ellipsis where it would be longer than `limit` weighted characters."""
    if weighted_length(text) <= limit:
        return text
    shortest, longest = 0, min(len(text), limit)
    while shortest < longest:
        middle = (shortest + longest + 1) // 2
        if weighted_length(text[:middle].rstrip() + "…") <= limit:
            shortest = middle
        else:
            longest = middle - 1
    return text[:shortest].rstrip() + "…"


def links(text: str) -> list[dict[str, Any]]:
    """The links X sees in a text, with where they begin and end."""
    if "." not in text:
        return []
    found: list[dict[str, Any]] = extract_urls_with_indices(text)
    return found


def handles(text: str) -> list[str]:
    """The handles named in a text, without the @, in order."""
    return MENTION.findall(text)


def on_the_wire(text: str, post_id: int) -> tuple[str, list[dict[str, Any]]]:
    """A written text as the API shows it, and its links as `entities.urls`.

    Links become t.co links; `&`, `<` and `>` are escaped, as X has done since its first API.
    """
    shown, urls, done = "", [], 0
    for number, link in enumerate(links(text)):
        start, end = link["indices"]
        shown += escaped(text[done:start])
        short = f"https://t.co/{short_name(post_id, number)}"
        whole = link["url"] if "://" in link["url"] else f"http://{link['url']}"
        bare = whole.partition("://")[2].removeprefix("www.")
        urls.append(
            {
                "start": len(shown),
                "end": len(shown) + len(short),
                "url": short,
                "expanded_url": whole,
                "display_url": bare if len(bare) <= 27 else f"{bare[:26]}…",
            }
        )
        shown += short
        done = end
    return shown + escaped(text[done:]), urls


def entities_of(
    wire_text: str, urls: list[dict[str, Any]], find_user: Callable[[str], User | None]
) -> dict[str, list[dict[str, Any]]]:
    """`entities` of a post: handles of existing users, hashtags, links. Kinds that do not occur are absent."""
    mentions = [
        {"start": match.start(), "end": match.end(), "username": user.handle, "id": str(user.id)}
        for match in MENTION.finditer(wire_text)
        if (user := find_user(match[1])) is not None
    ]
    hashtags = [{"start": match.start(), "end": match.end(), "tag": match[1]} for match in HASHTAG.finditer(wire_text)]
    found = {"mentions": mentions, "hashtags": hashtags, "urls": urls}
    return {kind: entries for kind, entries in found.items() if entries}


def mentioned_in(entities: dict[str, list[dict[str, Any]]]) -> tuple[int, ...]:
    """Ids of the users whose handles are in a text, each once."""
    return tuple(dict.fromkeys(int(mention["id"]) for mention in entities.get("mentions", [])))


def before_reply(participants: Iterable[User], text: str, *, but: Iterable[User]) -> str:
    """The handles X puts before a reply: everybody in the talk whom the text does not name, without the author."""
    named = {handle.lower() for handle in handles(text)} | {user.handle.lower() for user in but}
    added: list[str] = []
    for user in participants:
        if user.handle.lower() not in named:
            named.add(user.handle.lower())
            added.append(f"@{user.handle} ")
    return "".join(added)


def comparable(text: str) -> str:
    """What is left of a text when capitals and white space do not count: equal texts are duplicates."""
    return " ".join(text.lower().split())


def escaped(text: str) -> str:
    """The three characters that X escapes."""
    return text.replace("&", "&amp;").replace("<", "&lt;").replace(">", "&gt;")


def short_name(post_id: int, number: int) -> str:
    """Ten letters for a t.co link, the same for the same post and place."""
    left = (post_id * 31 + number) * 2_654_435_761 % 62**10
    name = ""
    for _ in range(10):
        left, letter = divmod(left, 62)
        name += LETTERS[letter]
    return name
