"""python -m bench.offers FILE: how many real texts the shipped clippings have an answer for, and which comes first.

FILE holds one JSON object a line: reviews as Google Play hands them over, questions of the forum (`title`, `content`,
`locale`), or anything with a `text` and a `language`.
A text counts as covered when a word that somebody chose for the clipping stands in it; nothing of it is printed.
"""

import json
import re
import sys
from collections import Counter
from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import Any

from bench.stage import ROOT
from bot.clippings import ClippingPicture
from bot.clippings_file import read
from bot.desk.writing.fitting import ranked, words_of

ANDROID = "Android"
MARKUP = re.compile(r"<[^<>]*>")


def texts_in(path: Path) -> Iterator[tuple[str, str, tuple[str, ...]]]:
    """Each text of a file with its language and the tags that the desk gives it."""
    for line in path.read_text(encoding="utf-8").splitlines():
        held: dict[str, Any] = json.loads(line)
        if "title" in held:
            yield f"{held['title']} {MARKUP.sub(' ', held['content'])}", str(held["locale"]), ()
            continue
        said = held["comments"][0]["userComment"] if "comments" in held else held
        yield str(said["text"]), str(said.get("reviewerLanguage") or said.get("language") or "en"), (ANDROID,)


def covered(clippings: Sequence[ClippingPicture], said: str, language: str, tags: Sequence[str]) -> str | None:
    """The name of the clipping that is offered first, when a word chosen for it stands in the text; or None."""
    first = ranked(clippings, said=said, tags=tags, areas={ANDROID}, language=language)[0]
    return first.wording.name if words_of(" ".join(first.wording.words)) & words_of(said) else None


def measured(path: Path, clippings: Sequence[ClippingPicture]) -> dict[str, Counter[str | None]]:
    """How often each was offered first, by language; None where nothing fits."""
    counts: dict[str, Counter[str | None]] = {}
    for said, language, tags in texts_in(path):
        counts.setdefault(language.split("-")[0], Counter())[covered(clippings, said, language, tags)] += 1
    return counts


def main(path: Path) -> None:
    """Print the figures of each language, the commonest first."""
    every = [
        ClippingPicture(number, each.wording) for number, each in enumerate(read(ROOT / "clippings.toml"), start=1)
    ]
    for language, counts in sorted(measured(path, every).items(), key=lambda each: -each[1].total()):
        total, without = counts.total(), counts[None]
        print(f"{language}: {total - without} of {total} covered ({(total - without) / total:.0%})")
        for name, count in counts.most_common(8):
            print(f"  {count:5}  {name or '(nothing fits)'}")


if __name__ == "__main__":
    main(Path(sys.argv[1]))
