"""Finding the name somebody meant when they typed another one."""

from collections.abc import Iterable

from rapidfuzz import fuzz, process

from bot.errors import Invalid


def nearest(word: str, names: Iterable[str]) -> str:
    """The name most like the word, in quotation marks."""
    best = process.extractOne(word, list(names), scorer=fuzz.WRatio, processor=str.casefold)
    return f"“{best[0]}”" if best else "nothing: the list is empty"


def one_of(word: str, names: Iterable[str], *, what: str, field: str) -> str:
    """The name as it is written in desk.toml, whatever its case. Raises Invalid about `field`, with the nearest."""
    if not word.strip():
        raise Invalid(f"Choose the {what}.", field=field)
    known = {name.casefold(): name for name in names}
    name = known.get(word.strip().casefold())
    if name is None:
        raise Invalid(
            f"There is no {what} “{word.strip()}”. Did you mean {nearest(word, known.values())}?", field=field
        )
    return name
