"""Keeping what is stored true: posts that vanished, were edited or gain attention are seen within one round."""

from collections.abc import Mapping, Sequence
from datetime import datetime, timedelta

import structlog

from bot.clock import Clock
from bot.desk.arriving.attention import reactions_seen
from bot.desk.arriving.intake import Taken, seen_again, take_in_all
from bot.desk.arriving.vanishing import vanish
from bot.desk.desk import Nudge
from bot.desk.leaving.spending import Till, overspent
from bot.desk.naming import account_called
from bot.desk.showing.hinting import CLIMBS
from bot.errors import RetryAt, Trouble
from bot.loops.alarm import Alarms
from bot.loops.apart import Apart, what_broke
from bot.loops.books import Books
from bot.networks.base import Looked, Mention, Network
from bot.programme import Account, Programme
from storage import conversations, posts
from storage.db import Database
from storage.posts import Charge
from storage.tables import Message

CLOSED_EVERY = timedelta(hours=12)
"""How often the posts of closed conversations are looked at, for as long as they are kept; a deleted one must have
vanished within 24 hours. X charges for the first look of a day only."""

LEAST_PAUSE = timedelta(minutes=1)
POSTS = "the posts of"
POST = "the post"
NEWS = "what stands beside the post"

log = structlog.get_logger()


