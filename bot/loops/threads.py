"""Threads: each card's thread is told what its conversation went through, in as few posts as hold it."""

from collections.abc import Mapping, Sequence
from datetime import datetime, timedelta

import structlog

from bot.desk.finding.history import happenings
from bot.errors import Gone, Rejected
from bot.loops.apart import Apart
from bot.loops.easel import Easel
from bot.pictures.conversations import EventPicture
from bot.slack import said
from bot.slack import thread as thread_drawing
from bot.slack.gateway import Lane
from bot.slack.kit import Drawn
from storage import cards, notes, threads
from storage.tables import Card, Note, ThreadPost
from storage.threads import Untold

MARK = "volley_thread"
MOST = 20
MOST_EVENTS = 500
QUIET_FOR = timedelta(minutes=5)
"""How long claims and tags wait for something that matters, before they are told by themselves."""
SIGN = "memo"
"""The reaction that says: kept as a note."""

log = structlog.get_logger()


class Threads:
    """Posts what is new, draws again what has vanished, and marks the notes that were typed there."""

    name = "threads"
    tick = 30.0
    rest = 0.5

    def __init__(self, easel: Easel) -> None:
        self._easel = easel
        self._apart = Apart(self.name, easel.clock, easel.alarm)
        self._names: dict[str, str] = {}

    async def round(self) -> datetime | None:
        """Vanished words first, then marks, then news."""
        await self._redraw_all()
        await self._mark_all()
        now = self._easel.now()
        async with self._easel.database.reading() as session:
            untold = await threads.untold(
                session,
                loud=sorted(thread_drawing.LOUD),
                late=sorted(thread_drawing.QUIET),
                before=now - QUIET_FOR,
                longer_than=said.IN_FULL,
                limit=MOST,
            )
        await self._apart.each("the thread of", untold, self._tell, key=lambda each: f"#{each.conversation_id}")
        return self._apart.at_the_earliest(self._easel.now() if len(untold) == MOST else None)

    async def _tell(self, untold: Untold) -> None:
        """Bring one thread up to date, post by post; each is written down before it is made.

        A thread begins with the first message, also when that was on the card for a while and needed no post.
        """
        async with self._easel.database.reading() as session:
            events: Sequence[EventPicture] = await happenings(
                session,
                untold.conversation_id,
                after=untold.told if untold.is_begun else 0,
                limit=MOST_EVENTS,
                programme=self._easel.programme,
                networks=self._easel.networks,
            )
        going_on = True
        while events and going_on:
            going_on, events = await self._tell_next(untold, events)

    async def _tell_next(self, untold: Untold, events: Sequence[EventPicture]) -> tuple[bool, Sequence[EventPicture]]:
        """Tell as many of these events as one post holds; whether to go on, and with which."""
        bundle = thread_drawing.bundles(events)[0]
        last = bundle[-1].number
        if thread_drawing.is_worth_a_post(bundle, untold.posted_at):
            post, was_begun = await self._begin(untold, bundle)
            last = post.last
            within = [event for event in events if event.number <= last]
            if not await self._post(untold, post, within, was_begun=was_begun):
                return False, ()
        else:
            await self._told(untold, last, post_id=None, ts="")
        return True, [event for event in events if event.number > last]

    async def _post(self, untold: Untold, post: ThreadPost, events: Sequence[EventPicture], *, was_begun: bool) -> bool:
        """Whether the thread can go on; what may have been posted already is looked for first."""
        try:
            ts = await self._find(untold, post) if was_begun else None
            ts = ts or await self._say(untold, post, events)
        except Gone:
            async with self._easel.database.writing() as session:
                await cards.lose(session, untold.card_id)
            return False
        except Rejected as rejected:
            await self._tell_managers(untold.conversation_id, str(rejected))
            ts = ""
        await self._told(untold, post.last, post_id=post.id if ts else None, ts=ts)
        return True

    async def _say(self, untold: Untold, post: ThreadPost, events: Sequence[EventPicture]) -> str:
        drawing = thread_drawing.draw(events, await self._names_for(events), begun_at=untold.posted_at)
        return await self._easel.gateway.post(
            untold.channel,
            text=drawing.text,
            blocks=drawing.blocks,
            lane=Lane.CARD,
            thread_ts=untold.ts,
            mark=(MARK, post.id),
        )

    async def _tell_managers(self, number: int, why: str) -> None:
        """Slack refuses a post for good: the others go on, and the managers know."""
        log.error("thread not told", conversation=number, why=why)
        sentence = f"The thread of #{number} lacks something: Slack refuses it ({why})."
        await self._easel.alarm("thread", str(number), sentence)

    async def _begin(self, untold: Untold, bundle: Sequence[EventPicture]) -> tuple[ThreadPost, bool]:
        first = bundle[0].number
        async with self._easel.database.writing() as session:
            begun = await threads.begun(session, untold.card_id, first)
            if begun is not None:
                return begun, True
            post = ThreadPost(
                card_id=untold.card_id, conversation_id=untold.conversation_id, first=first, last=bundle[-1].number
            )
            session.add(post)
            await session.flush()
        return post, False

    async def _find(self, untold: Untold, post: ThreadPost) -> str | None:
        if post.ts:
            return post.ts
        mark = (MARK, post.id)
        return await self._easel.gateway.find(untold.channel, mark, since=untold.posted_at, thread_ts=untold.ts)

    async def _told(self, untold: Untold, last: int, *, post_id: int | None, ts: str) -> None:
        async with self._easel.database.writing() as session:
            await threads.set_told(
                session,
                conversation_id=untold.conversation_id,
                card_id=untold.card_id,
                last=last,
                post_id=post_id,
                ts=ts,
                now=self._easel.now(),
            )

    async def _redraw_all(self) -> None:
        async with self._easel.database.reading() as session:
            waiting = await threads.to_redraw(session, limit=MOST)
        await self._apart.each("the redrawing of post", waiting, self._redraw, key=lambda each: each[0].id)

    async def _redraw(self, behind: tuple[ThreadPost, Card]) -> None:
        """Draw a post of the same events again, with the words as they stand now, until Slack has answered."""
        post, card = behind
        async with self._easel.database.writing() as session:
            await threads.set_redrawn(session, post.id)
        is_done = False
        try:
            await self._draw_again(post, card)
            is_done = True
        except Gone:
            is_done = True
        except Rejected as rejected:
            is_done = True
            await self._tell_managers(post.conversation_id, str(rejected))
        finally:
            if not is_done:
                async with self._easel.database.writing() as session:
                    await threads.redraw_again(session, post.id)

    async def _draw_again(self, post: ThreadPost, card: Card) -> None:
        async with self._easel.database.reading() as session:
            events = await happenings(
                session,
                post.conversation_id,
                after=post.first - 1,
                limit=post.last - post.first + 1,
                programme=self._easel.programme,
                networks=self._easel.networks,
            )
        begun_at = card.posted_at or card.wanted_at
        drawing = thread_drawing.draw(events, await self._names_for(events), begun_at=begun_at)
        if post.ts is None:
            await self._post_after_all(post, card, drawing)
            return
        await self._easel.gateway.update(
            card.channel, post.ts, text=drawing.text, blocks=drawing.blocks, lane=Lane.REPAINT
        )

    async def _post_after_all(self, post: ThreadPost, card: Card, drawing: Drawn) -> None:
        """Post what Slack had refused, unless an interrupted attempt did."""
        gateway, mark = self._easel.gateway, (MARK, post.id)
        ts = await gateway.find(card.channel, mark, since=card.posted_at or card.wanted_at, thread_ts=card.ts)
        if ts is None:
            ts = await gateway.post(
                card.channel, text=drawing.text, blocks=drawing.blocks, lane=Lane.CARD, thread_ts=card.ts, mark=mark
            )
        async with self._easel.database.writing() as session:
            await threads.set_posted(session, post.id, ts=ts, now=self._easel.now())

    async def _mark_all(self) -> None:
        async with self._easel.database.reading() as session:
            unmarked = await notes.unmarked(session)
        await self._apart.each("the mark of note", unmarked, self._mark, key=lambda note: note.id)

    async def _mark(self, note: Note) -> None:
        """Show whoever typed it that it was kept as a note."""
        if note.channel is None or note.ts is None:
            return
        try:
            await self._easel.gateway.react(note.channel, note.ts, SIGN)
        except Rejected as rejected:
            log.warning("note not marked", note=note.id, why=str(rejected))
        async with self._easel.database.writing() as session:
            await notes.set_marked(session, note.id, self._easel.now())

    async def _names_for(self, events: Sequence[EventPicture]) -> Mapping[str, str]:
        """Colleagues by name: what the desk keeps, else what Slack says."""
        wanted = thread_drawing.people_in(events) - self._names.keys()
        if wanted:
            async with self._easel.database.reading() as session:
                self._names |= await threads.names(session)
        for slack_id in wanted - self._names.keys():
            self._names[slack_id] = await self._easel.gateway.name_of(slack_id)
        return self._names
