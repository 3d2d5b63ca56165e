"""A year of questions to replay: the shared ones where they are at hand, otherwise as many invented ones."""

import json
import random
from datetime import UTC, datetime, timedelta
from pathlib import Path

from tests.conftest import ROOT

SHARED = ROOT.parent / "shared" / "data" / "sumo_questions.jsonl"
COUNT = 9313
BEGINNING = datetime(2025, 1, 1, tzinfo=UTC)
LOCALES = {"en-US": 45, "es": 20, "pt-BR": 12, "it": 10, "nl": 6, "cs": 3, "tr": 2, "hu": 2}
TITLES = ("All my tabs are gone", "It crashes at start", "How do I move bookmarks", "Sync is stuck", "Sound is missing")
CONTENTS = ("Since the update.", "I tried a new profile, no change.", "Windows 11, 64 bit. " * 12, "Please help!", "")


def a_year_of_questions(folder: Path) -> tuple[Path, int]:
    """The file to replay and how many questions it holds."""
    if SHARED.exists():
        with SHARED.open(encoding="utf-8") as file:
            return SHARED, sum(1 for line in file if line.strip())
    return invented(folder / "questions.jsonl"), COUNT


def invented(path: Path) -> Path:
    """So many questions that nobody ever asked, the same each time."""
    chance = random.Random(1)
    with path.open("w", encoding="utf-8") as file:
        for number in range(COUNT):
            asked = BEGINNING + timedelta(hours=number * 365 * 24 / COUNT)
            question = {
                "id": 1_000_000 + number,
                "created": f"{asked:%Y-%m-%d %H:%M:%S} +0000",
                "locale": chance.choices(list(LOCALES), list(LOCALES.values()))[0],
                "title": f"{chance.choice(TITLES)} ({number})",
                "content": chance.choice(CONTENTS),
                "tags": [],
                "author": f"asker-{chance.randrange(8000)}",
            }
            file.write(json.dumps(question) + "\n")
    return path
