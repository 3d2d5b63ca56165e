"""What a clipping, a saved reply, is: its words in each language, filled in for a customer, as the desk hands it on."""

import re
from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime

from bot.articles import ARTICLE
from bot.text import PLACEHOLDER, clean_line, holds_link, placeholders

FALL_BACK = "en"
"""The language every clipping has, and the one that stands in where another is missing."""

NAME = "{name}"
SIGNATURE = "{signature}"
UNNAMED = re.compile(r",?[ \t]*\{name\}")
UNSIGNED = re.compile(r"\{signature\}(?:,[ \t]*)?")
FILLED_ELSEWHERE = frozenset({NAME, ARTICLE, SIGNATURE})
"""Placeholders that are filled in for a person, or from a menu of their own."""

MOST_VALUES = 10
"""For how many of a clipping's own placeholders a form asks; more are filled in where they stand."""

LONGEST_NAME = 40


@dataclass(frozen=True)
class Wording:
    """A clipping as it is written down. `texts` are by language; `tags` and `words` say what it is for.

    `article` is the slug of the knowledge base's article that its {article} links to; without one a person fills it in.
    """

    name: str
    category: str
    texts: Mapping[str, str]
    tags: tuple[str, ...] = ()
    words: tuple[str, ...] = ()
    article: str = ""

    def language_for(self, language: str) -> str:
        """The language it is said in to somebody who speaks this one: theirs, another variety of it, else English."""
        wanted = language.casefold()
        for known in self.texts:
            if known.casefold() == wanted:
                return known
        same = (known for known in self.texts if known.casefold().split("-")[0] == wanted.split("-")[0])
        return next(same, FALL_BACK if FALL_BACK in self.texts else next(iter(self.texts)))


@dataclass(frozen=True)
class InFile:
    """A clipping in a file, and the line on which it begins."""

    wording: Wording
    line: int


@dataclass(frozen=True)
class BroughtIn:
    """What reading a file of clippings did, and the tags it names that the catalogue does not know."""

    added: int = 0
    changed: int = 0
    unchanged: int = 0
    unknown_tags: tuple[str, ...] = ()


@dataclass(frozen=True)
class ClippingPicture:
    """A clipping with what became of the replies that were begun from it. `retired` ones are offered no more.

    `article_gone` when the article that it links to has vanished; `found_in` is the language of the text that a search
    was about.
    """

    number: int
    wording: Wording
    retired: bool = False
    used: int = 0
    solved: int = 0
    reopened: int = 0
    edited: int = 0
    article_gone: bool = False
    found_in: str = FALL_BACK


@dataclass(frozen=True)
class Suggestion:
    """A clipping for a customer: in which language it would be said, and how."""

    number: int
    name: str
    language: str
    is_theirs: bool
    """Whether that is the customer's language, or nobody knows theirs."""
    text: str
    article_gone: bool = False
    """Whether the article that it links to has vanished."""


@dataclass(frozen=True)
class ChangePicture:
    """One line of a clipping's history; `before` is what the fields that were changed said until then."""

    number: int
    kind: str
    by: str | None
    at: datetime
    before: Mapping[str, object] = field(default_factory=dict)


def filled(text: str, *, customer: str, article: str = "", signature: str = "") -> str:
    """A clipping's words with the customer's name, the signature and, if there is one, an article's link in place;
    other places stay, for a person to fill in.

    Where a customer has no name to call them by its place is closed: “Hi {name}, try” is “Hi, try”. So is that of a
    signature for a member without one, with the comma behind it and the dash before it.
    """
    named = text.replace(NAME, customer) if customer else UNNAMED.sub("", text).lstrip(" ,:!")
    signed = named.replace(SIGNATURE, signature) if signature else UNSIGNED.sub("", named).rstrip(" \t\n-–—")
    return signed.replace(ARTICLE, article or ARTICLE).strip()


def own_places(text: str) -> tuple[str, ...]:
    """What a text still asks its author for, such as `version` for {version}; each once, in their order."""
    return tuple(each.strip("{}") for each in placeholders(text) if each not in FILLED_ELSEWHERE)


def merged(text: str, values: Mapping[str, str]) -> str:
    """A text with the values that its author gave for its own placeholders; those without one stay."""
    asked = {f"{{{place}}}": value for place, value in values.items() if value.strip()}
    return PLACEHOLDER.sub(lambda found: asked.get(found[0], found[0]), text)


def addressed(name: str, handle: str) -> str:
    """What a customer is called in a reply: the name they gave themselves, unless it would mention somebody, be a link,
    or leave a placeholder; then the name of their account, which a store lets them choose as freely; else "".
    """
    return next((each for each in (clean_line(name), clean_line(handle.removeprefix("@"))) if may_be_said(each)), "")


def may_be_said(name: str) -> bool:
    """Whether a name can stand in what we say in public."""
    return (
        0 < len(name) <= LONGEST_NAME
        and not set("@#<").intersection(name)
        and not (holds_link(name) or placeholders(name))
    )
