"""clippings.toml: the saved replies as the text of a file that people can read and translate, and back."""

import json
import tomllib
from collections.abc import Iterable
from pathlib import Path

from pydantic import BaseModel, ConfigDict, ValidationError

from bot.clippings import InFile, Wording
from bot.desk_file import broken, lines_of, wrong
from bot.errors import Misconfigured, Mistaken

NAME = "clippings.toml"


class Entry(BaseModel):
    """One clipping of the file."""

    model_config = ConfigDict(extra="forbid", strict=True)

    name: str
    category: str
    tags: list[str] = []
    words: list[str] = []
    article: str = ""
    texts: dict[str, str]


class File(BaseModel):
    """The whole file."""

    model_config = ConfigDict(extra="forbid", strict=True)

    clippings: list[Entry] = []


def read(path: Path) -> list[InFile]:
    """The clippings of a file. Raises Misconfigured with every mistake, each with its line."""
    try:
        return understood(path.read_bytes())
    except OSError as error:
        raise Misconfigured(f"{path} cannot be read: {error}") from error
    except Mistaken as error:
        raise misconfigured(path, error) from error


def misconfigured(path: Path, error: Mistaken) -> Misconfigured:
    """The same mistakes, for whoever keeps that file."""
    return Misconfigured("\n".join(f"{path.name} {each}" for each in error.mistakes))


def understood(content: bytes) -> list[InFile]:
    """The clippings in a file's content. Raises Mistaken with every mistake, each with its line."""
    try:
        raw = content.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        line = content[: error.start].count(b"\n") + 1
        raise Mistaken([f"line {line}: this is no text in UTF-8"]) from error
    try:
        file = File.model_validate(tomllib.loads(raw))
    except tomllib.TOMLDecodeError as error:
        raise Mistaken([broken(raw, str(error))]) from error
    except ValidationError as error:
        raise Mistaken(wrong(raw, error, File)) from error
    except (RecursionError, ValueError) as error:
        raise Mistaken(["line 1: in this file lists stand too deep in one another, or a number is too long"]) from error
    lines = lines_of(raw)
    return [
        InFile(
            Wording(each.name, each.category, each.texts, tuple(each.tags), tuple(each.words), each.article),
            line=lines.nearest(("clippings", number)),
        )
        for number, each in enumerate(file.clippings)
    ]


def written(wordings: Iterable[Wording]) -> str:
    """Clippings as the text of a file that `read` takes."""
    return "\n".join(map(entry, wordings))


def entry(wording: Wording) -> str:
    """One clipping as TOML. A JSON string without escaped letters is a TOML string, except for DEL."""
    lines = ["[[clippings]]", f"name = {quoted(wording.name)}", f"category = {quoted(wording.category)}"]
    lines += [f"{key} = [{', '.join(map(quoted, some))}]" for key, some in listed(wording) if some]
    lines += [f"article = {quoted(wording.article)}"] if wording.article else []
    lines += ["[clippings.texts]", *(f"{code} = {quoted(text)}" for code, text in wording.texts.items())]
    return "\n".join(lines) + "\n"


def listed(wording: Wording) -> list[tuple[str, tuple[str, ...]]]:
    """What a clipping has several of."""
    return [("tags", wording.tags), ("words", wording.words)]


def quoted(text: str) -> str:
    """A text in quotation marks."""
    return json.dumps(text, ensure_ascii=False).replace("\x7f", "\\u007f")
