"""Hearing what was typed in cards' threads while nobody listened: Slack tells of a message for six minutes only."""

from collections.abc import Mapping, Sequence
from datetime import datetime, timedelta

import structlog

from bot.clock import Clock
from bot.desk.desk import Desk, Who
from bot.desk.handling import noting
from bot.errors import Gone, Refused, Rejected
from bot.loops.apart import Apart, what_broke
from bot.loops.easel import Alarm
from bot.slack.gateway import Gateway, Thread
from bot.slack.typed import Typed
from storage import cards, channels, notes
from storage.notes import Noted
from storage.tables import Channel, Note

OVERLAP = timedelta(minutes=7)
"""Slack delivers for six minutes, so what is younger than a look may still be on its way."""

CLOSED_SINCE = timedelta(days=30)
"""How long after closing a conversation the threads of its cards are read: people add what they learned later. It costs
a call for 200 messages in the channel, as all of them do, out of 50 a minute in the lane that goes last."""

FOLLOWED_FOR = timedelta(days=3)
"""How old a note may be whose message is missing to count as deleted by a person. Workspaces let Slack remove what is
older than some weeks, and Slack tells nobody: what the team noted must not go with it."""

log = structlog.get_logger()


class Hearing:
    """Reads the threads of each queue's channel from where it stopped: at once after a start, later now and then.

    Of cards of open conversations, of those closed in the last month, and of former cards of both.
    """

    name = "hearing"
    tick = 60.0
    rest = 5.0

    def __init__(self, desk: Desk, gateway: Gateway, clock: Clock, *, alarm: Alarm) -> None:
        self._desk = desk
        self._gateway = gateway
        self._clock = clock
        self._apart = Apart(self.name, clock, alarm)
        self._compared: set[str] = set()

    async def round(self) -> datetime | None:
        """Read every channel whose turn it is; over one that breaks nothing typed in the others is lost."""
        now = self._clock.now()
        async with self._desk.database.reading() as session:
            known = [each for each in await channels.known(session) if each.key != channels.TEAM]
        due = [each for each in known if each.channel not in self._compared or is_due(each, now)]
        await self._apart.each("the threads of channel", due, self._hear, key=lambda channel: f"#{channel.name}")
        return None

    async def _hear(self, channel: Channel) -> None:
        """Read one channel; one that cannot be read is left to the loop that keeps channels.

        What was heard stays heard when the comparison afterwards is interrupted, which begins anew the next time.
        """
        now = self._clock.now()
        try:
            since = channel.heard_until - OVERLAP if channel.heard_until is not None else None
            read = await self._listen(channel.channel, since) if since is not None else {}
            async with self._desk.database.writing() as session:
                await channels.set_heard(session, channel.key, until=now)
            await self._compare(channel.channel, read, since or now, now)
        except (Gone, Rejected) as trouble:
            log.warning("channel not heard", channel=channel.channel, why=str(trouble))

    async def _listen(self, channel: str, since: datetime) -> dict[str, Thread | None]:
        """Keep what was said in threads since then, one after the other; the threads that were read.

        What breaks over one message is raised when all others are kept, and all of it read again.
        """
        async with self._desk.database.reading() as session:
            oldest = await cards.oldest_in_use(session, channel, closed_since=since - CLOSED_SINCE)
        said = await self._gateway.threads(channel, oldest=oldest, since=since) if oldest is not None else []
        broken: list[Exception | None] = []
        read: dict[str, Thread | None] = {}
        for ts in said:
            read[ts] = await self._thread(channel, ts)
            broken += await self._keep_all(channel, ts, read[ts], since)
        for error in filter(None, broken):
            raise error
        return read

    async def _compare(self, channel: str, read: dict[str, Thread | None], since: datetime, now: datetime) -> None:
        """Follow the edits and deletions of young notes, which show nowhere but in their threads: of all after a start,
        later of those in whose threads something was said.
        """
        young = now - FOLLOWED_FOR
        async with self._desk.database.reading() as session:
            noted = await notes.typed_under_cards(session, channel, since=young, closed_since=since - CLOSED_SINCE)
        if channel in self._compared:
            noted = [each for each in noted if not each.threads.isdisjoint(read)]
        self._compared.discard(channel)
        broken: list[Exception | None] = []
        for each in noted:
            for ts in each.threads - read.keys():
                read[ts] = await self._thread(channel, ts)
                broken += await self._keep_all(channel, ts, read[ts], since)
            for gone in missing(each, read, young, now - OVERLAP):
                broken.append(await what_broke(self._delete(gone)))
        for error in filter(None, broken):
            raise error
        self._compared.add(channel)

    async def _keep_all(self, channel: str, ts: str, thread: Thread | None, since: datetime) -> list[Exception | None]:
        """Keep what was typed in a thread; what broke over each."""
        return [await what_broke(self._keep(channel, ts, each, since)) for each in (thread.typed if thread else ())]

    async def _thread(self, channel: str, ts: str) -> Thread | None:
        """A thread as it stands; None for one that is not there, which says nothing of what stood in it."""
        try:
            return await self._gateway.thread(channel, ts)
        except Gone:
            return None

    async def _keep(self, channel: str, thread_ts: str, typed: Typed, since: datetime) -> None:
        """Keep what is not kept yet, or was edited since; whoever may not write on the desk is left alone."""
        async with self._desk.database.reading() as session:
            known = await notes.typed_as(session, channel=channel, ts=typed.ts)
        is_old = float(typed.ts) <= since.timestamp()
        if is_old if known is None else known.text == typed.text.strip():
            return
        who = Who(typed.by, f"heard:{channel}:{typed.ts}:{typed.version}", is_guest=typed.is_guest)
        try:
            await self._desk.do(noting.edit, channel=channel, ts=typed.ts, text=typed.text, thread_ts=thread_ts, by=who)
        except Refused:
            return
        log.info("note heard late", channel=channel)

    async def _delete(self, note: Note) -> None:
        """Follow a deletion that Slack never told of."""
        async with self._desk.database.writing() as session:
            await noting.follow_deletion(session, note.conversation_id, note.id, now=self._clock.now())
        self._desk.nudge()
        log.info("deletion of a note heard late", note=note.id)


def missing(noted: Noted, threads: Mapping[str, Thread | None], young: datetime, before: datetime) -> Sequence[Note]:
    """The notes of a conversation that stand in none of its threads any more; none while one of these was not read.

    What was typed before `young` may have been removed by Slack itself, and is kept; what is younger than `before` is
    left to Slack, which still tells of it.
    """
    read = [threads.get(ts) for ts in noted.threads]
    there = {ts for thread in read if thread is not None for ts in thread.there}
    if None in read:
        return ()
    followed = [each for each in noted.notes if young.timestamp() < float(each.ts or 0) < before.timestamp()]
    return [each for each in followed if each.ts not in there]


def is_due(channel: Channel, now: datetime) -> bool:
    """Whether a channel was not read for half an hour, as connections also die unnoticed.

    A look costs a call for 200 cards and one for each thread with something new.
    """
    return channel.heard_until is None or channel.heard_until + noting.HEARD_AGAIN <= now
