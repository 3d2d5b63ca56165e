"""An event loop in which hours pass in no time: whenever everybody waits, its clock jumps to the next thing due."""

import asyncio
import selectors
from collections.abc import Coroutine
from typing import Any, TypeVar

T = TypeVar("T")


class WarpSelector(selectors.SelectSelector):
    """Never waits; says by how much the clock must jump instead."""

    skipped = 0.0

    def select(self, timeout: float | None = None) -> list[Any]:
        """What is ready now; the time that would have been waited is counted as passed."""
        ready = super().select(0)
        if not ready and timeout:
            self.skipped += timeout
        return ready


class WarpLoop(asyncio.SelectorEventLoop):
    """A loop on a WarpSelector; `time` starts at zero."""

    def __init__(self) -> None:
        self.warp = WarpSelector()
        super().__init__(self.warp)

    def time(self) -> float:
        """Seconds that have passed by skipping."""
        return self.warp.skipped


def run(work: Coroutine[Any, Any, T]) -> T:
    """Run something to its end in a loop of its own."""
    with asyncio.Runner(loop_factory=WarpLoop) as runner:
        return runner.run(work)
