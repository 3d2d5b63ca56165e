"""Finding the name somebody meant when they typed another one."""

from collections.abc import Iterable

from rapidfuzz import fuzz, process

from bot.errors import Invalid

ALIKE = 70
"""Of 100: a command with letters swapped, missing or too many reaches 75 and more, `frobnicate` 60 with `note`."""
FEW = 12
"""As many names are told to who typed a word like none of them."""

LISTED = {"tag": " `/desk tags` lists them."}
"""Where the names are found that are too many to be told."""


def did_you_mean(word: str, names: Iterable[str]) -> str:
    """The question whether the shortest name that begins with the word was meant, else the one most like it, after a
    space; empty when none is like it.
    """
    known, begun = list(names), word.strip().casefold()
    longer = sorted((name for name in known if begun and name.casefold().startswith(begun)), key=len)
    best = process.extractOne(word, known, scorer=fuzz.WRatio, processor=str.casefold, score_cutoff=ALIKE)
    meant = longer[0] if longer else best[0] if best else None
    return f" Did you mean “{meant}”?" if meant else ""


def one_of(word: str, names: Iterable[str], *, what: str, field: str) -> str:
    """The name as it is written in desk.toml, whatever its case. Raises Invalid about `field`, naming the nearest."""
    if not word.strip():
        raise Invalid(f"Choose the {what}.", field=field)
    known = {name.casefold(): name for name in names}
    name = known.get(word.strip().casefold())
    if name is None:
        few = f" There are: {', '.join(known.values())}." if 0 < len(known) <= FEW else LISTED.get(what, "")
        meant = did_you_mean(word, known.values()) or few
        raise Invalid(f"There is no {what} “{word.strip()}”.{meant}", field=field)
    return name
