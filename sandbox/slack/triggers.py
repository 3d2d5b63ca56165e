"""Trigger ids: the right to open a modal, once, within three seconds of the person's click."""

import random
from collections import OrderedDict
from dataclasses import dataclass
from datetime import datetime

from sandbox.clock import SandboxClock
from sandbox.slack.errors import SlackError

LIFETIME = 3.0
KEPT = 5_000


@dataclass
class Trigger:
    """Whose click it was, and when."""

    user: str
    at: datetime
    view_id: str | None
    """The view in which it was pressed, for views.push."""
    used: bool = False


class Triggers:
    """Hands out trigger ids and takes them back. Their age follows the sandbox's clock in seconds of the wall clock.

    So `clock.jump(4)` lets one expire, and a clock at speed 60 still leaves the bot its three seconds.
    """

    def __init__(self, clock: SandboxClock) -> None:
        self._clock = clock
        self._known: OrderedDict[str, Trigger] = OrderedDict()
        self._random = random.Random()

    def new(self, user_id: str, view_id: str | None = None) -> str:
        """A fresh trigger id for what this person just pressed."""
        noise = self._random.getrandbits(128)
        trigger_id = f"{noise >> 90}.{noise >> 96 & 0xFFFFFFFF}.{noise & 0xFFFFFFFFFFFFFFFFFFFFFFFF:024x}"
        self._known[trigger_id] = Trigger(user_id, self._clock.now(), view_id)
        if len(self._known) > KEPT:
            self._known.popitem(last=False)
        return trigger_id

    def exchange(self, trigger_id: str) -> Trigger:
        """Use a trigger id up; raises SlackError when it is unknown, used or too old."""
        trigger = self._known.get(trigger_id)
        if trigger is None:
            raise SlackError("invalid_trigger_id")
        if trigger.used:
            raise SlackError("exchanged_trigger_id")
        age = (self._clock.now() - trigger.at).total_seconds() / self._clock.speed
        if age > LIFETIME:
            raise SlackError("expired_trigger_id")
        trigger.used = True
        return trigger
