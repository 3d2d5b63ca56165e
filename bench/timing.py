"""Times repeated acts and says their percentiles."""

from collections.abc import Sequence
from dataclasses import dataclass


@dataclass(frozen=True)
class Spread:
    """How long something took, in milliseconds."""

    count: int
    median: float
    p95: float
    p99: float


def spread(seconds: Sequence[float]) -> Spread:
    """The median and the upper percentiles of durations given in seconds."""
    ordered = sorted(seconds)
    if not ordered:
        raise ValueError("nothing was measured")

    def at(share: float) -> float:
        return ordered[min(len(ordered) - 1, int(share * len(ordered)))] * 1000

    return Spread(len(ordered), at(0.5), at(0.95), at(0.99))
