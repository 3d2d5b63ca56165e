"""Private messages: managers are paged, news and refusals delivered."""

from collections import Counter
from datetime import datetime, timedelta

import structlog

from bot.clippings_file import NAME
from bot.desk import alarms
from bot.desk.escalating import escalation
from bot.desk.noticing import subject_of
from bot.desk.writing import taking_out
from bot.errors import Gone, Rejected, RetryAt, Trouble, Unauthorised
from bot.loops.apart import Apart, what_broke
from bot.loops.easel import Easel
from bot.loops.hand_files import HandFiles
from bot.slack.gateway import Lane
from bot.slack.kit import Drawn
from bot.slack.notices import draw
from storage import escalations, notices
from storage.tables import Notice

PAUSES = tuple(timedelta(seconds=each) for each in (2, 10, 60, 300, 900, 1800))
"""How long a notice that breaks waits after each failure; then it is parked, and the managers are told."""

UNANSWERED = tuple(timedelta(seconds=each) for each in (1, 5, 15, 30, 60))
"""How long a notice waits while Slack does not answer, the last of these for as long as that lasts.

An outage is not the notice's fault: it never parks one, and what is owed comes within a minute of its end.
"""

HAND_REPLY = "hand_reply"
log = structlog.get_logger()


class Pings:
    """Delivers what the desk owes people. For a ping, twice beats never: what may have been lost is said again."""

    name = "pings"
    tick = 10.0
    rest = 0.3

    def __init__(self, easel: Easel) -> None:
        self._easel = easel
        self._database = easel.database
        self._programme = easel.programme
        self._gateway = easel.gateway
        self._apart = Apart(self.name, easel.clock, easel.alarm)
        self._hand_files = HandFiles(easel)
        self._unanswered: Counter[int] = Counter()

    async def round(self) -> datetime | None:
        """Page and deliver; when the next notice or page is due."""
        await self._page()
        async with self._database.reading() as session:
            owed = await notices.owed(session, self._easel.now())
        for notice in owed:
            error = await what_broke(self._deliver(notice))
            if error is not None:
                await self._broke(notice, error)
        async with self._database.reading() as session:
            moments = [await notices.next_owed_at(session), await escalations.next_page_at(session)]
        return self._apart.at_the_earliest(min((each for each in moments if each is not None), default=None))

    async def _page(self) -> None:
        """Begin, end and go on with pages; an escalation that breaks keeps no other from its person."""
        async with self._database.reading() as session:
            over = await escalations.outlived(session, self._programme.escalation.queue)
            left = await escalations.left_alone(session)
        await self._apart.each("the end of escalation", over, self._settle)
        await self._apart.each("the taker of escalation", left, self._go_on_without)
        async with self._database.reading() as session:
            due = await escalations.to_page(session, self._easel.now())
        await self._apart.each("the page for escalation", due, self._page_next)

    async def _settle(self, number: int) -> None:
        async with self._database.writing() as session:
            await escalation.settle(session, number, now=self._easel.now(), programme=self._programme)

    async def _go_on_without(self, number: int) -> None:
        async with self._database.writing() as session:
            await escalation.go_on_without(session, number, now=self._easel.now())

    async def _page_next(self, number: int) -> None:
        async with self._database.writing() as session:
            await escalation.page_next(session, number, now=self._easel.now(), programme=self._programme)

    async def _deliver(self, notice: Notice) -> None:
        """Send one notice; what goes wrong with it never holds up the others."""
        drawing = await drawn(self._easel, notice)
        try:
            channel, ts = await self._send(notice, drawing)
        except (Gone, Rejected) as refused:
            await self._park(notice, str(refused))
        except Trouble as trouble:
            await self._say_again(notice, trouble)
        else:
            self._unanswered.pop(notice.id, None)
            async with self._database.writing() as session:
                await notices.set_sent(session, notice.id, channel=channel, ts=ts, at=self._easel.now())

    async def _send(self, notice: Notice, drawing: Drawn) -> tuple[str, str | None]:
        """Where it went, and its ts when it stays: privately in a channel, else, or if they are not in it, directly."""
        if notice.channel is not None:
            try:
                await self._gateway.whisper(
                    notice.channel,
                    notice.to,
                    text=drawing.text,
                    blocks=drawing.blocks,
                    thread_ts=notice.thread_ts,
                )
            except (Gone, Rejected):
                log.info("told directly instead", notice=notice.id)
            else:
                return notice.channel, None
        channel = await self._gateway.direct(notice.to)
        if notice.kind == taking_out.KIND:
            return channel, await self._hand_over(channel, drawing)
        if notice.kind == HAND_REPLY:
            await self._hand_files.bring(notice, channel)
        return channel, await self._gateway.post(channel, text=drawing.text, blocks=drawing.blocks, lane=Lane.PING)

    async def _hand_over(self, channel: str, drawing: Drawn) -> str | None:
        """Send the clippings as they stand now as a file; where Slack will not have it, a message says why."""
        async with self._database.reading() as session:
            content = await taking_out.take_out(session)
        try:
            await self._gateway.files.share(channel, NAME, content.encode(), words=drawing.text, lane=Lane.PING)
        except (Rejected, Unauthorised) as refused:
            text = {"text": f"⚠️ The clippings could not be sent as a file. {refused}"}
            told = draw("text", text)
            return await self._gateway.post(channel, text=told.text, blocks=told.blocks, lane=Lane.PING)
        return None

    async def _say_again(self, notice: Notice, trouble: Trouble) -> None:
        """Slack did not take it: soon once more, then more slowly, until it does."""
        pause = UNANSWERED[min(self._unanswered[notice.id], len(UNANSWERED) - 1)]
        self._unanswered[notice.id] += 1
        log.warning("notice not delivered", notice=notice.id, error=type(trouble).__name__)
        until = self._easel.now() + pause
        if isinstance(trouble, RetryAt):
            until = max(until, trouble.at)
        async with self._database.writing() as session:
            await notices.put_off(session, notice.id, until=until)

    async def _broke(self, notice: Notice, error: Exception) -> None:
        """Something nobody thought of: this notice is tried again later and at last parked, the others never notice."""
        log.error("notice broke", notice=notice.id, kind=notice.kind, exc_info=error)
        if notice.tries >= len(PAUSES):
            await self._park(notice, f"Something is broken ({type(error).__name__}); the log says more.")
            return
        async with self._database.writing() as session:
            await notices.put_off(session, notice.id, until=self._easel.now() + PAUSES[notice.tries])
            await notices.count_try(session, notice.id)

    async def _park(self, notice: Notice, why: str) -> None:
        log.error("notice parked", notice=notice.id, kind=notice.kind)
        self._unanswered.pop(notice.id, None)
        async with self._database.writing() as session:
            await notices.park(session, notice.id, why)
        if notice.kind != "alarm":
            text = f"A message to <@{notice.to}> could not be delivered: {why}"
            await self._easel.alarm(alarms.PARKED, f"notice {notice.id}", text)


async def drawn(easel: Easel, notice: Notice) -> Drawn:
    """A notice as it reads now."""
    async with easel.database.reading() as session:
        about = await subject_of(session, notice, programme=easel.programme, networks=easel.networks, now=easel.now())
    return draw(
        notice.kind,
        notice.facts,
        card=about.card,
        reply=about.reply,
        like=about.like,
        escalation=about.escalation,
        place=easel.gateway.link(*about.place) if about.place else None,
        hidden=about.hidden,
    )
