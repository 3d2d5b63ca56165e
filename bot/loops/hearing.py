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
        self._heard: set[str] = set()

    async def round(self) -> datetime | None:
        """Read every channel whose turn it is; over one that breaks nothing typed in the others is lost."""
        now = self._clock.now()
        async with self._desk.database.reading() as session:
            known = [each for each in await channels.known(session) if each.key != channels.TEAM]
        due = [each for each in known if each.channel not in self._heard or is_due(each, now)]
        await self._apart.each("the threads of channel", due, self._hear, key=lambda channel: f"#{channel.name}")
        return None

    async def _hear(self, channel: Channel) -> None:
        """Read one channel; one that cannot be read is left to the loop that keeps channels."""
        now = self._clock.now()
        if channel.heard_until is not None:
            try:
                await self._listen(channel.channel, channel.heard_until - OVERLAP, now - OVERLAP)
            except (Gone, Rejected) as trouble:
                log.warning("channel not heard", channel=channel.channel, why=str(trouble))
                return
        async with self._desk.database.writing() as session:
            await channels.set_heard(session, channel.key, until=now)
        self._heard.add(channel.channel)

    async def _listen(self, channel: str, since: datetime, before: datetime) -> None:
        """Read the threads in which something was said, and after a start all that hold notes: edits and deletions show
        nowhere else. What breaks over one message is raised when all others are kept, and all of it read again.
        """
        closed_since = since - CLOSED_SINCE
        async with self._desk.database.reading() as session:
            oldest = await cards.oldest_in_use(session, channel, closed_since=closed_since)
            noted = await notes.typed_under_cards(session, channel, closed_since=closed_since)
        if oldest is None:
            return
        said = await self._gateway.threads(channel, oldest=oldest, since=since)
        if channel in self._heard:
            noted = [each for each in noted if not each.threads.isdisjoint(said)]
        threads = {
            ts: await self._thread(channel, ts) for ts in {*said, *(ts for each in noted for ts in each.threads)}
        }
        broken = [
            await what_broke(self._keep(channel, ts, typed, since))
            for ts, thread in threads.items()
            for typed in (thread.typed if thread is not None else ())
        ]
        broken += [await what_broke(self._delete(note)) for each in noted for note in missing(each, threads, before)]
        for error in filter(None, broken):
            raise error

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
        who = Who(note.by, f"heard:{note.channel}:{note.ts}:deleted")
        try:
            await self._desk.do(noting.delete, channel=note.channel, ts=note.ts, by=who)
        except Refused:
            return
        log.info("deletion of a note heard late", note=note.id)


def missing(noted: Noted, threads: Mapping[str, Thread | None], before: datetime) -> Sequence[Note]:
    """The notes of a conversation that stand in none of its threads any more; none while one of these was not read.

    What is younger than `before` is left to Slack, which still tells of it.
    """
    read = [threads.get(ts) for ts in noted.threads]
    there = {ts for thread in read if thread is not None for ts in thread.there}
    if None in read:
        return ()
    return [note for note in noted.notes if note.ts not in there and float(note.ts or 0) < before.timestamp()]


def is_due(channel: Channel, now: datetime) -> bool:
    """Whether a channel was not read for half an hour, as connections also die unnoticed.

    A look costs a call for 200 cards and one for each thread with something new.
    """
    return channel.heard_until is None or channel.heard_until + noting.HEARD_AGAIN <= now
