"""Reading an account's own timeline for replies that may be out, before anybody is asked to send them."""

from collections import Counter
from collections.abc import Awaitable, Iterable, Mapping, Sequence
from datetime import datetime, timedelta

import structlog

from bot.clock import Clock
from bot.desk.desk import Nudge
from bot.desk.leaving import byhand, unknowns
from bot.desk.leaving.recognising import CLOCKS_DIFFER
from bot.errors import Gone, Rejected, RetryAt, Trouble, Unavailable
from bot.loops.apart import what_broke
from bot.networks.base import Network, Posted
from bot.programme import Programme
from storage import answers, replies
from storage.db import Database
from storage.replies import Lane
from storage.tables import Reply

AGAIN = timedelta(minutes=1)
"""When a timeline that could not be read is read again."""

MOST_SELDOM = timedelta(hours=1)
"""How long a hand-over waits at most for a timeline that is refused for good: keyholders have hours, and reads cost."""

REFUSED = (Gone, Rejected)
"""What a network says that will not show a timeline at all."""

log = structlog.get_logger()


class Looks:
    """One look answers for every reply of an account that is waiting for one."""

    def __init__(
        self,
        database: Database,
        programme: Programme,
        networks: Mapping[str, Network],
        clock: Clock,
        nudge: Nudge,
    ) -> None:
        self._database = database
        self._programme = programme
        self._networks = networks
        self._clock = clock
        self._nudge = nudge
        self._broken: set[int] = set()
        self._refused: Counter[Lane] = Counter()

    async def timeline(self, lane: Lane, since: datetime, sought: Iterable[Reply]) -> tuple[Sequence[Posted], datetime]:
        """What the account itself has posted since then, and when the look began; `sought` are the replies looked for.

        Raises Trouble's kinds.
        """
        network = self._networks.get(lane.network)
        if network is None:
            raise Unavailable(f"There is no network {lane.network!r} any more.")
        async with self._database.reading() as session:
            answering = await answers.ids_answered_by(session, sought)
        began = self._clock.now()
        return await network.own_posts(lane.account, since=since - CLOCKS_DIFFER, answering=answering), began

    async def look(self, lane: Lane) -> None:
        """Read the timeline once and judge every reply that is due for a look, or to be passed to another keyholder."""
        now = self._clock.now()
        async with self._database.reading() as session:
            looked_for = [each for each in await replies.to_look_for(session, now) if lane_of(each) == lane]
            overdue = await replies.hands_over(session, now) if self._programme.sending == "on" else ()
            handed = [each for each in overdue if lane_of(each) == lane]
        if not looked_for and not handed:
            return
        try:
            posts, began = await self.timeline(
                lane, min(each.at for each in (*looked_for, *handed)), (*looked_for, *handed)
            )
        except Trouble as trouble:
            await self._could_not_look(looked_for, trouble, pause=AGAIN)
            await self._could_not_look(handed, trouble, pause=self._pause(lane, trouble))
            return
        self._refused.pop(lane, None)
        for each in looked_for:
            await self._apart(each, self._judge(each, posts, began))
        for each in handed:
            await self._apart(each, self._pass_on(each, posts))

    async def _judge(self, reply: Reply, posts: Sequence[Posted], began: datetime) -> None:
        async with self._database.writing() as session:
            await unknowns.looked(session, reply.id, posts, at=began, now=self._clock.now(), programme=self._programme)
        self._nudge()

    async def _pass_on(self, reply: Reply, posts: Sequence[Posted]) -> None:
        now = self._clock.now()
        async with self._database.writing() as session:
            if not await unknowns.found_among(session, reply.id, posts, now=now, programme=self._programme):
                await byhand.pass_on(session, reply.id, now=now, programme=self._programme)
        self._nudge()

    async def _apart(self, reply: Reply, work: Awaitable[None]) -> None:
        """What nobody thought of stays with this reply: it is looked for again later, the others never notice."""
        error = await what_broke(work)
        if error is not None:
            log.error("stumbled over a look", reply=reply.id, exc_info=error)
            now = self._clock.now()
            async with self._database.writing() as session:
                await unknowns.stumble(
                    session, reply.id, over=type(error).__name__, first=reply.id not in self._broken, now=now
                )
            self._broken.add(reply.id)
            self._nudge()

    def _pause(self, lane: Lane, trouble: Trouble) -> timedelta:
        """How long a hand-over waits for the next look: twice as long after each refusal, at most an hour."""
        if not isinstance(trouble, REFUSED):
            return AGAIN
        self._refused[lane] += 1
        return min(AGAIN * (1 << min(self._refused[lane] - 1, 10)), MOST_SELDOM)

    async def _could_not_look(self, waiting: Sequence[Reply], trouble: Trouble, *, pause: timedelta) -> None:
        if not waiting:
            return
        now = self._clock.now()
        at = max(trouble.at, now + timedelta(seconds=1)) if isinstance(trouble, RetryAt) else now + pause
        log.warning("timeline not read", error=type(trouble).__name__, replies=len(waiting), again=at.isoformat())
        for each in waiting:
            async with self._database.writing() as session:
                if isinstance(trouble, REFUSED):
                    await unknowns.may_not_look(session, each.id, why=str(trouble), at=at, now=now)
                else:
                    await unknowns.look_later(session, each.id, at=at)
        self._nudge()


def lane_of(reply: Reply) -> Lane:
    """The lane in which a reply travels."""
    return Lane(reply.network, reply.account)
