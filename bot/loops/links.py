"""Old cards: once a conversation has a fresh card elsewhere, the old one becomes a link to it."""

from datetime import datetime, timedelta

import structlog

from bot.desk.queues import queue_name
from bot.errors import Gone, Rejected
from bot.loops.apart import Apart
from bot.loops.cards import MARK
from bot.loops.easel import Easel
from bot.slack import card as card_drawing
from bot.slack.gateway import Lane
from bot.slack.kit import Drawn
from storage import old_cards
from storage.old_cards import Leaving

MOST = 10
PATIENCE = timedelta(seconds=15)
"""How long an old card waits for its successor before it says that there is none yet."""

log = structlog.get_logger()


class Links:
    """Turns cards that are leaving into links, through the last click's address while that lives."""

    name = "links"
    tick = 15.0
    rest = 1.0

    def __init__(self, easel: Easel) -> None:
        self._easel = easel
        self._apart = Apart(self.name, easel.clock, easel.alarm)
        self._first_seen: dict[int, datetime] = {}
        self._told: set[int] = set()

    async def round(self) -> datetime | None:
        """Finish every leaving card whose successor is up; the others say after a while that they wait."""
        now = self._easel.now()
        async with self._easel.database.reading() as session:
            leaving = await old_cards.leaving(session, now, waiting=self._told, limit=MOST)
        waiting = set[int]()

        async def leave(card: Leaving) -> None:
            if not await self._leave(card, now):
                waiting.add(card.card_id)

        await self._apart.each("the link of card", leaving, leave, key=lambda card: card.card_id)
        here = {each.card_id for each in leaving}
        self._first_seen = {number: seen for number, seen in self._first_seen.items() if number in here}
        if len(leaving) == MOST and not waiting:
            return self._apart.at_the_earliest(now)
        return self._apart.at_the_earliest(now + PATIENCE if waiting else None)

    async def _leave(self, card: Leaving, now: datetime) -> bool:
        """Whether nothing more is to be done with this card."""
        ts = card.ts or await self._look_for(card)
        if ts is None:
            await self._finish(card)
            return True
        has_successor = card.next_ts is not None
        since = self._first_seen.setdefault(card.card_id, now)
        if not has_successor and not card.closed and now - since < PATIENCE:
            return False
        if has_successor or card.closed or card.card_id not in self._told:
            await self._draw(card, ts)
            self._told.add(card.card_id)
        if has_successor or card.closed:
            await self._finish(card)
        return has_successor or card.closed

    async def _look_for(self, card: Leaving) -> str | None:
        """Its post may have been interrupted."""
        if not card.posted:
            return None
        try:
            return await self._easel.gateway.find(card.channel, (MARK, card.card_id), since=card.wanted_at)
        except (Gone, Rejected) as trouble:
            log.warning("old card not found", card=card.card_id, why=str(trouble))
            return None

    async def _draw(self, card: Leaving, ts: str) -> None:
        drawing = await self._drawing(card)
        if drawing is None:
            return
        gateway = self._easel.gateway
        if card.way_back and await gateway.repaint(card.way_back, text=drawing.text, blocks=drawing.blocks):
            return
        try:
            await gateway.update(card.channel, ts, text=drawing.text, blocks=drawing.blocks, lane=Lane.CARD)
        except (Gone, Rejected) as trouble:
            log.warning("old card not linked", card=card.card_id, why=str(trouble))

    async def _drawing(self, card: Leaving) -> Drawn | None:
        picture = await self._easel.picture(card.conversation_id)
        if picture is None:
            return None
        if card.closed and card.next_ts is None:
            return card_drawing.draw(picture)
        address = None
        if card.next_channel is not None and card.next_ts is not None:
            address = self._easel.gateway.link(card.next_channel, card.next_ts)
        name = queue_name(self._easel.programme, card.queue)
        return card_drawing.draw_link(card.conversation_id, picture.customer, address, name, by_name=picture.by_name)

    async def _finish(self, card: Leaving) -> None:
        async with self._easel.database.writing() as session:
            await old_cards.set_link(session, card.card_id)
        self._told.discard(card.card_id)
