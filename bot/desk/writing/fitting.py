"""Which clippings fit: what was typed to find one, then the conversation's words and tags, then what helped before."""

import math
import re
from collections import Counter
from collections.abc import Collection, Iterable, Sequence
from dataclasses import replace
from functools import lru_cache

from rapidfuzz import fuzz

from bot.clippings import FALL_BACK, ClippingPicture

WORD = re.compile(r"[^\W_]{3,}")
ALIKE = 80
"""How alike, of 100, a mistyped word must be to what it was meant for."""

FOR_A_TAG = 3.0
FOR_A_GIVEN_WORD = 1.0
FOR_A_WORD_IN_IT = 0.25
FOR_HELP = 1.0
"""What is worth how much: a tag that both have, a word of the customer's that this clipping alone was given or that
stands in it alone, and always having helped.
"""

AGAINST_A_TAG = 0.1
AGAINST_AN_AREA = 1.5
"""What a tag costs that a conversation lacks, and what a product area does: unless a phone is spoken of,
advice for any is first.
"""

FOR_BREVITY = 0.5
"""How much less each word counts of a clipping that was given many, from 0 to 1 (`b` in BM25): advice for anything
comes after advice for the thing itself.
"""


def found(clippings: Iterable[ClippingPicture], typed: str, *, language: str = FALL_BACK) -> list[ClippingPicture]:
    """Those in which every typed word stands, mistyped ones too, for somebody who reads this language and English; all
    of them when nothing was typed.
    """
    words = typed.casefold().split()
    return [each for each in clippings if all_stand(words, everything(each, language))]


def found_in_any_language(clippings: Iterable[ClippingPicture], typed: str) -> list[ClippingPicture]:
    """The same in all languages; each clipping tells in which of them the words were found."""
    words = typed.casefold().split()
    matched = ((each, language_of(words, each)) for each in clippings)
    return [replace(each, found_in=language) for each, language in matched if language is not None]


def language_of(words: Sequence[str], clipping: ClippingPicture) -> str | None:
    """The language in which all the words find a clipping, and most of them stand in what it says; English when that
    is as good as another; None when they do not find it.
    """
    texts = clipping.wording.texts
    finding = [each for each in texts if all_stand(words, f"{about(clipping)} {texts[each]}")]
    finding.sort(key=lambda each: each != FALL_BACK)
    return max(finding, key=lambda each: sum(stands(word, texts[each]) for word in words), default=None)


def all_stand(words: Iterable[str], text: str) -> bool:
    """Whether each word is in a text."""
    return all(stands(word, text) for word in words)


def stands(word: str, text: str) -> bool:
    """Whether a word, or one much like it, is in a text."""
    searched = text.casefold()
    if word in searched:
        return True
    return len(word) > 3 and any(fuzz.ratio(word, each) >= ALIKE for each in words_kept(text))


def ranked(
    clippings: Sequence[ClippingPicture],
    *,
    said: str,
    tags: Iterable[str],
    areas: Collection[str],
    language: str = FALL_BACK,
) -> list[ClippingPicture]:
    """The most fitting first: by the customer's words, the conversation's tags, and how often each solved something.

    A word counts the less, the more clippings have it and the more words its clipping was given, and more where it is
    one of these than where it merely stands in the name or text. Those that fit alike stand by category and name.
    `areas` are the product areas that a conversation is tagged with when it speaks of them.
    """
    spoken, tagged = words_of(said), set(tags)
    given = {each.number: words_kept(" ".join(each.wording.words)) for each in clippings}
    own = {each.number: (given[each.number] | words_kept(everything(each, language))) & spoken for each in clippings}
    common = Counter(word for words in own.values() for word in words)
    usual = sum(map(len, given.values())) / max(len(given), 1)

    def weight(word: str, number: int) -> float:
        return (FOR_A_GIVEN_WORD if word in given[number] else FOR_A_WORD_IN_IT) / common[word]

    def worth(clipping: ClippingPicture) -> float:
        number, its_tags = clipping.number, set(clipping.wording.tags)
        length = 1 + FOR_BREVITY * (max(len(given[number]) / max(usual, 1), 1) - 1)
        by_words = sum(weight(word, number) for word in own[number]) / length
        lacking = sum(AGAINST_AN_AREA if tag in areas else AGAINST_A_TAG for tag in its_tags - tagged)
        return by_words + FOR_A_TAG * len(its_tags & tagged) - lacking + helpfulness(clipping)

    return sorted(clippings, key=lambda each: (-worth(each), each.wording.category, each.wording.name))


def helpfulness(clipping: ClippingPicture) -> float:
    """How well a clipping has done, from 0; one that was used once and helped is not taken for the best of all."""
    helped = max(clipping.solved - clipping.reopened, 0)
    return FOR_HELP * helped / (clipping.used + 2) * math.log2(2 + helped)


def words_of(text: str) -> set[str]:
    """The words of a text that are long enough to mean something."""
    return set(WORD.findall(text.casefold()))


@lru_cache(maxsize=4_000)
def words_kept(text: str) -> frozenset[str]:
    """The same of what clippings say, which is asked for with each letter that somebody types; never of customers."""
    return frozenset(words_of(text))


def everything(clipping: ClippingPicture, language: str) -> str:
    """All that a clipping is found by, for somebody who reads this language and English."""
    wording = clipping.wording
    said = {wording.texts[wording.language_for(each)] for each in (language, FALL_BACK)}
    return " ".join([about(clipping), *sorted(said)])


def about(clipping: ClippingPicture) -> str:
    """What a clipping is found by whatever it says: its name, category, tags and words."""
    wording = clipping.wording
    return " ".join([wording.name, wording.category, *wording.tags, *wording.words])