class Upkeep:
    """One round asks each account's network for the posts that have not been looked at for a while."""

    name = "upkeep"
    tick = 60.0
    rest = 1.0

    def __init__(
        self,
        database: Database,
        programme: Programme,
        networks: Mapping[str, Network],
        clock: Clock,
        nudge: Nudge,
        *,
        till: Till,
    ) -> None:
        self._database = database
        self._programme = programme
        self._networks = networks
        self._clock = clock
        self._nudge = nudge
        self._apart = Apart(self.name, clock, Alarms(database, clock, nudge), patience=1)
        self._books = Books(database, programme, clock, till)
        self._rests: dict[str, datetime] = {}
        self._closed_at: dict[str, datetime] = {}

    async def round(self) -> datetime | None:
        """Look at what is due, at most one call an account; returns at once for more when a call was full."""
        now = self._clock.now()
        async with self._database.reading() as session:
            over = await overspent(session, now=now, programme=self._programme)
        full = set[str]()

        async def look_after(account: Account) -> None:
            if await self._look_after(account, is_over=account.handle in over):
                full.add(account.handle)

        due = [
            each
            for each in self._programme.accounts
            if each.handle in self._readers(each.network) and self._rests.get(each.handle, now) <= now
        ]
        await self._apart.each(POSTS, due, look_after, key=self._called)
        await self._books.write()
        return self._clock.now() if full else None

    def _called(self, account: Account) -> str:
        return account_called(account.handle, self._programme, self._networks)

    async def _look_after(self, account: Account, *, is_over: bool) -> bool:
        """One call for one account; returns whether there is more to look at."""
        at_once = self._networks[account.network].capabilities.looked_up_at_once
        due = await self._due(account, is_over=is_over, limit=at_once)
        if not due:
            self._rests[account.handle] = self._clock.now() + LEAST_PAUSE
            return False
        asked = tuple(each.external_id for each in due)
        try:
            looked = await self._networks[account.network].look_up(account.handle, asked)
        except Trouble as trouble:
            now = self._clock.now()
            until = trouble.at if isinstance(trouble, RetryAt) else now + LEAST_PAUSE
            self._rests[account.handle] = max(until, now + timedelta(seconds=1))
            log.warning("posts not looked at", account=account.handle, error=type(trouble).__name__)
            return False
        await self._make_true(due, looked)
        await self._take_in(account, looked.news)
        return len(due) == at_once and not looked.waiting

    async def _due(self, account: Account, *, is_over: bool, limit: int) -> Sequence[Message]:
        """Posts of open conversations first; those of closed ones twice a day."""
        now, times = self._clock.now(), self._programme.times
        pause = timedelta(minutes=times.over_budget_poll_minutes if is_over else times.upkeep_minutes)
        charge = self._charge(account)
        handle = account.handle
        async with self._database.reading() as session:
            due = await posts.open_to_look_up(session, charge, before=now - pause, limit=limit)
            if due or self._closed_at.get(handle, now) > now:
                return due
            due = await posts.closed_to_look_up(session, charge, before=now - CLOSED_EVERY, limit=limit)
        if len(due) < limit:
            self._closed_at[handle] = now + pause
        return due

    def _readers(self, name: str) -> list[str]:
        """The accounts of a network that the desk can read as, in the order of desk.toml."""
        network = self._networks.get(name)
        known = {network.account_of(each) for each in network.sources()} if network is not None else set()
        return [each.handle for each in self._programme.accounts if each.network == name and each.handle in known]

    def _charge(self, account: Account) -> Charge:
        """Whose posts an account looks up: those of its own conversations, and the first one, where any account can
        look at any post, also those of accounts that have left or lost their keys.
        """
        first, *others = self._readers(account.network)
        is_first = first == account.handle and self._networks[account.network].capabilities.looked_up_by_any
        return Charge(account.network, account.handle, frozenset(others) if is_first else None)

    async def _make_true(self, due: Sequence[Message], looked: Looked) -> None:
        """Empty what is gone, take over what was edited, keep the figures; one transaction for each that changed.

        One over which the desk stumbles has had its turn as well: it is tried again with its next look, and managers
        hear of it at once, for a deleted post has 24 hours to vanish.
        """
        by_id = {version: each for each in looked.there for version in (*each.versions, each.id)}
        gone = set(looked.gone)
        for message in due:
            work = self._compare(message, by_id.get(message.external_id), is_gone=message.external_id in gone)
            self._apart.ended(POST, message.url or message.id, await what_broke(work))
        async with self._database.writing() as session:
            seen = [each.id for each in due if each.external_id not in looked.waiting]
            await posts.set_seen(session, seen, self._clock.now())
        await self._apart.tell(POST)

    async def _compare(self, message: Message, there: Mention | None, *, is_gone: bool) -> None:
        if is_gone:
            await self._vanished(message)
        elif there is not None:
            await self._still_there(message, there)

    async def _take_in(self, account: Account, news: Sequence[Mention]) -> None:
        """What stood beside the posts that were looked at, as if their source had brought it."""
        network = self._networks[account.network]
        source = next((each for each in network.sources() if network.account_of(each) == account.handle), "")
        for mention in news:
            self._apart.ended(NEWS, mention.url or mention.id, await what_broke(self._take(mention, source)))
        await self._apart.tell(NEWS)

    async def _take(self, mention: Mention, source: str) -> None:
        async with self._database.writing() as session:
            ((_, taken),) = await take_in_all(
                session,
                [mention],
                source,
                now=self._clock.now(),
                programme=self._programme,
                networks=self._networks,
            )
        if taken is not Taken.KNOWN:
            self._nudge()

    async def _vanished(self, message: Message) -> None:
        async with self._database.writing() as session:
            changed = await vanish(session, message.id, now=self._clock.now(), programme=self._programme)
        if changed:
            log.info("post vanished", message=message.id)
            self._nudge()

    async def _still_there(self, message: Message, mention: Mention) -> None:
        if mention.id == message.external_id and not reacted(message, mention):
            return
        now = self._clock.now()
        async with self._database.writing() as session:
            await conversations.locked(session, message.conversation_id)
            kept = await session.get_one(Message, message.id)
            if mention.id != kept.external_id:
                await seen_again(session, kept, mention, now=now, programme=self._programme, networks=self._networks)
            await reactions_seen(session, kept, mention, now=now, programme=self._programme)
        self._nudge()


def reacted(message: Message, mention: Mention) -> bool:
    """Whether the figures have changed since the last look."""
    return {key: value for key, value in message.about.items() if key != CLIMBS} != mention.about
