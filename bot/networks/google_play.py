"""Google Play: reading the reviews of our apps, and answering each of them once."""

from collections.abc import Callable
from datetime import datetime, timedelta

import aiohttp

from bot.clock import Clock
from bot.errors import Garbled, Gone, Rejected, RetryAt, Trouble, Unauthorised, Unknown
from bot.networks.base import (
    Brought,
    Capabilities,
    Charge,
    Draft,
    Fetched,
    Looked,
    Media,
    Mention,
    Posted,
    Uploaded,
    Way,
)
from bot.networks.google_play_keys import Key
from bot.networks.google_play_reviews import (
    NAME,
    Review,
    address,
    is_version,
    moment_in,
    parts_of,
    posted_of,
    read,
    readable,
)
from bot.networks.google_play_wire import READS_AN_HOUR, Wire
from bot.networks.leaving import TIMEOUT
from bot.networks.odd import Unreadable
from bot.programme import Account, Programme
from bot.text import utf16_length

READABLE_FOR = timedelta(days=7)
OVERLAP = timedelta(minutes=5)
"""How far readings overlap: nobody says that reviews appear in the order of their times."""

A_PAGE = 100
FOR_SENDING = 40
"""Reads that polls leave to whoever looks whether a reply is out."""

FOR_POLLS = 60
"""Reads that looking after known reviews leaves to everything else: polls take a hundred, so that forty are left."""

CAPABILITIES = Capabilities(
    label="Google Play",
    limit=350,
    length=utf16_length,
    edit=Way.API,
    handles=False,
    threads=False,
    takes_tags_out=True,
    readable_for=READABLE_FOR,
    reads_an_hour=READS_AN_HOUR,
    looked_up_at_once=10,
    looked_up_by_any=False,
)


