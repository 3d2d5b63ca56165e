"""New cards: the most urgent conversations get one in their queue's channel, as many as its window holds."""

import asyncio
from collections import Counter
from dataclasses import dataclass
from datetime import datetime, timedelta

import structlog

from bot.errors import Gone, Rejected, Trouble, Unknown
from bot.loops.easel import UNDRAWABLE, Easel
from bot.programme import Queue
from bot.slack import card as card_drawing
from bot.slack.gateway import Lane
from storage import cards, channels
from storage.tables import Card

MARK = "volley_card"
IN_ONE_GO = 3
"""Cards posted in a channel before the next look: Slack takes one a second, and something more urgent may come.

So many may be unfinished there too, or a channel that gives no answer would begin ever more of them.
"""

MOST_TAKEN = 30
PAUSES = tuple(timedelta(seconds=each) for each in (2, 10, 60, 300))
"""How long a card waits after each post without an answer, the last of these from then on."""

MOST_TRIES = 8
"""After so many tries without an answer, while other posts got one, a card is parked: half an hour has passed."""

log = structlog.get_logger()


@dataclass(frozen=True)
class Unanswered:
    """A card whose posts get no answer: how many did not, when the next leaves, how many others got through by then."""

    times: int
    again_at: datetime
    got_through: int


