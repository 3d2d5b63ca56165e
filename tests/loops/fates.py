"""Everything that can become of a request to a network, for random lives of replies."""

from collections.abc import Callable
from datetime import timedelta

from bot.errors import Gone, NeedsHand, Rejected, RetryAt, Unauthorised, Unavailable, Unknown
from tests.conftest import SetClock
from tests.loops.pretend import Fate


class ProcessDied(BaseException):
    """The machine lost power in the middle of a request: nothing after it runs."""


def fates(clock: SetClock) -> dict[str, Callable[[], Fate]]:
    """Everything that can become of a request."""

    async def sleep_past_the_deadline() -> None:
        clock.forward(seconds=40)

    return {
        "well": Fate,
        "answer lost": lambda: Fate(done=True, trouble=Unknown("lost")),
        "never left": lambda: Fate(done=False, trouble=Unknown("cut")),
        "died before": lambda: Fate(done=False, trouble=ProcessDied()),
        "died after": lambda: Fate(done=True, trouble=ProcessDied()),
        "slow": lambda: Fate(done=True, meanwhile=sleep_past_the_deadline),
        "wait": lambda: Fate(done=False, trouble=RetryAt(clock.now() + timedelta(minutes=2))),
        "down": lambda: Fate(done=False, trouble=Unavailable("down")),
        "token": lambda: Fate(done=False, trouble=Unauthorised("token")),
        "gone": lambda: Fate(done=False, trouble=Gone()),
        "refused": lambda: Fate(done=False, trouble=Rejected("no")),
        "by hand": lambda: Fate(done=False, trouble=NeedsHand()),
    }
