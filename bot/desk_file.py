"""Where in desk.toml something stands, and what was expected there, in words its writer understands."""

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from difflib import get_close_matches
from typing import Any

from pydantic import BaseModel, ValidationError

Place = tuple[str | int, ...]
"""A path into the file: `("rules", 3, "when", "words")`."""

AT = re.compile(r"\s*\(at (?:line (\d+), column (\d+)|end of document)\)$")
HEADER = re.compile(r"\s*(\[\[?)\s*(.+?)\s*\]\]?\s*(#.*)?$")
KEY_PART = re.compile(r"""\s*("(?:[^"\\]|\\.)*"|'[^']*'|[A-Za-z0-9_-]+)\s*""")

MARKS = re.compile(r"""\"{3}|'{3}|["'#\[\]{}\n]""")
REST_OF = {
    '"': re.compile(r'(?:[^"\\]|\\.)*"'),
    "'": re.compile(r"[^']*'"),
    '"""': re.compile(r'(?:[^\\]|\\.)*?"{3,5}', re.DOTALL),
    "'''": re.compile(r".*?'{3,5}", re.DOTALL),
    "#": re.compile(r".*"),
}
"""How a string or comment that begins with a mark goes on; one of several lines may end in quotes of its own."""

EXPECTED = {
    "string_type": "a text in quotes",
    "int_type": "a whole number",
    "int_parsing": "a whole number",
    "int_from_float": "a whole number",
    "float_type": "a number",
    "float_parsing": "a number",
    "bool_type": "true or false",
    "bool_parsing": "true or false",
    "tuple_type": 'a list in square brackets, such as ["one", "two"]',
    "list_type": 'a list in square brackets, such as ["one", "two"]',
    "model_type": "a table",
    "time_type": "a time such as 09:00:00",
    "time_parsing": "a time such as 09:00:00",
}


class Mistakes(ValueError):
    """Several things that are wrong with how the parts of the file fit together, each with its place."""

    def __init__(self, found: Sequence[tuple[Place, str]]) -> None:
        super().__init__("; ".join(words for _, words in found))
        self.found = tuple(found)


@dataclass
class Lines:
    """The line on which each key and table of a TOML text stands."""

    of: dict[Place, int] = field(default_factory=dict)
    tables: dict[tuple[str, ...], int] = field(default_factory=dict)

    def nearest(self, place: Place) -> int:
        """The line of a place, or of the closest thing around it that is written down; 1 when nothing is."""
        for length in range(len(place), 0, -1):
            if place[:length] in self.of:
                return self.of[place[:length]]
        return 1


def lines_of(raw: str) -> Lines:
    """Find the line of every table and key. `raw` is known to be valid TOML, so only its shape is read."""
    lines = Lines()
    table: Place = ()
    for number, statement in statements(raw):
        header = HEADER.match(statement)
        if header:
            table = opened(lines, keys_in(header[2]), several=header[1] == "[[")
            lines.of[table] = number
            continue
        keys = keys_in(statement)
        for length in range(1, len(keys) + 1):
            lines.of.setdefault((*table, *keys[:length]), number)
    return lines


def opened(lines: Lines, keys: tuple[str, ...], *, several: bool) -> Place:
    """The place a header opens; each `[[table]]` of a name counts one further."""
    place: Place = ()
    for length, key in enumerate(keys, start=1):
        place = (*place, key)
        name = keys[:length]
        if several and length == len(keys):
            lines.tables[name] = lines.tables.get(name, -1) + 1
        if name in lines.tables:
            place = (*place, lines.tables[name])
    return place


def statements(raw: str) -> Iterator[tuple[int, str]]:
    """Each header and `key = value` with the line it begins on; a value over several lines is one statement."""
    begins = position = depth = 0
    line = 1
    while begins < len(raw):
        found = MARKS.search(raw, position)
        mark, position = (found[0], found.end()) if found else ("\n", len(raw) + 1)
        if mark in REST_OF:
            rest = REST_OF[mark].match(raw, position)
            position = rest.end() if rest else len(raw)
        elif mark != "\n":
            depth += 1 if mark in "[{" else -1
        elif depth == 0 or found is None:
            statement = raw[begins : position - 1]
            if statement.strip() and not statement.lstrip().startswith("#"):
                yield line, statement
            line += statement.count("\n") + 1
            begins = position


