"""What somebody types into a search, read and checked."""

import re
from datetime import UTC, datetime
from zoneinfo import ZoneInfo

from bot.desk.escalating.duty import zone_of
from bot.desk.finding.filters import QUOTES
from bot.desk.finding.nearest import one_of
from bot.desk.queues import keys_of
from bot.errors import Invalid
from bot.programme import Programme
from storage.finding import Sought
from storage.tables import Member
from storage.words import asked_words

MOST_WORDS = 12
MOST_NEIGHBOURS = 20
NAMED = re.compile(r"(?<![\w/])(from|tag|queue|before|after|in):(?=[^\s/])", re.IGNORECASE)
WORD = re.compile(r"[\"“„]([^\"”“]+)[\"”“]|(\S+)")
DAY = re.compile(r"(2\d{3})(?:-(\d{1,2})(?:-(\d{1,2}))?)?")
LONG = frozenset({"tag", "queue"})
"""Names of several words go on to the next name; after the others, what follows the first word is looked for."""

PLACES = {"notes": True, "posts": False}


def sought_in(typed: str, *, by: Member, programme: Programme) -> tuple[tuple[str, ...], Sought]:
    """The words somebody looks for, and all that they look for in `words from:@x tag:y queue:z before:2026-01-01`.

    Raises Invalid without a word and without an author, and with the nearest about what is not understood; NotFound for
    a queue that is not there.
    """
    words, named = read(typed)
    looked_for = tuple(together for each in words if (together := tuple(asked_words(each)[:MOST_NEIGHBOURS])))
    author = "".join(named["from"][-1:]).lstrip("@") or None
    if not looked_for and author is None:
        raise Invalid("What shall I look for? Give me a word, or who wrote it: `sync from:@lena`.", field="words")
    catalogue = [each.name for each in programme.tags]
    zone = zone_of(by)
    return words, Sought(
        words=looked_for,
        author=author,
        queues=keys_of("".join(named["queue"][-1:]) or None, by, programme),
        tags=tuple(one_of(each, catalogue, what="tag", field="tag") for each in named["tag"]),
        after=max((day_in(each, zone, field="after") for each in named["after"]), default=None),
        before=min((day_in(each, zone, field="before") for each in named["before"]), default=None),
        notes=next((PLACES[one_of(each, PLACES, what="place", field="in")] for each in named["in"]), None),
    )


def read(typed: str) -> tuple[tuple[str, ...], dict[str, list[str]]]:
    """The words, of which those in quotes are one, and the values of each name."""
    free, *rest = NAMED.split(typed)
    named: dict[str, list[str]] = {name: [] for name in ("from", "tag", "queue", "before", "after", "in")}
    for name, value in zip([each.lower() for each in rest[::2]], rest[1::2], strict=True):
        first = WORD.match(value)
        if name in LONG or first is None:
            named[name].append(value.strip().strip(QUOTES).strip())
            continue
        named[name].append((first[1] or first[2]).strip())
        free += f" {value[first.end() :]}"
    words = tuple(together or single for together, single in WORD.findall(free))
    return words[:MOST_WORDS], {name: [each for each in values if each] for name, values in named.items()}


def day_in(written: str, zone: ZoneInfo, *, field: str) -> datetime:
    """When a day, a month or a year begins, by its writer's clock. Raises Invalid, with how one is written."""
    found = DAY.fullmatch(written)
    try:
        if found is not None:
            begins = datetime(int(found[1]), int(found[2] or 1), int(found[3] or 1), tzinfo=zone)
            return begins.astimezone(UTC)
    except ValueError:
        pass
    raise Invalid(f"“{written[:20]}” is no day: write it like `{field}:2026-01-31` or `{field}:2026-01`.", field=field)
