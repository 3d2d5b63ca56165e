"""Words as they are looked up: alike however a letter is written, and also where scripts put no space between them."""

import re
import unicodedata

LONGEST = 40
"""Characters of a word that count; what is longer is no word of any language."""

ALIKE = str.maketrans({"ı": "i", "ø": "o", "ł": "l", "đ": "d", "æ": "ae", "œ": "oe", "\u200c": None, "\u200d": None})
"""Letters that people type in another way and that Unicode does not take apart."""

UNSPACED = (
    "\u0e00-\u0eff\u1000-\u109f\u1780-\u17ff\u3005-\u3007\u3040-\u30ff\u31f0-\u31ff\u3400-\u4dbf\u4e00-\u9fff"
    "\uf900-\ufaff\U00020000-\U0003ffff"
)
"""Thai, Lao, Burmese, Khmer, kana and Han: written without spaces, so that any two neighbours count as a word."""

PIECE = re.compile(rf"[{UNSPACED}]+|[^\W_{UNSPACED}]+")


def plain(text: str) -> str:
    """The text in small letters without accents: "É", "é" and "e" are one, and so are the four Turkish i."""
    apart = unicodedata.normalize("NFKD", text.casefold().translate(ALIKE))
    return unicodedata.normalize("NFC", "".join(each for each in apart if unicodedata.category(each)[0] != "M"))


def words_in(text: str) -> list[str]:
    """The words of a text as they are kept; of an unspaced run, every two neighbours and its end."""
    found: list[str] = []
    for piece in PIECE.findall(plain(text)):
        found += pairs(piece, to_the_end=True) if is_unspaced(piece) else [piece[:LONGEST]]
    return found


def asked_words(word: str) -> list[str]:
    """What was typed between two spaces, as neighbours in a text that is kept; the last may go on."""
    found: list[str] = []
    for piece in PIECE.findall(plain(word)):
        found += pairs(piece, to_the_end=False) if is_unspaced(piece) else [piece[:LONGEST]]
    return found


def pairs(run: str, *, to_the_end: bool) -> list[str]:
    """Every two neighbours of a run, and its last letter when it is kept; a single letter is itself."""
    both = [run[at : at + 2] for at in range(len(run) - 1)]
    return [*both, run[-1]] if to_the_end or not both else both


def is_unspaced(piece: str) -> bool:
    """Whether a piece is of a script without spaces."""
    return re.match(rf"[{UNSPACED}]", piece) is not None


def author_word(name: str) -> str:
    """The one word that stands for whoever wrote something; spaces, dots and the like do not count."""
    return ("xfromx" + "".join(PIECE.findall(plain(name))))[: 2 * LONGEST]


NOTE = "xnotex"
"""The word that stands for being a note."""


def place_of(text: str, word: str) -> tuple[int, int] | None:
    """Where in a text a word that was typed stands, to the end of the word it begins; None when it does not."""
    letters = [(plain(each), at) for at, each in enumerate(text)]
    spread = "".join(each for each, _ in letters)
    origin = [at for each, at in letters for _ in each]
    wanted = PIECE.findall(plain(word))
    if not wanted:
        return None
    begin = "" if is_unspaced(wanted[0]) else r"(?<![^\W_])"
    end = "" if is_unspaced(wanted[-1]) else rf"[^\W_{UNSPACED}]*"
    found = re.search(begin + r"[\W_]*".join(map(re.escape, wanted)) + end, spread)
    return (origin[found.start()], origin[found.end() - 1] + 1) if found and found.group() else None
