"""One call to Slack: its turn, its answer, and Slack's errors in our own words."""

import asyncio
from collections.abc import Awaitable, Callable
from datetime import timedelta
from typing import Any

import aiohttp
import structlog
from slack_sdk.errors import SlackApiError
from slack_sdk.web.async_client import AsyncWebClient

from bot.clock import Clock
from bot.errors import Gone, Rejected, RetryAt, Trouble, Unauthorised, Unavailable, Unknown
from bot.slack.budgets import Budgets, Lane

TRIES_AFTER_429 = 3
LONGEST_PAUSE = 60.0
"""A longer Retry-After is handed to the loop, which has other work."""

GONE = frozenset(
    {
        "cant_update_message",
        "channel_not_found",
        "edit_window_closed",
        "file_deleted",
        "file_not_found",
        "is_archived",
        "message_not_found",
        "not_in_channel",
        "thread_not_found",
        "user_not_found",
        "user_not_in_channel",
        "users_not_found",
        "cannot_dm_bot",
        "user_disabled",
    }
)
NOT_OURS = frozenset(
    {"account_inactive", "invalid_auth", "not_authed", "token_expired", "token_revoked", "not_allowed_token_type"}
)
MAYBE_DONE = frozenset({"fatal_error", "internal_error", "request_timeout", "service_unavailable"})
"""Slack itself says that a call may have had an effect before one of these."""

log = structlog.get_logger()
Answer = dict[str, Any]


class Caller:
    """Calls Slack, each call in its turn. The client's own retries are off: one of them posts a message twice."""

    def __init__(self, client: AsyncWebClient, clock: Clock, budgets: Budgets | None = None) -> None:
        """`client` brings a shared session with a timeout of its own; the SDK ignores its setting then."""
        client.retry_handlers = []
        self.client = client
        self.clock = clock
        self.budgets = budgets or Budgets()

    async def call(
        self, method: str, lane: Lane, *, once: bool = False, room: str | None = None, **arguments: Any
    ) -> Answer:
        """Call a Web API method when it is its turn; 429 is waited for and tried again.

        `once` is for what must not be done twice: a lost answer is Unknown then, otherwise Unavailable. `room` is the
        channel of a post. Raises RetryAt, Gone, Unauthorised, Rejected, Unavailable or Unknown.
        """

        async def go() -> Answer:
            return await self.request(method, once=once, **arguments)

        return await self.in_turn(method, lane, go, room=room)

    async def in_turn(
        self, method: str, lane: Lane, work: Callable[[], Awaitable[Answer]], *, room: str | None = None
    ) -> Answer:
        """Do work that ends in one call of `method`, when it is its turn; after a 429 the work is done afresh."""
        for _ in range(TRIES_AFTER_429):
            async with self.budgets.turn(method, lane, channel=room):
                try:
                    return await work()
                except RetryAt as wait:
                    seconds = (wait.at - self.clock.now()).total_seconds()
                    log.warning("slack rate limit", method=method, seconds=seconds, channel=room)
                    if seconds > LONGEST_PAUSE:
                        raise
                    self.budgets.pause(method, seconds, channel=room)
        raise RetryAt(self.clock.now() + timedelta(seconds=LONGEST_PAUSE), f"Slack keeps refusing {method} for rate")

    async def request(self, method: str, *, once: bool, **arguments: Any) -> Answer:
        """The call itself, now. Raises as `call` does."""
        function = getattr(self.client, method.replace(".", "_"))
        try:
            answer = await function(**arguments)
        except SlackApiError as error:
            raise self._in_our_words(method, error, once=once) from error
        except aiohttp.ClientConnectorError as error:
            raise Unavailable(f"Slack cannot be reached for {method}") from error
        except (aiohttp.ClientError, TimeoutError, asyncio.IncompleteReadError, OSError) as error:
            raise lost(method, type(error).__name__, once=once) from error
        return dict(answer.data)

    def _in_our_words(self, method: str, error: SlackApiError, *, once: bool) -> Trouble:
        body, status, headers = parts_of(error)
        name = str(body.get("error") or "")
        if name in {"ratelimited", "rate_limited"} or status == 429:
            seconds = float(headers.get("Retry-After") or 30)
            return RetryAt(
                self.clock.now() + timedelta(seconds=seconds), f"Slack asks {method} to wait {seconds:.0f} s"
            )
        if name == "missing_scope":
            return Unauthorised(
                f"Slack refuses {method}: the app lacks the scope {body.get('needed')}. "
                "Add it under OAuth & Permissions (manifest.json has them all) and reinstall the app"
            )
        if name in NOT_OURS:
            return Unauthorised(f"Slack does not accept SLACK_BOT_TOKEN ({name}); install the app again and copy it")
        if name in GONE:
            return Gone(f"{method}: {name}")
        if name in MAYBE_DONE or not name or status >= 500:
            return lost(method, name or f"HTTP {status}", once=once)
        reasons = (body.get("response_metadata") or {}).get("messages") or body.get("errors") or []
        return Refusal(name, f"Slack refuses {method}: {name} {'; '.join(map(str, reasons[:3]))}".strip())


class Refusal(Rejected):
    """Slack refuses this for good."""

    def __init__(self, name: str, message: str) -> None:
        """`name` is Slack's own word for the error, such as name_taken."""
        super().__init__(message)
        self.name = name


def lost(method: str, why: str, *, once: bool) -> Trouble:
    """No usable answer came: for what must not be repeated nobody knows, for the rest trying again is harmless."""
    if once:
        return Unknown(f"{method} left and no answer came back ({why})")
    return Unavailable(f"Slack did not answer {method} ({why})")


def name_of(error: SlackApiError) -> str:
    """Slack's own word for an error; `HTTP 503` for an answer without one, as a page of HTML is during an outage."""
    body, status, _ = parts_of(error)
    return str(body.get("error") or f"HTTP {status}")


def parts_of(error: SlackApiError) -> tuple[dict[str, Any], int, dict[str, str]]:
    """Body, HTTP status and headers; the SDK hands over its own response, or aiohttp's for a body that is no JSON."""
    response: Any = error.response
    data = getattr(response, "data", None)
    status = getattr(response, "status_code", None) or getattr(response, "status", None) or 0
    headers = getattr(response, "headers", None) or {}
    return (data if isinstance(data, dict) else {}), int(status), dict(headers)
