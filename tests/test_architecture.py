"""The arrows of the design, read out of the imports: who may know whom, who asks for the time, how long a file is."""

import ast
import re
from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.conftest import ROOT

PRODUCT = ("bot", "handlers", "storage", "sandbox")
OURS = frozenset({"bot", "handlers", "storage", "sandbox", "tests", "bench"})
LONGEST = 300
NEVER_NAMED = frozenset({"utils", "helpers", "common", "manager", "misc"})

ALLOWED: dict[str, tuple[str, ...]] = {
    "storage": ("storage",),
    "sandbox": ("sandbox",),
    "handlers": (
        "handlers",
        "bot.desk",
        "bot.slack",
        "bot.articles",
        "bot.clippings",
        "bot.clippings_file",
        "bot.errors",
        "bot.pictures",
    ),
    "bot.desk": (
        "bot.desk",
        "bot.networks.base",
        "bot.knowledge.base",
        "bot.articles",
        "bot.clippings",
        "bot.clippings_file",
        "bot.clock",
        "bot.errors",
        "bot.pictures",
        "bot.programme",
        "bot.programme_hints",
        "bot.text",
        "storage",
    ),
    "bot.slack": (
        "bot.slack",
        "bot.articles",
        "bot.clippings",
        "bot.clock",
        "bot.errors",
        "bot.pictures",
        "bot.programme",
        "bot.programme_hints",
        "bot.text",
    ),
    "bot.knowledge": ("bot.knowledge", "bot.articles", "bot.clock", "bot.errors", "bot.text"),
    "bot.networks": ("bot.networks", "bot.clock", "bot.errors", "bot.programme", "bot.text"),
    "bot.loops": (
        "bot.loops",
        "bot.desk",
        "bot.networks",
        "bot.slack",
        "bot.clippings_file",
        "bot.clock",
        "bot.errors",
        "bot.media",
        "bot.nudge",
        "bot.pictures",
        "bot.programme",
        "bot.programme_hints",
        "bot.text",
        "storage",
    ),
}
"""Which of our own modules each room may import; rooms that are not named (bot/*.py) build and may import all."""

FOREIGN: dict[str, frozenset[str]] = {
    "bot.desk": frozenset({"slack_sdk", "slack_bolt", "tweepy", "aiohttp", "apscheduler"}),
    "storage": frozenset({"slack_sdk", "slack_bolt", "tweepy", "aiohttp", "apscheduler"}),
    "handlers": frozenset({"tweepy", "aiohttp", "apscheduler", "sqlalchemy"}),
    "bot.slack": frozenset({"sqlalchemy", "tweepy", "apscheduler"}),
    "bot.knowledge": frozenset({"sqlalchemy", "slack_sdk", "slack_bolt", "apscheduler"}),
    "bot.networks": frozenset({"sqlalchemy", "slack_sdk", "slack_bolt", "apscheduler"}),
}
"""Libraries that a room does without."""

TIME = re.compile(
    r"\b(datetime\.(now|utcnow|today)|date\.today|time\.(time|time_ns|monotonic|perf_counter|localtime|gmtime))\("
)


def files(*rooms: str) -> Iterator[Path]:
    """Every module of these rooms, migrations aside."""
    for room in rooms:
        yield from (each for each in sorted((ROOT / room).rglob("*.py")) if "versions" not in each.parts)


def module_of(path: Path) -> str:
    """A file's dotted name."""
    parts = path.relative_to(ROOT).with_suffix("").parts
    return ".".join(parts[:-1] if parts[-1] == "__init__" else parts)


def room_of(module: str) -> str | None:
    """The room a module stands in, when it has rules of its own."""
    return next((room for room in ALLOWED if module == room or module.startswith(room + ".")), None)


