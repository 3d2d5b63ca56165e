"""The reviews to replay: the real ones where they are at hand, otherwise as many invented ones."""

import json
import random
from pathlib import Path

from tests.conftest import ROOT

SHARED = ROOT.parent / "shared" / "data" / "play_reviews.jsonl"
COUNT = 1319
BEGINNING, HALF_A_YEAR = 1_517_000_000, 15_500_000
"""Seconds."""
LANGUAGES = {"en": 71, "fr": 9, "id": 8, "zh-Hant": 4, "it": 3, "es": 3, "de": 2}
TEXTS = ("\tIt crashes", "\tToo slow since the update.", "Downloads\tThey stop at 99 %", "\t" + "please fix this " * 40)


def all_reviews(folder: Path) -> tuple[Path, int]:
    """The file to replay and how many reviews it holds."""
    if SHARED.exists():
        with SHARED.open(encoding="utf-8") as file:
            return SHARED, sum(1 for line in file if line.strip())
    return invented(folder / "reviews.jsonl"), COUNT


def invented(path: Path) -> Path:
    """So many reviews that nobody ever wrote, the same each time."""
    chance = random.Random(1)
    with path.open("w", encoding="utf-8") as file:
        for number in range(COUNT):
            said = {
                "text": chance.choice(TEXTS),
                "lastModified": {"seconds": str(BEGINNING + number * HALF_A_YEAR // COUNT), "nanos": 466_000_000},
                "starRating": chance.choices((1, 2, 3, 4, 5), (66, 31, 1, 1, 1))[0],
                "reviewerLanguage": chance.choices(list(LANGUAGES), list(LANGUAGES.values()))[0],
                "device": "klte",
            }
            file.write(json.dumps({"reviewId": f"gp:{number}", "comments": [{"userComment": said}]}) + "\n")
    return path
