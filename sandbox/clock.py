"""The sandbox's own time, which can run faster than the wall clock and can be moved forward."""

import asyncio
import time
from datetime import UTC, datetime, timedelta


class SandboxClock:
    """Says what time it is in the sandbox and sleeps in that time.

    At speed 1 and without jumps it shows the wall clock. Time never goes backwards.
    """

    def __init__(self, *, speed: float = 1.0, start: datetime | None = None) -> None:
        self._shown = start or datetime.now(UTC)
        self._counted = time.monotonic()
        self._speed = _positive(speed)
        self._moved = asyncio.Event()

    def now(self) -> datetime:
        """The sandbox's time, aware and in UTC."""
        return self._shown + timedelta(seconds=(time.monotonic() - self._counted) * self._speed)

    def timestamp(self) -> float:
        """The sandbox's time as seconds since 1970."""
        return self.now().timestamp()

    @property
    def speed(self) -> float:
        """Sandbox seconds that pass in one second of the wall clock."""
        return self._speed

    def as_json(self) -> dict[str, str | float]:
        """What time it is, and how fast it passes, for whoever looks at the sandbox."""
        return {"now": self.now().isoformat(), "speed": self._speed}

    def run_at(self, speed: float) -> None:
        """Let time run `speed` times as fast as the wall clock from now on; raises ValueError unless positive."""
        checked = _positive(speed)
        self._shown, self._counted = self.now(), time.monotonic()
        self._speed = checked
        self._wake_sleepers()

    def jump(self, seconds: float) -> None:
        """Move time forward at once; whoever sleeps past that moment wakes up. Raises ValueError for the past."""
        if seconds < 0:
            raise ValueError("The sandbox's clock only moves forward.")
        self._shown += timedelta(seconds=seconds)
        self._wake_sleepers()

    async def sleep(self, seconds: float) -> None:
        """Return when that many sandbox seconds have passed, by running or by jumping."""
        await self.sleep_until(self.now() + timedelta(seconds=seconds))

    async def sleep_until(self, moment: datetime) -> None:
        """Return when the sandbox's time has reached `moment`."""
        while (left := (moment - self.now()).total_seconds()) > 0:
            moved = self._moved
            try:
                await asyncio.wait_for(moved.wait(), timeout=left / self._speed)
            except TimeoutError:
                continue

    def wall_moment(self, moment: datetime) -> datetime:
        """When the wall clock will show that `moment` has come: headers with absolute times speak to a bot's clock."""
        return datetime.now(UTC) + (moment - self.now()) / self._speed

    def _wake_sleepers(self) -> None:
        self._moved.set()
        self._moved = asyncio.Event()


def _positive(speed: float) -> float:
    if not speed > 0:
        raise ValueError("The sandbox's clock needs a speed above zero.")
    return speed