def imports_of(path: Path) -> set[str]:
    """The dotted names a file imports; of `from a import b` both `a` and `a.b`, when the latter is a module."""
    found = set()
    for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
        if isinstance(node, ast.Import):
            found |= {each.name for each in node.names}
        elif isinstance(node, ast.ImportFrom) and node.module:
            inside = {f"{node.module}.{each.name}" for each in node.names}
            modules = {each for each in inside if (ROOT / (each.replace(".", "/") + ".py")).exists()}
            found |= modules or {node.module}
    return found


def is_within(module: str, room: str) -> bool:
    """Whether a module is the room or stands in it."""
    return module == room or module.startswith(room + ".")


@pytest.mark.parametrize("path", list(files(*PRODUCT)), ids=lambda path: str(path.relative_to(ROOT)))
def test_a_module_imports_only_what_its_room_may_know(path: Path) -> None:
    room = room_of(module_of(path))
    if room is None:
        return
    wrong = {
        each
        for each in imports_of(path)
        if each.split(".")[0] in OURS and not any(is_within(each, allowed) for allowed in ALLOWED[room])
    }
    wrong |= {each for each in imports_of(path) if each.split(".")[0] in FOREIGN.get(room, ())}
    assert not wrong, f"{room} must not know {', '.join(sorted(wrong))}"


def test_only_the_clock_asks_what_time_it_is() -> None:
    asks = [
        str(path.relative_to(ROOT))
        for path in files("bot", "handlers", "storage")
        if TIME.search(path.read_text(encoding="utf-8"))
    ]
    assert asks == ["bot/clock.py"]


def test_one_place_catches_everything() -> None:
    catching = [
        str(path.relative_to(ROOT))
        for path in files("bot", "handlers", "storage")
        for line in path.read_text(encoding="utf-8").splitlines()
        if re.match(r"\s*except( (Base)?Exception\b.*)?:", line)
    ]
    assert catching == ["bot/loops/engine.py"]


def test_no_file_is_long() -> None:
    long = {
        str(path.relative_to(ROOT)): lines
        for path in files(*PRODUCT, "tests", "bench")
        if (lines := len(path.read_text(encoding="utf-8").splitlines())) > LONGEST
    }
    assert not long


def test_no_file_is_called_after_nothing() -> None:
    assert not [path.name for path in files(*PRODUCT, "tests", "bench") if path.stem in NEVER_NAMED]


def test_every_module_begins_with_what_it_is_for() -> None:
    silent = [
        str(path.relative_to(ROOT))
        for path in files(*PRODUCT, "tests", "bench")
        if not ast.get_docstring(ast.parse(path.read_text(encoding="utf-8")))
    ]
    assert not silent


def test_no_network_is_named_outside_its_module() -> None:
    """Rules, verbs, drawings and loops know a network by its capabilities; words for people may name one, but neither
    its settings nor its addresses.
    """
    named = re.compile(
        r"""["'](x|google_play)["']|\bnetworks\.(x|google_play)\b|["'](X|GOOGLE_PLAY)_|\b(x|twitter|play\.google)\.com\b"""
    )
    outside = [
        f"{path.relative_to(ROOT)}: {line.strip()}"
        for path in files("bot", "handlers", "storage")
        if not is_within(module_of(path), "bot.networks")
        for line in path.read_text(encoding="utf-8").splitlines()
        if named.search(line)
    ]
    assert not outside


def test_public_functions_say_what_they_do() -> None:
    silent = [
        f"{path.relative_to(ROOT)}: {node.name}"
        for path in files(*PRODUCT)
        for node in ast.walk(ast.parse(path.read_text(encoding="utf-8")))
        if isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef | ast.ClassDef)
        and not node.name.startswith("_")
        and not ast.get_docstring(node)
        and not is_inside_a_function(path, node)
    ]
    assert not silent


def is_inside_a_function(path: Path, wanted: ast.AST) -> bool:
    """Whether a definition is a detail of the function around it."""
    for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
        if isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef):
            inner = [each for each in ast.walk(node) if each is not node]
            if any(
                isinstance(each, type(wanted)) and getattr(each, "lineno", 0) == getattr(wanted, "lineno", -1)
                for each in inner
            ):
                return True
    return False
