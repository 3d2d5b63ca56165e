"""Prints the figures and keeps them in docs/benchmarks.md, with the machine they were measured on."""

from collections.abc import Iterable, Sequence
from pathlib import Path

from bench.clicks import STEADY, TOGETHER, Figures
from bench.options import CLIPPINGS, LANGUAGES, TAGS, USED
from bench.timing import Spread

PAGE = Path(__file__).parent.parent / "docs" / "benchmarks.md"


def table(head: Sequence[str], rows: Iterable[Sequence[str]]) -> str:
    """A Markdown table."""
    lines = [head, ["---"] * len(head), *rows]
    return "\n".join("| " + " | ".join(line) + " |" for line in lines)


def clicks(figures: dict[str, Figures]) -> str:
    """The section on clicks: the desk beside the bare app, on each database."""
    head = [
        "",
        f"acknowledged at {STEADY}/s: median · p99",
        f"card repainted at {STEADY}/s: median · p95",
        f"{TOGETHER} people at once",
        "unanswered",
        "memory",
    ]
    target = ["*target of the desk*", "p99 < 100 ms", "p95 < 100 ms", "≥ 100 clicks/s", "0", "< 200 MiB"]
    rows = [
        [
            name,
            f"{one.steady.ack.median:.0f} · {one.steady.ack.p99:.0f} ms",
            f"{one.steady.repaint.median:.0f} · {one.steady.repaint.p95:.0f} ms",
            f"{one.crowded.per_second:.0f} clicks/s",
            str(one.steady.unanswered + one.crowded.unanswered),
            f"{one.memory:.0f} MiB",
        ]
        for name, one in figures.items()
    ]
    return "## Clicks\n\n" + table(head, [*rows, target])


def options(figures: dict[str, dict[str, Spread]]) -> str:
    """The section on menus that search while somebody types."""
    rows = [
        [f"{menu}, {name}", f"{one.median:.0f} · {one.p99:.0f} ms"]
        for name, menus in figures.items()
        for menu, one in menus.items()
    ]
    said = (
        f"{CLIPPINGS} clippings in {len(LANGUAGES)} languages, of which {USED:,} replies were begun, and {TAGS} tags."
    )
    target = ["*target*", "p99 < 100 ms"]
    return f"## Option search\n\n{said}\n\n" + table(
        ["", "letter typed → choices shown: median · p99"], [*rows, target]
    )


def scale(figures: dict[str, dict[int, dict[str, Spread]]]) -> str:
    """The section on growing old: medians at each size, and how much slower the largest is."""
    rows = []
    for database, sizes in figures.items():
        smallest, largest = min(sizes), max(sizes)
        for act in sizes[smallest]:
            medians = [f"{sizes[size][act].median:.1f} ms" for size in (smallest, largest)]
            ratio = sizes[largest][act].median / sizes[smallest][act].median
            rows.append([f"{act}, {database}", *medians, f"{ratio:.2f}"])
    head = ["", "1 thousand stored (median)", "1 million stored (median)", "ratio (target ≤ 2)"]
    return "## Growing old\n\nA thousand conversations are open in both.\n\n" + table(head, rows)


def mentions(figures: dict[str, tuple[float, Spread]]) -> str:
    """The section on mentions: stored per second, and from being served by the network to the card."""
    head = ["", "mentions stored per second", "served by the network → card in Slack: median · p95"]
    rows = [
        [name, f"{per_second:.0f}", f"{delay.median:.0f} · {delay.p95:.0f} ms"]
        for name, (per_second, delay) in figures.items()
    ]
    return "## Mentions\n\n" + table(head, rows)


def keep(sections: Sequence[str], machine: str) -> None:
    """Write the page."""
    intro = (
        "# Benchmarks\n\n"
        f"Measured by `make bench` on: {machine}. The sandbox and whoever presses the buttons share the machine with "
        "the app, so compare figures within one run, not across machines. The bare app is slack-bolt with one UPDATE "
        "and one `chat.update` a click; as it updates every card within Slack's scarcest budget, Slack's rate limits "
        "are off for it and on for the desk."
    )
    PAGE.write_text("\n\n".join([intro, *sections]) + "\n", encoding="utf-8")
