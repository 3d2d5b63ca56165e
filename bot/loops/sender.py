"""Sending what is due from one account, one after the other: commit the departure, make the request, record its end."""

from collections.abc import Callable, Mapping
from datetime import datetime, timedelta

import structlog
from sqlalchemy.ext.asyncio import AsyncSession

from bot.clock import Clock
from bot.desk.desk import Nudge
from bot.desk.leaving import liking, outcomes, sending, unknowns
from bot.desk.leaving.sending import Departure
from bot.errors import Gone, NeedsHand, Rejected, RetryAt, Trouble, Unauthorised, Unavailable
from bot.loops.access import Access
from bot.loops.alarm import Alarms
from bot.loops.apart import what_broke
from bot.loops.attachments import Attachments
from bot.loops.looks import AGAIN, REFUSED, Looks
from bot.networks.base import Network, Posted, Way
from bot.programme import Programme
from storage import likes, replies
from storage.db import Database
from storage.replies import Lane
from storage.tables import Conversation, Like, Message, Reply

SHORTEST_WAIT = timedelta(seconds=1)

log = structlog.get_logger()


class Sender:
    """The one place from which a public reply leaves. `in_flight` holds the replies whose request is under way here."""

    def __init__(
        self,
        database: Database,
        programme: Programme,
        networks: Mapping[str, Network],
        clock: Clock,
        nudge: Nudge,
        *,
        looks: Looks,
        attachments: Attachments,
    ) -> None:
        self.in_flight: set[int] = set()
        self._database = database
        self._programme = programme
        self._networks = networks
        self._clock = clock
        self._nudge = nudge
        self._looks = looks
        self._attachments = attachments
        self._access = Access(clock, Alarms(database, clock, nudge))

    async def empty(self, lane: Lane, is_closing: Callable[[], bool]) -> None:
        """Send everything of this account that is due, replies before likes, until nothing is or the desk closes."""
        last: object = None
        while not is_closing():
            due = await self._next(lane)
            if due is None or (type(due), due.id) == last:
                return
            last = (type(due), due.id)
            error = await what_broke(self._send(due) if isinstance(due, Reply) else self._like(due))
            if error is not None:
                await self._stumble(due, error)

    async def _next(self, lane: Lane) -> Reply | Like | None:
        now = self._clock.now()
        async with self._database.reading() as session:
            return await replies.next_due(session, lane, now) or await likes.next_due(session, lane, now)

    async def _send(self, reply: Reply) -> None:
        lane = Lane(reply.network, reply.account)
        if await self._lacks_access(reply, lane) or await self._may_be_out(reply):
            return
        if reply.attached and (not await self._attach(reply, lane) or await self._may_be_out(reply)):
            return
        async with self._database.writing() as session:
            departure = await sending.depart(session, reply.id, now=self._clock.now(), programme=self._programme)
        self._nudge()
        if departure is None:
            return
        self.in_flight.add(reply.id)
        try:
            end = await self._request(reply.network, departure)
            async with self._database.writing() as session:
                await self._record(session, reply, departure, end)
        finally:
            self.in_flight.discard(reply.id)
        if isinstance(end, RetryAt):
            await self._let_others_wait(lane, end)
        await self._judge_access(lane, end)
        self._nudge()

    async def _attach(self, reply: Reply, lane: Lane) -> bool:
        """Bring what goes with a reply to the network first, which may be repeated: False when it must not leave now.

        What goes by hand needs nothing there.
        """
        async with self._database.reading() as session:
            if (await session.get_one(Conversation, reply.conversation_id)).reply_by_hand:
                return True
        try:
            await self._attachments.bring(reply)
        except Trouble as trouble:
            await self._not_attached(reply, lane, trouble)
            return False
        return True

    async def _not_attached(self, reply: Reply, lane: Lane, trouble: Trouble) -> None:
        now = self._clock.now()
        until = until_of(trouble, now)
        async with self._database.writing() as session:
            if until is not None:
                await sending.wait_too(session, reply.id, until=until, why=str(trouble).rstrip("."), now=now)
            elif isinstance(trouble, Rejected):
                await sending.turn_back(session, reply.id, why=f"The attachment: {trouble}", now=now)
            else:
                await sending.fail_to_attach(session, reply.id, why=str(trouble).rstrip("."), now=now)
        self._nudge()

    async def _lacks_access(self, reply: Reply, lane: Lane) -> bool:
        """While its account's access is not accepted a reply waits visibly, and the network is not asked in vain."""
        until = self._access.rests_until(lane)
        if until is None:
            return False
        async with self._database.writing() as session:
            await sending.wait_too(session, reply.id, until=until, why=self._no_access(lane), now=self._clock.now())
        self._nudge()
        return True

    async def _judge_access(self, lane: Lane, end: Posted | Trouble | None) -> None:
        if isinstance(end, Unauthorised):
            await self._access.lost(lane, end)
        elif not isinstance(end, Trouble):
            await self._access.works(lane)

    def _no_access(self, lane: Lane) -> str:
        return f"{self._label(lane.network)} does not accept the access to @{lane.account}; the managers know"

    def _label(self, network: str) -> str:
        return self._networks[network].capabilities.label if network in self._networks else network

    async def _stumble(self, over: Reply | Like, error: Exception) -> None:
        """Something nobody thought of: this one waits visibly, what else is due from the account goes on."""
        stumble = sending.stumble if isinstance(over, Reply) else liking.stumble
        log.error("stumbled", over=type(over).__name__.lower(), number=over.id, exc_info=error)
        async with self._database.writing() as session:
            await stumble(session, over.id, over=type(error).__name__, now=self._clock.now())
        self._nudge()

    async def _may_be_out(self, reply: Reply) -> bool:
        """Look once more before a reply leaves that may have been sent before: True when it must not leave now.

        Where ours would wipe out another's answer, as in a store, every first answer is preceded by a look. So is what
        follows a lost one that a person has not found; there a timeline that is refused for good, as it was when they
        looked, holds nothing back.
        """
        async with self._database.reading() as session:
            must = await replies.may_be_out_since(session, reply) or await self._may_wipe_out_since(session, reply)
            lost = await replies.not_found_since(session, reply)
        since = min((each for each in (must, lost) if each is not None), default=None)
        if since is None:
            return False
        try:
            posts, _ = await self._looks.timeline(Lane(reply.network, reply.account), since, [reply])
        except Trouble as trouble:
            if must is None and isinstance(trouble, REFUSED):
                return False
            await self._wait_for_a_look(reply, trouble)
            return True
        now = self._clock.now()
        async with self._database.writing() as session:
            return await unknowns.found_among(session, reply.id, posts, now=now, programme=self._programme)

    async def _wait_for_a_look(self, reply: Reply, trouble: Trouble) -> None:
        """Until the timeline can be read the reply waits visibly; without access it is the managers who can help."""
        lane, now = Lane(reply.network, reply.account), self._clock.now()
        until, why = until_of(trouble, now) or now + AGAIN, "looking whether it is out already"
        if isinstance(trouble, Unauthorised):
            until, why = self._access.rest(lane), self._no_access(lane)
        async with self._database.writing() as session:
            if isinstance(trouble, REFUSED):
                await sending.fail_to_look(session, reply.id, why=str(trouble), now=now)
            else:
                await sending.wait_too(session, reply.id, until=until, why=why, now=now)
        await self._judge_access(lane, trouble)
        self._nudge()

    async def _may_wipe_out_since(self, session: AsyncSession, reply: Reply) -> datetime | None:
        """When what it answers was written, if an answer given since then would be wiped out by this one."""
        network = self._networks.get(reply.network)
        if network is None or network.capabilities.edit is Way.NEVER or reply.edition > 0:
            return None
        return (await session.get_one(Message, reply.answers_id)).posted_at

    async def _request(self, network: str, departure: Departure) -> Posted | Trouble:
        """The one request of this departure. Whatever is not certainly unsent comes back as a Trouble that says so."""
        sender = self._networks.get(network)
        if sender is None:
            return Unavailable(f"There is no network {network!r} any more.")
        try:
            return await sender.send(departure.draft, deadline=departure.deadline)
        except Trouble as trouble:
            log.warning("reply not sent", reply=departure.reply, error=type(trouble).__name__)
            return trouble

    async def _record(self, session: AsyncSession, reply: Reply, departure: Departure, end: Posted | Trouble) -> None:
        now = self._clock.now()
        label, lane = self._label(reply.network), Lane(reply.network, reply.account)
        match end:
            case Posted():
                await outcomes.found(session, reply, end, now=now, programme=self._programme)
            case RetryAt():
                until = max(end.at, now + SHORTEST_WAIT)
                await sending.wait(session, departure, until=until, why=f"{label} asks to wait", now=now)
            case NeedsHand():
                await sending.send_by_hand(session, departure, now=now, programme=self._programme)
            case Gone():
                why = "The post is no longer there, or no longer public."
                await sending.refuse(session, departure, why=why, now=now)
            case Rejected():
                await sending.refuse(session, departure, why=str(end), now=now)
            case Unauthorised():
                until = self._access.rest(lane)
                await sending.wait(session, departure, until=until, why=self._no_access(lane), now=now)
            case Unavailable():
                await sending.try_later(session, departure, why=str(end), now=now)
            case _:
                await sending.lose_sight(session, departure, why=str(end), now=now)

    async def _let_others_wait(self, lane: Lane, wait: RetryAt) -> None:
        """What else is due from the account waits with it, visibly; nobody asks the network in vain."""
        now = self._clock.now()
        until = max(wait.at, now + SHORTEST_WAIT)
        label = self._label(lane.network)
        async with self._database.reading() as session:
            others = await replies.others_due(session, lane, now)
        for other in others:
            async with self._database.writing() as session:
                await sending.wait_too(session, other, until=until, why=f"{label} asks to wait", now=now)

    async def _like(self, like: Like) -> None:
        async with self._database.writing() as session:
            post_id = await liking.depart(
                session, like.id, now=self._clock.now(), programme=self._programme, networks=self._networks
            )
        self._nudge()
        if post_id is None:
            return
        trouble: Trouble | None = None
        try:
            await self._networks[like.network].like(like.account, post_id)
        except Trouble as met:
            trouble = met
        async with self._database.writing() as session:
            await self._record_like(session, like, trouble)
        await self._judge_access(Lane(like.network, like.account), trouble)
        self._nudge()

    async def _record_like(self, session: AsyncSession, like: Like, trouble: Trouble | None) -> None:
        now = self._clock.now()
        liked, conversation = await liking.existing_like(session, like.id)
        match trouble:
            case None:
                await liking.done(session, liked, conversation, by=None, now=now)
            case NeedsHand():
                conversation.like_by_hand = True
                await liking.hand_over(session, liked, conversation, now=now, programme=self._programme)
            case Gone() | Rejected():
                await liking.refuse(session, liked, conversation, why=str(trouble), now=now)
            case _:
                until = until_of(trouble, now)
                await liking.try_later(session, liked, conversation, until=until, why=str(trouble), now=now)


def until_of(trouble: Trouble, now: datetime) -> datetime | None:
    """When the network allows asking again, if it said so; at the earliest in a second."""
    return max(trouble.at, now + SHORTEST_WAIT) if isinstance(trouble, RetryAt) else None