class NewCards:
    """Posts each card once: what was interrupted is looked for in the channel before it is posted again."""

    name = "cards"
    tick = 20.0
    rest = 0.2

    def __init__(self, easel: Easel) -> None:
        self._easel = easel
        self._database = easel.database
        self._gateway = easel.gateway
        self._unanswered: dict[int, Unanswered] = {}

    async def round(self) -> datetime | None:
        """Finish what was begun, then begin what is wanted; at once again while more is wanted.

        Channels are worked on beside each other, and each to its end: what one of them broke over is raised afterwards,
        or the next round would find the others' cards unfinished while they are still being posted.
        """
        async with self._database.reading() as session:
            unfinished = await cards.unposted(session)
            places = await channels.ids(session)
        begun = await self._begin(places, Counter(each.channel for each in unfinished))
        here = {each.id for each in unfinished}
        self._unanswered = {number: each for number, each in self._unanswered.items() if number in here}
        waiting = {number for number, each in self._unanswered.items() if each.again_at > self._easel.now()}
        by_channel: dict[str, list[tuple[Card, bool]]] = {}
        for each, is_new in [*((one, False) for one in unfinished), *((one, True) for one in begun)]:
            if each.id not in waiting:
                by_channel.setdefault(each.channel, []).append((each, is_new))
        ends = await asyncio.gather(*(self._post_all(batch) for batch in by_channel.values()), return_exceptions=True)
        error = next((each for each in ends if each is not None), None)
        if error is not None:
            raise error
        if self._has_posted(by_channel):
            return self._easel.now()
        return min((each.again_at for each in self._unanswered.values()), default=None)

    def _has_posted(self, by_channel: dict[str, list[tuple[Card, bool]]]) -> bool:
        """Whether a channel got through what it was to post, so that there may be more for it."""
        return any(card.id not in self._unanswered for batch in by_channel.values() for card, _ in batch)

    async def _begin(self, places: dict[str, str], unfinished: Counter[str]) -> list[Card]:
        """Write down the cards to post now, so that none is forgotten or posted twice whatever happens."""
        free = {place: IN_ONE_GO - unfinished[channel] for place, channel in places.items()}
        queues = [each for each in self._easel.programme.queues if free.get(channels.of_queue(each.key), 0) > 0]
        async with self._database.reading() as session:
            taken = await cards.taken_without_card(session, [each.key for each in queues], limit=MOST_TAKEN)
            hidden = await cards.without_card(session)
            shown = await cards.shown_unclaimed(session) if hidden else {}
        begun = []
        for queue in queues:
            place = channels.of_queue(queue.key)
            numbers = [number for number, key in taken if key == queue.key][: free[place]]
            room = min(room_in(queue, shown.get(queue.key, 0)), hidden.get(queue.key, 0), free[place] - len(numbers))
            begun += await self._want(queue, places[place], numbers, room)
        return begun

    async def _want(self, queue: Queue, channel: str, numbers: list[int], room: int) -> list[Card]:
        if not numbers and room <= 0:
            return []
        async with self._database.writing() as session:
            if room > 0:
                numbers = [*numbers, *await cards.next_without_card(session, queue.key, limit=room)]
            now = self._easel.now()
            wanted = [
                await cards.want(session, number, queue=queue.key, channel=channel, now=now) for number in numbers
            ]
        return [each for each in wanted if each is not None]

    async def _post_all(self, batch: list[tuple[Card, bool]]) -> Trouble | None:
        """Post the cards of one channel, one after the other; the trouble that ended it, if any.

        One that got no answer waits for its next try, and keeps no other waiting.
        """
        for each, is_new in batch:
            try:
                await self._post(each, is_new=is_new)
            except Gone as gone:
                await self._lose_channel(each, str(gone))
                return None
            except Rejected as rejected:
                await self._give_up(each, str(rejected))
            except UNDRAWABLE as error:
                log.error("card broke", card=each.id, exc_info=error)
                await self._give_up(each, f"drawing it is broken: {type(error).__name__}")
            except Unknown as unknown:
                await self._wait(each, unknown)
            except Trouble as trouble:
                log.warning("card not posted", card=each.id, why=str(trouble))
                return trouble
        return None

    async def _post(self, card: Card, *, is_new: bool) -> None:
        """Post it unless it is up: looked for, drawn and posted under its brush, so that nobody else is at it."""
        async with self._easel.brush(card.id):
            if not is_new and await self._is_up(card):
                return
            picture = await self._easel.picture(card.conversation_id)
            if picture is None:
                async with self._database.writing() as session:
                    await cards.lose(session, card.id)
                return
            drawing = card_drawing.draw(picture)
            ts = await self._gateway.post(
                card.channel, text=drawing.text, blocks=drawing.blocks, lane=Lane.CARD, mark=(MARK, card.id)
            )
            await self._posted(card, ts, version=picture.version)
        log.info("card posted", conversation=card.conversation_id, queue=card.queue)

    async def _is_up(self, card: Card) -> bool:
        """Whether a card that was begun before needs no post: by what is stored now, else by what stands in Slack."""
        async with self._database.reading() as session:
            if not await cards.is_unposted(session, card.id):
                return True
        ts = await self._gateway.find(card.channel, (MARK, card.id), since=card.wanted_at)
        if ts is not None:
            await self._posted(card, ts, version=0)
        return ts is not None

    async def _wait(self, card: Card, unknown: Unknown) -> None:
        """No answer came: it is looked for and posted later, ever more slowly, and given up when others get through.

        While nothing else is posted either, Slack may be ill, and that is counted against no card.
        """
        log.warning("card not posted", card=card.id, why=str(unknown))
        before = self._unanswered.get(card.id)
        times = before.times if before is not None else 0
        again_at = self._easel.now() + PAUSES[min(times, len(PAUSES) - 1)]
        self._unanswered[card.id] = Unanswered(times + 1, again_at, self._gateway.posted)
        if before is None or before.got_through == self._gateway.posted:
            return
        if card.tries >= MOST_TRIES:
            await self._give_up(card, str(unknown))
            return
        async with self._database.writing() as session:
            await cards.count_try(session, card.id)

    async def _posted(self, card: Card, ts: str, *, version: int) -> None:
        async with self._database.writing() as session:
            await cards.set_posted(session, card.id, ts=ts, version=version, now=self._easel.now())
        self._unanswered.pop(card.id, None)
        self._easel.nudge()

    async def _give_up(self, card: Card, why: str) -> None:
        """Slack refuses the card for good: managers are told, the conversation can still be worked on by command."""
        log.error("card parked", card=card.id, conversation=card.conversation_id, why=why)
        async with self._database.writing() as session:
            await cards.park(session, card.id, why)
        number = card.conversation_id
        sentence = f"The card of #{number} cannot be shown ({why}). `/desk show {number}` still shows it."
        await self._easel.alarm("card", str(number), sentence)

    async def _lose_channel(self, card: Card, why: str) -> None:
        """The channel is gone or closed to us: forget it, and let the channels' loop find or make it again."""
        log.warning("channel lost", channel=card.channel, why=why)
        async with self._database.writing() as session:
            await channels.forget(session, card.channel)
            await cards.lose(session, card.id)
        self._easel.nudge()


def room_in(queue: Queue, shown: int) -> int:
    """How many more unclaimed cards a queue's channel shows; what is escalated is never kept back."""
    return IN_ONE_GO if queue.escalation else max(0, queue.window - shown)


def hidden_in(queue: Queue, shown: int, without_card: int) -> int:
    """How many wait behind a queue's window, beyond those that are about to get a card."""
    return 0 if queue.escalation else max(0, without_card - max(0, queue.window - shown))
