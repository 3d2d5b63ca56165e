"""The wire to X: one HTTP session for all accounts, the deadline at the last moment, X's refusals as our Trouble."""

import json
from collections.abc import Awaitable, Callable
from datetime import UTC, datetime, timedelta
from typing import Any

import aiohttp
from yarl import URL

from bot.clock import Clock
from bot.errors import Gone, NeedsHand, Rejected, RetryAt, Trouble, Unauthorised, Unknown
from bot.networks.leaving import TIMEOUT, LastMoment, Trip, check_deadline, current, lost

NAMED = "X"
REST_WITHOUT_WORD = timedelta(minutes=1)
"""How long to wait after a 429 that does not say how long."""

SUMMONS = ("not been mentioned", "otherwise engaged", "reply to this conversation is not allowed", "not permitted")
GONE = ("deleted", "not visible to you", "not found")
DUPLICATE = "duplicate"
NOT_ENROLLED = "client-not-enrolled"


class Wire:
    """Carries calls to X, at most one body each, and remembers per account when X asked to wait."""

    def __init__(self, *, address: str | None, clock: Clock, timeout: aiohttp.ClientTimeout = TIMEOUT) -> None:
        """`address` takes the place of X's own, signatures stay over X's; `/2/…` follows it."""
        self._address = address.rstrip("/") if address else None
        self._clock = clock
        self._timeout = timeout
        self._session: aiohttp.ClientSession | None = None
        self._rests: dict[tuple[str, str], datetime] = {}

    @property
    def session(self) -> aiohttp.ClientSession:
        """The one session, opened when it is first needed."""
        if self._session is None or self._session.closed:
            self._session = aiohttp.ClientSession(
                middlewares=(self._pass,), request_class=LastMoment, timeout=self._timeout
            )
        return self._session

    async def close(self) -> None:
        """Hand back connections."""
        if self._session is not None:
            await self._session.close()
            self._session = None

    async def carry(self, trip: Trip, call: Callable[[], Awaitable[aiohttp.ClientResponse]]) -> dict[str, Any]:
        """Make one call and return the answer's JSON.

        Raises RetryAt without asking while X still wants this account to wait; Unavailable when certainly nothing was
        done; Unknown when a call that changes something left and its answer did not come, or came unreadable.
        """
        self._must_not_rest(trip)
        trip.must_leave_before = lambda: check_deadline(trip, self._clock)
        token = current.set(trip)
        try:
            response = await call()
            answer: dict[str, Any] = await response.json(content_type=None)
        except (aiohttp.ClientError, TimeoutError, OSError, ValueError) as error:
            raise lost(trip, error, whose=NAMED) from error
        finally:
            current.reset(token)
        if not isinstance(answer, dict):
            raise lost(trip, TypeError("no JSON object"), whose=NAMED)
        return answer

    def _must_not_rest(self, trip: Trip) -> None:
        until = self._rests.get((trip.account, trip.endpoint))
        if until is not None and until > self._clock.now():
            raise RetryAt(until, f"X asks @{trip.account} to wait until {until:%H:%M:%S} UTC.")

    async def _pass(self, request: aiohttp.ClientRequest, handler: aiohttp.ClientHandlerType) -> aiohttp.ClientResponse:
        """Every request comes through here on its way out, and every answer on its way in."""
        trip = current.get()
        if self._address is not None:
            request.url = URL(f"{self._address}{request.url.raw_path_qs}", encoded=True)
            request.headers["Host"] = request.url.authority
        check_deadline(trip, self._clock)
        response = await handler(request)
        self._keep_rest(trip, response)
        if response.status >= 400:
            raise refusal(trip, response.status, await response.text(errors="replace"), self._rests)
        return response

    def _keep_rest(self, trip: Trip, response: aiohttp.ClientResponse) -> None:
        key = (trip.account, trip.endpoint)
        if response.status != 429 and response.headers.get("x-rate-limit-remaining") != "0":
            self._rests.pop(key, None)
            return
        reset = response.headers.get("x-rate-limit-reset", "")
        until = datetime.fromtimestamp(int(reset), UTC) if reset.isdigit() else None
        self._rests[key] = until or self._clock.now() + REST_WITHOUT_WORD


def refusal(trip: Trip, status: int, body: str, rests: dict[tuple[str, str], datetime]) -> Trouble:
    """X's refusal as our Trouble, by its status and words; pages of HTML count by their status alone."""
    said = words_of(body)
    lower = said.lower()
    if status == 429:
        until = rests[(trip.account, trip.endpoint)]
        return RetryAt(until, f"X asks @{trip.account} to wait until {until:%H:%M:%S} UTC.")
    if status >= 500:
        return lost(trip, OSError(f"X answered {status}"), whose=NAMED)
    if status == 401:
        return Unauthorised(f"X does not accept the token of @{trip.account}; {connect_again(trip.account)}")
    if status == 404 and trip.acts:
        return Gone(f"X: {said}")
    if status == 403 and trip.acts:
        return forbidden(said, lower, body)
    return Rejected(f"X refuses {trip.endpoint} for @{trip.account} ({status}): {said}")


def connect_again(account: str) -> str:
    """What a person does when an account's token is no good."""
    return f"run `python -m bot connect @{account}`, then start the desk again."


def forbidden(said: str, lower: str, body: str) -> Trouble:
    """Why X does not let an account act: said before, target gone, not summoned, or something for a person to read."""
    if DUPLICATE in lower:
        return Unknown(f"X says this was posted before, so it has probably landed: {said}")
    if any(part in lower for part in GONE):
        return Gone(f"X: {said}")
    if any(part in lower for part in SUMMONS) or NOT_ENROLLED in body:
        return NeedsHand(f"X takes this only by hand: {said}")
    return Rejected(f"X: {said}")


def words_of(body: str) -> str:
    """The sentence in a problem document, without its boilerplate; of anything else that it has no words."""
    try:
        problem = json.loads(body)
    except ValueError:
        return "an answer without words"
    if not isinstance(problem, dict):
        return "an answer without words"
    errors = problem.get("errors")
    first = errors[0] if isinstance(errors, list) and errors else errors
    own = first.get("message") if isinstance(first, dict) else None
    return str(own or problem.get("detail") or problem.get("title") or "an answer without words")[:300]
