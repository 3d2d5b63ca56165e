"""Home tabs: each is somebody's own, set as a whole, within what Slack allows of it in a minute."""

from collections.abc import Awaitable, Callable

from bot.slack.budgets import Lane
from bot.slack.caller import Answer, Caller
from bot.slack.kit import Block


class HomeTabs:
    """Part of the gateway. Raises the Trouble kinds of bot/errors.py and nothing else."""

    def __init__(self, caller: Caller) -> None:
        self._caller = caller

    async def publish(self, user: str, draw: Callable[[], Awaitable[list[Block] | None]], *, lane: Lane) -> bool:
        """Set somebody's Home tab to what `draw` returns when it is our turn: the newest, however long we waited.

        False when there was nothing to draw any more. Raises Gone for somebody who is no longer there.
        """
        there = True

        async def work() -> Answer:
            nonlocal there
            blocks = await draw()
            if blocks is None:
                there = False
                return {}
            view = {"type": "home", "blocks": blocks}
            return await self._caller.request("views.publish", once=False, user_id=user, view=view)

        await self._caller.in_turn("views.publish", lane, work)
        return there
