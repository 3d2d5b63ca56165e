"""The wire to Google Play: tokens, the quota that all apps share, Google's refusals as our Trouble."""

import asyncio
import json
from collections import deque
from datetime import datetime, timedelta
from typing import Any
from urllib.parse import quote

import aiohttp

from bot.clock import Clock
from bot.errors import Gone, Rejected, RetryAt, Trouble, Unauthorised, Unavailable
from bot.networks.google_play_keys import Key
from bot.networks.leaving import TIMEOUT, LastMoment, Trip, check_deadline, current, lost

API = "https://androidpublisher.googleapis.com"
NAMED = "Google Play"
READS_AN_HOUR = 200
"""Source: Google, "Reply to Reviews", Quotas. Counted over all apps of a service account, to be on the safe side."""

HOUR = timedelta(hours=1)
REST_WITHOUT_WORD = timedelta(minutes=10)
"""How long to wait after a refusal for its quota: Google says no time, and counts by the hour and by the day."""

EARLY = timedelta(minutes=2)
"""How long before its end a token is renewed."""

GRANT = "urn:ietf:params:oauth:grant-type:jwt-bearer"
NO_APP = "applicationNotFound"
"""Says that the app is not there, or not ours: of its reviews that says nothing, and none of them was deleted."""

EXHAUSTED = ("RESOURCE_EXHAUSTED", "rateLimitExceeded", "quotaExceeded", "userRateLimitExceeded", "dailyLimitExceeded")


class Reads:
    """Counts the reads of the last hour, so that polls never use up what looking for a lost reply needs."""

    def __init__(self, clock: Clock) -> None:
        self._clock = clock
        self._moments: deque[datetime] = deque()

    def take(self, *, leaving: int) -> None:
        """Count one read. Raises RetryAt when fewer than `leaving` would be left for what matters more."""
        now = self._clock.now()
        while self._moments and self._moments[0] <= now - HOUR:
            self._moments.popleft()
        over = len(self._moments) - (READS_AN_HOUR - leaving - 1)
        if over > 0:
            until = self._moments[over - 1] + HOUR
            raise RetryAt(until, f"{NAMED} allows {READS_AN_HOUR} reads an hour; the next one is at {until:%H:%M} UTC.")
        self._moments.append(now)