def keys_in(statement: str) -> tuple[str, ...]:
    """The dotted key a statement or header begins with."""
    keys: list[str] = []
    position = 0
    while found := KEY_PART.match(statement, position):
        keys.append(found[1].strip("\"'"))
        position = found.end()
        if statement[position : position + 1] != ".":
            break
        position += 1
    return tuple(keys)


def broken(raw: str, problem: str) -> str:
    """What TOML itself objects to, with the line in front: `line 12, column 3: expected …`."""
    at = AT.search(problem)
    words = problem[: at.start()] if at else problem
    if words == "Invalid value":
        words = "expected a text in quotes, a number, true, false, a time or a list behind the ="
    if at is None or at[1] is None:
        return f"line {len(raw.splitlines()) or 1}: {words}, at the end of the file"
    return f"line {at[1]}, column {at[2]}: {words}"


def wrong(raw: str, error: ValidationError, model: type[BaseModel]) -> list[str]:
    """Everything wrong with the values, a sentence each, in the file's order, with line and what was expected."""
    lines = lines_of(raw)
    found: list[tuple[int, str]] = []
    for one in error.errors():
        cause = (one.get("ctx") or {}).get("error")
        if isinstance(cause, Mistakes):
            found += [(lines.nearest(place), f"{named(place)}{words}") for place, words in cause.found]
            continue
        place = one["loc"]
        found.append((lines.nearest(place), said(dict(one), place, model)))
    return [f"line {line}: {words}" for line, words in sorted(found, key=lambda each: each[0])]


def said(one: dict[str, Any], place: Place, model: type[BaseModel]) -> str:
    """One mistake, as pydantic found it, in plain words."""
    kind, more = one["type"], one.get("ctx") or {}
    name = str(place[-1]) if place else ""
    if kind == "missing":
        where = "the file" if len(place) == 1 else named(place[:-1]).removesuffix(": ")
        return f"{where} needs `{name}`, which is missing"
    if kind == "extra_forbidden":
        known = fields_at(model, place[:-1])
        close = get_close_matches(name, known, n=1)
        hint = f"did you mean `{close[0]}`?" if close else f"expected one of {listed(known)}"
        return f"{named(place[:-1])}`{name}` is not known here; {hint}"
    expected = EXPECTED.get(kind)
    if kind == "literal_error":
        expected = more["expected"].replace("'", '"')
    if kind in {"greater_than_equal", "less_than_equal"}:
        expected = f"at least {more['ge']}" if "ge" in more else f"at most {more['le']}"
    if kind == "string_too_short":
        expected = "a text that says something"
    if kind == "string_too_long":
        expected = f"at most {more['max_length']} characters"
    if expected is None:
        return f"{named(place)}{str(one['msg']).removeprefix('Value error, ')}"
    return f"{named(place)}expected {expected}, found {shown(one['input'])}"


def named(place: Place) -> str:
    """A place as its writer would name it, with a colon behind: `rules, 4th, when, words: `; empty for the file."""
    words = [f"number {part + 1}" if isinstance(part, int) else str(part) for part in place]
    return f"{' · '.join(words)}: " if words else ""


def fields_at(model: type[BaseModel], place: Place) -> list[str]:
    """The names known at a place of the file."""
    current: Any = model
    for part in place:
        if isinstance(part, int) or not is_model(current):
            continue
        if part not in current.model_fields:  # a name of the writer's own, such as the language in [style.de]
            continue
        annotation = current.model_fields[part].annotation
        current = next((each for each in (annotation, *getattr(annotation, "__args__", ())) if is_model(each)), None)
    return list(current.model_fields) if is_model(current) else []


def is_model(kind: Any) -> bool:
    """Whether something is a part of the file."""
    return isinstance(kind, type) and issubclass(kind, BaseModel)


def listed(names: Sequence[str]) -> str:
    """Names for a sentence."""
    return ", ".join(f"`{name}`" for name in names)


def shown(value: Any) -> str:
    """A value as it stands in the file, shortened."""
    text = f'"{value}"' if isinstance(value, str) else str(value).lower() if isinstance(value, bool) else str(value)
    return text if len(text) <= 60 else text[:59] + "…"