class GooglePlay:
    """Google Play, as the protocol of base has it. An account is an app.

    All apps share 200 reads an hour. The desk polls each as often as leaves some over, so that with every further app
    each is read less often; the quota is kept here all the same, reads for sending before polls before looking after.
    A review keeps its id when it is edited: each version is a post of its own, in the same thread.
    """

    name = NAME
    capabilities = CAPABILITIES

    def __init__(
        self,
        programme: Programme,
        key: Key,
        *,
        clock: Clock,
        charged: Callable[[Charge], None],
        address: str | None = None,
        timeout: aiohttp.ClientTimeout = TIMEOUT,
    ) -> None:
        """`address` replaces Google's own, as in GOOGLE_PLAY_API_URL. Nothing here is billed."""
        self._accounts = {each.handle: each for each in programme.accounts if each.network == NAME}
        self._clock = clock
        self._wire = Wire(key, address=address, clock=clock, timeout=timeout)

    def sources(self) -> tuple[str, ...]:
        """The reviews of each app."""
        return tuple(f"{NAME}:reviews:{each}" for each in self._accounts)

    def source_name(self, source: str) -> str:
        """Whose reviews they are, by the app's name."""
        account = self._account(self.account_of(source))
        return f"the reviews of {account.label or account.handle}"

    def account_of(self, source: str) -> str:
        """The app in a source's name."""
        return source.split(":", 2)[2]

    async def fetch(self, source: str, *, cursor: str | None, since: datetime) -> Fetched:
        """Everything new or edited at a source, oldest first, with our answers; the store hands out the newest first.

        The cursor is the newest moment seen, in milliseconds. Whether something was missed, no page tells: reviews that
        are older than seven days are simply not there, so the desk counts how long ago it has read them.
        """
        account = self._account(self.account_of(source))
        after = int(cursor) if cursor else int(since.timestamp() * 1000)
        above = after - int(OVERLAP.total_seconds() * 1000)
        reviews, odd = await self._all(account, above=above)
        kept = [each for each in reviews if each.written >= (above if cursor else after)]
        newest = max([after, *(each.written for each in kept)])
        mentions = [mention for each in kept for mention in each.mentions()]
        return Fetched(tuple(sorted(mentions, key=lambda each: each.posted_at)), str(newest), unreadable=odd)

    async def look_up(self, account: str, ids: tuple[str, ...]) -> Looked:
        """Known reviews as they stand now, as many as the quota allows.

        Those that are too old to be read, those that cannot be made sense of, and answers of ours are neither there
        nor gone.
        """
        app = self._account(account)
        waiting = [each for each in ids if is_version(each) and self._can_be_read(each)]
        there: list[Mention] = []
        news: list[Mention] = []
        gone: list[str] = []
        while waiting:
            review_id, _ = parts_of(waiting[0])
            versions = [each for each in waiting if parts_of(each)[0] == review_id]
            try:
                review = await self._one(app, review_id, leaving=FOR_POLLS)
                for mention in review.mentions():
                    (there if mention.id in ids else news).append(mention)
            except Gone:
                gone += versions
            except Garbled:
                pass
            except RetryAt:
                if not there and not gone and not news:
                    raise
                break
            waiting = [each for each in waiting if each not in versions]
        return Looked(tuple(there), tuple(gone), tuple(news), tuple(waiting))

    def post_in(self, text: str) -> str:
        """None: every review arrives by itself, and older ones cannot be read."""
        return ""

    async def read_one(self, account: str, post_id: str) -> Brought:
        """One review, of whichever of our apps it is. Raises Gone and Garbled."""
        for app in self._accounts.values():
            try:
                review = await self._one(app, parts_of(post_id)[0], leaving=FOR_POLLS)
            except Gone:
                continue
            newest = max((each for each in review.mentions() if not each.ours), key=lambda each: each.posted_at)
            return Brought(newest, f"{NAME}:reviews:{app.handle}")
        raise Gone("it was deleted, or is older than a week.")

    async def send(self, draft: Draft, *, deadline: datetime) -> Posted:
        """Answer a review; a second answer takes the first one's place. Past the deadline nothing leaves."""
        account = self._account(draft.account)
        review_id, _ = parts_of(draft.post_id)
        answer = await self._wire.reply(account.app, review_id, draft.text, deadline=deadline)
        applied = answer.get("result") or {}
        if not moment_in(applied):
            raise Unknown("Google Play answered without saying what became of the reply.")
        text = str(applied.get("replyText") or draft.text)
        return posted_of(account, review_id, text, moment_in(applied), draft.post_id)

    async def upload(self, account: str, media: Media) -> Uploaded:
        """An answer in the store is words only."""
        raise Rejected("Google Play takes no attachments.")

    async def uploaded(self, account: str, media_id: str) -> Uploaded:
        """Nothing ever was."""
        raise Rejected("Google Play takes no attachments.")

    async def own_posts(self, account: str, *, since: datetime, answering: tuple[str, ...] = ()) -> tuple[Posted, ...]:
        """Our answers that stand now under these reviews; the store has no timeline of ours."""
        app = self._account(account)
        found: list[Posted] = []
        for post_id in answering:
            review_id, moment = parts_of(post_id)
            try:
                review = await self._one(app, review_id, leaving=0)
            except Gone:
                continue
            if review.answer:
                posted = review.posted(post_id if moment_in(review.answer) >= moment else None)
                found += [posted] if posted.at >= since else []
        return tuple(sorted(found, key=lambda each: each.at, reverse=True))

    async def like(self, account: str, post_id: str) -> None:
        """The store has no likes of ours. Raises Rejected: its capabilities say so before anybody presses."""
        raise Rejected(f"{self.capabilities.label} has no likes.")

    async def liked(self, account: str) -> tuple[str, ...]:
        """Nothing, ever."""
        return ()

    def reply_way(self, account: Account, mention: Mention) -> Way:
        """Always by API."""
        return Way.API

    def like_way(self, account: Account) -> Way:
        """Never."""
        return Way.NEVER

    def composer(self, draft: Draft) -> str:
        """The review itself; nothing is sent by hand here."""
        return address(self._account(draft.account).app, parts_of(draft.post_id)[0])

    def timeline(self, draft: Draft) -> str:
        """The review itself, under which its answer stands."""
        return self.composer(draft)

    def liker(self, post_id: str) -> str:
        """Nowhere."""
        return ""

    async def check(self) -> tuple[tuple[str, str | None], ...]:
        """Read one review of each app: key, permission and the app's id, at the price of a read each."""
        found = []
        for account in self._accounts.values():
            remedy = None
            try:
                await self._wire.read(account.app, leaving=0, maxResults="1")
            except Trouble as trouble:
                remedy = str(trouble)
            found.append((f"Google Play: the reviews of {account.label or account.handle} can be read", remedy))
        return tuple(found)

    async def close(self) -> None:
        """Hand back connections."""
        await self._wire.close()

    async def _all(self, account: Account, *, above: int) -> tuple[list[Review], tuple[Unreadable, ...]]:
        """All pages down to what was read before, the newest first, and the odd ones among them."""
        found: list[Review] = []
        odd: tuple[Unreadable, ...] = ()
        asked = {"maxResults": str(A_PAGE)}
        while True:
            answer = await self._wire.read(account.app, leaving=FOR_SENDING, **asked)
            page, odd_ones = read(answer.get("reviews") or (), account)
            found, odd = [*found, *page], (*odd, *odd_ones)
            following = (answer.get("tokenPagination") or {}).get("nextPageToken")
            if not following or any(each.written < above for each in page):
                return found, odd
            asked["token"] = str(following)

    async def _one(self, account: Account, review_id: str, *, leaving: int) -> Review:
        """One review. Raises Gone and Garbled."""
        return readable(await self._wire.read(account.app, review_id, leaving=leaving), account)

    def _can_be_read(self, post_id: str) -> bool:
        """Whether a version is young enough; an hour is left to clocks that differ."""
        oldest = self._clock.now() - READABLE_FOR + timedelta(hours=1)
        return parts_of(post_id)[1] >= int(oldest.timestamp() * 1000)

    def _account(self, handle: str) -> Account:
        wanted = handle.removeprefix("@").lower()
        for account in self._accounts.values():
            if account.handle.lower() == wanted:
                return account
        raise Unauthorised(f"There is no app for @{handle}.")
