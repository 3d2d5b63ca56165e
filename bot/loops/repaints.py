"""Repaints: cards that show less than is true are drawn again, through the last click's address while it lives."""

import asyncio
from collections.abc import Sequence
from contextlib import AsyncExitStack
from datetime import datetime

import structlog

from bot.errors import Gone, Rejected
from bot.loops.easel import UNDRAWABLE, Easel
from bot.pictures.conversations import CardPicture
from bot.slack import card as card_drawing
from bot.slack.gateway import Lane
from bot.slack.kit import Drawn
from storage import cards, ways_back
from storage.cards import Behind

AT_ONCE = 24
"""Cards drawn together; the next ones wait for the slowest answer among them."""
MOST_UPDATES = 8

log = structlog.get_logger()


class Repaints:
    """Clicked cards: outside Slack's budgets, many at once, each finished with the version it drew."""

    name = "repaints"
    tick = 5.0
    rest = 0.0

    def __init__(self, easel: Easel) -> None:
        self._easel = easel
        self._last = 0

    async def round(self) -> datetime | None:
        """Repaint the clicked cards that are behind: two questions and one transaction, however many they are."""
        now = self._easel.now()
        async with self._easel.database.reading() as session:
            waiting = await cards.behind(session, now, with_way_back=True, after=self._last, limit=AT_ONCE)
        if not waiting:
            return None
        self._last = waiting[-1].conversation_id
        async with AsyncExitStack() as brushes:
            for each in waiting:
                await brushes.enter_async_context(self._easel.brush(each.card_id))
            await self._repaint(waiting)
        return self._easel.now() if len(waiting) == AT_ONCE else None

    async def _repaint(self, waiting: Sequence[Behind]) -> None:
        """A card that cannot be drawn is left to `Updates`, which tells of it."""
        pictures = await self._pictures([each.conversation_id for each in waiting])
        done = await asyncio.gather(*(self._paint(each, pictures.get(each.conversation_id)) for each in waiting))
        async with self._easel.database.writing() as session:
            painted = [each for each, is_done in zip(waiting, done, strict=True) if is_done]
            await cards.set_repainted(session, [(each, pictures[each.conversation_id].version) for each in painted])
            for each in waiting:
                if each not in painted:
                    await ways_back.close(session, each.card_id, each.way_back or "")
        if not all(done):
            self._easel.nudge()

    async def _pictures(self, numbers: Sequence[int]) -> dict[int, CardPicture]:
        """All of them at once; when one cannot be taken, those that can."""
        try:
            return await self._easel.pictures(numbers)
        except UNDRAWABLE:
            pictures = [await self._picture(number) for number in numbers]
            return {each.number: each for each in pictures if each is not None}

    async def _picture(self, number: int) -> CardPicture | None:
        try:
            return await self._easel.picture(number)
        except UNDRAWABLE:
            return None

    async def _paint(self, behind: Behind, picture: CardPicture | None) -> bool:
        try:
            drawing = card_drawing.draw(picture) if picture is not None else None
        except UNDRAWABLE:
            drawing = None
        if drawing is None:
            return False
        return await self._easel.gateway.repaint(behind.way_back or "", text=drawing.text, blocks=drawing.blocks)


class Updates:
    """All other cards: by chat.update, Slack's tightest budget, drawn when it is their turn and not before."""

    name = "updates"
    tick = 10.0
    rest = 0.3

    def __init__(self, easel: Easel) -> None:
        self._easel = easel
        self._last = 0

    async def round(self) -> datetime | None:
        """Update the cards that are behind and were not clicked lately, at most one waiting for each card."""
        async with self._easel.database.reading() as session:
            waiting = await cards.behind(
                session, self._easel.now(), with_way_back=False, after=self._last, limit=MOST_UPDATES
            )
        if waiting:
            self._last = waiting[-1].conversation_id
        await asyncio.gather(*(self._update(each) for each in waiting))
        return self._easel.now() if len(waiting) == MOST_UPDATES else None

    async def _update(self, behind: Behind) -> None:
        drawn = Drawing(self._easel, behind)
        try:
            await self._easel.gateway.redraw(behind.channel, behind.ts, drawn.draw, lane=Lane.REPAINT)
        except Gone:
            log.warning("card gone from slack", conversation=behind.conversation_id)
            async with self._easel.database.writing() as session:
                await cards.lose(session, behind.card_id)
            self._easel.nudge()
            return
        except Rejected as rejected:
            await self._tell(behind.conversation_id, f"Slack refuses it: {rejected}")
        except UNDRAWABLE as error:
            log.error("card broke", card=behind.card_id, exc_info=error)
            await self._tell(behind.conversation_id, f"drawing it is broken: {type(error).__name__}")
        finally:
            drawn.put_down()
        if drawn.version is None:
            return
        async with self._easel.database.writing() as session:
            await cards.set_shown(session, behind.conversation_id, behind.card_id, drawn.version)

    async def _tell(self, number: int, why: str) -> None:
        """This drawing cannot be shown: it is tried again with the next change, and the managers know."""
        log.error("card cannot be drawn", conversation=number, why=why)
        sentence = f"The card of #{number} is out of date ({why}). `/desk history {number}` has what happened."
        await self._easel.alarm("card", str(number), sentence)


class Drawing:
    """One card being drawn late: its brush is held from the drawing until Slack has answered."""

    def __init__(self, easel: Easel, behind: Behind) -> None:
        self.version: int | None = None
        self._easel = easel
        self._behind = behind
        self._brush: asyncio.Lock | None = None

    async def draw(self) -> Drawn | None:
        """The card as it stands now; None when a click has repainted it meanwhile."""
        if self._brush is None:
            brush = self._easel.brush(self._behind.card_id)
            await brush.acquire()
            self._brush = brush
        picture = await self._easel.picture_if_behind(self._behind.card_id, self._behind.conversation_id)
        self.version = picture.version if picture else None
        return card_drawing.draw(picture) if picture else None

    def put_down(self) -> None:
        """Let others draw this card."""
        if self._brush is not None:
            self._brush.release()
            self._brush = None