class Wire:
    """Carries calls to Google Play in the name of one service account."""

    def __init__(
        self, key: Key, *, address: str | None, clock: Clock, timeout: aiohttp.ClientTimeout = TIMEOUT
    ) -> None:
        """`address` takes the place of Google's own; tokens come from where the key says."""
        self._key = key
        self._address = (address or API).rstrip("/")
        self._clock = clock
        self._timeout = timeout
        self._session: aiohttp.ClientSession | None = None
        self._reads = Reads(clock)
        self._rests: dict[str, datetime] = {}
        self._token, self._token_ends = "", clock.now()
        self._renewing = asyncio.Lock()

    async def close(self) -> None:
        """Hand back connections."""
        if self._session is not None:
            await self._session.close()
            self._session = None

    async def read(self, app: str, review: str = "", *, leaving: int, **asked: str) -> dict[str, Any]:
        """One GET of an app's reviews, or of one of them. Raises RetryAt, also when the quota is kept for better."""
        trip = Trip(app, "GET review" if review else "GET reviews")
        self._must_not_rest("GET")
        self._reads.take(leaving=leaving)
        return await self._carry(trip, "GET", path_of(app, review), params=asked)

    async def reply(self, app: str, review: str, text: str, *, deadline: datetime) -> dict[str, Any]:
        """Answer a review, or put another answer in the place of the first. Raises Unknown when it may have left."""
        trip = Trip(app, "POST reply", acts=True, once=True, deadline=deadline)
        self._must_not_rest("POST")
        return await self._carry(trip, "POST", f"{path_of(app, review)}:reply", body={"replyText": text})

    async def _carry(
        self, trip: Trip, method: str, path: str, *, params: dict[str, str] | None = None, body: Any = None
    ) -> dict[str, Any]:
        """A token that is refused is renewed once: a 401 has certainly done nothing."""
        for fresh in (False, True):
            headers = {"Authorization": f"Bearer {await self._bearer(fresh=fresh)}"}
            status, said = await self._call(
                trip, method, f"{self._address}{path}", headers=headers, params=params, json=body
            )
            if status != 401:
                break
        if status >= 400:
            raise self._refusal(trip, status, said)
        try:
            answer = json.loads(said)
        except ValueError as error:
            raise lost(trip, error, whose=NAMED) from error
        if not isinstance(answer, dict):
            raise lost(trip, TypeError("no JSON object"), whose=NAMED)
        return answer

    async def _bearer(self, *, fresh: bool) -> str:
        """The token, renewed in time; whoever asks meanwhile waits for the same one."""
        async with self._renewing:
            now = self._clock.now()
            if fresh or not self._token or now >= self._token_ends - EARLY:
                trip = Trip("", "POST token")
                form = {"grant_type": GRANT, "assertion": self._key.assertion(now)}
                status, said = await self._call(trip, "POST", self._key.token_uri, data=form)
                given = words_in(said)
                if 400 <= status < 500 and status != 429:
                    why = given.get("error_description") or given.get("error") or status
                    raise Unauthorised(
                        f"Google does not accept the key of {self._key.email} ({why}); make a new one, name it in "
                        "`GOOGLE_PLAY_CREDENTIALS`, then start the desk again."
                    )
                if status >= 400 or not given.get("access_token"):
                    raise Unavailable(f"Google gives no token at present ({status}).")
                self._token = str(given["access_token"])
                self._token_ends = now + timedelta(seconds=int(given.get("expires_in") or 0))
            return self._token

    async def _call(self, trip: Trip, method: str, address: str, **more: Any) -> tuple[int, str]:
        """One request and the text of its answer, whatever its status. The deadline is checked at the last moment."""
        trip.must_leave_before = lambda: check_deadline(trip, self._clock)
        trip.must_leave_before()
        if self._session is None or self._session.closed:
            self._session = aiohttp.ClientSession(request_class=LastMoment, timeout=self._timeout)
        before = current.set(trip)
        try:
            async with self._session.request(method, address, **more) as response:
                return response.status, await response.text(errors="replace")
        except (aiohttp.ClientError, TimeoutError, OSError) as error:
            raise lost(trip, error, whose=NAMED) from error
        finally:
            current.reset(before)

    def _must_not_rest(self, method: str) -> None:
        until = self._rests.get(method)
        if until is not None and until > self._clock.now():
            raise RetryAt(until, f"{NAMED} asks to wait until {until:%H:%M} UTC.")

    def _refusal(self, trip: Trip, status: int, body: str) -> Trouble:
        """Google's refusal as our Trouble, by its status and reason."""
        error = words_in(body).get("error")
        error = error if isinstance(error, dict) else {}
        said = str(error.get("message") or "an answer without words")[:300]
        if status == 429 or (status == 403 and any(each in body for each in EXHAUSTED)):
            until = self._clock.now() + REST_WITHOUT_WORD
            self._rests["POST" if trip.acts else "GET"] = until
            return RetryAt(until, f"{NAMED} asks to wait: {said}")
        if status >= 500:
            return lost(trip, OSError(f"{NAMED} answered {status}"), whose=NAMED)
        if status == 401:
            return Unauthorised(f"{NAMED} does not accept the token of {self._key.email}: {said}")
        if status == 403:
            remedy = (
                f"{self._key.email} may not do this for {trip.account}; in the Play Console, under Users and "
                f"permissions, allow it to see the app and to reply to reviews. {NAMED} says: {said}"
            )
            return Rejected(remedy) if trip.acts else Unauthorised(remedy)
        if status == 404 and trip.endpoint != "GET reviews" and error and NO_APP not in body:
            return Gone(f"{NAMED}: {said}")
        return Rejected(f"{NAMED} refuses {trip.endpoint} of {trip.account} ({status}): {said}")


def path_of(app: str, review: str) -> str:
    """Where an app's reviews are, or one of them."""
    path = f"/androidpublisher/v3/applications/{quote(app, safe='')}/reviews"
    return f"{path}/{quote(review, safe='')}" if review else path


def words_in(body: str) -> dict[str, Any]:
    """An answer's JSON object; empty for anything else."""
    try:
        found = json.loads(body)
    except ValueError:
        return {}
    return found if isinstance(found, dict) else {}
