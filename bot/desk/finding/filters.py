"""Filters: which conversations somebody asks for, in one shape for lists, Next and play mode, typed or filled in."""

import re
from collections.abc import Collection, Mapping
from dataclasses import asdict, dataclass, fields, replace
from datetime import timedelta
from typing import Any

from bot.desk.finding.nearest import did_you_mean
from bot.errors import Invalid

QUOTES = "\"'“”„‟«»"
NAME = re.compile(r"(?<![\w/])([a-z_]+):(?!//)", re.IGNORECASE)
AGE = re.compile(r"([<>]?)\s*([0-9]{1,3})\s*([mhdw])", re.IGNORECASE)
STARS = re.compile(r"([1-5])(?:\s*[-–]\s*([1-5]))?")
UNITS = {"m": "minutes", "h": "hours", "d": "days", "w": "weeks"}

WORDS: Mapping[str, str] = {
    "tag": "tags",
    "kind": "kind",
    "account": "account",
    "language": "language",
    "network": "network",
    "stars": "stars",
    "age": "age",
    "sentiment": "sentiment",
    "customer": "customer",
    "queue": "queue",
}
"""The words that are typed before a colon, and the part of a filter that each stands for."""

PARTS = ("saved", *WORDS.values())
SEVERAL = frozenset({"tags", "customer"})
"""The parts that may be named more than once: all of them must hold."""


@dataclass(frozen=True)
class Filter:
    """What is asked for, each part as it was typed or, once it is checked, as desk.toml writes it.

    `saved` is the name of a filter that its member keeps, which this one narrows; it may also be typed in the place of
    the queue. `stars` is "2" or "1-2"; `age` is "2d" for what has
    waited longer, "<2h" for less (m, h, d or w); `customer` are tags of the customer.
    """

    queue: str | None = None
    tags: tuple[str, ...] = ()
    kind: str | None = None
    account: str | None = None
    language: str | None = None
    network: str | None = None
    stars: str | None = None
    age: str | None = None
    sentiment: str | None = None
    customer: tuple[str, ...] = ()
    saved: str | None = None

    def narrowed_by(self, other: "Filter") -> "Filter":
        """This filter and another: tags add up, of everything else the other's word counts."""
        said = {each.name: getattr(other, each.name) for each in fields(other) if getattr(other, each.name)}
        together = {name: tuple(dict.fromkeys((*getattr(self, name), *said.get(name, ())))) for name in SEVERAL}
        return replace(self, **(said | together))


EVERYTHING = Filter()


def filter_in(words: str) -> Filter:
    """The filter in `queue tag:… kind:… stars:1-2 age:2d`; each value goes on to the next name, spaces and all.

    Raises Invalid, with the nearest, for a name before a colon that stands for nothing.
    """
    first, named = pieces(words, WORDS)
    in_first_place = "saved" if any(word == "queue" for word, _ in named) else "queue"
    asked: dict[str, Any] = {in_first_place: first or None}
    for word, value in named:
        part = WORDS[word]
        if value:
            asked[part] = (*asked.get(part, ()), value) if part in SEVERAL else value
    return Filter(**asked)


def pieces(words: str, names: Collection[str], *, what: str = "filter") -> tuple[str, list[tuple[str, str]]]:
    """What comes first, then each `name:` with its value, which goes on to the next name and loses its quotes.

    Raises Invalid, with the nearest, when what comes first holds a name that is none of these; `what` they name.
    """
    first, *rest = re.split(rf"(?<![\w/])({'|'.join(names)}):(?!//)", words, flags=re.IGNORECASE)
    unknown = NAME.search(first)
    if unknown is not None:
        raise Invalid(f"There is no {what} `{unknown[1][:40]}:`.{did_you_mean(unknown[1], names)}")
    values = [each.strip().strip(QUOTES).strip() for each in rest[1::2]]
    return first.strip(), list(zip([each.lower() for each in rest[::2]], values, strict=True))


def words_of(asked: Filter) -> str:
    """A filter as it would be typed."""
    words = [asked.saved or asked.queue or ""]
    for word, part in WORDS.items():
        value = getattr(asked, part) if part != "queue" or asked.saved else None
        words += [f"{word}:{each}" for each in (value if isinstance(value, tuple) else (value,)) if each]
    return " ".join(filter(None, words))


def kept(asked: Filter) -> dict[str, Any]:
    """A filter as JSON keeps it, without what it does not name."""
    return {name: value for name, value in asdict(asked).items() if value}


def restored(found: Mapping[str, Any]) -> Filter:
    """A filter that was kept."""
    parts: dict[str, Any] = {name: tuple(value) if name in SEVERAL else value for name, value in found.items()}
    return Filter(**parts)


def star_range(stars: str) -> tuple[int, int]:
    """From how many stars to how many. Raises Invalid, with how it is written."""
    found = STARS.fullmatch(stars.strip())
    if found is None:
        raise Invalid(f"“{stars[:20]}” are no stars: write 1 to 5, such as `stars:2` or `stars:1-2`.", field="stars")
    lowest, highest = sorted((int(found[1]), int(found[2] or found[1])))
    return lowest, highest


def age_of(age: str) -> tuple[bool, timedelta]:
    """Whether it is to be older, not younger, and than how long. Raises Invalid, with how it is written."""
    found = AGE.fullmatch(age.strip())
    if found is None:
        raise Invalid(
            f"“{age[:20]}” is no age: write `age:2d` for what has waited longer than two days, `age:<2h` for less than "
            "two hours (m, h, d, w).",
            field="age",
        )
    return found[1] != "<", timedelta(**{UNITS[found[3].lower()]: int(found[2])})
